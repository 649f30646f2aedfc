// What the policies read once a block's clock is set, and whether they still do. Heat takes from a limit without anybody's
// hand, and the kernel gives it back by itself: that is no difference.

import type { MadeChange } from '../../shared/tuning.ts'
import { cpufreqFolder } from '../../shared/tuning-paths.ts'
import { findPolicies, type PolicyState, readPolicies } from '../environment/frequency.ts'
import { kernelAt } from '../environment/kernel.ts'
import { readTunablePolicies } from '../tune/read-policies.ts'
import { readHeat, readTaints } from '../tune/read-taints.ts'

/** By policy. */
export type Stand = ReadonlyMap<string, PolicyState>

export function readStand(): Stand {
  const { read } = kernelAt()
  const names = findPolicies(read)
  const states = readPolicies(names, read)
  return new Map(names.flatMap((name, index) => (states[index] ? [[name, states[index]]] : [])))
}

/** What stands now; of a limit that heat hides, what was made of it. */
export function standAfter(changes: readonly MadeChange[]): Stand {
  const stand = readStand()
  if (changes.length === 0 || !isHeldDown()) return stand
  const wanted = new Map(changes.map(({ path, wanted }) => [path, Number(wanted)]))
  return new Map(
    [...stand].map(([policy, state]) => {
      const made = (limit: 'min' | 'max', khz: number | null) =>
        khz === null
          ? null
          : Math.max(khz, wanted.get(pathOf(policy, `scaling_${limit}_freq`)) ?? 0)
      const { minKhz, maxKhz } = state
      return [policy, { ...state, minKhz: made('min', minKhz), maxKhz: made('max', maxKhz) }]
    }),
  )
}

/** The first file that reads otherwise than it did; null: none. Policies that went since are passed over. */
export function differenceIn(then: Stand, now: Stand) {
  for (const [policy, is] of now) {
    const was = then.get(policy)
    const told = (file: string, value: unknown, reads: unknown) => ({
      path: pathOf(policy, file),
      value: String(value ?? ''),
      reads: String(reads ?? ''),
    })
    if (was === undefined || was.governor !== is.governor)
      return told('scaling_governor', was?.governor, is.governor)
    if (was.maxKhz !== is.maxKhz && !(isBelow(is.maxKhz, was.maxKhz) && isHeldDown()))
      return told('scaling_max_freq', was.maxKhz, is.maxKhz)
    const gaveWay = is.minKhz === is.maxKhz && isBelow(is.minKhz, was.minKhz)
    if (was.minKhz !== is.minKhz && !(gaveWay && isHeldDown()))
      return told('scaling_min_freq', was.minKhz, is.minKhz)
  }
  return null
}

/** Whether heat or the firmware slows the board now. */
export function isHeldDown(): boolean {
  const kernel = kernelAt()
  return readTaints(kernel, readHeat(kernel), readTunablePolicies(kernel, [])).length > 0
}

const isBelow = (one: number | null, other: number | null) =>
  one !== null && other !== null && one < other

const pathOf = (policy: string, file: string) => `${cpufreqFolder}/${policy}/${file}`
