// Everything that a board says of its tuning, read at once and without changing anything. Every path is written down, or
// stands in one of the few folders that are listed.

import { cpus } from 'node:os'
import type { TuningReport } from '../../shared/tuning.ts'
import { type Kernel, kernelAt } from '../environment/kernel.ts'
import { readClusters } from '../facts/clusters.ts'
import { readTunableDevices } from './read-devices.ts'
import { readBoost, readTunablePolicies } from './read-policies.ts'
import { type AskPowerMode, readPowerModes } from './read-power-modes.ts'
import { readRivals } from './read-rivals.ts'
import { readHeat, readTaints } from './read-taints.ts'

/** What can be read of a board without asking the program that tunes. */
export type Readings = Omit<TuningReport, 'route' | 'helper' | 'status'>

export interface ReadingOptions {
  readonly kernel?: Kernel
  readonly ask?: AskPowerMode
}

export async function readTuning({
  kernel = kernelAt(),
  ask,
}: ReadingOptions = {}): Promise<Readings> {
  const { read } = kernel
  const clusters = readClusters(cpus()[0]?.model ?? '', read)
  const policies = readTunablePolicies(kernel, clusters)
  const heat = readHeat(kernel)
  return {
    policies,
    boost: readBoost(read),
    devices: readTunableDevices(kernel),
    powerModes: await readPowerModes(read, ask),
    ...heat,
    taints: readTaints(kernel, heat, policies),
    rivals: readRivals(kernel),
  }
}
