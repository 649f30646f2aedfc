// What the board owes to its own settings: always in sight while anything is changed, with the time until it is given
// back, and unmistakable where it was not.

import { Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconCircleCheck, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { Lease, TuningStatus } from '../../../shared/tuning.ts'
import type { ShownTuning } from '../../../shared/tuning-seen.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { ByHand } from './ByHand.tsx'
import { formatLeft, leaseNames, leasesMs } from './lease.ts'
import { MadeChanges, RestoreFailures } from './MadeChanges.tsx'
import { TakeAsOwn } from './TakeAsOwn.tsx'
import { useTuningAct } from './useTuning.ts'

interface StatusPanelProps {
  readonly board: BoardId
  readonly shown: ShownTuning
  /** Nothing can be asked of it now. */
  readonly locked: boolean
}

type Of<S extends TuningStatus['state']> = Extract<TuningStatus, { readonly state: S }>

export function StatusPanel({ board, shown, locked }: StatusPanelProps) {
  if (shown.kind === 'unknown') return null
  if (shown.kind === 'unread') return <Unread lease={shown.lease} />
  const { status } = shown
  switch (status.state) {
    case 'untouched':
      return <Untouched />
    case 'tuned':
      return <Tuned board={board} status={status} locked={locked} />
    case 'dirty':
    case 'failed-restore':
      return <Owed board={board} status={status} locked={locked} />
  }
}

function Untouched() {
  const { t } = useTranslation()
  return (
    <p className="tune-state" data-tone="ready">
      <IconCircleCheck size={16} aria-hidden />
      {t('tune.untouched')}
    </p>
  )
}

/** What it was when it was heard last: that it was given back is said only once that was read. */
function Unread({ lease }: { readonly lease: Lease }) {
  const { t } = useTranslation()
  const isOver = lease.kind === 'until' && lease.leftMs === 0
  return (
    <section className="notice" data-tone="warn" aria-label={t('tune.status')}>
      <Text fw={600}>{t(isOver ? 'tune.unreadOver' : 'tune.unread')}</Text>
      <Text>
        {lease.kind !== 'until'
          ? t(`tune.unreadWhat.${lease.kind}`)
          : isOver
            ? t('tune.unreadWhat.over')
            : t('tune.unreadUntil', { left: formatLeft(lease.leftMs) })}
      </Text>
    </section>
  )
}

function GiveBack({ board, locked, label }: Omit<StatusPanelProps, 'shown'> & { label: string }) {
  const restore = useTuningAct('tuning.restore', board)
  return (
    <>
      <Button
        size="compact-md"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        disabled={locked}
        loading={restore.isPending}
        onClick={() => restore.mutate({})}
      >
        {label}
      </Button>
      <CallFault error={restore.error} about={{ board }} />
    </>
  )
}

function Tuned({
  board,
  status,
  locked,
}: Omit<StatusPanelProps, 'shown'> & { status: Of<'tuned'> }) {
  const { t } = useTranslation()
  const { lease, changes, tainted } = status
  const count = changes.length
  const isRuns = lease.kind === 'run'
  return (
    <section className="notice" data-tone="calm" aria-label={t('tune.status')}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Group gap={8} wrap="nowrap" align="flex-start">
            <IconClock size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
            <div>
              <Text fw={600} role="timer">
                {lease.kind === 'until'
                  ? t('tune.tunedUntil', { count, left: formatLeft(lease.leftMs) })
                  : t(`tune.tunedFor.${lease.kind}`, { count })}
              </Text>
              <Text size="xs" c="dimmed">
                {t(`tune.tunedWhat.${lease.kind}`)}
              </Text>
            </div>
          </Group>
          {!isRuns && (
            <Group gap="xs">
              <Extend board={board} locked={locked} />
              <GiveBack board={board} locked={locked} label={t('tune.giveBackNow')} />
            </Group>
          )}
        </Group>
        {tainted && <Text>{t('tune.tainted')}</Text>}
        <MadeChanges changes={changes} />
      </Stack>
    </section>
  )
}

/** Another time from now on: longer or shorter. */
function Extend({ board, locked }: Omit<StatusPanelProps, 'shown'>) {
  const { t } = useTranslation()
  const renew = useTuningAct('tuning.renew', board)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-md" variant="default" disabled={locked} loading={renew.isPending}>
            {t('tune.extend')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {leaseNames.map((name) => (
            <Menu.Item key={name} onClick={() => renew.mutate({ leftMs: leasesMs[name] })}>
              {t('tune.fromNow', { duration: t(`tune.lease.${name}`) })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <CallFault error={renew.error} about={{ board }} />
    </>
  )
}

/** Nothing on the board will mend it by itself: what stands there, and every way out. */
function Owed(
  props: Omit<StatusPanelProps, 'shown'> & { readonly status: Of<'dirty' | 'failed-restore'> },
) {
  const { board, status, locked } = props
  const { t } = useTranslation()
  const hasFailed = status.state === 'failed-restore'
  const count = hasFailed ? status.failures.length : status.changes.length
  return (
    <section className="notice" role="alert" aria-label={t('tune.status')}>
      <Stack gap={8}>
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconAlertTriangle size={18} aria-hidden style={{ flex: 'none', marginTop: 1 }} />
          <div>
            <Text fw={600} size="lg">
              {t(`tune.owed.${hasFailed ? 'failed' : 'dirty'}`, { count })}
            </Text>
            <Text>{t(`tune.owedWhat.${hasFailed ? 'failed' : 'dirty'}`)}</Text>
          </div>
        </Group>
        {hasFailed && <RestoreFailures failures={status.failures} />}
        <MadeChanges changes={status.changes} />
        <ByHand status={status} />
        <Group gap="xs">
          <GiveBack
            board={board}
            locked={locked}
            label={t(hasFailed ? 'tune.giveBackAgain' : 'tune.giveBackNow')}
          />
          <TakeAsOwn board={board} locked={locked} />
        </Group>
      </Stack>
    </section>
  )
}
