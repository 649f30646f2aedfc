// What a run says in one line. One point stands for it, chosen by the plan and never by how fast it was: of those
// that count the lowest batch, there the most threads, there the first in the plan.

import { z } from 'zod'
import { invalidReasonSchema } from './environment.ts'
import type { RunHeadline } from './ipc.ts'
import { headlineSchema, intervalSchema } from './measurement.ts'
import { type Point, pointSchema } from './plan.ts'
import { pooledEnergySchema } from './pooled-energy.ts'
import { type MeasuredPoint, measuredPoints, type RunView } from './run.ts'

const ns = z.number().min(0)

export const runHeadlineSchema: z.ZodType<RunHeadline> = z.object({
  point: pointSchema,
  figure: headlineSchema.nullable().default(null),
  invalid: z.array(invalidReasonSchema).default([]),
  repetitions: z.int().min(1).default(1),
  medianNs: ns.nullable(),
  medianIntervalNs: intervalSchema.nullable(),
  p90Ns: ns.nullable(),
  samplesPerSecond: z.number().min(0),
  peakBytes: z.int().min(0),
  energy: pooledEnergySchema.nullable().default(null),
})

/** Negative where `one` rather than `other` stands for their run. */
export function byHeadline(one: Point, other: Point): number {
  return one.batch - other.batch || other.threads - one.threads || one.index - other.index
}

/**
 * The point that stands for a run; one that does not count only where none does, or where they are to count too. Null
 * where nothing was measured.
 */
export function headlinePoint(
  view: Pick<RunView, 'points'>,
  countsInvalid = false,
): MeasuredPoint | null {
  const measured = measuredPoints(view)
  const counting = measured.filter(({ invalid }) => countsInvalid || invalid.length === 0)
  const [first] = (counting.length > 0 ? counting : measured).toSorted((a, b) =>
    byHeadline(a.point, b.point),
  )
  return first ?? null
}

export function headlineOf(view: Pick<RunView, 'points'>): RunHeadline | null {
  const found = headlinePoint(view)
  if (found === null) return null
  const { point, invalid, energy } = found
  const { latency, headline, spread, samplesPerSecond, memory } = found.measurement
  return {
    point,
    figure: headline,
    invalid,
    repetitions: spread?.repetitions ?? 1,
    medianNs: latency.percentilesNs.p50,
    medianIntervalNs: latency.medianIntervalNs,
    p90Ns: latency.percentilesNs.p90,
    samplesPerSecond,
    peakBytes: memory.peakBytes,
    energy: energy[0] ?? null,
  }
}
