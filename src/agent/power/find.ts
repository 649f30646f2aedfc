// Where this board's power can be read: each kind of source is looked for where its kernel shows it, and by the programs of
// the board that tell it.

import { maxPowerSources } from '../../shared/power.ts'
import { type DeviceKernel, kernelAt } from '../environment/kernel.ts'
import { findBatteries } from './battery.ts'
import { findDiscreteGpus } from './discrete-gpu.ts'
import { findHwmonPower } from './hwmon.ts'
import { findJetsonIioPower } from './jetson-iio.ts'
import { findPmic } from './pmic.ts'
import { type AskProgram, askProgram } from './programs.ts'
import { findRapl } from './rapl.ts'
import type { FoundPower } from './source.ts'

/** Reads each once. Where the kernel shows nothing (macOS, Windows, most virtual machines), nothing is found. */
export async function findPower(
  kernel: DeviceKernel = kernelAt(),
  ask: AskProgram = askProgram,
): Promise<FoundPower> {
  const found = [
    // Of two that see as much, a counter stands before what somebody else has averaged.
    findRapl(kernel),
    findJetsonIioPower(kernel),
    findHwmonPower(kernel),
    await findPmic(kernel, ask),
    findBatteries(kernel),
    await findDiscreteGpus(kernel, ask),
  ]
  const sources = found.flatMap((one) => one.sources)
  return {
    // A source has its readings by its id.
    sources: sources
      .filter(({ told }, at) => sources.findIndex((one) => one.told.id === told.id) === at)
      .slice(0, maxPowerSources),
    unread: found.flatMap(({ unread }) => unread),
  }
}
