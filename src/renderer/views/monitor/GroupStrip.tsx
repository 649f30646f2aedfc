// One group of a board's readings as a strip with its legend; where there is nothing to draw, why.

import { Text, Title } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { telemetryGapMs } from '../../../shared/telemetry.ts'
import { StripFigure } from '../../charts/strip/StripFigure.tsx'
import type { StripLook } from '../../charts/strip/stripDrawing.ts'
import { useInks } from '../../charts/useInks.ts'
import { readingsCsv } from './csv.ts'
import { ceilingOf, type Group, groupFactor, startsAtZero } from './groups.ts'
import { Legend } from './Legend.tsx'
import { lineName } from './lineWords.ts'
import { frameNow, samplesOf, shownFeed, stage, useMonitor } from './monitorStore.ts'
import { onWheel, plane } from './plane.ts'
import type { Slowed } from './slowed.ts'

interface GroupStripProps {
  readonly board: BoardId
  /** Null where only one board is looked at: it need not be named. */
  readonly boardName: string | null
  readonly group: Group
  readonly slowed: () => Slowed
  /** Not while this computer is measured. */
  readonly drawn: boolean
}

const noSpans = () => []

function useLook({ board, group, slowed }: GroupStripProps): StripLook {
  const { t } = useTranslation()
  const inks = useInks()
  const isStill = useMonitor(({ time }) => time.heldMs !== null)
  return useMemo(() => {
    const lanes = () =>
      slowed().lines.map(({ line, spans }) => ({
        key: line.key,
        label: lineName(t, line),
        spans,
      }))
    const isLanes = group.name === 'throttling'
    return {
      inks,
      lines: isLanes
        ? []
        : group.lines
            .map((line) => ({ ...line, samples: () => samplesOf(board, line) }))
            // The whole is drawn over its parts: chart.js draws the first one last.
            .toSorted((one, other) => Number(other.bold) - Number(one.bold)),
      factor: groupFactor[group.name],
      fromZero: startsAtZero(group),
      ceiling: ceilingOf(group),
      gapMs: telemetryGapMs,
      originWords: t(isStill ? 'monitor.heldAt' : 'monitor.now'),
      slowed: isLanes ? noSpans : () => slowed().spans,
      marks: () =>
        (shownFeed(board)?.marks ?? []).map(({ point, startMs, endMs }) => ({
          fromMs: startMs,
          toMs: endMs,
          label: `#${point + 1}`,
        })),
      lanes: isLanes ? lanes : null,
    }
  }, [board, group, slowed, inks, isStill, t])
}

/** Why there is nothing of it, or not all. */
export function Reasons({ group }: Pick<GroupStripProps, 'group'>) {
  const { t } = useTranslation()
  const said = group.missing
    .filter(({ reason }) => group.lines.length === 0 || reason !== 'none')
    .map(({ reason, name }) => t(`monitor.missing.${reason}`, { name }))
  const known = said.length > 0 || group.lines.length > 0 ? said : [t('monitor.missing.none')]
  return (
    <>
      {[...new Set(known)].map((reason) => (
        <Text key={reason} size="xs" c="dimmed">
          {reason}
        </Text>
      ))}
    </>
  )
}

export function GroupStrip(props: GroupStripProps) {
  const { board, boardName, group, drawn } = props
  const { t } = useTranslation()
  const look = useLook(props)
  const what = t(`monitor.group.${group.name}`)
  const title = boardName === null ? what : `${what} · ${boardName}`
  if (group.lines.length === 0)
    return (
      <section className="surface">
        <Title order={2}>{title}</Title>
        <Reasons group={group} />
      </section>
    )
  const legend = (
    <Legend
      board={board}
      lines={group.lines}
      label={t('monitor.legend', { title })}
      inked={drawn && group.name !== 'throttling'}
    />
  )
  if (!drawn)
    return (
      <section className="surface">
        <Title order={2} mb={8}>
          {title}
        </Title>
        {legend}
      </section>
    )
  return (
    <StripFigure
      title={title}
      subtitle={boardName ?? t('monitor.title')}
      planeLabel={t('monitor.plane', { title })}
      look={look}
      stage={stage}
      frame={frameNow}
      plane={plane}
      onWheel={onWheel}
      csv={() => readingsCsv(group, (line) => samplesOf(board, line), frameNow())}
      legend={legend}
    >
      <Reasons group={group} />
    </StripFigure>
  )
}
