// A board: the machine that is measured. This computer is one; others are reached over SSH.

import { z } from 'zod'
import { sshAddressSchema } from './login.ts'

export const boardIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/)
export type BoardId = z.infer<typeof boardIdSchema>

export const localBoardId: BoardId = 'this-computer'

export const boardSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local'), id: boardIdSchema, name: z.string().min(1).max(100) }),
  z.object({
    kind: z.literal('ssh'),
    id: boardIdSchema,
    name: z.string().min(1).max(100),
    address: sshAddressSchema,
  }),
])
export type Board = z.infer<typeof boardSchema>

const shortText = z.string().max(300)

export const cpuPolicySchema = z.object({
  policy: z.string().max(40),
  cpus: z.array(z.int().min(0)).max(1024),
  governor: shortText.nullable(),
  minKhz: z.int().nullable(),
  maxKhz: z.int().nullable(),
})
export type CpuPolicy = z.infer<typeof cpuPolicySchema>

/** What a board says of itself, read once for `hello` and once at the start of every run. Null is unknown. */
export const boardFactsSchema = z.object({
  hostname: shortText,
  /** The device's own name: device tree, or maker and product of the mainboard. */
  model: shortText.nullable(),
  os: z.object({
    platform: shortText,
    name: shortText,
    kernel: shortText,
    arch: shortText,
    libc: shortText.nullable(),
  }),
  cpu: z.object({
    model: shortText,
    logicalCores: z.int().min(1),
    /** What this process may use (affinity, cgroup); threads beyond it only compete. */
    availableCores: z.int().min(1),
  }),
  memoryBytes: z.int().min(0),
  /** Empty where the kernel offers no frequency control (most virtual machines, macOS, Windows). */
  cpuPolicies: z.array(cpuPolicySchema).max(1024),
  runtime: z.object({
    node: shortText,
    ort: shortText,
    providers: z.array(shortText).max(50),
  }),
  bootId: shortText,
})
export type BoardFacts = z.infer<typeof boardFactsSchema>
