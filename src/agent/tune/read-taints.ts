// Why the settings that a board has now may not be its own: it is being cooled or throttled, and a limit that reads low
// for that reason must not be what the board is given back.

import type { Taint, TunablePolicy, TuningReport } from '../../shared/tuning.ts'
import { cpufreqFolder } from '../../shared/tuning-paths.ts'
import type { Kernel } from '../environment/kernel.ts'
import {
  findCoolingDevices,
  findThermalZones,
  readCoolingStates,
  readThermalZones,
} from '../environment/thermal.ts'
import { findThrottleSources, readThrottle } from '../environment/throttle.ts'
import { size } from './read-policies.ts'

const thermalFolder = '/sys/class/thermal'

type Heat = Pick<TuningReport, 'zones' | 'coolers'>

/** A zone that can't be read is left out: its neighbours keep their own names. */
export function readHeat(kernel: Kernel): Heat {
  const zones = findThermalZones(kernel)
  const devices = findCoolingDevices(kernel)
  const states = readCoolingStates(devices, kernel.read)
  return {
    zones: readThermalZones(zones, kernel.read).flatMap((milliC, index) => {
      const zone = zones[index]?.name
      return zone === undefined || milliC === null ? [] : [{ zone, milliC }]
    }),
    coolers: devices.flatMap(({ name, place }, index) => {
      const state = states[index] ?? null
      const mostState = size(kernel.read(`${thermalFolder}/${place}/max_state`))
      return state === null || mostState === null ? [] : [{ cooler: name, state, mostState }]
    }),
  }
}

/** Counters of throttling only tell by rising, so they say nothing here. */
export function readTaints(
  { read }: Kernel,
  { coolers }: Heat,
  policies: readonly TunablePolicy[],
): Taint[] {
  const flags = findThrottleSources(read).filter(({ kind }) => kind === 'flags')
  const cooling = coolers.filter(({ state }) => state > 0)
  return [
    ...cooling.map(({ cooler, state }) => ({ kind: 'cooling' as const, device: cooler, state })),
    ...readThrottle(flags, read).flatMap((bits, index) =>
      (bits ?? 0) > 0 ? [{ kind: 'throttled' as const, source: flags[index]?.name ?? '' }] : [],
    ),
    ...policies.flatMap(({ policy, maxKhz, hardwareMaxKhz }) => {
      const isLow = maxKhz !== null && hardwareMaxKhz !== null && maxKhz < hardwareMaxKhz
      if (!isLow) return []
      const firmwareKhz = size(read(`${cpufreqFolder}/${policy}/bios_limit`))
      return cooling.length > 0 || firmwareKhz === maxKhz
        ? [{ kind: 'limited' as const, policy, maxKhz }]
        : []
    }),
  ]
}
