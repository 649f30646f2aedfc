// The dialog that adds a board and connects to it. What the board then asks or fails with stands on its card.

import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView } from '../../../shared/ipc.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { notifyFault } from '../../faults/notifyFault.ts'
import { withBoard } from '../../state/topics.ts'
import { type BoardField, type BoardForm, checkBoardForm, emptyBoardForm } from './boardForm.ts'

interface AddBoardProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onAdded: (board: string) => void
}

export function AddBoard({ opened, onClose, onAdded }: AddBoardProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('addBoard.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <AddBoardForm onClose={onClose} onAdded={onAdded} />
    </Modal>
  )
}

function AddBoardForm({ onClose, onAdded }: Omit<AddBoardProps, 'opened'>) {
  const { t } = useTranslation()
  const [form, setForm] = useState<BoardForm>(emptyBoardForm)
  const [submitted, setSubmitted] = useState(false)
  const check = checkBoardForm(form)
  const set = (part: Partial<BoardForm>) => setForm((before) => ({ ...before, ...part }))
  const errorOf = (field: BoardField) =>
    submitted && !check.ok && check.wrong.has(field) ? t(`addBoard.invalid.${field}`) : null

  const add = useMutation({
    mutationFn: async () => (check.ok ? call('boards.add', check.request) : null),
    onSuccess: (view) => {
      if (view === null) return
      queryClient.setQueryData<readonly BoardView[]>(callKey('boards.list', {}), (boards) =>
        boards === undefined ? undefined : withBoard(boards, view),
      )
      onClose()
      onAdded(view.board.id)
    },
  })
  const chooseKey = async () => {
    const { path } = await call('dialog.openKey', {})
    if (path !== null) set({ keyPath: path })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (check.ok) add.mutate()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text c="dimmed">{t('addBoard.intro')}</Text>
        <TextInput
          label={t('addBoard.name')}
          placeholder={form.host === '' ? t('addBoard.nameless') : form.host}
          value={form.name}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
          data-autofocus
        />
        <Group gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            label={t('addBoard.host')}
            description={t('addBoard.hostHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={form.host}
            error={errorOf('host')}
            onChange={(event) => set({ host: event.currentTarget.value })}
            style={{ flex: 1 }}
            required
            withAsterisk={false}
          />
          <NumberInput
            label={t('addBoard.port')}
            value={form.port}
            error={errorOf('port')}
            onChange={(port) => set({ port })}
            min={1}
            max={65535}
            allowDecimal={false}
            w={110}
            required
            withAsterisk={false}
          />
        </Group>
        <TextInput
          label={t('addBoard.user')}
          value={form.user}
          error={errorOf('user')}
          onChange={(event) => set({ user: event.currentTarget.value })}
          autoComplete="off"
          required
          withAsterisk={false}
        />
        <Group gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            label={t('addBoard.key')}
            description={t('addBoard.keyHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={form.keyPath}
            error={errorOf('key')}
            onChange={(event) => set({ keyPath: event.currentTarget.value })}
            classNames={{ input: 'mono' }}
            style={{ flex: 1 }}
            required
            withAsterisk={false}
          />
          <Button variant="default" mt={22} onClick={() => void chooseKey().catch(notifyFault)}>
            {t('addBoard.choose')}
          </Button>
        </Group>
        <CallFault error={add.error} />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('addBoard.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
