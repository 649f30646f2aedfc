// Readings of the environment as the series that are told: which there are, and one value of each at a moment. A load
// is that of the second before it, since the kernel counts in ticks of 10 ms.

import type { EnvironmentKind } from '../../shared/environment.ts'
import { loadBetween } from './cpu-load.ts'
import type { Reading, Watched } from './watch.ts'

export interface SeriesName {
  readonly kind: EnvironmentKind
  readonly name: string
}

/** Shares of all online CPUs over a stretch of time, 0 to 1. */
export interface Loads {
  readonly foreign: number
  readonly instrument: number
  /** The part of the instrument's that reads power; null: none is read. */
  readonly power: number | null
  readonly steal: number
}

/** Null where the kernel does not count, or no tick passed. */
export function loadsBetween(earlier: Reading, later: Reading): Loads | null {
  if (earlier.cpu === null || later.cpu === null) return null
  const load = loadBetween(earlier.cpu, later.cpu)
  if (load === null) return null
  const share = (ticks: number) => Math.max(0, ticks) / load.totalTicks
  const instrument = share(later.instrumentTicks - earlier.instrumentTicks)
  const worker = share(later.workerTicks - earlier.workerTicks)
  return {
    foreign: Math.max(0, load.busy + load.steal - worker - instrument),
    instrument,
    power:
      earlier.powerTicks === null || later.powerTicks === null
        ? null
        : share(later.powerTicks - earlier.powerTicks),
    steal: load.steal,
  }
}

/** Counters of single cores are told as their sum. */
const countersName = 'processor'

/** `first`: a reading of the same board; it says whether load is counted there. */
export function seriesOf({ policies, zones, cooling, throttle }: Watched, first: Reading) {
  const named = (kind: EnvironmentKind, names: readonly string[]): readonly SeriesName[] =>
    names.map((name) => ({ kind, name }))
  const isCounted = throttle.some(({ kind }) => kind === 'count')
  return [
    ...named('frequency', policies),
    ...named(
      'temperature',
      zones.map(({ name }) => name),
    ),
    ...named('throttle', isCounted ? [countersName] : []),
    ...named(
      'throttle',
      throttle.filter(({ kind }) => kind === 'flags').map(({ name }) => name),
    ),
    ...named(
      'throttle',
      cooling.map(({ name }) => name),
    ),
    ...(first.cpu === null ? [] : loadKinds(first)).flatMap((kind) => named(kind, [''])),
  ]
}

const loadKinds = ({ powerTicks }: Reading): readonly EnvironmentKind[] => [
  'foreign-load',
  'instrument-load',
  ...(powerTicks === null ? [] : (['power-load'] as const)),
  'steal',
]

const rounded = (share: number | null | undefined) =>
  share === undefined || share === null ? null : Math.round(share * 1e4) / 1e4

/** One value of each series; `earlier` is about a second older. */
export function rowOf(
  { throttle }: Watched,
  earlier: Reading,
  reading: Reading,
): readonly (number | null)[] {
  const counters = throttle.flatMap(({ kind }, index) =>
    kind === 'count' ? [reading.throttle[index] ?? null] : [],
  )
  const known = counters.filter((count) => count !== null)
  const loads = loadsBetween(earlier, reading)
  return [
    ...reading.policies.map(({ khz }) => khz),
    ...reading.milliC,
    ...(counters.length === 0 ? [] : [known.length === 0 ? null : sum(known)]),
    ...reading.throttle.filter((_, index) => throttle[index]?.kind === 'flags'),
    ...reading.cooling,
    ...(reading.cpu === null
      ? []
      : [
          rounded(loads?.foreign),
          rounded(loads?.instrument),
          ...(reading.powerTicks === null ? [] : [rounded(loads?.power)]),
          rounded(loads?.steal),
        ]),
  ]
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
