// What the frequency policies do now: governor and frequency. Policies are found once, by the CPUs that the kernel
// says are possible.

import { parseCpuList } from '../facts/cpu.ts'
import type { ReadText } from '../facts/read.ts'
import { spoken } from '../facts/text.ts'
import { wholeNumber } from './kernel.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'
const maxPolicies = 512

export interface PolicyState {
  readonly governor: string | null
  /** The frequency that was asked for last, on most drivers; null where all its CPUs are offline. */
  readonly khz: number | null
  /** The limits that hold now, whoever set them. */
  readonly minKhz: number | null
  readonly maxKhz: number | null
}

/** `policy0`, `policy4`, …; empty where the kernel offers no frequency control. */
export function findPolicies(read: ReadText): readonly string[] {
  return parseCpuList(read('/sys/devices/system/cpu/possible') ?? '')
    .slice(0, maxPolicies)
    .map((cpu) => `policy${cpu}`)
    .filter((policy) => read(`${cpufreq}/${policy}/related_cpus`) !== null)
}

export function readPolicies(policies: readonly string[], read: ReadText): readonly PolicyState[] {
  return policies.map((policy) => ({
    governor: spoken(read(`${cpufreq}/${policy}/scaling_governor`)),
    khz: wholeNumber(read(`${cpufreq}/${policy}/scaling_cur_freq`)),
    minKhz: wholeNumber(read(`${cpufreq}/${policy}/scaling_min_freq`)),
    maxKhz: wholeNumber(read(`${cpufreq}/${policy}/scaling_max_freq`)),
  }))
}
