// The tuning of a board that is connected: what it owes, what it is set to, what is asked for. While a run measures there
// it is not looked at, so that the look is no part of the load.

import { Anchor, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { BoardView } from '../../../shared/ipc.ts'
import type { Tuning, TuningReport } from '../../../shared/tuning.ts'
import { previewed } from '../../../shared/tuning-now.ts'
import { changesFor } from '../../../shared/tuning-plan.ts'
import { isOwed } from '../../../shared/tuning-seen.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { useShownTuning } from '../../state/tuning.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { Access } from './Access.tsx'
import { ApplyBar } from './ApplyBar.tsx'
import { Cautions } from './Cautions.tsx'
import { DeviceTable } from './DeviceTable.tsx'
import { ForAll } from './ForAll.tsx'
import { Heat } from './Heat.tsx'
import { LastSeen } from './LastSeen.tsx'
import { PolicyCard } from './PolicyCard.tsx'
import { Starts } from './Starts.tsx'
import { StatusPanel } from './StatusPanel.tsx'
import { usePastKhz } from './usePastKhz.ts'
import { useTuningReport } from './useTuning.ts'
import { asksNothing, noWish, wishOf, withDevice, withPolicy } from './wish.ts'

interface BoardTuningProps {
  readonly view: BoardView
  /** The run that measures there now. */
  readonly measuring: RunId | null
}

export function BoardTuning({ view, measuring }: BoardTuningProps) {
  const { t } = useTranslation()
  const board = view.board.id
  const look = useTuningReport(board, measuring === null)
  if (measuring !== null)
    return (
      <>
        <LastSeen view={view} />
        <Text className="surface">
          {t('tune.measuring')}{' '}
          <Anchor href={`#/runs/${measuring}`}>{t('sweep.fix.openRun')}</Anchor>
        </Text>
      </>
    )
  return (
    <>
      <CallFault error={look.error} about={{ board }} onRetry={() => void look.refetch()} />
      {look.data === undefined && look.error === null && (
        <Text c="dimmed" role="status">
          {t('tune.looking')}
        </Text>
      )}
      {look.data === undefined ? (
        <LastSeen view={view} />
      ) : (
        <Looked view={view} report={look.data} atMs={look.dataUpdatedAt} />
      )}
    </>
  )
}

interface LookedProps {
  readonly view: BoardView
  readonly report: TuningReport
  readonly atMs: number
}

const hasClocks = ({ policies, devices, boost, powerModes }: TuningReport) =>
  policies.length > 0 || devices.length > 0 || boost !== null || powerModes !== null

function Looked({ view, report, atMs }: LookedProps) {
  const { t } = useTranslation()
  const { board, connection } = view
  const [wish, setWish] = useState<Tuning>(noWish)
  const shown = useShownTuning({ tuning: { status: report.status, atMs }, connection })
  const isLocked = report.route === 'none'
  return (
    <>
      <StatusPanel board={board.id} shown={shown} locked={isLocked} />
      <Cautions rivals={report.rivals} taints={report.taints} />
      {hasClocks(report) ? (
        <>
          <Access board={board.id} report={report} />
          <Starts board={board.id} report={report} wish={wish} onChange={setWish}>
            <ForAll report={report} wish={wish} onChange={setWish} />
          </Starts>
          <Policies report={report} wish={wish} atMs={atMs} onChange={setWish} />
          <DeviceTable
            devices={report.devices}
            wish={wish}
            onChange={(device, part) => setWish(withDevice(wish, device, part))}
          />
        </>
      ) : (
        <Stack className="surface" gap={4}>
          <Text fw={600}>{t('tune.noClocks')}</Text>
          <Text c="dimmed">{t('tune.noClocksWhat')}</Text>
        </Stack>
      )}
      <Heat zones={report.zones} coolers={report.coolers} />
      <Wanted view={view} report={report} wish={wish} onDone={() => setWish(noWish)} />
    </>
  )
}

interface PoliciesProps {
  readonly report: TuningReport
  readonly wish: Tuning
  readonly atMs: number
  readonly onChange: (wish: Tuning) => void
}

function Policies({ report, wish, atMs, onChange }: PoliciesProps) {
  const pastKhz = usePastKhz(report.policies, atMs)
  const known = report.policies.map(({ policy }) => policy)
  return (
    <div className="policies">
      {report.policies.map((policy) => (
        <PolicyCard
          key={policy.policy}
          policy={policy}
          wish={wishOf(wish, policy.policy)}
          pastKhz={pastKhz.get(policy.policy) ?? []}
          onChange={(part) => {
            const whole = { ...wishOf(wish, policy.policy), ...part }
            onChange(withPolicy(wish, known, policy.policy, whole))
          }}
        />
      ))}
    </div>
  )
}

interface WantedProps {
  readonly view: BoardView
  readonly report: TuningReport
  readonly wish: Tuning
  readonly onDone: () => void
}

function Wanted({ view, report, wish, onDone }: WantedProps) {
  const { t } = useTranslation()
  const name = useBoardName()(view)
  if (asksNothing(wish)) return null
  const plan = changesFor(wish, report)
  const { status, route } = report
  const hindrance =
    route === 'none' ? t('tune.lockedNone') : isOwed(status) ? t('tune.lockedOwed') : null
  return (
    <ApplyBar
      board={view.board.id}
      name={name}
      plan={plan}
      rows={previewed(plan.changes, report)}
      isTainted={report.taints.length > 0 && status.state !== 'tuned'}
      hindrance={hindrance}
      onDone={onDone}
    />
  )
}
