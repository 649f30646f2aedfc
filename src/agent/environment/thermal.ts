// Temperatures of the thermal zones, where each begins to slow the board, and what the kernel does about it. Zones and
// cooling devices are found once; sampling then reads one file of each.

import type { ReadText } from '../facts/read.ts'
import { spoken } from '../facts/text.ts'
import { type Kernel, numbered, toldApart, wholeNumber } from './kernel.ts'

const thermal = '/sys/class/thermal'
/** Trip points that a zone may have; kernels name them by number without gaps. */
const maxTrips = 16
/** An offline sensor reads −256 °C or nonsense of that kind. */
const leastMilliC = -100_000
/** A trip at or above this is a placeholder: no board lives to see it. */
const mostTripMilliC = 200_000

export interface ThermalZone {
  /** Its type: `bigcore0-thermal`, `x86_pkg_temp`. */
  readonly name: string
  /** `thermal_zone0`. */
  readonly place: string
  /** Where the kernel begins to slow things (the lowest passive trip). */
  readonly passiveMilliC: number | null
  /** Where the board shuts down or is to be hot: the lowest critical or hot trip. */
  readonly criticalMilliC: number | null
}

export interface CoolingDevice {
  /** Its type: `cpufreq-cpu0`, `Processor`. */
  readonly name: string
  /** `cooling_device0`. */
  readonly place: string
}

export function findThermalZones(kernel: Kernel): readonly ThermalZone[] {
  const zones = numbered(kernel, thermal, 'thermal_zone').map((place) => {
    const trips = readTrips(`${thermal}/${place}`, kernel.read)
    const lowest = (...types: readonly string[]) => {
      const fitting = trips.filter(({ type }) => types.includes(type))
      return fitting.length === 0 ? null : Math.min(...fitting.map(({ milliC }) => milliC))
    }
    return {
      name: nameOf(place, kernel.read),
      place,
      passiveMilliC: lowest('passive'),
      criticalMilliC: lowest('critical', 'hot'),
    }
  })
  return toldApart(zones)
}

function readTrips(dir: string, read: ReadText) {
  const trips: { readonly type: string; readonly milliC: number }[] = []
  for (let index = 0; index < maxTrips; index++) {
    const type = read(`${dir}/trip_point_${index}_type`)
    if (type === null) break
    const milliC = wholeNumber(read(`${dir}/trip_point_${index}_temp`))
    if (milliC !== null && milliC > 0 && milliC < mostTripMilliC) trips.push({ type, milliC })
  }
  return trips
}

/** Millidegrees of each zone; null where one can't be read or its sensor is off. */
export function readThermalZones(
  zones: readonly ThermalZone[],
  read: ReadText,
): readonly (number | null)[] {
  return zones.map(({ place }) => {
    const milliC = wholeNumber(read(`${thermal}/${place}/temp`))
    return milliC === null || milliC < leastMilliC ? null : milliC
  })
}

/** Those that slow the board when they act; a fan, a display or a radio does not. */
export function findCoolingDevices(kernel: Kernel): readonly CoolingDevice[] {
  const devices = numbered(kernel, thermal, 'cooling_device').map((place) => ({
    name: nameOf(place, kernel.read),
    place,
  }))
  return toldApart(devices.filter(({ name }) => slows(name)))
}

/** Types that kernels give: cpufreq-cpu0, thermal-devfreq-0, Processor, intel_powerclamp, cpu-throttle-alert. */
const slows = (type: string) =>
  !/fan/i.test(type) &&
  /cpu|gpu|npu|processor|powerclamp|devfreq|dmc|ddr|throttle|balanced/i.test(type)

/** The state of each, 0 at rest; null where one can't be read. Powerclamp is −1 at rest. */
export function readCoolingStates(
  devices: readonly CoolingDevice[],
  read: ReadText,
): readonly (number | null)[] {
  return devices.map(({ place }) => {
    const state = wholeNumber(read(`${thermal}/${place}/cur_state`))
    return state === null ? null : Math.max(0, state)
  })
}

const nameOf = (place: string, read: ReadText) =>
  (spoken(read(`${thermal}/${place}/type`)) ?? place).slice(0, 60)
