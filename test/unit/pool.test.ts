// Several repetitions as one result: what counts, what is left out, and how far the result may be trusted.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Measurement, measurementSchema } from '../../src/shared/measurement.ts'
import { pooled } from '../../src/shared/pool.ts'
import type { RepetitionResult } from '../../src/shared/run.ts'
import { summarize } from '../../src/shared/stats.ts'
import { normalNumbers } from './stats/series.ts'

function measurement(medianNs: number, over: Partial<Measurement> = {}): Measurement {
  const samples = normalNumbers(200, Math.round(medianNs)).map((v) => medianNs * (1 + 0.01 * v))
  const latency = summarize(samples)
  return measurementSchema.parse({
    latency,
    samplesPerSecond: 1e9 / medianNs,
    wallNs: 200 * medianNs,
    stop: 'precision',
    headline: {
      kind: 'latency',
      quantile: 'p90',
      value: latency.percentilesNs.p90 ?? 0,
      interval: { low: medianNs, high: 1.1 * medianNs },
    },
    coldStart: { sessionNs: 1e6, firstInferenceNs: 2e6 },
    warmup: { iterations: 40, wallNs: 4e7, end: 'steady' },
    memory: { floorBytes: 5e7, sessionBytes: 6e7, peakBytes: 7e7 },
    ...over,
  })
}

const repetition = (
  value: Measurement | null,
  invalid: RepetitionResult['invalid'] = [],
): RepetitionResult => ({
  repetition: 0,
  invalid,
  environment: null,
  energy: [],
  durationNs: 1e9,
  outcome: value === null ? { kind: 'cancelled' } : { kind: 'measured', measurement: value },
})

function pooledOf(results: readonly RepetitionResult[]): Measurement {
  const { outcome } = pooled(results)
  if (outcome.kind !== 'measured') throw new Error(outcome.kind)
  return outcome.measurement
}

const loaded = [{ kind: 'foreign-load' as const, share: 0.3 }]

describe('pooling', () => {
  it('leaves one repetition as it is', () => {
    const one = measurement(1e6)
    expect(pooled([repetition(one)])).toEqual({
      outcome: { kind: 'measured', measurement: one },
      invalid: [],
      energy: [],
    })
  })

  it('takes medians, whatever the order, and keeps each repetition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1e5, max: 1e8 }), { minLength: 3, maxLength: 7 }),
        (mediansNs) => {
          const results = mediansNs.map((median) => repetition(measurement(median)))
          const all = pooledOf(results)
          const turned = pooledOf(results.toReversed())
          expect(turned.latency.percentilesNs).toEqual(all.latency.percentilesNs)
          expect(turned.headline?.value).toBe(all.headline?.value)
          expect(all.spread?.mediansNs).toHaveLength(mediansNs.length)
          expect(all.spread?.samplesPerSecond).toEqual(mediansNs.map((median) => 1e9 / median))
          const median = all.latency.percentilesNs.p50 ?? 0
          expect(all.latency.medianIntervalNs?.low).toBeLessThanOrEqual(median)
          expect(all.latency.medianIntervalNs?.high).toBeGreaterThanOrEqual(median)
          expect(all.latency.count).toBe(200 * mediansNs.length)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('takes its interval from between the processes, however sure each is of itself', () => {
    const results = [1e6, 1.1e6, 1.2e6].map((median) => repetition(measurement(median)))
    const all = pooledOf(results)
    const interval = all.latency.medianIntervalNs ?? { low: 0, high: 0 }
    const widest = results.map(({ outcome }) =>
      outcome.kind === 'measured' ? outcome.measurement.latency.medianIntervalNs : null,
    )
    for (const within of widest)
      expect(interval.high - interval.low).toBeGreaterThan(
        10 * ((within?.high ?? 0) - (within?.low ?? 0)),
      )
    expect(all.headline?.interval?.low).toBeLessThan(1e6)
    expect(all.spread?.between).toBeCloseTo(0.0909, 2)
    // A normal distribution's interquartile range is 1.349 deviations of 1 %.
    expect(all.spread?.within).toBeCloseTo(0.0135, 2)
  })

  it('holds possible all that either of two processes says', () => {
    const [one, two] = [measurement(1e6), measurement(2e6)]
    const { latency } = pooledOf([repetition(one), repetition(two)])
    expect(latency.medianIntervalNs).toEqual({
      low: one.latency.medianIntervalNs?.low,
      high: two.latency.medianIntervalNs?.high,
    })
    expect(latency.percentilesNs.p50).toBeCloseTo(1.5e6, -4)
  })

  it('leaves out what is invalid or was not measured, and says how many', () => {
    const counted = [1e6, 1.01e6, 1.02e6].map((median) => repetition(measurement(median)))
    const all = pooled([...counted, repetition(measurement(9e6), loaded), repetition(null)])
    expect(all.invalid).toEqual([])
    expect(all.outcome).toMatchObject({
      measurement: {
        latency: { maxNs: expect.toSatisfy((max: number) => max < 2e6) },
        spread: { repetitions: 3 },
        warnings: [{ kind: 'repetitions-left-out', count: 2 }],
      },
    })
  })

  it('shows invalid ones where there are no others, and why they do not count', () => {
    const all = pooled([repetition(measurement(1e6), loaded), repetition(null)])
    expect(all.invalid).toEqual(loaded)
    expect(all.outcome.kind).toBe('measured')
  })

  it('tells the worst of what was not measured at all', () => {
    expect(pooled([repetition(null)]).outcome).toEqual({ kind: 'cancelled' })
    expect(() => pooled([])).toThrow(RangeError)
  })

  it('hides no warning and no reason for stopping behind another repetition', () => {
    const noisy = { kind: 'noisy' as const, variation: 0.2 }
    const all = pooledOf([
      repetition(measurement(1e6)),
      repetition(measurement(1e6, { stop: 'time-cap', warnings: [noisy] })),
      repetition(measurement(1e6, { warnings: [{ ...noisy, variation: 0.1 }] })),
    ])
    expect(all.stop).toBe('time-cap')
    expect(all.warnings).toEqual([noisy])
  })

  it('gives no headline and no percentile that one of them has too few samples for', () => {
    const few = measurement(1e6, { headline: null })
    const all = pooledOf([repetition(measurement(1e6)), repetition(few)])
    expect(all.headline).toBeNull()
    expect(all.spread?.headlines).toEqual([])
    expect(all.latency.percentilesNs.p99).toBeNull()
  })
})
