// What a run says in one line. One point stands for it, chosen by the plan and never by how fast it was: the lowest
// batch, there the most threads, there the first in the plan.

import { z } from 'zod'
import type { RunHeadline } from './ipc.ts'
import { intervalSchema, type Measurement } from './measurement.ts'
import { type Point, pointSchema } from './plan.ts'

const ns = z.number().min(0)

export const runHeadlineSchema: z.ZodType<RunHeadline> = z.object({
  point: pointSchema,
  medianNs: ns.nullable(),
  medianIntervalNs: intervalSchema.nullable(),
  p90Ns: ns.nullable(),
  samplesPerSecond: z.number().min(0),
  peakBytes: z.int().min(0),
})

/** Negative where `one` rather than `other` stands for their run. */
export function byHeadline(one: Point, other: Point): number {
  return one.batch - other.batch || other.threads - one.threads || one.index - other.index
}

export function headlineOf(point: Point, measurement: Measurement): RunHeadline {
  const { latency, samplesPerSecond, memory } = measurement
  return {
    point,
    medianNs: latency.percentilesNs.p50,
    medianIntervalNs: latency.medianIntervalNs,
    p90Ns: latency.percentilesNs.p90,
    samplesPerSecond,
    peakBytes: memory.peakBytes,
  }
}
