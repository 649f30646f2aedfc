// What the processor allows: its frequency policies and the cores that this process may use. Every path read is
// named here.

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { CpuPolicy } from '../../shared/board.ts'
import { readText as read } from './read.ts'
import { spoken } from './text.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'
/** A policy is called after its first CPU. */
const maxPolicies = 512

function khz(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null
}

/** `0 1 2 3` of a policy's CPUs, and `0-3,8` of the kernel's lists. */
export function parseCpuList(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => /^\d+(-\d+)?$/.test(part))
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number)
      return Array.from({ length: Math.min(last - first + 1, 1024) }, (_, index) => first + index)
    })
}

/** Empty where the kernel offers no frequency control. */
export function readCpuPolicies(): CpuPolicy[] {
  if (process.platform !== 'linux' || !existsSync(cpufreq)) return []
  const possible = parseCpuList(read('/sys/devices/system/cpu/possible') ?? '')
  return possible.slice(0, maxPolicies).flatMap((cpu) => {
    const dir = `${cpufreq}/policy${cpu}`
    const cpus = read(`${dir}/related_cpus`)
    if (cpus === null) return []
    return [
      {
        policy: `policy${cpu}`,
        cpus: parseCpuList(cpus),
        governor: spoken(read(`${dir}/scaling_governor`)),
        minKhz: khz(read(`${dir}/scaling_min_freq`)),
        maxKhz: khz(read(`${dir}/scaling_max_freq`)),
      },
    ]
  })
}

/** CPUs' worth of time that the control group grants; Infinity without a limit. */
function cgroupCores(): number {
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1]
  if (group === undefined || group.includes('..')) return Number.POSITIVE_INFINITY
  const [quota, period] = (read(`/sys/fs/cgroup${group}/cpu.max`) ?? '').split(' ').map(Number)
  return quota !== undefined && period !== undefined && quota > 0 && period > 0
    ? Math.max(1, Math.ceil(quota / period))
    : Number.POSITIVE_INFINITY
}

/** Cores that this process may use, by affinity and control group. */
export function readAvailableCores(): number {
  const affine = availableParallelism()
  return process.platform === 'linux' ? Math.min(affine, cgroupCores()) : affine
}
