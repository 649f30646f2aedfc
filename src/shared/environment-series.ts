// The records of an environment as series that a chart can draw: joined to one, and thinned to so many moments.

import type { EnvironmentKind, EnvironmentRecord } from './environment.ts'

/** At how many moments a chart shows the environment at the most. */
export const mostShownSamples = 2_000

interface Series {
  readonly kind: EnvironmentKind
  readonly name: string
  readonly values: (number | null)[]
}

/** Records in the order of time as one; a series that one of them lacks is null there. */
export function joined(records: readonly EnvironmentRecord[]): EnvironmentRecord {
  const all = new Map<string, Series>()
  const atNs: number[] = []
  for (const record of records) {
    for (const { kind, name, values } of record.series) {
      const key = `${kind} ${name}`
      const series = all.get(key) ?? { kind, name, values: [] }
      all.set(key, series)
      while (series.values.length < atNs.length) series.values.push(null)
      for (const value of values) series.values.push(value)
    }
    for (const at of record.atNs) atNs.push(at)
  }
  for (const { values } of all.values()) while (values.length < atNs.length) values.push(null)
  return { atNs, series: [...all.values()] }
}

/** `values` in `count` stretches that differ in length by one at the most, each as what `of` makes of it. */
export function stretches<T, U>(
  values: readonly T[],
  count: number,
  of: (stretch: readonly T[]) => U,
): U[] {
  const end = (index: number) => Math.floor((index * values.length) / count)
  return Array.from({ length: count }, (_, index) => of(values.slice(end(index), end(index + 1))))
}

/**
 * At no more than `most` moments, each the middle of a stretch of the samples: their mean, for throttling their
 * largest, so that a short one is not lost.
 */
export function thinned({ atNs, series }: EnvironmentRecord, most: number): EnvironmentRecord {
  if (atNs.length <= most) return { atNs, series }
  return {
    atNs: stretches(atNs, most, mean),
    series: series.map(({ kind, name, values }) => ({
      kind,
      name,
      values: stretches(values, most, (stretch) => {
        const known = stretch.filter((value) => value !== null)
        if (known.length === 0) return null
        return kind === 'throttle' ? Math.max(...known) : mean(known)
      }),
    })),
  }
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
