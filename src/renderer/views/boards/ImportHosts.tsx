// The hosts of ~/.ssh/config, to be taken over as boards: each with the address that it stands for, and with the reason
// where it can not be.

import { Button, Checkbox, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportableHost, SshAddress } from '../../../shared/login.ts'
import { call, callOptions } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { receiveBoard } from '../../state/topics.ts'

interface ImportHostsProps {
  readonly onClose: () => void
}

const isFree = (host: ImportableHost) => host.address !== null && host.board === null

export function ImportHosts({ onClose }: ImportHostsProps) {
  const { t } = useTranslation()
  // The file is another program's: it is read anew each time.
  const hosts = useQuery({ ...callOptions('boards.importable', {}), staleTime: 0, gcTime: 0 })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const free = hosts.data?.filter(isFree) ?? []
  const all = free.length > 0 && free.every(({ name }) => chosen.has(name))
  const bring = useMutation({
    mutationFn: () => call('boards.import', { hosts: [...chosen] }),
    onSuccess: (views) => {
      views.forEach(receiveBoard)
      onClose()
    },
  })
  const toggle = (name: string, isChosen: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      if (isChosen) next.add(name)
      else next.delete(name)
      return next
    })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('importHosts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text c="dimmed">{t('importHosts.intro')}</Text>
        <CallFault error={hosts.error} onRetry={() => void hosts.refetch()} />
        {hosts.isPending && (
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text>{t('importHosts.reading')}</Text>
          </Group>
        )}
        {hosts.data?.length === 0 && <Text>{t('importHosts.none')}</Text>}
        {free.length > 1 && (
          <Checkbox
            label={t('importHosts.all')}
            checked={all}
            indeterminate={!all && chosen.size > 0}
            onChange={() => setChosen(new Set(all ? [] : free.map(({ name }) => name)))}
          />
        )}
        {hosts.data?.map((host) => (
          <Checkbox
            key={host.name}
            label={host.name}
            description={<HostWords host={host} />}
            disabled={!isFree(host)}
            checked={chosen.has(host.name)}
            onChange={(event) => toggle(host.name, event.currentTarget.checked)}
          />
        ))}
        <CallFault error={bring.error} />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={chosen.size === 0}
            loading={bring.isPending}
            onClick={() => bring.mutate()}
          >
            {t('importHosts.submit', { count: chosen.size })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function HostWords({ host: { address, why, board } }: { readonly host: ImportableHost }) {
  const { t } = useTranslation()
  if (address === null) return <>{t('importHosts.cannot', { why: why ?? '' })}</>
  const via = address.via.map(({ host }) => host).join(' → ')
  const parts = [
    <span key="address" className="mono">
      {addressWords(address)}
    </span>,
    via === '' ? null : t('boards.via', { hosts: via }),
    t(`addBoard.logins.${address.login.kind}`),
    board === null ? null : t('importHosts.already'),
  ].filter((part) => part !== null)
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words in a fixed order
        <span key={index}>
          {index > 0 && ' · '}
          {part}
        </span>
      ))}
    </>
  )
}

const addressWords = ({ user, host, port }: SshAddress) =>
  `${user}@${host}${port === 22 ? '' : `:${port}`}`
