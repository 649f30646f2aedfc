// One line at the foot of the window: every run under way with its progress, and what is on its way to a board.

import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Activity, RunRecord } from '../../shared/ipc.ts'
import { formatBytes } from '../../shared/units.ts'
import { useCall } from '../api.ts'
import { useLive } from '../state/live.ts'
import { isUnderWay } from '../state/topics.ts'
import { useRunBoard } from '../views/run/runWords.ts'

/** How full a bar is, in percent; null where there is nothing to count. */
export function sharePercent(done: number, total: number): number | null {
  return total > 0 ? Math.min(100, (done / total) * 100) : null
}

export function ActivityWords({ activity }: { readonly activity: Activity }) {
  const { t } = useTranslation()
  const { stage, item, doneBytes, totalBytes } = activity
  return (
    <>
      {item === '' ? t(`stageAlone.${stage}`) : t(`stage.${stage}`, { item })}
      {totalBytes > 0 &&
        ` · ${t('amount', { done: formatBytes(doneBytes), total: formatBytes(totalBytes) })}`}
    </>
  )
}

function Bar({ percent, label }: { readonly percent: number | null; readonly label: string }) {
  if (percent === null) return null
  return (
    <Progress.Root size="sm" w={96} transitionDuration={0}>
      <Progress.Section value={percent} aria-label={label} />
    </Progress.Root>
  )
}

interface RunItemProps {
  readonly run: RunRecord
  readonly activity: Activity | undefined
}

function RunItem({ run, activity }: RunItemProps) {
  const { t } = useTranslation()
  const boardOf = useRunBoard()
  const done = run.endedPoints
  return (
    <a className="activity-item" href={`#/runs/${run.id}`}>
      <strong>{boardOf(run)}</strong>
      <Bar percent={sharePercent(done, run.totalPoints)} label={t('run.progressLabel')} />
      {run.status === 'running' && t('run.progress', { done, total: run.totalPoints })}
      {run.status === 'preparing' && activity === undefined && t('run.status.preparing')}
      {activity !== undefined && <ActivityWords activity={activity} />}
    </a>
  )
}

export function ActivityStrip() {
  const { t } = useTranslation()
  const activities = useLive((state) => state.activities)
  const runs = useCall('runs.list', {}).data?.filter(isUnderWay) ?? []
  const boards = useCall('boards.list', {}).data ?? []
  const boardOf = useRunBoard()
  const nameOf = (boardId: string) => {
    const known = boards.find(({ board }) => board.id === boardId)
    return boardOf({ boardId, boardName: known?.board.name ?? boardId })
  }
  const works = Object.values(activities).filter(
    ({ boardId }) => !runs.some((run) => run.boardId === boardId),
  )
  return (
    <section className="activity" aria-label={t('shell.activity')}>
      {runs.map((run) => (
        <RunItem key={run.id} run={run} activity={activities[run.boardId]} />
      ))}
      {works.map((activity) => (
        <span className="activity-item" key={activity.boardId}>
          <strong>{nameOf(activity.boardId)}</strong>
          <Bar
            percent={sharePercent(activity.doneBytes, activity.totalBytes)}
            label={activity.item}
          />
          <span>
            <ActivityWords activity={activity} />
          </span>
        </span>
      ))}
      {runs.length === 0 && works.length === 0 && t('shell.nothingRuns')}
    </section>
  )
}
