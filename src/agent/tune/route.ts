// How this login gets to write the kernel's files, the least powerful way first, found without changing anything.

import { accessSync, constants } from 'node:fs'
import type { TuningRoute } from '../../shared/tuning.ts'
import { cpufreqFolder, devfreqFolder } from '../../shared/tuning-paths.ts'
import type { Readings } from './inspect.ts'
import { askGrants, findSudo, type Grants } from './sudo.ts'

export interface RouteFinding {
  readonly isRoot: boolean
  readonly isWritable: (path: string) => boolean
  readonly hasHelper: boolean
  /** Null where there is no sudo. */
  readonly askGrants: () => Promise<Grants | null>
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export const thisLogin = (hasHelper: boolean): RouteFinding => ({
  isRoot: process.getuid?.() === 0,
  isWritable,
  hasHelper,
  askGrants: async () => {
    const sudo = findSudo()
    return sudo === null ? null : askGrants(sudo)
  },
})

/** The files that a tuning of the processor writes at least; those of the devices where it has none. */
function filesOf({ policies, devices }: Pick<Readings, 'policies' | 'devices'>): string[] {
  const online = policies.filter(({ onlineCpus }) => onlineCpus.length > 0)
  const files = ['scaling_governor', 'scaling_min_freq', 'scaling_max_freq']
  return online.length > 0
    ? online.flatMap(({ policy }) => files.map((file) => `${cpufreqFolder}/${policy}/${file}`))
    : devices.map(({ device }) => `${devfreqFolder}/${device}/governor`)
}

export async function findRoute(
  readings: Pick<Readings, 'policies' | 'devices'>,
  login: RouteFinding,
): Promise<TuningRoute> {
  const files = filesOf(readings)
  // Root of a container may find them all read-only, and nobody there can do better.
  if (login.isRoot) return files.length === 0 || files.some(login.isWritable) ? 'direct' : 'none'
  if (files.length > 0 && files.every(login.isWritable)) return 'direct'
  const grants = await login.askGrants()
  if (grants === null) return 'none'
  if (grants.helper && login.hasHelper) return 'helper'
  if (grants.all) return 'sudo'
  return grants.withPassword === false ? 'none' : 'password'
}
