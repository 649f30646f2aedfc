// How a board is looked at and told: so often, in small batches, and once a second while a point is measured there.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Look } from '../../src/agent/telemetry/observed.ts'
import { TelemetryStream } from '../../src/agent/telemetry/stream.ts'
import type { TelemetryMessage } from '../../src/shared/telemetry.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const description = {
  bootId: 'boot',
  tracks: [{ hz: 10, series: [{ kind: 'cpu-load' as const, name: '' }] }],
  powerSources: [],
  missing: [],
}

function streamAt(hz: number, tell?: (message: TelemetryMessage) => void) {
  const told: TelemetryMessage[] = []
  const paces: number[] = []
  const state = { isMeasuring: false, failed: null as unknown, elsewhere: [] as Look[] }
  const nowNs = () => performance.now() * 1e6
  const stream = new TelemetryStream({
    board: {
      describe: () => description,
      pace: (hz) => void paces.push(hz),
      look: () => [{ track: 0, atNs: nowNs(), row: [0.5] }, ...state.elsewhere.splice(0)],
      busiest: { look: (atNs) => ({ type: 'processes', atNs, processes: [], count: 1 }) },
    },
    nowNs,
    hz,
    isMeasuring: () => state.isMeasuring,
    tell: (message) => {
      tell?.(message)
      told.push(message)
    },
    failed: (error) => {
      state.failed = error
    },
  })
  const moments = () =>
    told.flatMap((message) => (message.type === 'samples' ? message.atNs : [])).length
  return { stream, told, state, moments, paces }
}

describe('telemetry', () => {
  test('what there is comes first, then the pace', () => {
    const { stream, told } = streamAt(10)
    expect(told.map(({ type }) => type)).toEqual(['opened', 'pace'])
    expect(told[1]).toEqual({ type: 'pace', hz: 10, because: 'asked' })
    stream[Symbol.dispose]()
  })

  test.each([1, 4, 10, 20])(
    'at %i Hz it is told as often as was asked, never later than 250 ms',
    (hz) => {
      const { stream, told, moments } = streamAt(hz)
      vi.advanceTimersByTime(10_000)
      stream[Symbol.dispose]()
      expect(Math.abs(moments() - hz * 10)).toBeLessThanOrEqual(hz)
      for (const message of told)
        if (message.type === 'samples') {
          const [first = 0] = message.atNs
          expect((message.atNs.at(-1) ?? 0) - first).toBeLessThanOrEqual(250e6)
          expect(message.values).toEqual([message.atNs.map(() => 0.5)])
        }
    },
  )

  test('processes about once a second, however fast the rest', () => {
    const { stream, told } = streamAt(20)
    vi.advanceTimersByTime(10_000)
    stream[Symbol.dispose]()
    const looks = told.filter(({ type }) => type === 'processes').length
    expect(looks).toBeGreaterThanOrEqual(9)
    expect(looks).toBeLessThanOrEqual(11)
  })

  test('while a point is measured it looks once a second and says so, and then again as before', () => {
    const { stream, told, state, moments, paces } = streamAt(20)
    vi.advanceTimersByTime(2_000)
    state.isMeasuring = true
    vi.advanceTimersByTime(2_000)
    const before = moments()
    vi.advanceTimersByTime(10_000)
    expect(moments() - before).toBeLessThanOrEqual(11)
    state.isMeasuring = false
    vi.advanceTimersByTime(2_000)
    stream[Symbol.dispose]()
    expect(told.filter(({ type }) => type === 'pace')).toEqual([
      { type: 'pace', hz: 20, because: 'asked' },
      { type: 'pace', hz: 1, because: 'measuring' },
      { type: 'pace', hz: 20, because: 'asked' },
    ])
    // Slow sensors too.
    expect(paces).toEqual([20, 1, 20])
  })

  test('what a slow sensor read meanwhile is its own track, in pieces that fit a line', () => {
    const { stream, told, state } = streamAt(10)
    state.elsewhere.push(
      ...Array.from({ length: 250 }, (_, at) => ({ track: 1, atNs: at, row: [at] })),
    )
    vi.advanceTimersByTime(1_000)
    stream[Symbol.dispose]()
    const own = told.flatMap((message) =>
      message.type === 'samples' && message.track === 1 ? [message] : [],
    )
    expect(own.map(({ atNs }) => atNs.length)).toEqual([100, 100, 50])
    expect(own.flatMap(({ values }) => values[0])).toEqual(
      Array.from({ length: 250 }, (_, at) => at),
    )
  })

  test('a slow sensor’s older reading does not make the rest wait', () => {
    const { stream, state, moments } = streamAt(1)
    state.elsewhere.push({ track: 1, atNs: (performance.now() + 100) * 1e6, row: [1] })
    vi.advanceTimersByTime(1_000)
    expect(moments()).toBe(2)
    stream[Symbol.dispose]()
  })

  test('nobody who listens any more ends it', () => {
    let isGone = false
    const { state } = streamAt(10, () => {
      if (isGone) throw new Error('EPIPE')
    })
    vi.advanceTimersByTime(1_000)
    isGone = true
    vi.advanceTimersByTime(1_000)
    expect(state.failed).toEqual(new Error('EPIPE'))
    expect(vi.getTimerCount()).toBe(0)
  })
})
