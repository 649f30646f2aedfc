// What the processor allows: its frequency policies, the cores that this process may use, and the instructions that
// inference gains by. Every path read is named here.

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { CpuPolicy } from '../../shared/board.ts'
import { type ReadText, readText as read } from './read.ts'
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

/** Of x86 and of Arm, by the kernel's names: those by which ONNX Runtime chooses among its kernels. */
const decisive: ReadonlySet<string> = new Set([
  ...['sse4_1', 'avx', 'avx2', 'fma', 'f16c', 'avx_vnni', 'avx512f', 'avx512bw', 'avx512vl'],
  ...['avx512_vnni', 'avx512_bf16', 'avx512_fp16', 'amx_tile', 'amx_int8', 'amx_bf16'],
  ...['asimd', 'asimdhp', 'asimddp', 'asimdfhm', 'i8mm', 'bf16', 'sve', 'sve2', 'sme'],
])

/** Those that all cores have: a thread may run on any. Null where the kernel does not say. */
export function readFeatures(readFrom: ReadText = read): string[] | null {
  const lines = (readFrom('/proc/cpuinfo') ?? '').matchAll(/^(?:flags|Features)\s*:(.*)$/gm)
  const [first, ...others] = [...lines].map(([, words = '']) => new Set(words.trim().split(/\s+/)))
  if (first === undefined) return null
  return [...first].filter((name) => decisive.has(name) && others.every((names) => names.has(name)))
}
