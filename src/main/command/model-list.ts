// The models that are known as a list for a terminal: each with its variants below it.

import { accuracyVerdict, leastCosine } from '../../shared/accuracy.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import { formatBytes, formatCosine, formatCount, unknown } from '../../shared/units.ts'
import { type Column, listTable } from './table.ts'

interface Listed {
  readonly model: ModelRecord
  /** How many models above it are ones that it comes from. */
  readonly depth: number
}

/** Each model once; one whose original is not among them stands by itself. */
export function modelTree(records: readonly ModelRecord[]): readonly Listed[] {
  const known = new Set(records.map(({ sha256 }) => sha256))
  const below = (original: string | null, depth: number): readonly Listed[] =>
    records
      .filter(({ variant }) =>
        original === null
          ? variant === null || !known.has(variant.original)
          : variant?.original === original,
      )
      .flatMap((model) => [{ model, depth }, ...below(model.sha256, depth + 1)])
  return below(null, 0)
}

/** With a word where it fails, and a question mark where it says nothing. */
function accuracyCell({ variant }: ModelRecord): string {
  if (variant === null || variant.accuracy === null) return ''
  const { accuracy, thresholdCosine } = variant
  const words = { passed: '', failed: ' fails', 'says-nothing': ' ?' }
  return formatCosine(leastCosine(accuracy)) + words[accuracyVerdict(accuracy, thresholdCosine)]
}

const right = (head: string): Column => ({ head, align: 'right', whole: true })

/** Where there are variants their accuracy takes the room of what all of one network have in common. */
export function modelList(records: readonly ModelRecord[]): string {
  const hasVariants = records.some(({ variant }) => variant !== null)
  return listTable(
    [
      { head: 'model' },
      { head: 'precision', whole: true },
      right('size'),
      ...(hasVariants ? [right('cosine')] : [right('parameters'), right('MACs')]),
      { head: 'open sizes' },
      { head: 'content', whole: true },
    ],
    modelTree(records).map(({ model, depth }) => {
      const { name, sha256, info, dims } = model
      return [
        `${'  '.repeat(depth)}${name}`,
        precisionOf(model) ?? unknown,
        formatBytes(info.bytes),
        ...(hasVariants
          ? [accuracyCell(model)]
          : [formatCount(info.parameterCount), formatCount(info.multiplyAdds)]),
        info.openDims
          .map((dim) => (dims[dim] === undefined ? dim : `${dim}=${dims[dim]}`))
          .join(', '),
        sha256.slice(0, 12),
      ]
    }),
  )
}
