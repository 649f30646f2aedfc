// Between supervisor and worker: the worker gets its point as one line, tells what happens line by line, and
// waits after each line for one byte, so that nothing of ours runs while it measures. The end of its stdin means
// that the supervisor is gone.

import { z } from 'zod'
import type { Happening } from '../../shared/event.ts'
import { limitsSchema } from '../../shared/limits.ts'
import { planSchema, pointSchema } from '../../shared/plan.ts'

export const workerSpecSchema = z.object({
  point: pointSchema,
  /** Which of the point's processes this is. */
  repetition: z.int().min(0),
  limits: limitsSchema,
  server: planSchema.shape.server.unwrap(),
  seed: z.int().min(0),
  modelPath: z.string(),
  /** A folder of this run for files that nobody keeps, as a profile. */
  scratchDir: z.string(),
  /** Where the supervisor's clock began, on the monotonic clock that both read: decimal nanoseconds. */
  originNs: z.string().regex(/^\d{1,20}$/),
})
export type WorkerSpec = z.infer<typeof workerSpecSchema>

/** What a worker may tell of its point. */
export type WorkerHappening = Extract<
  Happening,
  { type: 'phase-entered' | 'samples-recorded' | 'rate-tried' | 'point-ended' }
>

/** The worker's descriptor on which it tells what happens: its standard output is for whoever prints. */
export const toldAt = 3

/** A byte that tells the worker to go on. */
export const goOn = '\n'

/**
 * Samples as `samples-recorded` carries them, at a hundredth of the time of what runs without Node: between two windows the
 * board is to stand still for as short as can be. The float64 of every machine that a board can be are little-endian.
 */
export function samplesInBase64({ buffer, byteOffset, byteLength }: Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
