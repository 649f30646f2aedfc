// What the environment was over a measured window, and whether what was measured in it counts (METRICS, section 7).
// Loads are taken over the window as a whole, from its first and its last reading.

import {
  type EnvironmentKind,
  type EnvironmentSummary,
  type InvalidReason,
  mostForeignLoad,
} from '../../shared/environment.ts'
import type { PolicyState } from './frequency.ts'
import { loadsBetween, type SeriesName } from './series.ts'
import { isThrottled } from './throttle.ts'
import type { Reading, Watched } from './watch.ts'

/** Fewer readings than this say nothing of a window. */
const leastReadings = 3
const mostReasons = 50

export interface Judgement {
  /** Null where the window was too short for it. */
  readonly environment: EnvironmentSummary | null
  readonly invalid: readonly InvalidReason[]
}

function limitsOf(state: PolicyState | undefined) {
  const { minKhz = null, maxKhz = null } = state ?? {}
  return minKhz === null || maxKhz === null ? null : { minKhz, maxKhz }
}

interface Extent {
  least: number
  most: number
  sum: number
  count: number
}

export class MeasuredWindow {
  readonly #watched: Watched
  readonly #series: readonly SeriesName[]
  readonly #expected: ReadonlyMap<string, PolicyState> | null
  readonly #extents: readonly Extent[]
  /** By what they are about: each is told once. */
  readonly #reasons = new Map<string, InvalidReason>()
  #first: Reading | null = null
  #last: Reading | null = null
  #readings = 0

  /** `expected`: what the policies are set to; null: nobody has set them for this. */
  constructor(
    watched: Watched,
    series: readonly SeriesName[],
    expected: ReadonlyMap<string, PolicyState> | null = null,
  ) {
    this.#watched = watched
    this.#expected = expected
    this.#series = series
    this.#extents = series.map(() => ({
      least: Number.POSITIVE_INFINITY,
      most: Number.NEGATIVE_INFINITY,
      sum: 0,
      count: 0,
    }))
  }

  /** `row`: a value of each series. */
  add(reading: Reading, row: readonly (number | null)[]): void {
    this.#extents.forEach((extent, index) => {
      const value = row[index]
      if (value === null || value === undefined) return
      extent.least = Math.min(extent.least, value)
      extent.most = Math.max(extent.most, value)
      extent.sum += value
      extent.count += 1
    })
    this.#compare(this.#last, reading)
    this.#first ??= reading
    this.#last = reading
    this.#readings += 1
  }

  #compare(before: Reading | null, reading: Reading): void {
    const { throttle, cooling, policies } = this.#watched
    throttle.forEach((source, index) => {
      if (isThrottled(source, before?.throttle[index] ?? null, reading.throttle[index] ?? null))
        this.#object(source.name, { kind: 'throttled', source: source.name })
    })
    cooling.forEach(({ name }, index) => {
      if ((reading.cooling[index] ?? 0) > 0) this.#object(name, { kind: 'throttled', source: name })
    })
    policies.forEach((policy, index) => {
      const previous = before === null ? this.#expected?.get(policy) : before.policies[index]
      const from = previous?.governor ?? null
      const to = reading.policies[index]?.governor ?? null
      if (from !== null && to !== null && from !== to)
        this.#object(policy, { kind: 'governor-changed', policy, from, to })
      const limitsFrom = limitsOf(previous)
      const limitsTo = limitsOf(reading.policies[index])
      if (limitsFrom === null || limitsTo === null) return
      if (limitsFrom.minKhz !== limitsTo.minKhz || limitsFrom.maxKhz !== limitsTo.maxKhz)
        this.#object(policy, { kind: 'limits-changed', policy, from: limitsFrom, to: limitsTo })
    })
  }

  #object(about: string, reason: InvalidReason): void {
    const key = `${reason.kind} ${about}`
    if (!this.#reasons.has(key)) this.#reasons.set(key, reason)
  }

  judge(): Judgement {
    const first = this.#first
    const last = this.#last
    const isLong = this.#readings >= leastReadings && first !== null && last !== null
    const loads = isLong ? loadsBetween(first, last) : null
    if (loads !== null && loads.foreign > mostForeignLoad)
      this.#object('', { kind: 'foreign-load', share: loads.foreign })
    if (loads !== null && loads.instrument > mostForeignLoad)
      this.#object('', { kind: 'instrument-load', share: loads.instrument })
    const whole: Readonly<Partial<Record<EnvironmentKind, number | undefined>>> = {
      'foreign-load': loads?.foreign,
      'instrument-load': loads?.instrument,
      'power-load': loads?.power ?? undefined,
      steal: loads?.steal,
    }
    const series = this.#series.flatMap(({ kind, name }, index) => {
      const { least, most, sum, count } = this.#extents[index] as Extent
      if (count === 0) return []
      return [{ kind, name, least, mean: whole[kind] ?? sum / count, most }]
    })
    return {
      environment: isLong ? { samples: this.#readings, series } : null,
      invalid: [...this.#reasons.values()].slice(0, mostReasons),
    }
  }
}
