import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiStream } from '../../../src/agent/scenario/multi-stream.ts'
import { offline } from '../../../src/agent/scenario/offline.ts'
import type { Scenario } from '../../../src/agent/scenario/scenario.ts'
import { singleStream } from '../../../src/agent/scenario/single-stream.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { limitsWithPower, modeLimits } from '../../../src/shared/limits.ts'
import { leastSamples } from '../../../src/shared/stats.ts'
import { evenly, type Scripted, scripted } from './scripted.ts'

const closedLoops: Readonly<Record<string, Scenario>> = { singleStream, multiStream, offline }

function allHanded({ handed }: Scripted): readonly number[] {
  return handed.flatMap(({ latencyNs }) => [...latencyNs])
}

describe.each(Object.entries(closedLoops))('%s', (_, scenario) => {
  test('hands on every sample once, in order, with when its window was', async () => {
    const board = scripted(evenly(3, 0.2))
    const { recording } = await scenario(board.load)
    expect(allHanded(board)).toEqual([...recording.latencyNs])
    let next = 0
    let lastMs = 0
    board.handed.forEach(({ startMs, endMs, latencyNs }, index) => {
      expect(board.firsts[index]).toBe(next)
      next += latencyNs.length
      expect(startMs).toBeGreaterThanOrEqual(lastMs)
      expect(endMs).toBeGreaterThan(startMs)
      lastMs = endMs
    })
    const sum = recording.latencyNs.reduce((total, value) => total + value, 0)
    expect(sum).toBeLessThanOrEqual(recording.wallNs + recording.count)
  })

  test('ends, whatever the model and the limits', async () => {
    const limits = fc.record({
      minSamples: fc.integer({ min: 1, max: 2000 }),
      minMs: fc.integer({ min: 0, max: 3000 }),
      maxMs: fc.integer({ min: 1, max: 3000 }),
      maxSamples: fc.integer({ min: 1, max: 5000 }),
    })
    await fc.assert(
      fc.asyncProperty(
        limits,
        fc.double({ min: 0.05, max: 9000, noNaN: true }),
        async (some, ms) => {
          const board = scripted(evenly(ms, 0.1), { limits: some })
          const { recording, stop } = await scenario(board.load)
          expect(recording.count).toBeGreaterThan(0)
          expect(recording.count).toBeLessThanOrEqual(some.maxSamples)
          if (stop === 'sample-cap') expect(recording.count).toBe(some.maxSamples)
          // The cap of time is stretched fourfold at the most, and the query that is under way is ended.
          const longestQueryMs = Math.max(...recording.latencyNs) / 1e6
          expect(recording.wallNs / 1e6).toBeLessThanOrEqual(4 * some.maxMs + longestQueryMs + 1)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('stopping', () => {
  test('a least window for energy is no cap: the headline still ends it', async () => {
    const limits = limitsWithPower({ ...modeLimits.quick, minEnergyMs: 60_000 })
    const { stop, recording } = await singleStream(scripted(evenly(1, 0.002), { limits }).load)
    expect(stop).toBe('precision')
    expect(recording.wallNs).toBeGreaterThanOrEqual(60e9)
  })

  test('a steady model ends when its headline is known, not before its least time', async () => {
    const board = scripted(evenly(1, 0.002))
    const { stop, recording, headline } = await singleStream(board.load)
    expect(stop).toBe('precision')
    expect(recording.wallNs).toBeGreaterThanOrEqual(modeLimits.quick.minMs * 1e6)
    expect(recording.wallNs).toBeLessThan(modeLimits.quick.maxMs * 1e6)
    const { value = 0, interval = null } = headline ?? {}
    expect(interval?.low).toBeLessThanOrEqual(value)
    expect(interval?.high).toBeGreaterThanOrEqual(value)
    expect(((interval?.high ?? 0) - (interval?.low ?? 0)) / 2 / value).toBeLessThanOrEqual(0.01)
  })

  test('a restless one goes on to its cap of time', async () => {
    const board = scripted(evenly(20, 0.9))
    const { stop, recording } = await singleStream(board.load)
    expect(stop).toBe('time-cap')
    expect(recording.wallNs).toBeGreaterThanOrEqual(modeLimits.quick.maxMs * 1e6)
  })

  test('it is the headline that is looked at: p90 settles later than throughput', async () => {
    // Every eighth inference takes twice as long: the mean is known long before the tail is.
    const service = (seed: number) => {
      const [near, far] = [evenly(5, 0.01, seed), evenly(10, 0.4, seed)]
      return (run: number) => (run % 8 === 7 ? far() : near())
    }
    const limits = { minMs: 0, maxMs: 60_000, precision: 0.01 }
    const stream = scripted(service(3), { limits })
    const through = scripted(service(3), { limits })
    await singleStream(stream.load)
    await offline(through.load)
    expect(stream.runs.length).toBeGreaterThan(through.runs.length)
  })

  test('a slow model gets past the cap of time to its least number of samples', async () => {
    const board = scripted(() => 20, { limits: { minMs: 0, maxMs: 100, minSamples: 11 } })
    const { stop, recording } = await singleStream(board.load)
    expect(stop).toBe('time-cap')
    // A window of 250 ms is the least that is measured.
    expect(recording.count).toBe(13)
  })

  test('a slow one gets to its headline where that is in reach', async () => {
    const board = scripted(() => 10, { limits: { minMs: 0, maxMs: 300, minSamples: 11 } })
    const { stop, recording, headline } = await singleStream(board.load)
    expect(stop).toBe('time-cap')
    expect(recording.count).toBeGreaterThanOrEqual(leastSamples.p90)
    expect(headline).not.toBeNull()
  })

  test('a hopelessly slow one still ends, without a headline', async () => {
    const board = scripted(() => 5_000)
    const { stop, recording, headline } = await singleStream(board.load)
    expect(stop).toBe('time-cap')
    expect(recording.count).toBeLessThan(leastSamples.p90)
    expect(headline).toBeNull()
  })

  test('a plan can ask for LoadGen’s own sample size', async () => {
    const limits = { minMs: 0, maxMs: 600_000, sampleSize: 'normal-approximation' } as const
    const board = scripted(evenly(1, 0.001), { limits })
    const { stop, recording } = await singleStream(board.load)
    expect(stop).toBe('precision')
    expect(recording.count).toBeGreaterThanOrEqual(23_886)
  })

  test('where only a cap can end it, nothing is looked at', async () => {
    const board = scripted(evenly(1, 0.002), { limits: { minMs: 2_000, maxMs: 2_000 } })
    const { stop, recording } = await singleStream(board.load)
    expect(stop).toBe('time-cap')
    expect(recording.wallNs).toBeGreaterThanOrEqual(2_000e6)
  })
})

describe('queries', () => {
  test.each([1, 2, 4, 8])('multi-stream takes eight samples in batches of %i', async (batch) => {
    const board = scripted(() => 2, { batch })
    const { recording, inferences, samplesPerSecond } = await multiStream(board.load)
    expect(inferences).toBe(8 / batch)
    expect(board.runs).toHaveLength(recording.count * inferences)
    expect([...new Set(recording.latencyNs)]).toEqual([2e6 * inferences])
    expect(samplesPerSecond).toBeCloseTo((1000 * batch) / 2, 6)
  })

  test.each([3, 16])('batch %i makes up no query of multi-stream', (batch) => {
    const board = scripted(() => 2, { batch })
    expect(() => multiStream(board.load)).toThrow(FaultError)
    expect(board.runs).toHaveLength(0)
  })

  test('the headline is p90, p99 of the query, or throughput', async () => {
    const limits = { minMs: 0, maxMs: 10_000 }
    const one = await singleStream(scripted(evenly(3, 0.1), { limits }).load)
    const eight = await multiStream(scripted(evenly(1, 0.1), { limits }).load)
    const all = await offline(scripted(evenly(3, 0.1), { limits, batch: 4 }).load)
    expect(one.headline).toMatchObject({ kind: 'latency', quantile: 'p90' })
    expect(eight.headline).toMatchObject({ kind: 'latency', quantile: 'p99' })
    expect(all.headline).toMatchObject({ kind: 'throughput', quantile: null })
    expect(all.headline?.value).toBe(all.samplesPerSecond)
    const { low = 0, high = 0 } = all.headline?.interval ?? {}
    expect(low).toBeLessThanOrEqual(all.samplesPerSecond)
    expect(high).toBeGreaterThanOrEqual(all.samplesPerSecond)
  })

  test('an engine whose run is a promise is waited for', async () => {
    const board = scripted(() => 2, { limits: { maxSamples: 5 } })
    const { session } = board.load
    const load = { ...board.load, session: { run: () => Promise.resolve(session.run()) } }
    const { recording } = await singleStream(load)
    expect([...recording.latencyNs]).toEqual([2e6, 2e6, 2e6, 2e6, 2e6])
  })
})
