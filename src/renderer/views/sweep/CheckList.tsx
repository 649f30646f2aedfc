// The checks before a start: each says what is so, and offers what mends it.

import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatKhz } from '../../../shared/units.ts'
import { faultWords } from '../../i18n/index.ts'
import { useConnect } from '../../state/connect.ts'
import { type Check, remarks, stopping } from './checks.ts'
import type { SweepDraft } from './draft.ts'

interface CheckListProps {
  readonly checks: readonly Check[]
  readonly onFix: (part: Partial<SweepDraft>) => void
}

export function CheckList({ checks, onFix }: CheckListProps) {
  const { t } = useTranslation()
  if (checks.length === 0) return null
  return (
    <ul className="checks" aria-label={t('sweep.checks')}>
      {checks.map((check) => (
        <CheckItem key={keyOf(check)} check={check} onFix={onFix} />
      ))}
    </ul>
  )
}

const keyOf = (check: Check) => `${check.kind}${'key' in check ? check.key : ''}`

function toneOf(kind: Check['kind']) {
  if (stopping.has(kind)) return { tone: 'bad', Icon: IconCircleX } as const
  if (remarks.has(kind)) return { tone: 'busy', Icon: IconInfoCircle } as const
  return { tone: 'warn', Icon: IconAlertTriangle } as const
}

function CheckItem({ check, onFix }: { readonly check: Check } & Pick<CheckListProps, 'onFix'>) {
  const { tone, Icon } = toneOf(check.kind)
  const words = useCheckWords()(check)
  return (
    <li>
      <span className="state" data-tone={tone}>
        <Icon size={16} aria-hidden />
      </span>
      <div>
        <Text>{words}</Text>
        <Group gap="xs">
          <Fix check={check} onFix={onFix} />
        </Group>
      </div>
    </li>
  )
}

function useCheckWords() {
  const { t } = useTranslation()
  return (check: Check): string => {
    switch (check.kind) {
      case 'notConnected':
      case 'connecting':
      case 'busy':
        return t(`sweep.check.${check.kind}`)
      case 'unreachable':
      case 'impossible':
        return faultWords(t, check.fault).message
      case 'batchFixed': {
        const { name, batch, failing } = check
        return t('sweep.check.batchFixed', { name, batch, failing: failing.join(', ') })
      }
      case 'crowded':
        return t('sweep.check.crowded', { cores: check.cores })
      case 'memory': {
        const { name, bytes, memoryBytes } = check
        return t('sweep.check.memory', {
          name,
          size: formatBytes(bytes),
          memory: formatBytes(memoryBytes),
        })
      }
      case 'libraryNode':
      case 'dimensionsNode':
      case 'placement':
        return t(`sweep.check.${check.kind}`)
      case 'multiStream':
        return t('sweep.check.multiStream', { failing: check.failing.join(', ') })
      case 'provider':
      case 'governors':
      case 'rivals':
        return t(`sweep.check.${check.kind}`, { names: check.names.join(', ') })
      case 'unreached':
      case 'alike':
        return t(`sweep.check.${check.kind}`, { list: check.khz.map(formatKhz).join(', ') })
      case 'needsHelper':
      case 'noRoute':
      case 'noClocks':
        return t(`sweep.check.${check.kind}`)
    }
  }
}

function Fix({ check, onFix }: { readonly check: Check } & Pick<CheckListProps, 'onFix'>) {
  const { t } = useTranslation()
  switch (check.kind) {
    case 'notConnected':
      return <ConnectNow board={check.board} label={t('boards.connect')} />
    case 'unreachable':
      return (
        <>
          <ConnectNow board={check.board} label={t('common.tryAgain')} />
          <Button size="compact-sm" variant="light" component="a" href="#/">
            {t('run.toBoard')}
          </Button>
        </>
      )
    case 'busy':
      return (
        <Button size="compact-sm" variant="light" component="a" href={`#/runs/${check.run}`}>
          {t('sweep.fix.openRun')}
        </Button>
      )
    case 'batchFixed':
      return (
        <Button size="compact-sm" variant="light" onClick={() => onFix(check.fix)}>
          {t('sweep.fix.onlyBatch', { batch: check.batch })}
        </Button>
      )
    case 'crowded':
      return (
        <Button size="compact-sm" variant="light" onClick={() => onFix(check.fix)}>
          {t('sweep.fix.atMost', { cores: check.cores })}
        </Button>
      )
    case 'libraryNode':
    case 'dimensionsNode':
    case 'multiStream':
    case 'placement':
    case 'provider':
    case 'governors':
    case 'noClocks':
    case 'unreached':
    case 'alike':
      return (
        <Button size="compact-sm" variant="light" onClick={() => onFix(check.fix)}>
          {t(`sweep.fix.${check.kind}`)}
        </Button>
      )
    case 'needsHelper':
    case 'noRoute':
      return (
        <Button size="compact-sm" variant="light" component="a" href={`#/tune/${check.board}`}>
          {t('sweep.fix.needsHelper')}
        </Button>
      )
    case 'connecting':
    case 'impossible':
    case 'memory':
    case 'rivals':
      return null
  }
}

function ConnectNow({ board, label }: { readonly board: string; readonly label: string }) {
  const connect = useConnect(board)
  return (
    <Button
      size="compact-sm"
      variant="light"
      onClick={() => connect.mutate()}
      loading={connect.isPending}
    >
      {label}
    </Button>
  )
}
