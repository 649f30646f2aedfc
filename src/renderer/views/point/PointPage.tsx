// One point of a run with everything that was found out about it: its headline and whether it counts, how its latencies
// are spread and went over time, its memory, and which provider ran it.

import { Anchor, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import { type RunId, runIdSchema } from '../../../shared/event.ts'
import { fault } from '../../../shared/fault.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { areSeveral } from '../../../shared/plan.ts'
import { measuredPoint, type PointView } from '../../../shared/run.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { isUnderWay } from '../../state/topics.ts'
import { useRun } from '../../state/useRun.ts'
import { usePointReasons } from '../run/pointReasons.ts'
import { usePointWords, useRunTitle } from '../run/runWords.ts'
import { Against } from './Against.tsx'
import { PointResultView } from './PointResult.tsx'
import { resultOf } from './usePoint.ts'

interface PointPageProps {
  readonly address: string
  readonly index: string
}

export function PointPage({ address, index }: PointPageProps) {
  const id = runIdSchema.safeParse(address)
  const place = /^\d{1,6}$/.test(index) ? Number(index) : null
  return id.success && place !== null ? (
    <PointOfRun id={id.data} index={place} />
  ) : (
    <NotThere id={`${address}/${index}`} />
  )
}

function NotThere({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  return (
    <Stack gap="md">
      <ViewTitle title={t('point.notThere')} />
      <FaultNotice fault={fault('not-found', { what: 'point', id: id.slice(0, 80) })} />
    </Stack>
  )
}

function PointOfRun({ id, index }: { readonly id: RunId; readonly index: number }) {
  const { t } = useTranslation()
  const { snapshot, fault: failed } = useRun(id)
  if (snapshot === null)
    return (
      <Stack gap="md">
        <ViewTitle title={failed === null ? t('shell.loading') : t('run.notThere')} />
        {failed !== null && <FaultNotice fault={failed} />}
      </Stack>
    )
  const view = snapshot.view.points.find(({ point }) => point.index === index)
  return view === undefined ? (
    <NotThere id={`${id}/${index}`} />
  ) : (
    <KnownPoint snapshot={snapshot} view={view} />
  )
}

interface KnownPointProps {
  readonly snapshot: RunSnapshot
  readonly view: PointView
}

function KnownPoint({ snapshot, view }: KnownPointProps) {
  const { t } = useTranslation()
  const { record } = snapshot
  const words = usePointWords(areSeveral(record.plan.models))(view.point)
  const runTitle = useRunTitle()(record)
  const reasons = usePointReasons()(view)
  const result = resultOf(view)
  const measured = measuredPoint(view)
  const isQuiet = isUnderWay(record) && record.boardId === localBoardId
  return (
    <Stack gap="md">
      <ViewTitle
        title={words}
        beside={<Anchor href={`#/runs/${record.id}`}>{t('point.back', { run: runTitle })}</Anchor>}
      />
      {result === null ? (
        <section className="surface">
          <Text c="dimmed">
            {reasons.length === 0 ? t('common.notMeasured') : reasons.join(' ')}
          </Text>
        </section>
      ) : (
        <PointResultView
          snapshot={snapshot}
          view={view}
          result={result}
          subtitle={`${runTitle} · ${words}`}
          draws={!isQuiet}
        />
      )}
      {measured !== null && <Against snapshot={snapshot} found={measured} />}
    </Stack>
  )
}
