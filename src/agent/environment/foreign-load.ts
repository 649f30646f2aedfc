// What other programs did over a short while: their share of all online CPUs, what was stolen, and which of them took
// most. Benchtop's own processes are left out.

import { type CpuTimes, loadBetween, readCpuTimes } from './cpu-load.ts'
import type { Kernel } from './kernel.ts'
import { type ProcessTimes, readProcessTimes, treeOf } from './process-times.ts'

const mostPrograms = 5
/** A program below this share is not worth a name. */
const leastShare = 0.005

export interface LoadReading {
  readonly cpu: CpuTimes
  readonly processes: readonly ProcessTimes[]
}

export interface ForeignLoad {
  /** What other programs took, without what was stolen. */
  readonly share: number
  readonly steal: number
  /** Most first. Fewer than there are where the system hides other users' processes. */
  readonly programs: readonly { readonly name: string; readonly share: number }[]
}

/** Null where the kernel does not say. */
export function readLoad(kernel: Kernel): LoadReading | null {
  const processes = readProcessTimes(kernel)
  const cpu = readCpuTimes(kernel.read)
  return cpu === null ? null : { cpu, processes }
}

/** `own`: processes whose trees are Benchtop's. Null where no time passed between the readings. */
export function foreignLoad(
  before: LoadReading,
  after: LoadReading,
  own: readonly number[],
): ForeignLoad | null {
  const load = loadBetween(before.cpu, after.cpu)
  if (load === null) return null
  const earlier = new Map(before.processes.map((process) => [process.pid, process]))
  const grown = ({ pid, startTicks, ticks }: ProcessTimes) => {
    const then = earlier.get(pid)
    return Math.max(0, ticks - (then?.startTicks === startTicks ? then.ticks : 0))
  }
  const tree = treeOf(own, [...before.processes, ...after.processes])
  let ownTicks = 0
  const byName = new Map<string, number>()
  for (const process of after.processes) {
    const ticks = grown(process)
    if (tree.has(process.pid)) ownTicks += ticks
    else if (ticks > 0) byName.set(process.name, (byName.get(process.name) ?? 0) + ticks)
  }
  const programs = [...byName]
    .map(([name, ticks]) => ({ name, share: Math.min(1, ticks / load.totalTicks) }))
    .filter(({ share }) => share >= leastShare)
    .sort((one, other) => other.share - one.share)
  return {
    share: Math.max(0, load.busy - ownTicks / load.totalTicks),
    steal: load.steal,
    programs: programs.slice(0, mostPrograms),
  }
}
