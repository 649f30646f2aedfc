// What a board is made of, taken once per connect: what systeminformation says, asked only what it is known to answer well,
// beside what the kernel says. Where the two differ the kernel's word stands, and that they differ is told.

import { cpus, totalmem } from 'node:os'
import type { BoardInventory } from '../../shared/board.ts'
import { wholeNumber } from '../environment/kernel.ts'
import type { ReadText } from './read.ts'
import { spoken } from './text.ts'

/** What is asked of systeminformation, and no more: its temperatures are mixed up, and its processes take half a second. */
export interface Said {
  readonly system: {
    readonly manufacturer: string
    readonly model: string
    readonly virtual: boolean
    readonly virtualHost?: string
  }
  readonly cpu: {
    readonly cores: number
    readonly physicalCores: number
    readonly cache: { readonly l1d: number; readonly l2: number; readonly l3: number }
  }
  readonly memory: { readonly total: number; readonly swaptotal: number }
}

const mostDisks = 16
const isDisk = /^(mmcblk\d{1,3}|nvme\d{1,3}n\d{1,3}|(sd|vd|xvd|hd)[a-z]{1,2})$/
/** Memory that the kernel keeps for itself, and how it is rounded. */
const memoryDiffers = 0.02

/** Of this machine. `deviceTree`: the model's name there. */
export const inventoryHere = (said: Said, deviceTree: string | null, read: ReadText) =>
  inventoryOf(said, { deviceTree, logicalCores: cpus().length, memoryBytes: totalmem() }, read)

export function inventoryOf(
  { system, cpu, memory }: Said,
  kernel: {
    readonly deviceTree: string | null
    readonly logicalCores: number
    readonly memoryBytes: number
  },
  read: ReadText,
): BoardInventory {
  const { deviceTree, logicalCores, memoryBytes } = kernel
  const model = spoken(system.model)
  const isCountable = cpu.physicalCores > 0 && cpu.physicalCores <= logicalCores
  const found: (BoardInventory['disagreements'][number] | null)[] = [
    cpu.cores === logicalCores
      ? null
      : { what: 'cores', kernel: String(logicalCores), other: String(cpu.cores) },
    Math.abs(memory.total - memoryBytes) <= memoryBytes * memoryDiffers
      ? null
      : { what: 'memory', kernel: String(memoryBytes), other: String(memory.total) },
    deviceTree === null || model === null || isAlike(deviceTree, model)
      ? null
      : { what: 'model', kernel: deviceTree, other: model },
  ]
  return {
    physicalCores: isCountable ? cpu.physicalCores : null,
    cacheBytes: { l1d: size(cpu.cache.l1d), l2: size(cpu.cache.l2), l3: size(cpu.cache.l3) },
    hypervisor: system.virtual ? (spoken(system.virtualHost) ?? 'unknown') : null,
    swapBytes: size(memory.swaptotal),
    disks: disksOf(read),
    disagreements: found.filter((one) => one !== null),
  }
}

/** 0 and what is no number are what it says where it does not know. */
const size = (bytes: number): number | null =>
  Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null

function isAlike(one: string, other: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
  return plain(one).includes(plain(other)) || plain(other).includes(plain(one))
}

/** Whole disks by their kernel names; parts of them, loops and compressed memory are none. */
function disksOf(read: ReadText): BoardInventory['disks'] {
  return (read('/proc/partitions') ?? '')
    .split('\n')
    .flatMap((line) => {
      const [, blocks = '', name = ''] = /^\s*\d+\s+\d+\s+(\d+)\s+(\S+)$/.exec(line) ?? []
      const kib = wholeNumber(blocks)
      return kib !== null && kib > 0 && isDisk.test(name) ? [{ name, bytes: kib * 1024 }] : []
    })
    .slice(0, mostDisks)
}
