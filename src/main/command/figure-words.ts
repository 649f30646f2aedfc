// The figures of a measurement as text for a terminal: the headline of its scenario, percentiles with their bounds, and
// what is too few samples said as that.

import type { Measurement, Quantile } from '../../shared/measurement.ts'
import { quantiles } from '../../shared/measurement.ts'
import type { Scenario } from '../../shared/plan.ts'
import type { PooledEnergy } from '../../shared/pooled-energy.ts'
import {
  formatJoulesWithInterval,
  formatNs,
  formatNsWithInterval,
  formatRate,
  formatRateWithInterval,
} from '../../shared/units.ts'

export const tooFew = 'too few'

const quantileNames: Readonly<Record<Quantile, string>> = {
  p50: 'p50',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  p999: 'p99.9',
}

/** What a scenario's headline is called. */
export const headlineNames: Readonly<Record<Scenario, string>> = {
  'single-stream': 'p90',
  'multi-stream': 'p99',
  offline: 'samples/s',
  server: 'queries/s',
}

/** What its scenario is about; of what an older version measured the same without an interval. */
export function headlineText(scenario: Scenario, measurement: Measurement): string {
  const { headline, latency, samplesPerSecond } = measurement
  if (headline !== null) {
    const { value, spread } =
      headline.kind === 'latency'
        ? formatNsWithInterval(headline.value, headline.interval)
        : formatRateWithInterval(headline.value, headline.interval)
    return `${value} ${spread}`.trim()
  }
  if (scenario === 'offline') return formatRate(samplesPerSecond)
  return scenario === 'server'
    ? tooFew
    : percentileText(latency.percentilesNs[scenario === 'single-stream' ? 'p90' : 'p99'])
}

export const percentileText = (ns: number | null) => (ns === null ? tooFew : formatNs(ns))

/** Each percentile with LoadGen's bound where it has one. */
export function percentilesText({ latency }: Measurement): string {
  const few = quantiles.filter((quantile) => latency.percentilesNs[quantile] === null)
  const known = quantiles.flatMap((quantile) => {
    const value = latency.percentilesNs[quantile]
    const bound = latency.boundsNs[quantile]
    if (value === null) return []
    return [
      `${quantileNames[quantile]} ${formatNs(value)}${bound === null ? '' : ` (≤ ${formatNs(bound)})`}`,
    ]
  })
  const missing =
    few.length === 0
      ? []
      : [`too few samples for ${few.map((quantile) => quantileNames[quantile]).join(', ')}`]
  return [...known, ...missing].join(', ')
}

/** Joules per inference, with half the width of the interval where repetitions give one. */
export function energyText({ joulesPerInference, interval }: PooledEnergy): string {
  const { value, spread } = formatJoulesWithInterval(joulesPerInference, interval)
  return `${value} ${spread}`.trim()
}
