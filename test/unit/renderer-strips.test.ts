// Lines over time as strips draw them: thinned to pixels without losing a peak, axes that stay, stretches of time, and
// when anything is drawn at all.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  beforeWords,
  rangeFor,
  roundRange,
  timeStep,
} from '../../src/renderer/charts/strip/axisRange.ts'
import { spansWhere, united } from '../../src/renderer/charts/strip/spans.ts'
import { createStage, drawEveryMs, frameShareMs } from '../../src/renderer/charts/strip/stage.ts'
import {
  countBefore,
  extremes,
  type Samples,
  thinned,
  valueAt,
} from '../../src/renderer/charts/strip/thin.ts'

const gapMs = 2_500

interface Vertex {
  readonly at: number
  readonly value: number
  readonly joined: boolean
}

function drawn(samples: Samples, fromMs: number, toMs: number, count: number): readonly Vertex[] {
  const vertices: Vertex[] = []
  thinned(samples, { fromMs, toMs, count, gapMs }, (at, value, joined) =>
    vertices.push({ at, value, joined }),
  )
  return vertices
}

const samplesOf = (atMs: readonly number[], values: readonly number[]): Samples => ({
  atMs: Float64Array.from(atMs),
  values: Float32Array.from(values),
})

/** Readings whose moments are 1 ms to 4 s apart, some of which failed. */
const anySamples = fc
  .array(
    fc.record({
      after: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 2_000, max: 4_000 })),
      value: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: -1_000, max: 1_000 }) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
    }),
    { maxLength: 300 },
  )
  .map((steps) => {
    let at = 1_000
    return samplesOf(
      steps.map(({ after }) => {
        at += after
        return at
      }),
      steps.map(({ value }) => value),
    )
  })

const window = fc
  .tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 1, max: 60_000 }))
  .map(([from, span]) => ({ from, to: from + span }))
const columns = fc.integer({ min: 1, max: 80 })

const readings = ({ atMs, values }: Samples) =>
  [...atMs].map((at, index) => ({ at, value: values[index] ?? Number.NaN }))

describe('a thinned series', () => {
  it('keeps the least and the largest of every column', () => {
    fc.assert(
      fc.property(anySamples, window, columns, (samples, { from, to }, count) => {
        const vertices = drawn(samples, from, to, count)
        const columnOf = (at: number) => Math.floor((at - from) * (count / (to - from)))
        const byColumn = new Map<number, number[]>()
        for (const { at, value } of readings(samples))
          if (at >= from && at < to && !Number.isNaN(value))
            byColumn.set(columnOf(at), [...(byColumn.get(columnOf(at)) ?? []), value])
        for (const [column, values] of byColumn) {
          const kept = vertices.filter(({ at }) => columnOf(at) === column).map((v) => v.value)
          expect(Math.min(...kept)).toBe(Math.min(...values))
          expect(Math.max(...kept)).toBe(Math.max(...values))
        }
      }),
    )
  })

  it('holds only what was read, in the order of time', () => {
    fc.assert(
      fc.property(anySamples, window, columns, (samples, { from, to }, count) => {
        const known = readings(samples)
        const vertices = drawn(samples, from, to, count)
        for (const { at, value } of vertices) expect(known).toContainEqual({ at, value })
        expect(vertices.every(({ at }, index) => at > (vertices[index - 1]?.at ?? 0))).toBe(true)
      }),
    )
  })

  it('takes no more than four readings a column and piece', () => {
    fc.assert(
      fc.property(anySamples, window, columns, (samples, { from, to }, count) => {
        const vertices = drawn(samples, from, to, count)
        const pieces = vertices.filter(({ joined }) => !joined).length
        expect(vertices.length).toBeLessThanOrEqual(4 * (count + 2 + pieces))
      }),
    )
  })

  it('joins two readings if and only if nothing failed and no gap lies between them', () => {
    fc.assert(
      fc.property(anySamples, window, columns, (samples, { from, to }, count) => {
        const known = readings(samples)
        const vertices = drawn(samples, from, to, count)
        vertices.forEach(({ at, joined }, index) => {
          const before = vertices[index - 1]
          if (before === undefined) {
            expect(joined).toBe(false)
            return
          }
          const between = known.filter((one) => one.at >= before.at && one.at <= at)
          const isWhole = between.every(
            ({ at: own, value }, place) =>
              !Number.isNaN(value) && own - (between[place - 1]?.at ?? own) <= gapMs,
          )
          expect(joined).toBe(isWhole)
        })
      }),
    )
  })

  it('is the series itself where there are more columns than readings', () => {
    const samples = samplesOf([100, 200, 300, 400], [1, 5, 2, 4])
    expect(drawn(samples, 0, 1_000, 1_000).map(({ value }) => value)).toEqual([1, 5, 2, 4])
  })

  it('reaches beyond both edges, so that a line is drawn up to them', () => {
    const samples = samplesOf([0, 1_000, 2_000, 3_000, 4_000], [1, 2, 3, 4, 5])
    expect(drawn(samples, 1_500, 2_500, 10).map(({ at }) => at)).toEqual([1_000, 2_000, 3_000])
  })

  it('shows one peak of a single reading among ten minutes of them', () => {
    const count = 6_000
    const values = Array.from({ length: count }, (_, index) => (index === 4_321 ? 99 : 1))
    const samples = samplesOf(
      values.map((_, index) => index * 100),
      values,
    )
    const vertices = drawn(samples, 0, count * 100, 300)
    expect(vertices.some(({ value }) => value === 99)).toBe(true)
    expect(vertices.length).toBeLessThan(1_400)
  })
})

describe('readings at a moment', () => {
  const samples = samplesOf([1_000, 2_000, 9_000], [1, Number.NaN, 3])

  it('are the nearest, within reach', () => {
    expect(valueAt(samples, 1_100, 1_000)).toBe(1)
    expect(valueAt(samples, 8_500, 1_000)).toBe(3)
    expect(valueAt(samples, 5_000, 1_000)).toBeNaN()
    expect(valueAt(samples, 20_000, 1_000)).toBeNaN()
    expect(valueAt(samplesOf([], []), 0, 1_000)).toBeNaN()
  })

  it('are none where the nearest failed', () => {
    expect(valueAt(samples, 1_900, 1_000)).toBeNaN()
  })

  it('are found by halving as by looking at each', () => {
    fc.assert(
      fc.property(anySamples, fc.integer({ min: 0, max: 60_000 }), ({ atMs }, ms) => {
        expect(countBefore(atMs, ms)).toBe([...atMs].filter((at) => at < ms).length)
      }),
    )
  })

  it('have extremes over exactly what is asked for', () => {
    expect(extremes(samples, 0, 3_000)).toEqual({ least: 1, largest: 1 })
    expect(extremes(samples, 0, 9_000)).toEqual({ least: 1, largest: 3 })
    expect(extremes(samples, 1_500, 2_500)).toBe(null)
  })
})

describe('the axis of values', () => {
  const anyExtremes = fc
    .tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 1e9 }))
    .filter(([, span]) => Number.isFinite(span) && (span === 0 || span > 1e-3))
    .map(([least, span]) => ({ least, largest: least + span }))

  it('holds everything, in few steps', () => {
    fc.assert(
      fc.property(anyExtremes, (found) => {
        const { min, max, step } = roundRange(found)
        expect(min).toBeLessThanOrEqual(found.least + step * 1e-6)
        expect(max).toBeGreaterThanOrEqual(found.largest - step * 1e-6)
        expect(max).toBeGreaterThan(min)
        expect((max - min) / step).toBeLessThanOrEqual(6.01)
      }),
    )
  })

  it('stays where it fits and is drawn anew where it does not', () => {
    const before = roundRange({ least: 0, largest: 87 })
    expect(before).toEqual({ min: 0, max: 100, step: 25 })
    expect(rangeFor(before, { least: 0, largest: 93 })).toBe(before)
    expect(rangeFor(before, { least: 0, largest: 104 })).not.toBe(before)
    expect(rangeFor(before, { least: 0, largest: 12 }).max).toBeLessThan(20)
  })

  it('gives a flat line room', () => {
    const { min, max } = roundRange({ least: 42, largest: 42 })
    expect(min).toBeLessThan(42)
    expect(max).toBeGreaterThan(42)
    expect(roundRange({ least: 0, largest: 0 }).min).toBe(0)
  })
})

describe('the axis of time', () => {
  it('has few ticks, whatever its length', () => {
    for (const seconds of [1, 3, 10, 59, 60, 240, 600]) {
      const ticks = seconds / timeStep(seconds)
      expect(ticks).toBeGreaterThanOrEqual(2)
      expect(ticks).toBeLessThanOrEqual(6)
    }
  })

  it('says how long before', () => {
    expect(beforeWords(-0.5)).toBe('−0.5 s')
    expect(beforeWords(-45)).toBe('−45 s')
    expect(beforeWords(-60)).toBe('−1:00')
    expect(beforeWords(-599.6)).toBe('−10:00')
  })
})

describe('stretches of time', () => {
  const isSet = (value: number) => value > 0

  it('last from the reading that says so to the next that does not', () => {
    const samples = samplesOf([0, 100, 200, 300, 400], [0, 1, 1, 0, 2])
    expect(spansWhere(samples, isSet, gapMs)).toEqual([
      { fromMs: 100, toMs: 300 },
      { fromMs: 400, toMs: 500 },
    ])
  })

  it('know of a rise only between two readings that belong together', () => {
    const rises = (value: number, before: number) => value > before
    expect(spansWhere(samplesOf([0, 100, 200], [5, 5, 6]), rises, gapMs)).toEqual([
      { fromMs: 200, toMs: 300 },
    ])
    expect(spansWhere(samplesOf([0, 100, 9_000], [5, 5, 6]), rises, gapMs)).toEqual([])
    expect(spansWhere(samplesOf([0, 100, 200], [5, Number.NaN, 6]), rises, gapMs)).toEqual([])
  })

  it('never reach over a gap', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        for (const { fromMs, toMs } of spansWhere(samples, () => true, gapMs)) {
          const inside = [...samples.atMs].filter((at) => at >= fromMs && at <= toMs)
          inside.forEach((at, index) => {
            expect(at - (inside[index - 1] ?? at)).toBeLessThanOrEqual(gapMs)
          })
        }
      }),
    )
  })

  it('of several are one where they touch', () => {
    const one = [{ fromMs: 0, toMs: 10 }]
    const other = [
      { fromMs: 5, toMs: 20 },
      { fromMs: 30, toMs: 40 },
    ]
    expect(united([one, other])).toEqual([
      { fromMs: 0, toMs: 20 },
      { fromMs: 30, toMs: 40 },
    ])
  })
})

/** A window's frames by hand. */
function handClock() {
  let now = 0
  let waiting: { readonly dueMs: number; readonly run: () => void } | null = null
  const clock = {
    nowMs: () => now,
    frameAfter: (ms: number, run: () => void) => {
      waiting = { dueMs: now + ms, run }
      return () => {
        waiting = null
      }
    },
  }
  return {
    clock,
    isWaiting: () => waiting !== null,
    /** What is done now takes so long. */
    work: (ms: number) => {
      now += ms
    },
    /** The next frame, if one is waited for. */
    step: () => {
      const next = waiting
      waiting = null
      if (next === null) return
      now = Math.max(now, next.dueMs)
      next.run()
    },
    pass: (ms: number) => {
      const endMs = now + ms
      while (waiting !== null && waiting.dueMs <= endMs) {
        const { dueMs, run } = waiting
        now = dueMs
        waiting = null
        run()
      }
      now = endMs
    },
  }
}

describe('a stage', () => {
  function staged(isSeen = () => true) {
    const hand = handClock()
    const stage = createStage(hand.clock)
    let drawings = 0
    const leave = stage.add({ draw: () => drawings++, isSeen })
    return { ...hand, stage, leave, drawings: () => drawings }
  }

  it('draws at most ten times a second while something moves', () => {
    const { stage, pass, drawings } = staged()
    for (let index = 0; index < 999; index++) {
      stage.ask()
      pass(1)
    }
    expect(drawings()).toBe(1_000 / drawEveryMs)
  })

  it('draws only what can be seen', () => {
    let seen = false
    const { pass, drawings } = staged(() => seen)
    pass(1_000)
    expect(drawings()).toBe(0)
    seen = true
    pass(1_000)
    expect(drawings()).toBeGreaterThan(5)
  })

  it('draws once for each asking while time stands still', () => {
    const { stage, pass, drawings } = staged()
    pass(0)
    stage.setMode('still')
    pass(5_000)
    const before = drawings()
    stage.ask()
    stage.ask()
    pass(5_000)
    expect(drawings()).toBe(before + 1)
  })

  it('draws nothing while it rests, whoever asks', () => {
    const { stage, pass, drawings, isWaiting } = staged()
    stage.setMode('resting')
    const before = drawings()
    stage.ask()
    pass(5_000)
    expect(drawings()).toBe(before)
    expect(isWaiting()).toBe(false)
    stage.setMode('moving')
    pass(drawEveryMs)
    expect(drawings()).toBeGreaterThan(before)
  })

  it('draws with the next frame what would take too much of this one, and each once a round', () => {
    const hand = handClock()
    const stage = createStage(hand.clock)
    const drawn: string[] = []
    for (const name of ['a', 'b', 'c'])
      stage.add({
        draw: () => {
          drawn.push(name)
          hand.work(frameShareMs - 1)
        },
        isSeen: () => true,
      })
    stage.setMode('still')
    hand.step()
    expect(drawn).toEqual(['a', 'b'])
    hand.step()
    expect(drawn).toEqual(['a', 'b', 'c'])
    expect(hand.isWaiting()).toBe(false)
  })

  it('draws once more what was asked for in the middle of a round', () => {
    const hand = handClock()
    const stage = createStage(hand.clock)
    let drawings = 0
    const heavy = () => hand.work(frameShareMs + 1)
    stage.add({
      draw: () => {
        drawings++
        heavy()
      },
      isSeen: () => true,
    })
    stage.add({ draw: heavy, isSeen: () => true })
    stage.setMode('still')
    hand.step()
    stage.ask()
    for (let frame = 0; frame < 10; frame++) hand.step()
    expect(drawings).toBe(2)
  })

  it('waits for nothing once the last one has left', () => {
    const { leave, isWaiting } = staged()
    expect(isWaiting()).toBe(true)
    leave()
    expect(isWaiting()).toBe(false)
  })
})
