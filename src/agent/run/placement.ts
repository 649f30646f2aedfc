// On which cores a worker runs: the plan's word as a list of CPUs of this board, and a command that starts a process
// there. `taskset` sets the affinity before the program begins, so every thread of it inherits it.

import { spawnSync } from 'node:child_process'
import type { CpuCluster } from '../../shared/board.ts'
import { fail } from '../../shared/fault.ts'
import type { Placement } from '../../shared/session-settings.ts'
import { parseCpuList } from '../facts/cpu.ts'
import { type ReadText, readText } from '../facts/read.ts'

const lastingMs = 10_000

/** CPUs that this process may use; null where the kernel does not say. */
export function allowedCpus(read: ReadText): readonly number[] | null {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(read('/proc/self/status') ?? '')?.[1]
  return list === undefined ? null : parseCpuList(list)
}

/**
 * Clusters of the fastest and of the slowest kind of core. Kinds are told apart by name (two clusters of Cortex-A76 are
 * one kind, though one may reach a little more); where all have one name, by their highest frequency. Null: one kind.
 */
export function kindsOf(clusters: readonly CpuCluster[]): {
  readonly big: readonly number[]
  readonly little: readonly number[]
} | null {
  const names = new Set(clusters.map(({ name }) => name))
  const kinds = new Map<string | number | null, CpuCluster[]>()
  for (const cluster of clusters) {
    const kind = names.size > 1 ? cluster.name : cluster.maxKhz
    kinds.set(kind, [...(kinds.get(kind) ?? []), cluster])
  }
  const speedOf = (kind: readonly CpuCluster[]) =>
    Math.max(...kind.map(({ maxKhz }) => maxKhz ?? 0))
  const bySpeed = [...kinds.values()].toSorted((one, other) => speedOf(one) - speedOf(other))
  const little = bySpeed[0]
  const big = bySpeed.at(-1)
  if (little === undefined || big === undefined || speedOf(little) === speedOf(big)) return null
  const cpusOf = (kind: readonly CpuCluster[]) =>
    kind.flatMap(({ cpus }) => cpus).toSorted((a, b) => a - b)
  return { big: cpusOf(big), little: cpusOf(little) }
}

function impossible(placement: Placement, reason: string): never {
  const cores = typeof placement === 'string' ? placement : placement.join(', ')
  fail('placement-impossible', { placement: cores }, reason)
}

/** Null: wherever the system puts it. Throws `placement-impossible`. */
export function cpusFor(
  placement: Placement,
  clusters: readonly CpuCluster[],
  allowed: readonly number[] | null,
): readonly number[] | null {
  if (placement === 'all') return null
  if (allowed === null) impossible(placement, 'this system does not say which cores may be used')
  if (typeof placement === 'string') {
    const kinds = kindsOf(clusters)
    if (kinds === null)
      impossible(placement, 'this processor has one kind of core, as far as it says')
    const usable = kinds[placement].filter((cpu) => allowed.includes(cpu))
    if (usable.length === 0)
      impossible(placement, `of cores ${kinds[placement].join(', ')} none may be used`)
    return usable
  }
  const outside = placement.filter((cpu) => !allowed.includes(cpu))
  if (outside.length > 0)
    impossible(placement, `core ${outside.join(', ')} is not there, or may not be used`)
  return placement
}

/** util-linux, and BusyBox where it was built with lists; older ones know masks alone. */
function tasksetArguments(cpus: readonly number[]): readonly (readonly string[])[] {
  const mask = cpus.reduce((bits, cpu) => bits | (1n << BigInt(cpu)), 0n)
  return [['-c', cpus.join(',')], [`0x${mask.toString(16)}`]]
}

/** What stands before a command so that it runs on these CPUs. Throws `placement-impossible`. */
export function placedBy(cpus: readonly number[], placement: Placement): readonly string[] {
  const works = (args: readonly string[]) =>
    spawnSync('taskset', [...args, 'true'], { stdio: 'ignore', timeout: lastingMs }).status === 0
  const args = tasksetArguments(cpus).find(works)
  if (args === undefined)
    impossible(placement, 'there is no taskset that works, which util-linux or BusyBox brings')
  return ['taskset', ...args]
}

/** What stands before the worker's command on this board; empty where it may run anywhere. */
export function placementPrefix(
  placement: Placement,
  clusters: readonly CpuCluster[],
): readonly string[] {
  const cpus = cpusFor(placement, clusters, allowedCpus(readText))
  return cpus === null ? [] : placedBy(cpus, placement)
}
