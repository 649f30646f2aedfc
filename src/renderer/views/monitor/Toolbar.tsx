// What is looked at, how often, and how long a stretch of it: the controls over all strips.

import { Button, Chip, Group, NativeSelect, Text } from '@mantine/core'
import {
  IconArrowBackUp,
  IconPlayerPause,
  IconPlayerPlay,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { type BoardView, mostWatchedBoards } from '../../../shared/ipc.ts'
import { telemetryKeptMs } from '../../../shared/telemetry.ts'
import { formatDuration } from '../../../shared/units.ts'
import { beforeWords } from '../../charts/strip/axisRange.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { changeTime, follow, frameNow, hold, readMomentMs, useMonitor } from './monitorStore.ts'
import { goBack, zoomIn, zoomOut } from './plane.ts'
import { prefer, usePreferences } from './preferences.ts'
import { widened, zoomed } from './timeView.ts'

interface ToolbarProps {
  readonly boards: readonly BoardView[]
  readonly chosen: readonly BoardId[]
  readonly onChoose: (chosen: readonly BoardId[]) => void
  /** Not while this computer is measured. */
  readonly drawn: boolean
}

const rates = [1, 2, 5, 10, 20]
const spansMs = [10_000, 30_000, 60_000, 120_000, 300_000, telemetryKeptMs]

export function Toolbar({ boards, chosen, onChoose, drawn }: ToolbarProps) {
  const { t } = useTranslation()
  const nameOf = useBoardName()
  const { hz } = usePreferences()
  return (
    <div className="surface monitor-bar">
      {boards.length > 1 && (
        <Group gap={6} role="group" aria-label={t('monitor.boards')}>
          <Chip.Group
            multiple
            value={[...chosen]}
            onChange={(next) => {
              if (next.length > 0 && next.length <= mostWatchedBoards)
                onChoose(boards.map(({ board }) => board.id).filter((id) => next.includes(id)))
            }}
          >
            {boards.map((view) => (
              <Chip key={view.board.id} value={view.board.id} size="xs" radius="sm">
                {nameOf(view)}
              </Chip>
            ))}
          </Chip.Group>
        </Group>
      )}
      <Group gap="xs">
        <NativeSelect
          size="xs"
          aria-label={t('monitor.rate')}
          value={String(hz)}
          data={rates.map((rate) => ({
            value: String(rate),
            label: t('monitor.perSecond', { count: rate }),
          }))}
          onChange={({ currentTarget: { value } }) => prefer({ hz: Number(value) })}
        />
        {drawn && <TimeControls />}
      </Group>
    </div>
  )
}

function TimeControls() {
  const { t } = useTranslation()
  const time = useMonitor((state) => state.time)
  const isHeld = time.heldMs !== null
  const Icon = isHeld ? IconPlayerPlay : IconPlayerPause
  const choose = (spanMs: number) => {
    prefer({ spanMs })
    changeTime((view) => ({
      ...zoomed(view, spanMs / view.spanMs, 1, 'button', performance.now()),
      liveSpanMs: spanMs,
    }))
  }
  const spans = [...new Set([...spansMs, time.liveSpanMs])].toSorted((one, other) => one - other)
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('monitor.span')}
        value={String(time.liveSpanMs)}
        data={spans.map((spanMs) => ({
          value: String(spanMs),
          label: t('monitor.last', { duration: formatDuration(spanMs) }),
        }))}
        onChange={({ currentTarget: { value } }) => choose(Number(value))}
      />
      <Button
        size="compact-sm"
        variant={isHeld ? 'filled' : 'default'}
        leftSection={<Icon size={14} aria-hidden />}
        onClick={() => (isHeld ? follow() : hold())}
      >
        {t(isHeld ? 'monitor.goOn' : 'monitor.pause')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconZoomIn size={14} aria-hidden />}
        onClick={zoomIn}
      >
        {t('monitor.zoomIn')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconZoomOut size={14} aria-hidden />}
        onClick={zoomOut}
      >
        {t('monitor.zoomOut')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        disabled={time.past.length === 0}
        onClick={goBack}
      >
        {t('monitor.back')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => changeTime((view) => widened(view, performance.now()))}
      >
        {t('monitor.everything')}
      </Button>
      <Moment />
    </>
  )
}

/** Of which moment the figures are. */
function Moment() {
  const { t, i18n } = useTranslation()
  useMonitor(({ tick }) => tick)
  const cursor = useMonitor((state) => state.cursor)
  const isHeld = useMonitor(({ time }) => time.heldMs !== null)
  if (cursor === null && !isHeld) return null
  const momentMs = readMomentMs()
  const { originMs } = frameNow()
  const clock = new Date(momentMs).toLocaleTimeString(i18n.language, { hour12: false })
  return (
    <Text size="xs" c="dimmed">
      {cursor === null
        ? clock
        : t('monitor.moment', { clock, before: beforeWords((momentMs - originMs) / 1_000) })}
    </Text>
  )
}
