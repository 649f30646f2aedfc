import { expect, test } from 'vitest'
import { minutesOf } from '../../../src/agent/scenario/minutes.ts'
import { offline } from '../../../src/agent/scenario/offline.ts'
import { scripted } from './scripted.ts'

const limits = (ms: number) => ({ minMs: ms, maxMs: ms })

test('a board that slows down shows it minute by minute', async () => {
  // From the third minute on it is throttled to half its speed.
  const service = (_: number, nowMs: number) => (nowMs < 1000 + 120_000 ? 10 : 20)
  const board = scripted(service, { limits: limits(300_000), batch: 2 })
  const { recording } = await offline(board.load)
  const minutes = minutesOf(recording, 2)
  expect(minutes).toHaveLength(5)
  expect(minutes.map(({ medianNs }) => medianNs)).toEqual([10e6, 10e6, 20e6, 20e6, 20e6])
  expect(minutes[0]?.samplesPerSecond).toBeCloseTo(200, 6)
  expect(minutes[4]?.samplesPerSecond).toBeCloseTo(100, 6)
  expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(recording.count)
})

test('a point of two minutes or less has none', async () => {
  const { recording } = await offline(scripted(() => 10, { limits: limits(90_000) }).load)
  expect(minutesOf(recording, 1)).toEqual([])
})

test('the median of a minute of too few samples is unknown', async () => {
  const { recording } = await offline(scripted(() => 9_000, { limits: limits(200_000) }).load)
  for (const { count, medianNs } of minutesOf(recording, 1)) {
    expect(count).toBeLessThan(11)
    expect(medianNs).toBeNull()
  }
})
