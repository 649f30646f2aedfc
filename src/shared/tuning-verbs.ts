// The agent's verbs of tuning: what stands on stdin and what the reply is.

import { z } from 'zod'
import { changeSchema, longestLeaseMs, tuningReportSchema, tuningStatusSchema } from './tuning.ts'

/** For sudo, over stdin only: it never stands in a command line, an environment, a log or a file. */
const password = z.string().min(1).max(1_000).optional()

const leftMs = z.int().min(1_000).max(longestLeaseMs)

export const tuningVerbs = {
  'tune-inspect': { request: z.object({ password }), reply: tuningReportSchema },
  /** Makes the changes in their order, each verified. Where one fails, all are given back. */
  'tune-apply': {
    request: z.object({
      changes: z.array(changeSchema).min(1).max(2_000),
      lease: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('until'),
          leftMs,
        }),
        z.object({ kind: z.literal('kept') }),
      ]),
      /** Takes the baseline although the board is throttled or cooling. */
      acceptTaint: z.boolean().default(false),
      password,
    }),
    reply: tuningStatusSchema,
  },
  /** Makes a lease longer, or shorter. */
  'tune-renew': {
    request: z.object({
      leftMs,
      password,
    }),
    reply: tuningStatusSchema,
  },
  'tune-restore': { request: z.object({ password }), reply: tuningStatusSchema },
  /** Takes what is set now for the board's own: the journal of what was changed is thrown away. */
  'tune-forget': { request: z.object({ password }), reply: tuningStatusSchema },
  /** The program that tunes as root, and the line that lets this login run it. */
  'tune-install': {
    request: z.object({ password, remove: z.boolean().default(false) }),
    reply: tuningReportSchema,
  },
} as const
