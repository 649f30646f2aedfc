// What a run was asked to do, as `start` leaves it for the supervisor.

import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { boardFactsSchema } from '../../shared/board.ts'
import { startRequestSchema } from '../../shared/protocol.ts'

const runRequestSchema = startRequestSchema.extend({
  facts: boardFactsSchema,
  agent: z.string().max(64),
})
export type RunRequest = z.infer<typeof runRequestSchema>

export function writeRunRequest(path: string, request: RunRequest): void {
  writeFileSync(path, JSON.stringify(request), { flush: true })
}

export function readRunRequest(path: string): RunRequest {
  return runRequestSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}
