// What stands in a model's file, as the view shows it: work, dimensions and operators in words and numbers.

import type { Dim } from '../../../shared/content.ts'
import type { ModelRecord, RunRecord } from '../../../shared/ipc.ts'
import type { TensorInfo } from '../../../shared/model.ts'
import { formatCount } from '../../../shared/units.ts'

/** Two floating-point operations, a product and a sum, for each multiply-add; null where they are not counted. */
export function formatFlops(multiplyAdds: number | null): string | null {
  if (multiplyAdds === null) return null
  const count = formatCount(2 * multiplyAdds)
  return `${count}${count.includes(' ') ? '' : ' '}FLOP`
}

export interface ShownDim {
  readonly text: string
  /** Nothing in the model fixes it. */
  readonly open: boolean
}

export function shownDims({ dims }: TensorInfo): readonly ShownDim[] {
  return dims.map((dim: Dim) =>
    typeof dim === 'number'
      ? { text: String(dim), open: false }
      : { text: dim === '' ? '?' : dim, open: true },
  )
}

export interface OperatorCount {
  readonly operator: string
  readonly count: number
  /** Relative to the most frequent one. */
  readonly share: number
}

/** Most frequent first, then by name. */
export function operatorCounts(operators: ModelRecord['info']['operators']): OperatorCount[] {
  const entries = Object.entries(operators).toSorted(
    ([one, few], [other, many]) => many - few || one.localeCompare(other),
  )
  const most = entries[0]?.[1] ?? 1
  return entries.map(([operator, count]) => ({ operator, count, share: count / most }))
}

/** The runs that measured a model, newest first. */
export function runsOf(runs: readonly RunRecord[], sha256: string): readonly RunRecord[] {
  return runs
    .filter(({ plan }) => plan.models.some((model) => model.sha256 === sha256))
    .toSorted((one, other) => other.createdMs - one.createdMs)
}
