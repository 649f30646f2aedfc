// Runs beside one another: which points are the same, what their ratios are, and what may be said of them.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisNames } from '../../src/shared/axes.ts'
import { compareSides, type ThreadMatch, threadMatches } from '../../src/shared/compare.ts'
import type { InvalidTreatment } from '../../src/shared/compared-point.ts'
import { sidesOf } from '../../src/shared/compared-side.ts'
import { findings } from '../../src/shared/comparison-finding.ts'
import type { RunSnapshot } from '../../src/shared/ipc.ts'
import { conditionWords } from '../../src/shared/point-label.ts'
import { pointRatio } from '../../src/shared/point-ratio.ts'
import { advantageOf, ratioOf } from '../../src/shared/ratio.ts'
import { measuredPoints } from '../../src/shared/run.ts'
import { runtimeVersions } from '../../src/shared/runtime-version.ts'
import { endedRun, type Figures } from '../fixtures/measured-runs.ts'
import { planOf } from '../fixtures/runs.ts'

const compareRuns = (
  runs: readonly RunSnapshot[],
  baseline: string,
  match: ThreadMatch,
  treatment?: InvalidTreatment,
) => compareSides(sidesOf(runs, null), baseline, match, treatment)

const positive = fc.double({ min: 1, max: 1e12, noNaN: true })
const figure = fc
  .record({
    value: positive,
    below: fc.double({ min: 0, max: 0.9, noNaN: true }),
    above: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  .map(({ value, below, above }) => ({
    value,
    interval: { low: value * (1 - below), high: value * (1 + above) },
    invocations: [],
  }))

const figures = fc
  .record({
    medianNs: positive,
    spread: fc.double({ min: 0, max: 0.5, noNaN: true }),
    peakBytes: fc.integer({ min: 1, max: 1e12 }),
  })
  .map(
    ({ medianNs, spread, peakBytes }): Figures => ({
      medianNs,
      intervalNs: { low: medianNs * (1 - spread), high: medianNs * (1 + spread) },
      peakBytes,
    }),
  )

const mirrored = {
  better: 'worse',
  worse: 'better',
  same: 'same',
  unclear: 'unclear',
  unjudged: 'unjudged',
} as const

describe('a ratio', () => {
  it('turns round when its sides change places', () => {
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const there = ratioOf(a, b)
        const back = ratioOf(b, a)
        expect((there?.value ?? 0) * (back?.value ?? 0)).toBeCloseTo(1, 9)
        expect((there?.interval?.low ?? 0) * (back?.interval?.high ?? 0)).toBeCloseTo(1, 9)
        expect(back?.verdict).toBe(mirrored[there?.verdict ?? 'same'])
      }),
    )
  })

  it('lies within its interval, and is better only beyond both intervals', () => {
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const ratio = ratioOf(a, b)
        const { low, high } = ratio?.interval ?? { low: Number.NaN, high: Number.NaN }
        expect(low).toBeLessThanOrEqual((ratio?.value ?? 0) * (1 + 1e-12))
        expect(high).toBeGreaterThanOrEqual((ratio?.value ?? 0) * (1 - 1e-12))
        if (ratio?.verdict === 'better') expect(a.interval.low).toBeGreaterThan(b.interval.high)
        if (ratio?.verdict === 'worse') expect(a.interval.high).toBeLessThan(b.interval.low)
      }),
    )
  })

  it('calls a difference within 1 % the same, however narrow the intervals', () => {
    const exact = (value: number) => ({
      value,
      interval: { low: value, high: value },
      invocations: [],
    })
    expect(ratioOf(exact(1009), exact(1000))?.verdict).toBe('same')
    expect(ratioOf(exact(1000), exact(1009))?.verdict).toBe('same')
    expect(ratioOf(exact(1011), exact(1000))?.verdict).toBe('better')
    expect(ratioOf(exact(1000), exact(1011))?.verdict).toBe('worse')
  })

  it('judges nothing without both intervals, and is none without both values', () => {
    const bare = { value: 3, interval: null, invocations: [] }
    expect(ratioOf(bare, { ...bare, value: 1, interval: { low: 1, high: 1 } })?.verdict).toBe(
      'unjudged',
    )
    expect(ratioOf(bare, { ...bare, value: null })).toBeNull()
    expect(ratioOf(bare, { ...bare, value: 0 })).toBeNull()
    expect(ratioOf(bare, { ...bare, value: 1, interval: { low: 0, high: 2 } })?.interval).toBeNull()
  })
})

describe('a ratio of several processes', () => {
  const around = (value: number, count: number) => ({
    value,
    interval: null,
    invocations: Array.from(
      { length: count },
      (_, place) => value * (1 + 0.002 * (place - (count - 1) / 2)),
    ),
  })

  it('is judged by rank sums from nine on each side, by the spread from three, else by the intervals', () => {
    for (const [own, base, basis] of [
      [9, 9, 'rank-sum'],
      [12, 9, 'rank-sum'],
      [9, 8, 'spread'],
      [3, 3, 'spread'],
    ] as const)
      expect(ratioOf(around(1120, own), around(1000, base))).toMatchObject({
        basis,
        verdict: 'better',
        p: basis === 'rank-sum' ? expect.toSatisfy((p: number) => p < 0.001) : null,
      })
    expect(ratioOf(around(1120, 2), around(1000, 9))).toMatchObject({
      basis: null,
      verdict: 'unjudged',
    })
  })

  it('is noise under 1 %, however significant', () => {
    const ratio = ratioOf(
      {
        value: 1008,
        interval: null,
        invocations: Array.from({ length: 20 }, (_, i) => 1008 + i / 1e3),
      },
      {
        value: 1000,
        interval: null,
        invocations: Array.from({ length: 20 }, (_, i) => 1000 + i / 1e3),
      },
    )
    expect(ratio?.p).toBeLessThan(1e-6)
    expect(ratio?.verdict).toBe('same')
  })
})

describe('an advantage', () => {
  const of = (value: number, low: number, high: number) =>
    advantageOf({ value, interval: { low, high }, verdict: 'better', basis: 'spread', p: null })
  it('is a percentage below two, and the same from either side', () => {
    const said = { unit: 'percent', value: '12', interval: '10–14' }
    expect(of(1.12, 1.1, 1.14)).toEqual(said)
    expect(of(1 / 1.12, 1 / 1.14, 1 / 1.1)).toEqual(said)
    expect(of(1.023, 1.012, 1.034)).toEqual({ unit: 'percent', value: '2.3', interval: '1.2–3.4' })
  })
  it('is a factor from two on', () => {
    expect(of(5.9, 5.2, 6.6)).toEqual({ unit: 'factor', value: '5.9', interval: '5.2–6.6' })
  })
})

describe('invalid points', () => {
  const loaded = [{ kind: 'foreign-load' as const, share: 0.2 }]
  const base = endedRun('base', () => ({ medianNs: 2e6 }))
  const partly = endedRun('part', ({ batch }) => ({
    medianNs: 1e6,
    invalid: batch === 1 ? loaded : [],
  }))

  it('are shown and said to be invalid, and have no part in ratios and findings', () => {
    const comparison = compareRuns([base, partly], base.record.id, 'same')
    const cells = comparison.rows.map((row) => row.cells[1])
    expect(cells.map((cell) => cell?.invalid)).toEqual([loaded, []])
    expect(cells.map((cell) => cell?.latencyRatio?.value)).toEqual([undefined, 2])
    expect(comparison.leftOut).toBe(1)
    expect(findings(comparison)).toMatchObject([{ row: { batch: 2 }, spread: { points: 1 } }])
  })

  it('are left out on the side of the baseline too', () => {
    const { rows } = compareRuns([partly, base], partly.record.id, 'same')
    expect(rows.map((row) => row.cells[1]?.latencyRatio?.value)).toEqual([undefined, 0.5])
  })

  it('are compared where asked', () => {
    const comparison = compareRuns([base, partly], base.record.id, 'same', 'counted')
    expect(comparison.rows.map((row) => row.cells[1]?.latencyRatio?.value)).toEqual([2, 2])
    expect(comparison.leftOut).toBe(0)
  })

  it('give way to one that counts, however much faster they are', () => {
    const of = ({ threads }: { threads: number }): Figures =>
      threads === 1 ? { medianNs: 1e6, invalid: loaded } : { medianNs: 3e6 }
    const mixed = endedRun('mixed', of, { threads: [1, 2], batches: [1] })
    const [row] = compareRuns([mixed, base], mixed.record.id, 'best').rows
    expect(row?.cells[0]?.point.threads).toBe(2)
  })
})

describe('comparing', () => {
  it('keeps the order of the runs and gives the baseline no ratio', () => {
    fc.assert(
      fc.property(fc.array(figures, { minLength: 2, maxLength: 4 }), fc.nat(), (each, chosen) => {
        const runs = each.map((of, index) => endedRun(`r${index}`, () => of))
        const base = runs[chosen % runs.length]?.record.id ?? ''
        for (const match of threadMatches) {
          const { sides, rows } = compareRuns(runs, base, match)
          expect(sides.map(({ id }) => id)).toEqual(runs.map(({ record }) => record.id))
          expect(rows).toHaveLength(2)
          for (const { cells } of rows)
            cells.forEach((cell, index) => {
              expect(cell?.medianNs).toBe(each[index]?.medianNs)
              expect(cell?.latencyRatio === null).toBe(index === chosen % runs.length)
            })
        }
      }),
    )
  })

  it('mirrors every ratio when the other run is the baseline', () => {
    fc.assert(
      fc.property(figures, figures, (a, b) => {
        const runs = [endedRun('a', () => a), endedRun('b', () => b)]
        const [one, other] = runs.map(({ record }) => compareRuns(runs, record.id, 'same').rows[0])
        for (const name of ['latencyRatio', 'memoryRatio', 'throughputRatio'] as const)
          expect(
            (one?.cells[1]?.[name]?.value ?? 0) * (other?.cells[0]?.[name]?.value ?? 0),
          ).toBeCloseTo(1, 9)
      }),
    )
  })

  it('takes a lower latency, more throughput and less memory as better', () => {
    const slow = endedRun('slow', () => ({ medianNs: 2e6, samplesPerSecond: 500, peakBytes: 200 }))
    const fast = endedRun('fast', () => ({ medianNs: 1e6, samplesPerSecond: 1500, peakBytes: 50 }))
    const cell = compareRuns([slow, fast], slow.record.id, 'same').rows[0]?.cells[1]
    expect(cell?.latencyRatio?.value).toBe(2)
    expect(cell?.throughputRatio?.value).toBe(3)
    expect(cell?.memoryRatio?.value).toBe(4)
  })

  it('tells other content, sizes, inputs, batches and threads apart', () => {
    const one = endedRun('one', () => ({ medianNs: 1e6 }))
    const rowsWith = (over: Parameters<typeof endedRun>[2]) =>
      compareRuns([one, endedRun('two', () => ({ medianNs: 1e6 }), over)], one.record.id, 'same')
        .rows.length
    const model = { sha256: 'a'.repeat(64), name: 'another name', dims: {}, inputs: {} }
    expect(rowsWith({ models: [model] })).toBe(2)
    expect(rowsWith({ models: [{ ...model, sha256: 'b'.repeat(64) }] })).toBe(0)
    expect(rowsWith({ models: [{ ...model, dims: { height: 4 } }] })).toBe(0)
    expect(rowsWith({ models: [{ ...model, inputs: { x: { kind: 'number', value: 1 } } }] })).toBe(
      0,
    )
    expect(rowsWith({ models: [{ ...model, inputs: { x: { kind: 'random' } } }] })).toBe(2)
    expect(rowsWith({ batches: [2, 4] })).toBe(1)
    expect(rowsWith({ threads: [2] })).toBe(0)
    expect(rowsWith({ settings: { ...planOf().settings, arena: [true, false] } })).toBe(2)
    expect(rowsWith({ settings: { ...planOf().settings, spinning: [false] } })).toBe(0)
    expect(rowsWith({ scenarios: ['offline'] })).toBe(0)
    expect(rowsWith({ engines: ['onnxruntime-node'] })).toBe(0)
  })

  it('calls a file of inputs the same by its content, whatever its name', () => {
    const file = (name: string, digit: string) => ({
      models: [
        {
          sha256: 'a'.repeat(64),
          name: 'net',
          dims: {},
          inputs: {
            x: { kind: 'file' as const, sha256: digit.repeat(64), name, type: 'float', dims: [1] },
          },
        },
      ],
    })
    const one = endedRun('one', () => ({ medianNs: 1e6 }), file('a.npy', '1'))
    const renamed = endedRun('two', () => ({ medianNs: 1e6 }), file('b.npy', '1'))
    const other = endedRun('six', () => ({ medianNs: 1e6 }), file('a.npy', '2'))
    expect(compareRuns([one, renamed], one.record.id, 'same').rows).toHaveLength(2)
    expect(compareRuns([one, other], one.record.id, 'same').rows).toHaveLength(0)
  })

  it('takes the fastest thread count of each run where it may', () => {
    const byThreads =
      (times: Readonly<Record<number, number>>) => (point: { threads: number }) => ({
        medianNs: times[point.threads] ?? null,
      })
    const a = endedRun('a', byThreads({ 1: 4e6, 2: 3e6 }), { threads: [1, 2], batches: [1] })
    const b = endedRun('b', byThreads({ 4: 1e6, 8: 2e6 }), { threads: [4, 8], batches: [1] })
    const [row, ...more] = compareRuns([a, b], a.record.id, 'best').rows
    expect(more).toEqual([])
    expect(row?.threads).toBeNull()
    expect(row?.cells.map((cell) => cell?.point.threads)).toEqual([2, 4])
    expect(row?.cells[1]?.latencyRatio?.value).toBe(3)
    expect(compareRuns([a, b], a.record.id, 'same').unmatched).toEqual([2, 2])
  })

  it('keeps a point that one run could not measure, without a ratio', () => {
    const a = endedRun('a', ({ batch }) => (batch === 1 ? { medianNs: 1e6 } : null))
    const b = endedRun('b', () => ({ medianNs: 2e6 }))
    const rows = compareRuns([a, b], a.record.id, 'same').rows
    expect(rows.map(({ cells }) => cells.map((cell) => cell !== null))).toEqual([
      [true, true],
      [false, true],
    ])
    expect(rows[1]?.cells[1]?.latencyRatio).toBeNull()
  })

  it('names what differs besides the board, and nothing that does not', () => {
    const a = endedRun('a', () => ({ medianNs: 1e6 }))
    const b = endedRun('b', () => ({ medianNs: 1e6 }), { seed: 8 })
    expect(compareRuns([a, a], a.record.id, 'same').differences).toEqual([])
    expect(compareRuns([a, b], a.record.id, 'same').differences).toEqual([
      { what: 'seed', values: ['7', '8'] },
    ])
  })
})

describe('findings', () => {
  const exact = (medianNs: number): Figures => ({
    medianNs,
    intervalNs: { low: medianNs * 0.999, high: medianNs * 1.001 },
  })

  it('speak of the lowest batch and of the range over all points', () => {
    const base = endedRun('base', ({ batch }) => exact(batch * 4e6))
    const other = endedRun('other', ({ batch }) => exact(batch === 1 ? 2e6 : 1e6))
    const found = findings(compareRuns([base, other], base.record.id, 'same'))
    expect(found).toMatchObject([
      {
        kind: 'compared',
        side: 1,
        baseline: 0,
        metric: 'latency',
        speed: { value: 2, verdict: 'better' },
        spread: { points: 2, least: 2, most: 8, verdicts: { better: 2, unclear: 0 } },
      },
    ])
  })

  it('say that runs have nothing in common', () => {
    const base = endedRun('base', () => exact(1e6), { batches: [1] })
    const other = endedRun('other', () => exact(1e6), { batches: [2] })
    expect(findings(compareRuns([base, other], base.record.id, 'same'))).toEqual([
      { kind: 'incomparable', side: 1, baseline: 0 },
    ])
  })

  it('speak of throughput where the scenario is about it, and of each condition by itself', () => {
    const plan = { scenarios: ['single-stream' as const, 'offline' as const], batches: [1] }
    const base = endedRun('base', () => ({ medianNs: 1e6, samplesPerSecond: 1000 }), plan)
    const other = endedRun('other', () => ({ medianNs: 2e6, samplesPerSecond: 3000 }), plan)
    expect(findings(compareRuns([base, other], base.record.id, 'same'))).toMatchObject([
      { metric: 'latency', speed: { value: 0.5 }, row: { scenario: 'single-stream' } },
      { metric: 'throughput', speed: { value: 3 }, row: { scenario: 'offline' } },
    ])
  })
})

describe('comparing the parts of a run by an axis', () => {
  const sweep = (over: Parameters<typeof endedRun>[2], of: Parameters<typeof endedRun>[1]) =>
    endedRun('pi', of, over)
  const settings = { ...planOf().settings, arena: [true, false] }
  const byEngine = sweep(
    { engines: ['ort-c', 'onnxruntime-node'], settings },
    ({ engine, settings: { arena }, batch }) => ({
      medianNs: batch * (engine === 'ort-c' ? 1e6 : 2e6) * (arena ? 1 : 3),
    }),
  )

  it('holds points that are the same but for it against one another', () => {
    const sides = sidesOf([byEngine], 'engine')
    expect(sides.map(({ part }) => part?.key)).toEqual(['ort-c', 'onnxruntime-node'])
    const comparison = compareSides(sides, sides[1]?.id ?? '', 'same')
    expect(comparison.by).toBe('engine')
    expect(comparison.rows).toHaveLength(4)
    for (const { cells, engine, settings: common } of comparison.rows) {
      expect(engine).toBeNull()
      expect(common.arena).toBe(cells[0]?.point.settings.arena)
      expect(cells.map((cell) => cell?.point.engine)).toEqual(['ort-c', 'onnxruntime-node'])
      expect(cells.map((cell) => cell?.latencyRatio?.value ?? null)).toEqual([2, null])
    }
    expect(comparison.unmatched).toEqual([0, 0])
    expect(comparison.differences).toEqual([])
  })

  it('leaves a setting out of what its rows say', () => {
    const sides = sidesOf([byEngine], 'arena')
    const { rows } = compareSides(sides, sides[0]?.id ?? '', 'same')
    expect(rows).toHaveLength(4)
    for (const { settings: common, cells } of rows) {
      expect(common).not.toHaveProperty('arena')
      expect(cells[1]?.latencyRatio?.value).toBeCloseTo(1 / 3)
    }
  })

  it('takes each of several runs apart, and every part is told apart', () => {
    const other = endedRun('rk', () => ({ medianNs: 1e6 }), { engines: ['ort-c'] })
    const sides = sidesOf([byEngine, other], 'engine')
    expect(new Set(sides.map(({ id }) => id)).size).toBe(3)
    const { rows } = compareSides(sides, sides[2]?.id ?? '', 'same')
    expect(rows.filter(({ cells }) => cells.every((cell) => cell !== null))).toHaveLength(2)
  })

  it('parts models by content and sizes, whatever inputs they have', () => {
    const models = ['a', 'b'].map((digit) => ({
      sha256: digit.repeat(64),
      name: digit,
      dims: {},
      inputs: { [digit]: { kind: 'number' as const, value: 1 } },
    }))
    const run = sweep({ models }, () => ({ medianNs: 1e6 }))
    const sides = sidesOf([run], 'model')
    const { rows } = compareSides(sides, sides[0]?.id ?? '', 'same')
    expect(rows.map(({ model, batch }) => [model, batch])).toEqual([
      [null, 1],
      [null, 2],
    ])
  })

  it('holds the precisions of one network against one another, and its networks at one precision', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
    const variant = (original: string, digit: string, precision: 'fp16' | 'int8-dynamic') => ({
      sha256: digit.repeat(64),
      name: `net ${precision}`,
      originalName: original === a ? 'A' : 'B',
      dims: {},
      inputs: {},
      original,
      precision,
    })
    const models = [
      { sha256: a, name: 'A', dims: {}, inputs: {}, precision: 'fp32' as const },
      { sha256: b, name: 'B', dims: {}, inputs: {}, precision: 'fp32' as const },
      variant(a, 'c', 'fp16'),
      variant(b, 'd', 'fp16'),
    ]
    const run = sweep({ models, batches: [1] }, ({ model }) => ({
      medianNs: model.precision === 'fp16' ? 1e6 : 4e6,
    }))
    const precisions = sidesOf([run], 'precision')
    const byPrecision = compareSides(precisions, precisions[0]?.id ?? '', 'same')
    expect(byPrecision.rows.map(({ model }) => model)).toMatchObject([
      { sha256: a, name: 'A' },
      { sha256: b, name: 'B' },
    ])
    for (const { model, cells } of byPrecision.rows) {
      expect(model).not.toHaveProperty('precision')
      expect(cells.map((cell) => cell?.point.model.precision)).toEqual(['fp32', 'fp16'])
      expect(cells[1]?.latencyRatio?.value).toBe(4)
    }
    const networks = sidesOf([run], 'network')
    const byNetwork = compareSides(networks, networks[0]?.id ?? '', 'same')
    expect(byNetwork.rows.map(({ model, precision }) => [model, precision])).toEqual([
      [null, 'fp32'],
      [null, 'fp16'],
    ])
    expect(byNetwork.rows.map(conditionWords)).toEqual([
      'single-stream · ort-c',
      'fp16 · single-stream · ort-c',
    ])
    const whole = compareRuns(
      [run, { ...run, record: { ...run.record, id: 'other' } }],
      'other',
      'same',
    )
    expect(whole.rows).toHaveLength(4)
  })

  it.each(['batch', 'scenario'] as const)('speaks of throughput between %ses', (axis) => {
    const run = sweep({ scenarios: ['single-stream', 'offline'] }, ({ batch }) => ({
      medianNs: batch * 1e6,
      samplesPerSecond: 1000 * batch,
    }))
    const sides = sidesOf([run], axis)
    const found = findings(compareSides(sides, sides[0]?.id ?? '', 'same'))
    expect(found).not.toEqual([])
    for (const one of found) expect(one).toMatchObject({ metric: 'throughput' })
  })

  it('knows every point of a run in some part, for any axis', () => {
    fc.assert(
      fc.property(fc.constantFrom(...axisNames), (axis) => {
        const indices = sidesOf([byEngine], axis).flatMap(({ view }) =>
          view.points.map(({ point }) => point.index),
        )
        expect(indices.toSorted((a, b) => a - b)).toEqual(
          byEngine.view.points.map(({ point }) => point.index),
        )
      }),
    )
  })
})

describe('the bound of the server scenario', () => {
  it('is part of what makes two points the same', () => {
    const server = (boundMs: number) =>
      endedRun(`b${boundMs}`, () => ({ medianNs: 1e6 }), {
        scenarios: ['single-stream', 'server'],
        batches: [1],
        server: { boundMs },
      })
    const [ten, twenty] = [server(10), server(20)]
    expect(compareRuns([ten, server(10)], ten.record.id, 'same').rows).toHaveLength(2)
    const { rows, differences } = compareRuns([ten, twenty], ten.record.id, 'same')
    expect(rows.map(({ scenario }) => scenario)).toEqual(['single-stream'])
    expect(differences.map(({ what }) => what)).toContain('bound')
  })
})

describe('the runtime', () => {
  it("is told by the measurement, for a user's own library too", () => {
    const own = '/opt/libonnxruntime.so'
    const settings = { ...planOf().settings, library: [null, own] }
    const of = (version: string) =>
      endedRun(
        version,
        ({ settings: { library } }) => ({
          medianNs: 1e6,
          over: { runtimeVersion: library === null ? '1.30.0' : version },
        }),
        { settings, batches: [1] },
      )
    const [older, newer] = [of('1.20.0'), of('1.21.0')]
    const { differences } = compareRuns([older, newer], older.record.id, 'same')
    expect(differences).toEqual([
      { what: 'runtime', values: ['onnxruntime 1.20.0, 1.30.0', 'onnxruntime 1.21.0, 1.30.0'] },
    ])
  })

  it('of an own library is not known where an older version stored nothing', () => {
    const { view } = endedRun('old', () => ({ medianNs: 1e6 }), {
      settings: { ...planOf().settings, library: ['/opt/libonnxruntime.so'] },
    })
    expect(runtimeVersions(view)).toEqual([])
  })
})

describe('one point against another', () => {
  const run = endedRun(
    'pi',
    ({ batch, scenario }) => ({
      medianNs: 1e6 * batch,
      samplesPerSecond: scenario === 'offline' ? 4000 : 1000,
    }),
    { scenarios: ['single-stream', 'offline'], batches: [1, 2] },
  )
  const at = (scenario: string, batch: number) => {
    const found = measuredPoints(run.view).find(
      ({ point }) => point.scenario === scenario && point.batch === batch,
    )
    if (found === undefined) throw new Error('no such point')
    return found
  }
  it('is by latency only where the batch is the same and the load is about it', () => {
    expect(pointRatio(at('single-stream', 1), at('single-stream', 1)).metric).toBe('latency')
    expect(pointRatio(at('single-stream', 1), at('single-stream', 2)).metric).toBe('throughput')
    expect(pointRatio(at('offline', 1), at('single-stream', 1))).toMatchObject({
      metric: 'throughput',
      speed: { value: 4 },
    })
  })
})
