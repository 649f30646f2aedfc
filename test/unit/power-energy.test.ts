// Energy over measured windows: whatever runs straight between readings is integrated exactly, wherever the windows begin and
// end; counters wrap at any place; gaps, short windows and charging batteries are told.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EnergyAccount, type Span } from '../../src/agent/power/account.ts'
import { PointPower } from '../../src/agent/power/point-power.ts'
import {
  grownBy,
  type PowerReading,
  readableSource,
  totalOf,
} from '../../src/agent/power/reading.ts'
import type { FoundSource } from '../../src/agent/power/source.ts'
import { energySchema, type PowerSource, powerRecordSchema } from '../../src/shared/power.ts'

const ms = 1e6
const reading = (atNs: number, milliwatts: number | null, more: Partial<PowerReading> = {}) => ({
  source: 'meter',
  atNs,
  milliwatts: [milliwatts],
  totalMilliwatts: milliwatts,
  joules: null,
  isCharging: false,
  ...more,
})

/** Readings at least 1 ms apart, of powers up to 100 W. */
const curve = fc
  .array(fc.record({ afterMs: fc.integer({ min: 1, max: 500 }), milliwatts: fc.nat(100_000) }), {
    minLength: 2,
    maxLength: 40,
  })
  .map((steps) => {
    let atNs = 0
    return steps.map(({ afterMs, milliwatts }) => {
      atNs += afterMs * ms
      return { atNs, milliwatts }
    })
  })

type Curve = readonly { readonly atNs: number; readonly milliwatts: number }[]

function accountOf(points: Curve): EnergyAccount {
  const account = new EnergyAccount()
  for (const { atNs, milliwatts } of points) account.add(reading(atNs, milliwatts))
  return account
}

/** Milliwatts at a moment: straight between the points, and as at the ends beyond them. */
function powerAt(points: Curve, atNs: number): number {
  const after = points.findIndex((point) => point.atNs > atNs)
  if (after === 0) return points[0]?.milliwatts ?? 0
  if (after < 0) return points.at(-1)?.milliwatts ?? 0
  const [from, to] = points.slice(after - 1, after + 1)
  if (from === undefined || to === undefined) throw new Error('no points')
  const share = (atNs - from.atNs) / (to.atNs - from.atNs)
  return from.milliwatts + share * (to.milliwatts - from.milliwatts)
}

/** Another way to the same: between moments at which nothing bends, the middle stands for the mean. */
function joulesOf(points: Curve, { startNs, endNs }: Span): number {
  const bends = points.map(({ atNs }) => atNs).filter((atNs) => atNs > startNs && atNs < endNs)
  const moments = [startNs, ...bends, endNs]
  return moments.slice(1).reduce((sum, toNs, index) => {
    const fromNs = moments[index] ?? 0
    return sum + powerAt(points, (fromNs + toNs) / 2) * (toNs - fromNs) * 1e-12
  }, 0)
}

const spanOf = ([one, other]: readonly [number, number]): Span => ({
  startNs: Math.min(one, other) * ms,
  endNs: Math.max(one, other) * ms,
})
const spans = fc.tuple(fc.nat(20_000), fc.nat(20_000)).map(spanOf)
const nearly = (joules: number, expected: number) =>
  expect(Math.abs(joules - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected))

describe('the account of a source', () => {
  test('integrates any power that runs straight between its readings, over any stretch', () => {
    fc.assert(
      fc.property(curve, spans, (points, span) => {
        nearly(accountOf(points).joulesOver([span]) ?? Number.NaN, joulesOf(points, span))
      }),
    )
  })

  test('of parts of a stretch is that of the whole', () => {
    fc.assert(
      fc.property(curve, spans, fc.nat(20_000), (points, span, cutMs) => {
        const cutNs = Math.min(Math.max(cutMs * ms, span.startNs), span.endNs)
        const parts = [
          { startNs: span.startNs, endNs: cutNs },
          { startNs: cutNs, endNs: span.endNs },
        ]
        const account = accountOf(points)
        nearly(account.joulesOver(parts) ?? Number.NaN, account.joulesOver([span]) ?? Number.NaN)
      }),
    )
  })

  test('does not depend on readings between two of a straight line', () => {
    fc.assert(
      fc.property(curve, spans, fc.nat(20_000), (points, span, extraMs) => {
        const [first, last] = [points[0]?.atNs ?? 0, points.at(-1)?.atNs ?? 0]
        const atNs = Math.min(Math.max(extraMs * ms + 0.5, first), last)
        const more = [...points, { atNs, milliwatts: powerAt(points, atNs) }]
        nearly(
          accountOf(more.toSorted((a, b) => a.atNs - b.atNs)).joulesOver([span]) ?? Number.NaN,
          accountOf(points).joulesOver([span]) ?? Number.NaN,
        )
      }),
    )
  })

  test('of fewer than two readings is not known', () => {
    const account = new EnergyAccount()
    expect(account.joulesOver([{ startNs: 0, endNs: 1 }])).toBeNull()
    account.add(reading(0, 5))
    account.add(reading(5, null))
    expect(account.joulesOver([{ startNs: 0, endNs: 1 }])).toBeNull()
  })

  test('has a gap where for too long nothing was read in a part of a window', () => {
    const account = accountOf([100, 200, 900, 1_000].map((at) => ({ atNs: at, milliwatts: 1 })))
    const gaps = (startNs: number, endNs: number) => account.hasGap([{ startNs, endNs }], 500)
    expect([gaps(100, 200), gaps(120, 190), gaps(910, 1_000)]).toEqual([false, false, false])
    expect([gaps(150, 250), gaps(300, 400), gaps(850, 950)]).toEqual([true, true, true])
    expect([gaps(900, 1_400), gaps(900, 1_600), gaps(2_000, 2_100)]).toEqual([false, true, true])
  })
})

test('a total of no rails is not known, and no 0', () => {
  expect(totalOf([5], [{ inTotal: false }])).toBeNull()
  expect(totalOf([], [])).toBeNull()
})

describe('a counter', () => {
  const source = (rangeMicrojoules: number, names: readonly string[]): FoundSource => ({
    told: {
      id: 'rapl',
      method: 'package',
      reading: 'energy-counter',
      rails: names.map((name) => ({ name, inTotal: !name.startsWith('core') })),
      coverage: 'partial',
      hz: 10,
      uncertainty: null,
    },
    input: {
      kind: 'files',
      rails: names.map((path) => ({ kind: 'counter', path, rangeMicrojoules })),
      statusPaths: null,
    },
  })

  /** Reads a counter's texts, a second apart; null where it fails. */
  function readings(range: number, names: readonly string[], texts: readonly (string | null)[][]) {
    let atNs = 0
    let now: readonly (string | null)[] = []
    const found = source(range, names)
    if (found.input.kind !== 'files') throw new Error('not files')
    const counter = readableSource(
      found,
      found.input,
      (path) => now[names.indexOf(path)] ?? null,
      () => atNs,
    )
    return texts.map((row) => {
      now = row
      atNs += 1e9
      return counter.read()
    })
  }

  test('1: counts on where it begins anew, at any place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1_000_000 }),
        fc.nat(),
        fc.array(fc.nat(999_999), { minLength: 1, maxLength: 30 }),
        (range, start, grown) => {
          const steps = grown.map((step) => step % range)
          let at = start % range
          const texts = [at, ...steps.map((step) => (at = (at + step) % range))]
          const last = readings(
            range,
            ['package-0'],
            texts.map((one) => [String(one)]),
          ).at(-1)
          const sum = steps.reduce((total, step) => total + step, 0)
          expect(last?.joules).toBeCloseTo(sum / 1e6, 9)
          for (const [index, step] of steps.entries())
            expect(grownBy(texts[index] ?? 0, texts[index + 1] ?? 0, range)).toBe(step)
        },
      ),
    )
  })

  test('3: loses nothing where reading it fails, and says no total without all of its parts', () => {
    const [, failed, back] = readings(
      1e9,
      ['package-0', 'package-1', 'core'],
      [
        ['0', '0', '0'],
        ['1000000', null, '500000'],
        ['2000000', '3000000', '900000'],
      ],
    )
    expect(failed).toMatchObject({
      milliwatts: [null, null, 500],
      totalMilliwatts: null,
      joules: null,
    })
    expect(back).toMatchObject({
      milliwatts: [1_000, 1_500, 400],
      totalMilliwatts: 2_500,
      joules: 5,
    })
  })

  test('gives over a window its own difference, straight between readings', () => {
    const account = new EnergyAccount()
    for (const [second, microjoules] of [0, 1_000_000, 5_000_000].entries())
      account.add(reading(second * 1e9, 1, { joules: microjoules / 1e6 }))
    expect(account.joulesOver([{ startNs: 0.5e9, endNs: 1.25e9 }])).toBeCloseTo(0.5 + 1, 12)
  })
})

describe('the power of a point', () => {
  const source: PowerSource = {
    id: 'meter',
    method: 'input-rail',
    reading: 'power',
    rails: [{ name: 'VDD_IN', inTotal: true }],
    coverage: 'whole',
    hz: 10,
    uncertainty: null,
  }

  function pointPower(rows: readonly PowerReading[], sources: readonly PowerSource[] = [source]) {
    const left = [[], ...rows.map((row) => [row])]
    const told: unknown[] = []
    const power = new PointPower({ sources, look: () => left.shift() ?? [] }, (record) => {
      expect(() => powerRecordSchema.parse(record)).not.toThrow()
      told.push(record)
    })
    for (const _ of rows) power.sample()
    return { power, told }
  }
  /** Ten a second, of 4 W. */
  const steady = (count: number) =>
    Array.from({ length: count }, (_, index) => reading(index * 100 * ms, 4_000))
  const done = { inferences: 10, samples: 20 }
  const over = (startMs: number, endMs: number) => [{ startNs: startMs * ms, endNs: endMs * ms }]

  test('is told with what a reader should know of it', () => {
    const { power } = pointPower(steady(800))
    const idle = { wallNs: 1e9, sources: [{ source: 'meter', milliwatts: 1_500 }] }
    const [energy] = power.energies(over(5_000, 70_000), done, idle)
    expect(energySchema.parse(energy)).toMatchObject({
      source: 'meter',
      joules: expect.closeTo(4 * 65, 9),
      windowNs: 65e9,
      inferences: 10,
      samples: 20,
      readings: 650,
      meanMilliwatts: expect.closeTo(4_000, 9),
      peakMilliwatts: 4_000,
      idle: { milliwatts: 1_500, wallNs: 1e9 },
      flags: [],
    })
  })

  test('windows of a point are added, and what lies between them is not', () => {
    const spike = [...steady(10), reading(1_000 * ms, 90_000), ...steady(30).slice(11)]
    const { power } = pointPower(spike)
    const windows = [...over(100, 800), ...over(1_200, 2_000)]
    const [energy] = power.energies(windows, done, null)
    expect(energy).toMatchObject({
      joules: expect.closeTo(4 * 1.5, 9),
      windowNs: 1.5e9,
      peakMilliwatts: 4_000,
      idle: null,
      flags: ['short', 'few-samples'],
    })
  })

  test('fewer than two readings in a window make no energy: it was not measured', () => {
    const { power } = pointPower(steady(10))
    expect(power.energies(over(110, 290), done, null)).toEqual([])
    expect(power.energies(over(2_000, 3_000), done, null)).toEqual([])
    expect(pointPower([]).power.energies(over(0, 1_000), done, null)).toEqual([])
  })

  test('a counter that stands still measures nothing', () => {
    const rows = [0, 1, 2].map((second) => reading(second * 1e9, 0, { joules: 0 }))
    const counter: PowerSource = { ...source, reading: 'energy-counter' }
    expect(pointPower(rows, [counter]).power.energies(over(0, 2_000), done, null)).toEqual([])
  })

  test('a stretch without readings is flagged', () => {
    const { power } = pointPower(steady(40).filter(({ atNs }) => atNs < 1e9 || atNs > 1.8e9))
    expect(power.energies(over(0, 900), done, null)[0]?.flags).not.toContain('gap')
    expect(power.energies(over(0, 3_000), done, null)[0]?.flags).toContain('gap')
  })

  test('a battery that is fed meanwhile is told where its power is in what was measured', () => {
    const battery: PowerSource = { ...source, id: 'battery BAT0', method: 'battery' }
    const rapl: PowerSource = { ...source, id: 'rapl', method: 'package' }
    const fed = (atNs: number) => reading(atNs, null, { source: 'battery BAT0', isCharging: true })
    const rows = steady(20).flatMap((row) => [row, { ...row, source: 'rapl' }])
    const { power } = pointPower([...rows, fed(1_000 * ms)], [source, battery, rapl])
    const flags = (startMs: number, endMs: number) =>
      power
        .energies(over(startMs, endMs), done, null)
        .map((energy) => [energy.source, energy.flags.includes('charging')])
    expect(flags(0, 1_500)).toEqual([
      ['meter', true],
      ['rapl', false],
    ])
    expect(flags(0, 900)).toEqual([
      ['meter', false],
      ['rapl', false],
    ])
    expect(power.chargedOver(over(0, 1_500))).toBe('battery BAT0')
    expect(power.chargedOver(over(0, 900))).toBeNull()
  })

  test('at rest it is the mean of the time', () => {
    const { power } = pointPower([0, 100, 200, 300].map((at) => reading(at * ms, at * 10)))
    expect(power.restOver({ startNs: 0, endNs: 300 * ms })).toEqual({
      wallNs: 300 * ms,
      sources: [{ source: 'meter', milliwatts: expect.closeTo(1_500, 9) }],
    })
    expect(power.restOver({ startNs: 10_000 * ms, endNs: 11_000 * ms })).toBeNull()
  })

  test('every reading is told once, in the order of its time', () => {
    const { power, told } = pointPower(steady(25))
    power.tellAfter(10e9)
    expect(told).toEqual([])
    power.tellAfter(1e9)
    power.tellAfter(0)
    expect(told).toEqual([
      {
        source: 'meter',
        atNs: steady(25).map(({ atNs }) => atNs),
        rails: [{ name: 'VDD_IN', milliwatts: steady(25).map(() => 4_000) }],
      },
    ])
  })
})
