// Whether an interval that decided to stop still holds what it says: the product's stopping rule on series whose truth
// is known, looked at again and again as they grow.

import { describe, expect, it } from 'vitest'
import { headlineOf } from '../../../src/agent/scenario/headline.ts'
import { Recording } from '../../../src/agent/scenario/recording.ts'
import { Stopping } from '../../../src/agent/scenario/stopping.ts'
import { modeLimits } from '../../../src/shared/limits.ts'
import { percentile } from '../../../src/shared/stats/percentile.ts'
import { autoregressive, normalNumbers } from './series.ts'

const p90 = { quantile: 'p90', samplesPerQuery: 1 } as const
const clock = { now: () => 0, waitUntil: () => undefined }
const perWindow = 250 / 4
/** Twenty seconds of about 4 ms each. */
const length = 5000

interface Stop {
  readonly reason: string
  readonly wallMs: number
  readonly holds: boolean
}

/** Measures a series of latencies in units of 4 ms until the rule says to stop. */
function stopOf(series: Float64Array, minMs: number): Stop {
  const latencyNs = series.map((value) => 4e6 * value)
  const truth = percentile(Float64Array.from(latencyNs).sort(), 0.9)
  const stopping = new Stopping({ ...modeLimits.normal, minMs, maxMs: 19_000 }, p90, clock)
  const recording = new Recording()
  for (let first = 0; ; first += perWindow) {
    const window = latencyNs.subarray(Math.floor(first), Math.floor(first + perWindow))
    recording.add({ startMs: first * 4, endMs: (first + perWindow) * 4, latencyNs: window })
    const reason = stopping.reason(recording)
    if (reason === null) continue
    const interval = headlineOf(p90, recording)?.interval ?? { low: 0, high: 0 }
    const holds = interval.low <= truth && interval.high >= truth
    return { reason, wallMs: recording.wallNs / 1e6, holds }
  }
}

const trials = 100
/** Three standard deviations of a binomial below 95 %. */
const least = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / trials)

const noises: Readonly<Record<string, (seed: number) => Float64Array>> = {
  'independent noise of 3 %': (seed) => normalNumbers(length, seed).map((v) => 1 + 0.03 * v),
  'noise that hangs together over 40 ms': (seed) =>
    autoregressive(length, 0.9, seed).map((v) => 1 + 0.02 * v),
  'noise that hangs together over a second': (seed) => {
    const fast = normalNumbers(length, seed)
    return autoregressive(length, 0.996, seed + 1e6).map(
      (v, i) => 1 + 0.004 * v + 0.01 * (fast[i] ?? 0),
    )
  },
  'two modes in turns of a tenth of a second': (seed) => {
    const turns = normalNumbers(length / 25, seed + 1e6)
    return normalNumbers(length, seed).map(
      (v, i) => ((turns[Math.floor(i / 25)] ?? 0) > 0.5 ? 1.03 : 1) + 0.005 * v,
    )
  },
}

/** Slower than what was measured can tell: noise as strong over a second, and noise on all scales of time at once. */
const slowNoises: Readonly<Record<string, (seed: number) => Float64Array>> = {
  'strong noise that hangs together over a second': (seed) =>
    autoregressive(length, 0.996, seed).map((v) => 1 + 0.02 * v),
  'noise without a scale': (seed) => {
    const octaves = Array.from({ length: 12 }, (_, octave) =>
      autoregressive(length, Math.exp(-(2 ** -octave)), seed * 131 + octave),
    )
    return Float64Array.from(
      { length },
      (_, i) => 1 + 0.006 * octaves.reduce((sum, octave) => sum + (octave[i] ?? 0), 0),
    )
  },
}

const heldOf = (noise: (seed: number) => Float64Array, minMs: number) => {
  const stops = Array.from({ length: trials }, (_, seed) => stopOf(noise(seed + 1), minMs))
  return stops.filter(({ holds }) => holds).length / trials
}

describe('an interval that decided to stop', () => {
  it.each(Object.entries(noises))(
    'holds the headline of the whole in 95 of 100 cases, from three seconds on, under %s',
    (_, noise) => {
      expect(heldOf(noise, 3000)).toBeGreaterThan(least)
    },
  )

  it.each(Object.entries(slowNoises))(
    'holds it in four of five cases, from three seconds on, under %s',
    (_, noise) => {
      expect(heldOf(noise, 3000)).toBeGreaterThan(0.8)
    },
  )

  it('holds it from one second on too, where noise does not hang together for as long', () => {
    for (const name of ['independent noise of 3 %', 'two modes in turns of a tenth of a second'])
      expect(heldOf(noises[name] ?? (() => new Float64Array()), 1000)).toBeGreaterThan(least)
  })
})
