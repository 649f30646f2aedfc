import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { poissonGaps } from '../../../src/agent/scenario/arrivals.ts'
import { firstRate, searchRate } from '../../../src/agent/scenario/rate-search.ts'
import { server } from '../../../src/agent/scenario/server.ts'
import { leastSamples, summarize } from '../../../src/shared/stats.ts'
import { evenly, scripted } from './scripted.ts'

describe('arrivals', () => {
  const gaps = (perSecond: number, seed: number, count = 20_000) => {
    const next = poissonGaps(perSecond, seed)
    return Float64Array.from({ length: count }, next)
  }

  test('come at the rate, with exponential gaps', () => {
    const { meanNs, standardDeviationNs } = summarize(gaps(200, 3))
    expect(meanNs).toBeCloseTo(5, 0)
    // Of an exponential distribution the deviation is the mean, and 1/e of it lies above.
    expect(standardDeviationNs / meanNs).toBeCloseTo(1, 1)
    const above = gaps(200, 3).filter((gap) => gap > 5).length
    expect(above / 20_000).toBeCloseTo(Math.exp(-1), 1)
  })

  test('are the same for the same seed only', () => {
    expect(gaps(50, 7, 100)).toEqual(gaps(50, 7, 100))
    expect(gaps(50, 7, 100)).not.toEqual(gaps(50, 8, 100))
  })
})

describe('the search for a rate', () => {
  const search = async (truth: number, ceiling: number, first: number) => {
    const tried: number[] = []
    const found = await searchRate({ ceiling, first }, async (perSecond) => {
      tried.push(perSecond)
      return perSecond <= truth ? 'holds' : 'misses'
    })
    return { ...found, tried }
  }

  test('finds any rate to within 2 %, never one that misses, never above the ceiling', async () => {
    const share = fc.double({ min: 0.02, max: 1.2, noNaN: true })
    const start = fc.double({ min: 0.05, max: 0.98, noNaN: true })
    await fc.assert(
      fc.asyncProperty(share, start, async (part, first) => {
        const { perSecond, isComplete, tried } = await search(part * 1000, 1000, first * 1000)
        expect(isComplete).toBe(true)
        expect(perSecond ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(Math.min(part, 1) * 1000)
        expect(perSecond ?? 0).toBeGreaterThanOrEqual(Math.min(part, 1) * 1000 * 0.98 - 1e-9)
        expect(tried.length).toBeLessThan(25)
      }),
    )
  })

  test('says so where no rate holds', async () => {
    expect(await search(0, 1000, 900)).toMatchObject({ perSecond: null, isComplete: true })
  })

  test('keeps what held when time runs out', async () => {
    const verdicts = ['holds', 'misses', 'unknown'] as const
    let tried = 0
    const found = await searchRate(
      { ceiling: 1000, first: 500 },
      async () => verdicts[tried++] ?? 'unknown',
    )
    expect(found).toEqual({ perSecond: 500, isComplete: false })
  })

  test('begins below the ceiling, higher where the bound leaves more room', () => {
    const rates = [10.5, 12, 20, 100, 10_000].map((boundMs) => firstRate(100, 10, boundMs))
    expect(rates).toEqual([...rates].sort((a, b) => a - b))
    for (const rate of [...rates, firstRate(100, 10, 1)]) {
      expect(rate).toBeGreaterThan(0)
      expect(rate).toBeLessThan(100)
    }
  })
})

/** p99 of the time in a queue with one server and even service times (M/D/1), from 400,000 arrivals. */
function p99OfQueue(serviceMs: number, perSecond: number): number {
  const gap = poissonGaps(perSecond, 99)
  let [arrivalMs, freeMs] = [0, 0]
  const times = Float64Array.from({ length: 400_000 }, () => {
    arrivalMs += gap()
    freeMs = Math.max(freeMs, arrivalMs) + serviceMs
    return freeMs - arrivalMs
  })
  return times.sort()[Math.floor(times.length * 0.99)] ?? 0
}

describe('server', () => {
  const normal = { minMs: 3_000, maxMs: 20_000, pointTimeoutMs: 1_800_000 }

  test('latency counts from the scheduled arrival: a query that waits is as slow as its wait', async () => {
    const board = scripted(() => 1, { boundNs: 5e6, limits: normal })
    const { recording, server: search, headline } = await server(board.load)
    const rate = headline?.value ?? 0
    expect(Math.min(...recording.latencyNs)).toBe(1e6)
    expect(Math.max(...recording.latencyNs)).toBeGreaterThan(1e6)
    expect(search?.trials.length).toBeGreaterThan(1)
    expect(rate).toBeGreaterThan(0)
    expect(rate).toBeLessThan(1000)
  })

  test('finds about the rate that queueing theory gives', async () => {
    for (const boundMs of [3, 5, 20]) {
      const board = scripted(() => 1, { boundNs: boundMs * 1e6, limits: normal })
      const { headline, stop } = await server(board.load)
      expect(stop).toBe('complete')
      const rate = headline?.value ?? 0
      // Judged by an upper bound of p99, from thousands of queries: on the safe side, and not far from it.
      expect(p99OfQueue(1, rate)).toBeLessThanOrEqual(boundMs * 1.05)
      expect(p99OfQueue(1, Math.min(999, rate * 1.2))).toBeGreaterThan(boundMs)
    }
  })

  test('no rate is at or above what the board does without a pause, however wide the bound', async () => {
    const board = scripted(evenly(0.5, 0.05), { boundNs: 600_000e6, limits: normal })
    const { headline } = await server(board.load)
    expect(headline?.value).toBeLessThan(2_000)
    expect(headline?.value).toBeGreaterThan(1_900)
  })

  test('a bound that even an idle board misses is the rate 0, at once', async () => {
    const board = scripted(evenly(10, 0.05), { boundNs: 5e6, limits: normal })
    const { headline, stop, server: search, recording } = await server(board.load)
    expect(headline).toEqual({ kind: 'rate', quantile: 'p99', value: 0, interval: null })
    expect(stop).toBe('complete')
    expect(search?.trials).toMatchObject([{ perSecond: 0, holds: false }])
    expect(recording.count).toBeGreaterThanOrEqual(leastSamples.p99)
  })

  test('a bound that only waiting breaks is the rate 0 too, after trials', async () => {
    const board = scripted(() => 0.1, {
      boundNs: 1e5 + 1000,
      limits: { ...normal, maxMs: 600_000 },
    })
    const { headline, stop, server: search } = await server(board.load)
    expect(headline?.value).toBe(0)
    expect(stop).toBe('complete')
    expect(search?.trials[0]).toMatchObject({ perSecond: 0, holds: true })
    expect(search?.trials.slice(1).every(({ holds }) => !holds)).toBe(true)
  })

  test('where time runs out before a rate was judged, the headline is unknown', async () => {
    const board = scripted(() => 100, { limits: { minMs: 1_000, maxMs: 3_000 } })
    const { headline, stop, recording } = await server(board.load)
    expect(headline).toBeNull()
    expect(stop).toBe('time-cap')
    expect(recording.count).toBeGreaterThan(0)
    expect(board.elapsedMs()).toBeLessThanOrEqual(24_000 + 1_000)
  })

  test('one hiccup of the board does not cost half of the rate', async () => {
    let isLate = true
    const service = (run: number) => {
      if (run < 3_000 || !isLate) return 1
      isLate = false
      return 60
    }
    const calm = await server(scripted(() => 1, { boundNs: 20e6, limits: normal }).load)
    const upset = await server(scripted(service, { boundNs: 20e6, limits: normal }).load)
    expect(upset.headline?.value).toBeGreaterThan((calm.headline?.value ?? 0) * 0.9)
  })

  test('what is handed on is the result: the trial that it ends with, in windows', async () => {
    const board = scripted(evenly(1, 0.1), { boundNs: 8e6, limits: normal })
    const { recording, server: search, headline } = await server(board.load)
    expect(board.handed.flatMap(({ latencyNs }) => [...latencyNs])).toEqual([
      ...recording.latencyNs,
    ])
    const ended = search?.trials.findLast(({ holds }) => holds)
    expect(ended?.perSecond).toBe(headline?.value)
    expect(ended?.queries).toBe(recording.count)
    expect(board.trials).toEqual(search?.trials)
    expect(summarize(recording.latencyNs).boundsNs.p99).toBe(ended?.p99Ns)
  })

  test('the rate that it ends with was tried for the whole of the mode’s time', async () => {
    const limits = { minMs: 120_000, maxMs: 120_000, pointTimeoutMs: 3_600_000 }
    const board = scripted(() => 2, { boundNs: 12e6, limits })
    const { recording, stop } = await server(board.load)
    expect(stop).toBe('complete')
    expect(recording.wallNs).toBeGreaterThan(100_000e6)
  })

  test('ends, whatever the model and the bound', async () => {
    const ms = fc.double({ min: 0.2, max: 20_000, noNaN: true })
    await fc.assert(
      fc.asyncProperty(ms, ms, async (serviceMs, boundMs) => {
        const board = scripted(evenly(serviceMs, 0.3), { boundNs: boundMs * 1e6 })
        const { headline, server: search } = await server(board.load)
        expect(board.elapsedMs()).toBeLessThanOrEqual(24_000 + 3 * serviceMs + 1_000)
        for (const { queries } of search?.trials ?? [])
          expect(queries).toBeGreaterThanOrEqual(leastSamples.p99)
        if (headline !== null && headline.value > 0) {
          const trial = search?.trials.findLast(({ perSecond }) => perSecond === headline.value)
          expect(trial?.p99Ns).toBeLessThanOrEqual(boundMs * 1e6)
        }
      }),
      { numRuns: 15 },
    )
  }, 30_000)
})
