import { expect, test } from 'vitest'
import type { Session } from '../../src/agent/engine/engine.ts'
import { measureSingleStream } from '../../src/agent/scenario/single-stream.ts'
import { type Limits, modeLimits } from '../../src/shared/limits.ts'

/** An inference that takes this long, give or take the machine. */
function sessionOf(ms: number): Session {
  return {
    run: () => {
      const end = performance.now() + ms
      while (performance.now() < end);
    },
  } as Session
}

async function measured(ms: number, limits: Partial<Limits>) {
  const handed: number[] = []
  const result = await measureSingleStream(
    sessionOf(ms),
    { ...modeLimits.quick, ...limits },
    () => 1,
    (first, samples) => {
      expect(first).toBe(handed.length)
      handed.push(...samples)
    },
  )
  expect([...result.latencyNs]).toEqual(handed)
  return { stop: result.stop, count: handed.length }
}

test('a slow model gets past the cap of time to its least number of samples', async () => {
  const { stop, count } = await measured(20, { minMs: 0, maxMs: 100, minSamples: 11 })
  expect(stop).toBe('time-cap')
  expect(count).toBeGreaterThanOrEqual(11)
})

test('a hopelessly slow model still ends', async () => {
  const { stop, count } = await measured(10, { maxMs: 10, minSamples: 1_000 })
  expect(stop).toBe('time-cap')
  expect(count).toBeLessThan(1_000)
})

test('the samples are capped', async () => {
  expect(await measured(0.01, { maxSamples: 50 })).toEqual({ stop: 'sample-cap', count: 50 })
})
