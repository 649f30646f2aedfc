// When a board was slowed, by everything that says so: found anew only when something was read since.

import type { BoardId } from '../../../shared/board.ts'
import { telemetryGapMs } from '../../../shared/telemetry.ts'
import { type Span, spansWhere, united } from '../../charts/strip/spans.ts'
import type { Samples } from '../../charts/strip/thin.ts'
import { type Group, isThrottled, type Line } from './groups.ts'

export interface SlowedLine {
  readonly line: Line
  readonly spans: readonly Span[]
}

export interface Slowed {
  readonly lines: readonly SlowedLine[]
  /** By any of them. */
  readonly spans: readonly Span[]
}

/** Of one board's group of throttling. */
export function slowedOf(
  board: BoardId,
  { lines }: Pick<Group, 'lines'>,
  samplesOf: (board: BoardId, line: Line) => Samples,
): () => Slowed {
  let key = ''
  let found: Slowed = { lines: [], spans: [] }
  return () => {
    const read = lines.map((line) => ({ line, samples: samplesOf(board, line) }))
    const now = read
      .map(({ samples: { atMs } }) => `${atMs.length} ${atMs[0]} ${atMs.at(-1)}`)
      .join()
    if (now === key) return found
    key = now
    const spans = read.map(({ line, samples }) => ({
      line,
      spans: spansWhere(
        samples,
        (value, before) => isThrottled(line.series, value, before),
        telemetryGapMs,
      ),
    }))
    found = { lines: spans, spans: united(spans.map((one) => one.spans)) }
    return found
  }
}

/** What slows a board at a moment. */
export const slowedAt = ({ lines }: Slowed, ms: number): readonly Line[] =>
  lines
    .filter(({ spans }) => spans.some(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs))
    .map(({ line }) => line)
