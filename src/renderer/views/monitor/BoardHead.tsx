// Which board it is, whether it is heard, and, loudly, whether it is slowed.

import { Group, Text, Title } from '@mantine/core'
import { IconFlame } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import type { BoardView } from '../../../shared/ipc.ts'
import { type TelemetryState, telemetryGapMs } from '../../../shared/telemetry.ts'
import { formatDuration } from '../../../shared/units.ts'
import { seriesInk } from '../../charts/palette.ts'
import { valueAt } from '../../charts/strip/thin.ts'
import { useInks } from '../../charts/useInks.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useConnect } from '../../state/connect.ts'
import { useTelemetry } from '../../state/telemetry.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { StateWord } from '../boards/StateWord.tsx'
import type { Tone } from '../boards/state.ts'
import { lineName, readingWords } from './lineWords.ts'
import { frameNow, readMomentMs, samplesOf, useMonitor } from './monitorStore.ts'
import { type Slowed, slowedAt } from './slowed.ts'

interface BoardHeadProps {
  readonly view: BoardView
  /** An index into the inks: a board has its own everywhere. */
  readonly ink: number
  readonly slowed: () => Slowed
}

const tones: Readonly<Record<TelemetryState['kind'], Tone>> = {
  off: 'idle',
  opening: 'busy',
  live: 'ready',
  slowed: 'warn',
  lost: 'bad',
}

function stateWords(t: TFunction, state: TelemetryState): string {
  if (state.kind === 'live') return t('monitor.state.live', { hz: state.hz })
  if (state.kind === 'slowed') return t('monitor.state.slowed', { count: state.hz })
  return t(`monitor.state.${state.kind}`)
}

export function BoardHead({ view, ink, slowed }: BoardHeadProps) {
  const inks = useInks()
  const { t } = useTranslation()
  const { id } = view.board
  const name = useBoardName()(view)
  const state = useTelemetry(({ feeds }) => feeds[id]?.view.state) ?? { kind: 'opening' }
  const connect = useConnect(id)
  return (
    <section className="monitor-head" aria-label={name}>
      <Group gap="xs">
        <span className="swatch" style={{ background: seriesInk(inks, ink), marginTop: 0 }} />
        <Title order={2}>{name}</Title>
        <StateWord tone={tones[state.kind]} word={stateWords(t, state)} />
      </Group>
      {state.kind === 'lost' && (
        <FaultNotice
          fault={state.fault}
          about={{ board: id }}
          onRetry={() => connect.mutate()}
          retrying={connect.isPending}
        />
      )}
      {state.kind === 'slowed' && id !== localBoardId && (
        <Text size="xs" c="dimmed">
          {t('monitor.slowedWhat')}
        </Text>
      )}
      <Slowing board={id} slowed={slowed} />
    </section>
  )
}

/** Whether it is slowed at the moment that is read, else whether it was within what is shown. */
function Slowing({ board, slowed }: { readonly board: string; readonly slowed: () => Slowed }) {
  const { t } = useTranslation()
  useMonitor(({ tick }) => tick)
  const momentMs = readMomentMs()
  const { fromMs, toMs } = frameNow()
  const found = slowed()
  const now = slowedAt(found, momentMs)
  const within = found.spans.filter((span) => span.toMs > fromMs && span.fromMs < toMs)
  if (now.length > 0) {
    const causes = now.map((line) => {
      const value = valueAt(samplesOf(board, line), momentMs, telemetryGapMs / 2)
      const name = lineName(t, line)
      return line.series.kind === 'throttle-flags'
        ? `${name}: ${readingWords(t, line.series, value)}`
        : name
    })
    return (
      <p className="notice monitor-slowed" role="status">
        <IconFlame size={18} aria-hidden style={{ flex: 'none' }} />
        <strong>{t('monitor.slowedNow')}</strong> {causes.join('; ')}
      </p>
    )
  }
  if (within.length === 0) return null
  const sumMs = within.reduce(
    (sum, span) => sum + Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs),
    0,
  )
  return (
    <p className="notice monitor-slowed" data-tone="warn" role="status">
      <IconFlame size={18} aria-hidden />
      {t('monitor.slowedWithin', { count: within.length, duration: formatDuration(sumMs) })}
    </p>
  )
}
