// Latencies over time in few bins: none lost, in order, on the clock of their windows.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seriesOf } from '../../src/main/run/series.ts'

const window = fc.record({
  gapNs: fc.integer({ min: 0, max: 1_000_000 }),
  overheadNs: fc.integer({ min: 0, max: 1_000 }),
  latenciesNs: fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 40 }),
})

const recorded = fc.array(window, { minLength: 1, maxLength: 12 }).map((parts) => {
  let atNs = 5e9
  return parts.map(({ gapNs, overheadNs, latenciesNs }) => {
    const startNs = atNs + gapNs
    atNs = startNs + latenciesNs.reduce((sum, value) => sum + value, overheadNs)
    return { window: { startNs, endNs: atNs }, samples: Float64Array.from(latenciesNs) }
  })
})

test('every latency is in one bin, bins follow one another, and there are not too many', () => {
  fc.assert(
    fc.property(recorded, fc.integer({ min: 1, max: 50 }), (windows, most) => {
      const { onClock, bins } = seriesOf(windows, most)
      const all = windows.flatMap(({ samples }) => [...samples])
      expect(onClock).toBe(true)
      expect(bins.length).toBeLessThanOrEqual(most)
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
      expect(Math.max(...bins.map(({ maxNs }) => maxNs))).toBe(Math.max(...all))
      expect(Math.min(...bins.map(({ minNs }) => minNs))).toBe(Math.min(...all))
      expect(bins[0]?.startNs).toBe(windows[0]?.window.startNs)
      expect(bins.at(-1)?.endNs).toBeCloseTo(windows.at(-1)?.window.endNs ?? 0, 2)
      for (const [index, { startNs, endNs }] of bins.entries()) {
        expect(endNs).toBeGreaterThan(startNs)
        expect(startNs).toBeGreaterThanOrEqual((bins[index - 1]?.endNs ?? 0) - 1e-3)
      }
    }),
  )
})

test('with room for all, each latency is a bin of its own, in the window in which it was taken', () => {
  fc.assert(
    fc.property(recorded, (windows) => {
      const { bins } = seriesOf(windows)
      const own = windows.flatMap(({ window: { startNs, endNs }, samples }) =>
        [...samples].map((value) => ({ value, startNs, endNs })),
      )
      expect(bins.map(({ medianNs }) => medianNs)).toEqual(own.map(({ value }) => value))
      for (const [index, bin] of bins.entries()) {
        expect(bin.startNs).toBeGreaterThanOrEqual((own[index]?.startNs ?? 0) - 1e-3)
        expect(bin.endNs).toBeLessThanOrEqual((own[index]?.endNs ?? 0) + 1e-3)
      }
    }),
  )
})

test('without windows the times are sums of latencies, and that is said', () => {
  const samples = Float64Array.of(10, 20, 30)
  expect(seriesOf([{ window: null, samples }])).toEqual({
    onClock: false,
    // Quartiles 10 and 30: 30 + 3 × 20.
    severeNs: 90,
    bins: [
      { startNs: 0, endNs: 10, count: 1, minNs: 10, medianNs: 10, maxNs: 10 },
      { startNs: 10, endNs: 30, count: 1, minNs: 20, medianNs: 20, maxNs: 20 },
      { startNs: 30, endNs: 60, count: 1, minNs: 30, medianNs: 30, maxNs: 30 },
    ],
  })
  expect(seriesOf([])).toEqual({ onClock: false, severeNs: null, bins: [] })
})
