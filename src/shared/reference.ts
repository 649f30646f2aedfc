// A reference: a cited figure of other hardware that results are drawn beside.

import { z } from 'zod'

export const referenceMetrics = ['latencyP90', 'throughput'] as const

export const referenceSchema = z.object({
  id: z.string().max(300),
  metric: z.enum(referenceMetrics),
  /** Nanoseconds for a latency, samples per second for a throughput. */
  value: z.number().positive(),
  /** The model's architecture in our own naming, e.g. resnet50-v1.5. */
  architecture: z.string().max(100),
  system: z.string().max(300),
  accelerator: z.string().max(300).nullable(),
  accelerators: z.int().min(0),
  runtime: z.string().max(300),
  precision: z.string().max(40),
  /** Null: the source does not say. */
  batch: z.int().min(1).nullable(),
  scenario: z.enum(['single-stream', 'offline']),
  /** Sizes of open dimensions at which it was measured, by the names that the zoo's model gives them. */
  sizes: z.record(z.string().max(100), z.int().min(0)).default({}),
  round: z.string().max(40),
  submitter: z.string().max(200),
  sourceUrl: z.url().max(1000),
})
export type Reference = z.infer<typeof referenceSchema>

/** Coordinates of a result that decide whether a reference was measured under the same terms. */
export interface ComparedResult {
  readonly runtime: string
  readonly precision: string
  readonly scenario: string
  /** Null: not known. */
  readonly batch: number | null
  /** Sizes of open dimensions at which it was measured. */
  readonly sizes: Readonly<Record<string, number>>
}

export const mismatchTerms = ['runtime', 'precision', 'scenario', 'batch', 'size'] as const
export type MismatchTerm = (typeof mismatchTerms)[number]

/** Single-stream is one sample a query, whether its source says so or not. */
const batchOf = ({ batch, scenario }: Reference) =>
  batch ?? (scenario === 'single-stream' ? 1 : null)

/** What differs between a reference and a result, for the label of its line. Empty: like with like. */
export function mismatches(
  reference: Reference,
  result: ComparedResult,
): readonly { term: MismatchTerm; reference: string; result: string }[] {
  const found: { term: MismatchTerm; reference: string; result: string }[] = []
  if (!/onnx ?runtime/i.test(reference.runtime))
    found.push({ term: 'runtime', reference: reference.runtime, result: result.runtime })
  if (reference.precision !== result.precision)
    found.push({ term: 'precision', reference: reference.precision, result: result.precision })
  if (reference.scenario !== result.scenario)
    found.push({ term: 'scenario', reference: reference.scenario, result: result.scenario })
  const batch = batchOf(reference)
  if (batch === null || batch !== result.batch)
    found.push({
      term: 'batch',
      reference: String(batch ?? 'unknown'),
      result: String(result.batch ?? 'unknown'),
    })
  for (const [dim, size] of Object.entries(reference.sizes))
    if (result.sizes[dim] !== size)
      found.push({
        term: 'size',
        reference: `${dim} ${size}`,
        result: `${dim} ${result.sizes[dim] ?? 'unknown'}`,
      })
  return found
}
