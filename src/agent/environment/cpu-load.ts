// How the time of all CPUs was spent, as /proc/stat counts it: in ticks of USER_HZ since boot, over the online CPUs.

import type { ReadText } from '../facts/read.ts'

/** Ticks since boot, summed over the online CPUs. A guest's time is part of its host's busy time. */
export interface CpuTimes {
  readonly busyTicks: number
  readonly idleTicks: number
  /** What the hypervisor gave to others while this machine wanted to run. */
  readonly stealTicks: number
  readonly onlineCpus: number
}

/** Shares of all online CPUs, 0 to 1. */
export interface CpuLoad {
  readonly busy: number
  readonly steal: number
  readonly totalTicks: number
}

/** Null where there is no /proc/stat. */
export function readCpuTimes(read: ReadText): CpuTimes | null {
  const text = read('/proc/stat')
  const fields = /^cpu +(\d[\d ]*)/m
    .exec(text ?? '')?.[1]
    ?.split(' ')
    .map(Number)
  if (text === null || fields === undefined || fields.length < 4) return null
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softIrq = 0, steal = 0] =
    fields
  return {
    busyTicks: user + nice + system + irq + softIrq,
    idleTicks: idle + wait,
    stealTicks: steal,
    onlineCpus: text.match(/^cpu\d+ /gm)?.length ?? 1,
  }
}

/** What happened between two readings; null where no tick passed. Counters that ran backwards count as still. */
export function loadBetween(earlier: CpuTimes, later: CpuTimes): CpuLoad | null {
  const grown = (of: 'busyTicks' | 'idleTicks' | 'stealTicks') =>
    Math.max(0, later[of] - earlier[of])
  const totalTicks = grown('busyTicks') + grown('idleTicks') + grown('stealTicks')
  if (totalTicks === 0) return null
  return {
    busy: grown('busyTicks') / totalTicks,
    steal: grown('stealTicks') / totalTicks,
    totalTicks,
  }
}
