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

/** What a libonnxruntime on a board says of itself. */
export const libraryFactsSchema = z.object({
  version: shortText,
  /** Of its C interface: the minor number of its release. */
  apiVersion: z.int().min(0),
  /** Execution providers that it carries. */
  providers: z.array(shortText).max(50),
})
export type LibraryFacts = z.infer<typeof libraryFactsSchema>

export const cpuPolicySchema = z.object({
  policy: z.string().max(40),
  cpus: z.array(z.int().min(0)).max(1024),
  governor: shortText.nullable(),
  minKhz: z.int().nullable(),
  maxKhz: z.int().nullable(),
})
export type CpuPolicy = z.infer<typeof cpuPolicySchema>

export const cpuClusterSchema = z.object({
  /** Of its cores: Cortex-A76, or the processor's own name where all are of one kind. */
  name: shortText,
  cpus: z.array(z.int().min(0)).max(1024),
  /** What the hardware reaches; null where the kernel does not say. */
  maxKhz: z.int().min(0).nullable(),
})
export type CpuCluster = z.infer<typeof cpuClusterSchema>

const bytes = z.int().min(0).nullable()

/** What a board is made of besides, as far as it is known; null is unknown. */
export const boardInventorySchema = z.object({
  physicalCores: z.int().min(1).nullable(),
  cacheBytes: z.object({ l1d: bytes, l2: bytes, l3: bytes }),
  /** What runs the machine where it is a virtual one; null: nothing says that it is. */
  hypervisor: shortText.nullable(),
  swapBytes: bytes,
  disks: z.array(z.object({ name: shortText, bytes: z.int().min(0) })).max(16),
  /** Where another source than the kernel says otherwise; the kernel's word stands. */
  disagreements: z
    .array(
      z.object({ what: z.enum(['cores', 'memory', 'model']), kernel: shortText, other: shortText }),
    )
    .max(3),
})
export type BoardInventory = z.infer<typeof boardInventorySchema>

/** What a board says of itself, read once for `hello` and once at the start of every run. Null is unknown. */
export const boardFactsSchema = z.object({
  hostname: shortText,
  /** The device's own name: device tree, or maker and product of the mainboard. */
  model: shortText.nullable(),
  /** The chip: Rockchip RK3588. Null where none is named, as on a PC. Absent in what older versions stored. */
  soc: shortText.nullable().default(null),
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
    /** Instructions that decide which kernels run, as the kernel names them (`avx512_vnni`, `asimddp`); null: not known. */
    features: z.array(shortText).max(64).nullable().default(null),
  }),
  /** Cores of one kind under one clock, by their first CPU. Empty: not known. */
  clusters: z.array(cpuClusterSchema).max(1024).default([]),
  memoryBytes: z.int().min(0),
  /** Null in what older versions stored. */
  inventory: boardInventorySchema.nullable().default(null),
  /** Empty where the kernel offers no frequency control (most virtual machines, macOS, Windows). */
  cpuPolicies: z.array(cpuPolicySchema).max(1024),
  runtime: z.object({
    node: shortText,
    ort: shortText,
    /** What calls ONNX Runtime's C interface: null where it is missing or does not load. */
    koffi: shortText.nullable().default(null),
    providers: z.array(shortText).max(50),
  }),
  bootId: shortText,
})
export type BoardFacts = z.infer<typeof boardFactsSchema>
