// A run under way: is it going well? Progress, the grid filling, and the point that is running now.

import { Progress, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import type { PointView } from '../../../shared/run.ts'
import { formatDuration, formatNs, formatNsWithInterval } from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { ActivityWords, sharePercent } from '../../shell/ActivityStrip.tsx'
import { useLive } from '../../state/live.ts'
import { noSurroundings } from '../../state/surroundings.ts'
import { ClockNow } from './ClockNow.tsx'
import { convergenceOf, sparkPoints } from './convergence.ts'
import { PointGrid } from './PointGrid.tsx'
import { progressOf } from './progress.ts'
import { usePointWords } from './runWords.ts'
import { Surroundings } from './Surroundings.tsx'

function Preparing({ boardId }: { readonly boardId: string }) {
  const { t } = useTranslation()
  const activity = useLive((state) => state.activities[boardId])
  const percent =
    activity === undefined ? null : sharePercent(activity.doneBytes, activity.totalBytes)
  return (
    <Stack gap={6}>
      <Text role="status">
        {activity === undefined ? t('run.preparing') : <ActivityWords activity={activity} />}
      </Text>
      {percent !== null && (
        <Progress.Root size="md" transitionDuration={0}>
          <Progress.Section value={percent} aria-label={activity?.item ?? t('run.preparing')} />
        </Progress.Root>
      )}
    </Stack>
  )
}

function RunningPoint({
  running,
  several,
  planned,
  drawn,
}: {
  readonly running: PointView
  readonly several: boolean
  readonly planned: number
  /** Not while this computer measures itself. */
  readonly drawn: boolean
}) {
  const { t } = useTranslation()
  const words = usePointWords(several)
  const { state } = running
  if (state.kind !== 'running') return null
  const converging = convergenceOf(state.windowMediansNs)
  const settled =
    converging === null ? null : formatNsWithInterval(converging.medianNs, converging.intervalNs)
  return (
    <dl className="figures">
      <Figure name={t('run.runningPoint')} value={words(running.point)} />
      {planned > 1 && (
        <Figure
          name={t('run.repetition')}
          value={t('table.repetitionsOf', { count: state.repetition + 1, total: planned })}
        />
      )}
      <Figure name={t('run.phaseName')} value={t(`run.phase.${state.phase}`)} />
      <Figure
        name={t('run.recent')}
        value={formatNs(state.recentMedianNs)}
        spread={state.sampleCount === 0 ? '' : t('run.samples', { samples: state.sampleCount })}
      />
      {settled !== null && (
        <Figure
          name={t('run.soFar')}
          value={settled.value}
          spread={settled.spread}
          why={t('run.soFarWhy')}
        />
      )}
      {drawn && state.windowMediansNs.length > 1 && (
        <div aria-hidden="true">
          <dt>{t('run.windows')}</dt>
          <dd>
            <svg
              aria-hidden="true"
              className="spark"
              viewBox="0 -2 160 32"
              preserveAspectRatio="none"
            >
              <polyline points={sparkPoints(state.windowMediansNs, 160, 28)} />
            </svg>
          </dd>
        </div>
      )}
    </dl>
  )
}

export function LiveRun({ snapshot }: { readonly snapshot: RunSnapshot }) {
  const { t } = useTranslation()
  const { record, view } = snapshot
  const { done, total, share, running, leftMs } = progressOf(view, record.plan)
  const around = useLive((state) => state.runs[record.id]?.around ?? noSurroundings)
  const drawn = record.boardId !== localBoardId
  return (
    <Stack gap="md">
      <section className="surface" aria-label={t('run.progressLabel')}>
        {record.status === 'preparing' ? (
          <Preparing boardId={record.boardId} />
        ) : (
          <Stack gap={8}>
            <Text size="lg" fw={600}>
              {t('run.progress', { done, total })}
              <Text span c="dimmed" fw={400} ml={12}>
                {record.fault === null
                  ? t('run.left', { duration: formatDuration(leftMs) })
                  : t('run.lastHeard')}
              </Text>
            </Text>
            <Progress.Root size="md" transitionDuration={0}>
              <Progress.Section value={share * 100} aria-label={t('run.progressLabel')} />
            </Progress.Root>
            <ClockNow plan={record.plan} view={view} />
            {running === null ? (
              <Text c="dimmed">{t('run.nothingRunning')}</Text>
            ) : (
              <RunningPoint
                running={running}
                several={record.plan.models.length > 1}
                planned={view.repetitionsPlanned}
                drawn={drawn}
              />
            )}
            <Surroundings around={around} drawn={drawn} />
          </Stack>
        )}
      </section>
      <section className="surface">
        <Title order={2} mb={8}>
          {t('run.points')}
        </Title>
        <PointGrid run={record.id} view={view} />
      </section>
      {!drawn && (
        <Text size="xs" c="dimmed">
          {t('run.quiet')}
        </Text>
      )}
    </Stack>
  )
}
