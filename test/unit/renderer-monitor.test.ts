// The monitor: which stretch of time is shown and how it is changed, what stands in which group, readings as they are
// kept, when a board was slowed, and how all of it is said.

import fc from 'fast-check'
import { createInstance } from 'i18next'
import { describe, expect, it } from 'vitest'
import { en } from '../../src/renderer/i18n/en.ts'
import { createDeskClock } from '../../src/renderer/state/deskClock.ts'
import { Track } from '../../src/renderer/state/readings.ts'
import {
  type Feed,
  feedOf,
  heldFeeds,
  withMark,
  withView,
} from '../../src/renderer/state/telemetry.ts'
import { readingsCsv } from '../../src/renderer/views/monitor/csv.ts'
import { ceilingOf, groupsOf } from '../../src/renderer/views/monitor/groups.ts'
import { lineName, readingWords } from '../../src/renderer/views/monitor/lineWords.ts'
import { chosenBoards } from '../../src/renderer/views/monitor/preferences.ts'
import { slowedAt, slowedOf } from '../../src/renderer/views/monitor/slowed.ts'
import {
  backed,
  followed,
  held,
  leastSpanMs,
  liveView,
  panned,
  rangeOf,
  selected,
  type TimeView,
  widened,
  zoomed,
} from '../../src/renderer/views/monitor/timeView.ts'
import type { BoardView } from '../../src/shared/ipc.ts'
import type { PowerSource } from '../../src/shared/power.ts'
import {
  type TelemetryDescription,
  type TelemetryFeedView,
  type TelemetryMark,
  type TelemetrySeries,
  telemetryKeptMs,
} from '../../src/shared/telemetry.ts'

const nowMs = 1_700_000_000_000

const gestures = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('zoom' as const),
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('pan' as const),
      by: fc.double({ min: -3, max: 3, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('select' as const),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      to: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ kind: fc.constantFrom('hold', 'follow', 'widen', 'back') }),
  ),
  { maxLength: 20 },
)

type Act = typeof gestures extends fc.Arbitrary<readonly (infer A)[]> ? A : never

function acted(view: TimeView, act: Act, ownMs: number): TimeView {
  switch (act.kind) {
    case 'zoom':
      return zoomed(view, act.factor, act.share, 'wheel', ownMs)
    case 'pan':
      return panned(view, act.by, nowMs, 'key', ownMs)
    case 'select':
      return selected(view, [act.from, act.to], nowMs, ownMs)
    case 'hold':
      return held(view, nowMs)
    case 'follow':
      return followed(view)
    case 'widen':
      return widened(view, ownMs)
    default:
      return backed(view) ?? view
  }
}

describe('the stretch of time', () => {
  it('lies within what is kept, whatever is done', () => {
    fc.assert(
      fc.property(gestures, (acts) => {
        let view = liveView()
        acts.forEach((act, index) => {
          view = acted(view, act, index * 10_000)
          const { fromMs, toMs } = rangeOf(view, nowMs)
          expect(toMs).toBeLessThanOrEqual(nowMs)
          expect(fromMs).toBeGreaterThanOrEqual(nowMs - telemetryKeptMs - 1)
          expect(toMs - fromMs).toBeGreaterThanOrEqual(leastSpanMs - 1e-3)
          if (view.heldMs === null) expect(toMs).toBe(nowMs)
        })
      }),
    )
  })

  it('is as it was once every gesture is taken back', () => {
    fc.assert(
      fc.property(gestures, (acts) => {
        const before = held(liveView(), nowMs)
        let view = before
        acts
          .filter(({ kind }) => kind !== 'follow' && kind !== 'back')
          .forEach((act, index) => {
            view = acted(view, act, index * 10_000)
          })
        for (let back = backed(view); back !== null; back = backed(view)) view = back
        expect(rangeOf(view, nowMs)).toEqual(rangeOf(before, nowMs))
      }),
    )
  })

  it('keeps what is under the pointer where it is', () => {
    const view = selected(liveView(60_000), [0.25, 0.75], nowMs, 0)
    const at = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
      fromMs + 0.3 * (toMs - fromMs)
    const before = at(rangeOf(view, nowMs))
    expect(at(rangeOf(zoomed(view, 0.5, 0.3, 'wheel', 1), nowMs))).toBeCloseTo(before, 3)
  })

  it('goes on following while it is narrowed, and stands still once it is moved', () => {
    const narrower = zoomed(liveView(60_000), 0.5, 0.5, 'wheel', 0)
    expect(rangeOf(narrower, nowMs + 500)).toEqual({
      fromMs: nowMs + 500 - 30_000,
      toMs: nowMs + 500,
    })
    const moved = panned(narrower, 0.5, nowMs, 'key', 0)
    expect(rangeOf(moved, nowMs + 9_000).toMs).toBe(nowMs - 15_000)
    expect(followed(moved)).toEqual(liveView(30_000))
  })

  it('takes the steps of one wheel as one gesture', () => {
    const first = zoomed(liveView(60_000), 0.9, 1, 'wheel', 0)
    const second = zoomed(first, 0.9, 1, 'wheel', 100)
    const later = zoomed(second, 0.9, 1, 'wheel', 5_000)
    expect(second.past).toHaveLength(1)
    expect(later.past).toHaveLength(2)
  })
})

describe('readings that are kept', () => {
  const batch = (atMs: readonly number[], values: readonly number[]) => ({
    atMs: Float64Array.from(atMs),
    values: [Float32Array.from(values)],
  })

  it('are those of the last ten minutes, in the order of time, each once', () => {
    const batches = fc.array(
      fc.array(fc.integer({ min: 0, max: 1_500_000 }), { minLength: 1, maxLength: 30 }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(batches, (all) => {
        const track = new Track(1)
        let newest = -1
        const expected: number[] = []
        for (const moments of all) {
          for (const at of moments)
            if (at > newest) {
              newest = at
              expected.push(at)
            }
          track.append(batch(moments, moments))
        }
        const kept = expected.filter((at) => at >= newest - telemetryKeptMs)
        expect([...track.atMs]).toEqual(kept)
        expect([...track.valuesOf(0)]).toEqual(kept)
      }),
    )
  })

  it('are bounded, whatever a board sends', () => {
    const track = new Track(1)
    for (let from = 0; from < 400_000; from += 1_000) {
      const moments = Array.from({ length: 1_000 }, (_, index) => from + index)
      track.append(batch(moments, moments))
    }
    expect(track.atMs.length).toBeLessThanOrEqual(13_200)
    expect(track.atMs.at(-1)).toBe(399_999)
  })

  it('stand still in a copy', () => {
    const track = new Track(2)
    track.append({ atMs: Float64Array.of(1, 2), values: [Float32Array.of(3, 4)] })
    const copy = track.copy()
    track.append({ atMs: Float64Array.of(5), values: [Float32Array.of(6), Float32Array.of(7)] })
    expect([...copy.atMs]).toEqual([1, 2])
    expect([...copy.valuesOf(0)]).toEqual([3, 4])
    expect([...track.valuesOf(1)]).toEqual([Number.NaN, Number.NaN, 7])
    copy.append({ atMs: Float64Array.of(9), values: [Float32Array.of(8), Float32Array.of(8)] })
    expect([...copy.valuesOf(0)]).toEqual([3, 4, 8])
  })
})

const rail = (name: string): TelemetrySeries => ({
  kind: 'power',
  name,
  source: 'ina',
  role: 'rail',
})
const core = (cpu: number): TelemetrySeries => ({ kind: 'core-load', name: `cpu${cpu}`, cpu })

const description: TelemetryDescription = {
  bootId: 'boot',
  tracks: [
    {
      hz: 10,
      series: [
        { kind: 'frequency', name: 'policy0', cpus: [0, 1, 2, 3], mostHertz: 1_800_000_000 },
        { kind: 'frequency', name: 'policy4', cpus: [4, 5], mostHertz: 2_400_000_000 },
        ...Array.from({ length: 8 }, (_, cpu) => core(cpu)),
        { kind: 'cpu-load', name: '' },
        { kind: 'throttle-flags', name: 'Raspberry Pi' },
        { kind: 'throttle-events', name: 'processor' },
        { kind: 'memory', name: 'used', totalBytes: 8 * 1024 ** 3 },
      ],
    },
    { hz: 5, series: [rail('VDD_CPU'), { kind: 'power', name: '', source: 'ina', role: 'total' }] },
  ],
  powerSources: [],
  missing: [
    { kind: 'device-load', reason: 'root-only', name: 'fdab0000.npu' },
    { kind: 'temperature', reason: 'none', name: '' },
  ],
}

const view: TelemetryFeedView = {
  board: 'pi',
  state: { kind: 'live', hz: 10 },
  epoch: 1,
  description,
}

describe('groups', () => {
  const groups = groupsOf(description)
  const group = (name: string) => {
    const found = groups.find((one) => one.name === name)
    if (found === undefined) throw new Error(`no group ${name}`)
    return found
  }

  it('hold every series once, and know where its readings are', () => {
    const all = groups.flatMap(({ lines }) => lines)
    const series = description.tracks.flatMap((track) => track.series)
    expect(all).toHaveLength(series.length)
    for (const { series: one, track, place } of all)
      expect(description.tracks[track]?.series[place]).toBe(one)
  })

  it('have the whole first and bold, and no two lines alike', () => {
    expect(group('power').lines.map(({ bold }) => bold)).toEqual([true, false])
    expect(group('load').lines[0]?.series.kind).toBe('cpu-load')
    const looks = group('load').lines.map(({ ink, dash }) => `${ink} ${dash.join()}`)
    expect(new Set(looks).size).toBe(9)
  })

  it('say why there is nothing', () => {
    expect(group('device-load').lines).toEqual([])
    expect(group('device-load').missing.map(({ reason }) => reason)).toEqual(['root-only'])
    expect(groups.some(({ name }) => name === 'device-frequency')).toBe(false)
  })

  it('reach up to what there is at the most', () => {
    expect(ceilingOf(group('frequency'))).toBe(2.4)
    expect(ceilingOf(group('memory'))).toBe(8)
    expect(ceilingOf(group('load'))).toBe(100)
    expect(ceilingOf(group('power'))).toBe(null)
  })
})

function feed(): Feed {
  return feedOf({ view, tracks: [], processes: null, marks: [] })
}

describe('a feed', () => {
  const mark = (point: number, startMs: number, endMs: number | null): TelemetryMark => ({
    board: 'pi',
    run: 'run',
    point,
    repetition: 0,
    startMs,
    endMs,
  })

  it('begins anew with another epoch, and keeps its description otherwise', () => {
    const first = feed()
    first.tracks[0]?.append({ atMs: Float64Array.of(1), values: [] })
    const again = withView(first, {
      ...view,
      state: { kind: 'slowed', hz: 1 },
      description: { ...description },
    })
    expect(again.tracks[0]?.atMs.length).toBe(1)
    expect(again.view.description).toBe(description)
    expect(again.view.state).toEqual({ kind: 'slowed', hz: 1 })
    const other = withView(first, { ...view, epoch: 2 })
    expect(other.tracks[0]?.atMs.length).toBe(0)
  })

  it('has each point once, with its end, as long as readings are kept', () => {
    const begun = withMark(feed(), mark(0, 1_000, null))
    const ended = withMark(begun, mark(0, 1_000, 2_000))
    expect(ended.marks).toEqual([mark(0, 1_000, 2_000)])
    const later = withMark(ended, mark(1, 3_000 + telemetryKeptMs, null))
    expect(later.marks.map(({ point }) => point)).toEqual([1])
  })

  it('stands still in a copy', () => {
    const live = feed()
    const still = heldFeeds({ pi: live })
    live.tracks[0]?.append({ atMs: Float64Array.of(1), values: [] })
    expect(still.pi?.tracks[0]?.atMs.length).toBe(0)
  })
})

describe('when a board was slowed', () => {
  const live = feed()
  const throttling = groupsOf(description).find(({ name }) => name === 'throttling') ?? {
    lines: [],
  }
  const series = description.tracks[0]?.series ?? []
  const at = (index: number) => nowMs + index * 100
  const values = (flags: readonly number[], events: readonly number[]) =>
    series.map(({ kind }, place) =>
      Float32Array.from(
        kind === 'throttle-flags'
          ? flags
          : kind === 'throttle-events'
            ? events
            : flags.map(() => place),
      ),
    )
  live.tracks[0]?.append({
    atMs: Float64Array.from([0, 1, 2, 3, 4, 5].map(at)),
    values: values([0, 4, 4, 0, 0, 0], [7, 7, 7, 7, 8, 8]),
  })
  const slowed = slowedOf('pi', throttling, (_, { track, place }) => ({
    atMs: live.tracks[track]?.atMs ?? new Float64Array(0),
    values: live.tracks[track]?.valuesOf(place) ?? new Float32Array(0),
  }))

  it('is told by flags that are set and by counters that rise', () => {
    expect(slowed().spans).toEqual([
      { fromMs: at(1), toMs: at(3) },
      { fromMs: at(4), toMs: at(5) },
    ])
    expect(slowedAt(slowed(), at(2)).map(({ series: { kind } }) => kind)).toEqual([
      'throttle-flags',
    ])
    expect(slowedAt(slowed(), at(3.5))).toEqual([])
  })

  it('is found anew once more was read, and only then', () => {
    const before = slowed()
    expect(slowed()).toBe(before)
    live.tracks[0]?.append({ atMs: Float64Array.of(at(6)), values: values([1], [8]) })
    expect(slowed()).not.toBe(before)
    expect(slowed().spans).toHaveLength(3)
  })
})

describe('the desk’s clock', () => {
  it('goes by the reading that came with the least delay, and on without any', () => {
    let own = 0
    const clock = createDeskClock(() => own)
    expect(clock.nowMs()).toBe(0)
    clock.hear(5_000)
    own = 100
    clock.hear(5_020)
    expect(clock.nowMs()).toBeCloseTo(5_100, 0)
    own = 200
    clock.hear(5_250)
    expect(clock.nowMs()).toBeCloseTo(5_250, 0)
    own = 1_200
    expect(clock.nowMs()).toBeCloseTo(6_249, 0)
    clock.hear(Number.NaN)
    clock.hear(undefined)
    expect(clock.nowMs()).toBeCloseTo(6_249, 0)
  })
})

describe('the boards that are looked at', () => {
  const board = (id: string, kind: 'ready' | 'idle' = 'idle') =>
    ({ board: { kind: 'local', id, name: id }, connection: { kind } }) as BoardView
  const boards = [board('a'), board('b', 'ready'), board('c')]

  it('are those of the address, else of the last time, else the first that is connected', () => {
    expect(chosenBoards(boards, 'c,a', ['b'])).toEqual(['a', 'c'])
    expect(chosenBoards(boards, 'gone', ['c'])).toEqual(['c'])
    expect(chosenBoards(boards, null, ['gone'])).toEqual(['b'])
    expect(chosenBoards([board('a')], null, [])).toEqual(['a'])
    expect(chosenBoards([], 'a', ['a'])).toEqual([])
  })
})

describe('in words', async () => {
  const instance = createInstance()
  await instance.init({
    lng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  })
  const { t } = instance
  const lines = groupsOf(description).flatMap((group) => group.lines)
  const named = (kind: string) => lines.filter(({ series }) => series.kind === kind)

  it('a line is named by what it is of', () => {
    expect(named('frequency').map((line) => lineName(t, line))).toEqual(['CPUs 0-3', 'CPUs 4-5'])
    expect(named('power').map((line) => lineName(t, line))).toEqual(['total, ina', 'VDD_CPU'])
    expect(lineName(t, { series: core(3), partial: false })).toBe('CPU 3')
  })

  it('a total of power that misses parts of the board says so', () => {
    const source: PowerSource = {
      id: 'ina',
      method: 'rail-sum',
      reading: 'power',
      rails: [{ name: 'VDD_CPU', inTotal: true }],
      coverage: 'partial',
      hz: 5,
      uncertainty: null,
    }
    const [power] = groupsOf({ ...description, powerSources: [source] }).filter(
      ({ name }) => name === 'power',
    )
    expect(power?.lines.map((line) => lineName(t, line))).toEqual(['partial total, ina', 'VDD_CPU'])
  })

  it('a reading has its unit, and one that failed is unknown', () => {
    const flags: TelemetrySeries = { kind: 'throttle-flags', name: 'Raspberry Pi' }
    expect(readingWords(t, flags, 5)).toBe('under-voltage, throttled')
    expect(readingWords(t, { ...flags, name: 'other' }, 5)).toBe('0x5')
    expect(readingWords(t, flags, 0)).toBe('no')
    expect(readingWords(t, rail('x'), 0.25)).toBe('250 mW')
    expect(readingWords(t, rail('x'), 12.34)).toBe('12.3 W')
    expect(readingWords(t, core(0), 0.051)).toBe('5.1 %')
    expect(readingWords(t, core(0), Number.NaN)).toBe('–')
  })
})

describe('copied as CSV', () => {
  it('a moment is a line, and what was not read then is empty', () => {
    const [power] = groupsOf(description).filter(({ name }) => name === 'power')
    const columns = [
      { atMs: Float64Array.of(nowMs, nowMs + 500), values: Float32Array.of(1.5, Number.NaN) },
      { atMs: Float64Array.of(nowMs + 500, nowMs + 9_000), values: Float32Array.of(0.5, 7) },
    ]
    let at = 0
    const text = readingsCsv(
      power ?? { lines: [] },
      () => columns[at++] ?? { atMs: new Float64Array(0), values: new Float32Array(0) },
      { fromMs: nowMs, toMs: nowMs + 1_000 },
    )
    expect(text.split('\r\n')).toEqual([
      'time,seconds,power ina total (watts),power ina rail VDD_CPU (watts)',
      '2023-11-14T22:13:20.000Z,0,1.5,',
      '2023-11-14T22:13:20.500Z,0.5,,0.5',
      '',
    ])
  })
})
