// Heat while somebody looks, and what the kernel, the processor and the firmware do about it.

import { type Kernel, numbered, wholeNumber } from '../environment/kernel.ts'
import { spread } from '../environment/spread.ts'
import {
  findCoolingDevices,
  findThermalZones,
  readCoolingStates,
  readThermalZones,
} from '../environment/thermal.ts'
import { findThrottleSources, readThrottle } from '../environment/throttle.ts'
import { watchedThrottles } from '../environment/watch.ts'
import type { ReadText } from '../facts/read.ts'
import { spoken } from '../facts/text.ts'
import { type Observed, scaled, together } from './observed.ts'

const hwmon = '/sys/class/hwmon'
/** Where an AMD processor has no thermal zone. */
const chips = ['k10temp', 'zenpower']
const sensorsOfChip = 10
const mostZones = 24
const mostCooling = 16
const perMilli = 1e-3

export const observeHeat = (kernel: Kernel, held: ReadText): Observed =>
  together([observeZones(kernel, held), observeChips(kernel, held), observeThrottles(kernel, held)])

function observeZones(kernel: Kernel, held: ReadText): Observed {
  const zones = spread(findThermalZones(kernel), mostZones)
  return {
    series: zones.map(({ name, passiveMilliC, criticalMilliC }) => ({
      kind: 'temperature',
      name,
      passive: scaled(passiveMilliC, perMilli),
      critical: scaled(criticalMilliC, perMilli),
    })),
    look: () => readThermalZones(zones, held).map((milliC) => scaled(milliC, perMilli)),
  }
}

/** Tctl and Tccd of AMD's processors. */
function observeChips(kernel: Kernel, held: ReadText): Observed {
  const sensors = numbered(kernel, hwmon, 'hwmon').flatMap((place) => {
    const chip = spoken(kernel.read(`${hwmon}/${place}/name`))
    if (chip === null || !chips.includes(chip)) return []
    return Array.from({ length: sensorsOfChip }, (_, index) => {
      const sensor = `${hwmon}/${place}/temp${index + 1}`
      return { path: `${sensor}_input`, name: spoken(kernel.read(`${sensor}_label`)) ?? chip }
    }).filter(({ path }) => kernel.read(path) !== null)
  })
  return {
    series: sensors.map(({ name }, index) => ({
      kind: 'temperature',
      name: (sensors.some((other, at) => at !== index && other.name === name)
        ? `${name} (${index})`
        : name
      ).slice(0, 100),
      passive: null,
      critical: null,
    })),
    look: () => sensors.map(({ path }) => scaled(wholeNumber(held(path)), perMilli)),
  }
}

/** Counters of single cores are told as their sum. */
function observeThrottles(kernel: Kernel, held: ReadText): Observed {
  const sources = watchedThrottles(findThrottleSources(kernel.read))
  const counters = sources.filter(({ kind }) => kind === 'count')
  const flags = sources.filter(({ kind }) => kind === 'flags')
  const cooling = spread(findCoolingDevices(kernel), mostCooling)
  const isCounted = counters.length > 0
  return {
    series: [
      ...(isCounted ? [{ kind: 'throttle-events', name: 'processor' } as const] : []),
      ...flags.map(({ name }) => ({ kind: 'throttle-flags', name }) as const),
      ...cooling.map(({ name }) => ({ kind: 'cooling', name }) as const),
    ],
    look: () => [
      ...(isCounted ? [sumOf(readThrottle(counters, held))] : []),
      ...readThrottle(flags, held),
      ...readCoolingStates(cooling, held),
    ],
  }
}

function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)
}
