// The power records of a repetition as series that a chart can draw: source by source, joined to one, with the total of
// what its rails make, and thinned to so many moments.

import { mostShownSamples, stretches } from './environment-series.ts'
import type { PowerMethod, PowerRecord, PowerSource } from './power.ts'

export interface PowerSeries {
  readonly source: string
  readonly method: PowerMethod
  readonly coverage: PowerSource['coverage']
  /** On the clock of the latencies. */
  readonly atNs: readonly number[]
  /** In milliwatts at each moment; null where a reading failed. */
  readonly rails: readonly {
    readonly name: string
    readonly inTotal: boolean
    readonly milliwatts: readonly (number | null)[]
  }[]
  /** Of the rails that make it; null where one of them failed. */
  readonly total: readonly (number | null)[]
}

/** Of one source, in the order of time; records hold its rails in its order. A rail that one lacks failed there. */
export function powerSeries(
  { id, method, coverage, rails }: PowerSource,
  records: readonly PowerRecord[],
): PowerSeries {
  const own = records.filter(({ source }) => source === id)
  const atNs = own.flatMap((record) => record.atNs)
  const read = rails.map(({ name, inTotal }, place) => ({
    name,
    inTotal,
    milliwatts: own.flatMap((record) =>
      record.atNs.map((_, index) => record.rails[place]?.milliwatts[index] ?? null),
    ),
  }))
  return { source: id, method, coverage, atNs, rails: read, total: totalOf(read, atNs.length) }
}

function totalOf(rails: PowerSeries['rails'], count: number): readonly (number | null)[] {
  const parts = rails.filter(({ inTotal }) => inTotal)
  return Array.from({ length: count }, (_, index) => {
    const known = parts.flatMap(({ milliwatts }) => milliwatts[index] ?? [])
    return known.length === 0 || known.length < parts.length
      ? null
      : known.reduce((sum, value) => sum + value, 0)
  })
}

/** At no more than `most` moments, each the mean of a stretch of the readings. */
export function thinnedPower(series: PowerSeries, most: number = mostShownSamples): PowerSeries {
  if (series.atNs.length <= most) return series
  const thin = (values: readonly (number | null)[]) => stretches(values, most, meanKnown)
  return {
    ...series,
    atNs: stretches(series.atNs, most, mean),
    rails: series.rails.map((rail) => ({ ...rail, milliwatts: thin(rail.milliwatts) })),
    total: thin(series.total),
  }
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function meanKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : mean(known)
}
