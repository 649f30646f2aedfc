// Warnings have to come where there is reason, and not where there is none.

import { describe, expect, it } from 'vitest'
import { twoModes } from '../../../src/shared/stats/modes.ts'
import { seededUniform } from '../../../src/shared/stats/random.ts'
import { warningsOf } from '../../../src/shared/stats/warnings.ts'
import { autoregressive, normalNumbers } from './series.ts'

const quiet = { firstInferenceNs: 1.1e6, warmupEnd: 'steady' } as const
/** About 1 ms, with this deviation. */
const around = (noise: Float64Array, deviation = 0.01) =>
  noise.map((value) => 1e6 * (1 + deviation * value))
const kinds = (samples: Float64Array, context: Parameters<typeof warningsOf>[1] = quiet) =>
  warningsOf(samples, context).map(({ kind }) => kind)

describe('two modes', () => {
  const mixture = (count: number, share: number, apart: number, seed: number) => {
    const random = seededUniform(seed)
    return around(
      normalNumbers(count, seed + 1).map((v) => v + (random() < share ? apart : 0)),
    ).sort()
  }

  it('are found where there are two, and told', () => {
    for (const count of [200, 2000, 20_000])
      for (const share of [0.2, 0.5, 0.8])
        for (let seed = 1; seed <= 3; seed++) {
          const [low, high] = twoModes(mixture(count, share, 8, seed)) ?? [0, 0]
          expect(Math.abs(low - 1e6)).toBeLessThan(1.2e4)
          expect(Math.abs(high - 1.08e6)).toBeLessThan(1.2e4)
        }
  })

  it('are not seen in noise of one mode', () => {
    const shapes: Readonly<Record<string, (noise: Float64Array) => Float64Array>> = {
      normal: (noise) => around(noise),
      narrow: (noise) => around(noise, 0.001),
      wide: (noise) => around(noise, 0.1),
      lognormal: (noise) => noise.map((value) => 1e6 * Math.exp(0.5 * value)),
      exponential: (noise) => noise.map((value) => 1e6 * (1 + 0.05 * value ** 2)),
      rounded: (noise) => noise.map((value) => Math.round((5000 + 40 * value) / 52) * 52),
      'of a fast model': (noise) => noise.map((value) => Math.round((900 + 30 * value) / 52) * 52),
    }
    let alarms = 0
    let looks = 0
    for (const shape of Object.values(shapes))
      for (const count of [100, 300, 1000, 5000])
        for (let seed = 1; seed <= 20; seed++) {
          looks += 1
          if (twoModes(shape(normalNumbers(count, seed)).sort()) !== null) alarms += 1
        }
    expect(looks).toBe(560)
    expect(alarms).toBeLessThanOrEqual(3)
  })

  it('are not seen in few samples, equal ones, or a few that lie far away', () => {
    expect(twoModes(mixture(99, 0.5, 20, 1))).toBeNull()
    expect(twoModes(new Float64Array(1000).fill(5))).toBeNull()
    expect(twoModes(mixture(5000, 0.05, 20, 1))).toBeNull()
  })
})

describe('warnings', () => {
  it('are none on quiet samples', () => {
    let alarms = 0
    for (let seed = 1; seed <= 60; seed++) {
      alarms += kinds(around(normalNumbers(3000, seed))).length
      alarms += kinds(around(autoregressive(3000, 0.5, seed))).length
    }
    expect(alarms).toBeLessThanOrEqual(2)
  })

  it('say that the first run was slow, and that warming up did not end by itself', () => {
    const samples = around(normalNumbers(1000, 1))
    expect(warningsOf(samples, { firstInferenceNs: 5e6, warmupEnd: 'steady' })).toEqual([
      { kind: 'slow-first-run', ratio: expect.closeTo(5, 1) },
    ])
    expect(kinds(samples, { firstInferenceNs: null, warmupEnd: 'time-cap' })).toEqual(['not-warm'])
  })

  it('say how noisy, at more than 2.5 %', () => {
    expect(kinds(around(normalNumbers(5000, 1), 0.024))).toEqual([])
    expect(warningsOf(around(normalNumbers(5000, 1), 0.03), quiet)).toEqual([
      { kind: 'noisy', variation: expect.closeTo(0.03, 2) },
    ])
  })

  it('say how far the latencies have drifted', () => {
    const drifting = around(normalNumbers(3000, 1)).map((value, index) => value * (1 + index / 1e5))
    expect(warningsOf(drifting, quiet)).toEqual([{ kind: 'drift', ratio: expect.closeTo(1.02, 2) }])
    expect(kinds(drifting.map((_, index) => 1e6 * (1 + index / 1e6)))).toEqual([])
  })

  it('count severe outliers where they take a share of the time, one long stop included', () => {
    const samples = around(normalNumbers(3000, 1))
    expect(kinds(samples.with(700, 2e9))).toContain('outliers')
    expect(kinds(samples.with(700, 2e6))).toEqual([])
    const many = samples.map((value, index) => (index % 50 === 0 ? 3 * value : value))
    expect(warningsOf(many, quiet)).toContainEqual({ kind: 'outliers', severe: 60 })
  })
})
