// Samples per second of a measured point, whatever its scenario: what charts and comparisons hold side by side.

import type { Interval } from './measurement.ts'
import type { MeasuredPoint } from './run.ts'
import { invocationInterval } from './stats/invocations.ts'

export interface Throughput {
  /** Null: the server scenario came to its cap before any rate was known to hold. */
  readonly value: number | null
  readonly interval: Interval | null
  /** One of each repetition, where there were several. */
  readonly invocations: readonly number[]
}

/**
 * In the server scenario the highest rate that held the bound, each of its queries a batch of samples; elsewhere samples
 * done ÷ wall time.
 */
export function throughputOf({
  point: { batch, scenario },
  measurement: { headline, samplesPerSecond, spread },
}: Pick<MeasuredPoint, 'point' | 'measurement'>): Throughput {
  if (scenario === 'server') {
    if (headline === null) return { value: null, interval: null, invocations: [] }
    const { value, interval } = headline
    return {
      value: value * batch,
      interval:
        interval === null ? null : { low: interval.low * batch, high: interval.high * batch },
      invocations: (spread?.headlines ?? []).map((rate) => rate * batch),
    }
  }
  if (headline?.kind === 'throughput')
    return {
      value: headline.value,
      interval: headline.interval,
      invocations: spread?.headlines ?? [],
    }
  const invocations = spread?.samplesPerSecond ?? []
  return { value: samplesPerSecond, interval: invocationInterval(invocations), invocations }
}
