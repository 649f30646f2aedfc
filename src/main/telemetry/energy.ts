// Energy that went by while somebody looked, source by source: the trapezoid of its total. Over a gap nothing is known, and
// nothing is added.

import {
  type TelemetryReadings,
  type TelemetrySeries,
  telemetryGapMs,
} from '../../shared/telemetry.ts'

interface Last {
  readonly atMs: number
  readonly watts: number
}

export class SeenEnergy {
  readonly #last = new Map<string, Last>()
  readonly #joules = new Map<string, number>()

  get joules(): ReadonlyMap<string, number> {
    return this.#joules
  }

  take(series: readonly TelemetrySeries[], { atMs, values }: TelemetryReadings): void {
    series.forEach((one, index) => {
      if (one.kind !== 'power' || one.role !== 'total') return
      atMs.forEach((at, moment) => {
        const watts = values[index]?.[moment] ?? Number.NaN
        if (!Number.isNaN(watts)) this.#add(one.source, { atMs: at, watts })
      })
    })
  }

  #add(source: string, now: Last): void {
    const last = this.#last.get(source)
    this.#last.set(source, now)
    const passedMs = last === undefined ? 0 : now.atMs - last.atMs
    const isGap = passedMs > telemetryGapMs
    const joules =
      last === undefined || isGap ? 0 : ((last.watts + now.watts) / 2) * (passedMs / 1000)
    // A counter never falls: a battery that is fed gives nothing back to it.
    this.#joules.set(source, (this.#joules.get(source) ?? 0) + Math.max(0, joules))
  }
}
