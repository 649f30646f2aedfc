// A tuning that a person keeps under a name, for any board.

import { z } from 'zod'
import { tuningSchema } from './tuning.ts'

export const tuningProfileSchema = z.object({
  id: z.uuid(),
  /** One of them alone has it, capitals aside. */
  name: z.string().trim().min(1).max(100),
  tuning: tuningSchema,
  savedMs: z.number(),
})
export type TuningProfile = z.infer<typeof tuningProfileSchema>
