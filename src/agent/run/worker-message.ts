// Between supervisor and worker: the worker gets its point as one line, tells what happens line by line, and
// waits after each line for one byte, so that nothing of ours runs while it measures. The end of its stdin means
// that the supervisor is gone.

import { z } from 'zod'
import type { Happening } from '../../shared/event.ts'
import { limitsSchema } from '../../shared/limits.ts'
import { pointSchema } from '../../shared/plan.ts'

export const workerSpecSchema = z.object({
  point: pointSchema,
  /** Which of the point's processes this is. */
  repetition: z.int().min(0),
  limits: limitsSchema,
  seed: z.int().min(0),
  modelPath: z.string(),
})
export type WorkerSpec = z.infer<typeof workerSpecSchema>

/** What a worker may tell of its point. */
export type WorkerHappening = Extract<
  Happening,
  { type: 'phase-entered' | 'samples-recorded' | 'point-ended' }
>

/** A byte that tells the worker to go on. */
export const goOn = '\n'
