// What a point's place in a grid or a heat map says of it, one word for each: it is also drawn by that word.

import { measuredPoint, type PointView } from '../../../shared/run.ts'

export type CellState =
  | 'waiting'
  | 'running'
  | 'measured'
  /** Measured, and does not count. */
  | 'invalid'
  | 'tooLarge'
  | 'failed'
  | 'skipped'
  | 'cancelled'

const stateOf = {
  'does-not-fit': 'tooLarge',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
} as const

export function cellStateOf(view: PointView): CellState {
  const { state } = view
  if (state.kind !== 'ended') return state.kind
  const measured = measuredPoint(view)
  if (measured !== null) return measured.invalid.length > 0 ? 'invalid' : 'measured'
  return state.outcome.kind === 'measured' ? 'measured' : stateOf[state.outcome.kind]
}
