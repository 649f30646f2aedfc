// Energy over repetitions and between points: medians with the spread between processes, like with like where both sides
// have it, and every unlikeness by its name.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingWords } from '../../src/main/command/finding-words.ts'
import { resultText } from '../../src/main/command/result.ts'
import { leastEnergy } from '../../src/renderer/charts/clockEnergy.ts'
import { pointsCsv } from '../../src/renderer/charts/csv.ts'
import { figureOf, formatFigure } from '../../src/renderer/charts/figures.ts'
import { tableOf } from '../../src/renderer/charts/slice.ts'
import { figureRow, tableByOneMeter } from '../../src/renderer/views/run/sweepChart.ts'
import { compareSides } from '../../src/shared/compare.ts'
import { sidesOf } from '../../src/shared/compared-side.ts'
import { findings } from '../../src/shared/comparison-finding.ts'
import { compareEnergy } from '../../src/shared/energy-ratio.ts'
import { headlineOf, runHeadlineSchema } from '../../src/shared/headline.ts'
import { commonMeter, energyBy } from '../../src/shared/one-meter.ts'
import { flagsOf, pooledEnergies } from '../../src/shared/pooled-energy.ts'
import { powerMethods } from '../../src/shared/power.ts'
import { powerSeries, thinnedPower } from '../../src/shared/power-series.ts'
import { formatJoules, formatJoulesWithInterval, formatMilliwatts } from '../../src/shared/units.ts'
import { energyOf } from '../fixtures/energies.ts'
import { endedRun } from '../fixtures/measured-runs.ts'

const joules = fc.double({ min: 0.001, max: 1_000, noNaN: true })

/** An energy of so many joules per inference. */
const each = (perInference: number, over: Parameters<typeof energyOf>[0] = {}) =>
  energyOf({ joules: perInference * 100, ...over })

describe('energy over repetitions', () => {
  it('is the median, in whatever order, and from three on with the spread between them', () => {
    fc.assert(
      fc.property(fc.array(joules, { minLength: 1, maxLength: 9 }), (values) => {
        const [pooled] = pooledEnergies(values.map((value) => [each(value)]))
        const [turned] = pooledEnergies(values.toReversed().map((value) => [each(value)]))
        expect(turned?.joulesPerInference).toBe(pooled?.joulesPerInference)
        expect(pooled?.joulesPerInference).toBeGreaterThanOrEqual(Math.min(...values) * 0.999)
        expect(pooled?.joulesPerInference).toBeLessThanOrEqual(Math.max(...values) * 1.001)
        expect(pooled?.interval === null).toBe(values.length < 3)
        expect(pooled?.interval?.low ?? 0).toBeLessThanOrEqual(pooled?.joulesPerInference ?? 0)
        expect(pooled?.windowNs).toBe(values.length * 100e9)
      }),
    )
  })

  it('keeps sources apart, and the one that sees most of the board first', () => {
    const rapl = energyOf({ source: 'intel-rapl:0', method: 'package', coverage: 'partial' })
    const rail = energyOf()
    const pooled = pooledEnergies([
      [rapl, rail],
      [rapl, rail],
    ])
    expect(pooled.map(({ method }) => method)).toEqual(['input-rail', 'package'])
    expect(pooled.map(({ invocations }) => invocations.length)).toEqual([2, 2])
  })

  it('has first what was read in the most processes, and says of the others that it was not in all', () => {
    const wall = energyOf({ source: 'meter', method: 'wall-meter' })
    const pooled = pooledEnergies([[energyOf()], [energyOf(), wall], [energyOf()]])
    expect(pooled.map(({ method, flags }) => [method, flags])).toEqual([
      ['input-rail', []],
      ['wall-meter', ['some-repetitions']],
    ])
  })

  it('joins flags, and is partial and of unknown doubt where one of them is', () => {
    const [pooled] = pooledEnergies([
      [energyOf({ flags: ['gap'], uncertainty: 0.01 })],
      [energyOf({ flags: ['short', 'gap'], coverage: 'partial', uncertainty: null })],
    ])
    expect(pooled).toMatchObject({ coverage: 'partial', uncertainty: null })
    expect(pooled === undefined ? null : flagsOf(pooled)).toEqual(['short', 'gap'])
  })

  it('leaves rest beside: it changes no energy', () => {
    const [withRest] = pooledEnergies([[energyOf()]])
    const [without] = pooledEnergies([[energyOf({ idle: null })]])
    expect(withRest?.idle).toEqual({ milliwatts: 2_000, wallNs: 30e9 })
    expect(without).toEqual({ ...withRest, idle: null })
  })
})

describe('energy of two points', () => {
  const point = (batch: number, ...energies: Parameters<typeof pooledEnergies>[0]) => ({
    point: { batch },
    energy: pooledEnergies(energies),
  })

  it('is compared by the sample, so that a batch does not count as one', () => {
    const found = compareEnergy(
      point(4, [energyOf({ joules: 400, samples: 400 })]),
      point(1, [energyOf({ joules: 100 })]),
    )
    expect(found?.ratio).toMatchObject({ value: 1, verdict: 'same' })
  })

  it('is above 1 where less is taken, with an interval only of repetitions', () => {
    const many = (...values: readonly number[]) => values.map((value) => [each(value)])
    const alone = compareEnergy(point(1, ...many(1)), point(1, ...many(2)))
    expect(alone?.ratio).toMatchObject({ value: 2, interval: null, verdict: 'unjudged' })
    const several = compareEnergy(
      point(1, ...many(1, 1.01, 0.99)),
      point(1, ...many(2, 2.02, 1.98)),
    )
    expect(several?.ratio).toMatchObject({ verdict: 'better', basis: 'spread' })
  })

  it('takes the source that both have, though one has a better one', () => {
    const rapl = energyOf({ source: 'rapl', method: 'package', coverage: 'partial', joules: 50 })
    const found = compareEnergy(point(1, [rapl, energyOf()]), point(1, [{ ...rapl, joules: 100 }]))
    expect(found?.own.method).toBe('package')
    expect(found?.ratio?.value).toBeCloseTo(2)
    expect(found?.mismatches).toEqual([])
  })

  it('names method and coverage wherever they differ, and never else', () => {
    const methods = fc.constantFrom(...powerMethods)
    const coverages = fc.constantFrom('whole' as const, 'partial' as const)
    fc.assert(
      fc.property(methods, methods, coverages, coverages, (a, b, c, d) => {
        const found = compareEnergy(
          point(1, [energyOf({ method: a, coverage: c })]),
          point(1, [energyOf({ method: b, coverage: d })]),
        )
        const terms = found?.mismatches.map(({ term }) => term)
        expect(terms).toEqual([...(a === b ? [] : ['method']), ...(c === d ? [] : ['coverage'])])
      }),
    )
  })

  it('names the sources where these see parts of a board, and takes the one of both', () => {
    const card = (source: string, joules: number) =>
      energyOf({ source, method: 'gpu', coverage: 'partial', joules })
    const two = point(1, [card('GPU 0', 100), card('GPU 1', 300)])
    expect(compareEnergy(point(1, [card('GPU 1', 600)]), two)).toMatchObject({
      ratio: { value: 0.5 },
      mismatches: [],
    })
    expect(compareEnergy(point(1, [card('GPU 2', 100)]), two)?.mismatches).toEqual([
      { term: 'source', own: 'GPU 2', base: 'GPU 0' },
    ])
  })

  it('is none where one was not measured', () => {
    expect(compareEnergy(point(1), point(1, [energyOf()]))).toBeNull()
  })
})

describe('energies on one axis', () => {
  const package0 = { source: 'rapl 0', method: 'package', coverage: 'partial', joules: 50 } as const
  const both = pooledEnergies([[energyOf(), energyOf(package0)]])
  const inner = pooledEnergies([[energyOf(package0)]])

  it('are of the source that sees the most of what half of the points have', () => {
    const rail = commonMeter([both, both, both, inner, []])
    expect(energyBy(both, rail).map(({ method }) => method)).toEqual(['input-rail'])
    expect(energyBy(inner, rail)).toEqual([])
    const inside = commonMeter([both, inner, inner])
    expect(energyBy(both, inside).map(({ method }) => method)).toEqual(['package'])
    expect(commonMeter([[], []])).toBeNull()
  })

  it('take one part of a board for another only by its name', () => {
    const other = pooledEnergies([[energyOf({ ...package0, source: 'rapl 1' })]])
    expect(energyBy(other, commonMeter([inner]))).toEqual([])
    expect(
      energyBy(pooledEnergies([[energyOf({ source: 'another' })]]), commonMeter([both])),
    ).toHaveLength(1)
  })

  it('leave the clock unread that was measured in another way, in charts of a sweep', () => {
    const sweep = endedRun(
      'pi5',
      ({ clock }) => ({
        medianNs: 1e6,
        energies: [clock.khz === 12e5 ? [energyOf(package0)] : [energyOf(), energyOf(package0)]],
      }),
      { frequenciesKhz: [4e5, 8e5, 12e5, 16e5], batches: [1] },
    )
    const table = tableByOneMeter(
      tableOf(sweep.view.points, { x: 'frequency', series: [], fixed: {} }),
    )
    const [row] = table.rows
    expect(row === undefined ? [] : figureRow('energy', row).values).toEqual([5, 5, null, 5])
  })
})

describe('energy in results', () => {
  const metered = endedRun('pi5', () => ({ medianNs: 1e6, energies: [[energyOf()]] }))
  const bare = endedRun('rk3588', () => ({ medianNs: 1e6 }))

  it('stands in the table with how it was measured, and is never 0 where there is none', () => {
    const text = resultText(metered, true)
    expect(text).toMatch(/ energy /)
    expect(text).toContain('5.00 J')
    expect(text).toContain('input rail, the whole board')
    expect(text.replace(/\s+/g, ' ')).toContain('at rest 2.00 W (not taken off)')
    const none = resultText(bare)
    expect(none).toContain('energy: not measured')
    expect(none).not.toMatch(/ energy /)
  })

  it('says what makes a figure weak', () => {
    const weak = endedRun('pi5', () => ({
      medianNs: 1e6,
      energies: [[energyOf({ flags: ['short'] })]],
    }))
    expect(resultText(weak).replace(/\s+/g, ' ')).toContain('Power was read for less than 60 s')
  })

  it('has columns in every CSV, empty where nothing was measured', () => {
    const [head = '', first = ''] = pointsCsv([metered]).split('\r\n')
    const cellOf = (name: string, line: string) => line.split(',')[head.split(',').indexOf(name)]
    expect(cellOf('joules_per_inference', first)).toBe('5')
    expect(cellOf('energy_method', first)).toBe('input-rail')
    expect(cellOf('power_idle_mw', first)).toBe('2000')
    const [, none = ''] = pointsCsv([bare]).split('\r\n')
    expect(cellOf('joules_per_inference', none)).toBe('')
  })

  it('stands for the run in the history, also once it was stored', () => {
    const headline = headlineOf(metered.view)
    expect(headline?.energy?.joulesPerInference).toBe(5)
    expect(runHeadlineSchema.parse(JSON.parse(JSON.stringify(headline)))).toEqual(headline)
  })

  it('is compared in a sentence that names what is unlike', () => {
    const rail = endedRun('pi5', () => ({ medianNs: 1e6, energies: [[energyOf()]] }))
    const wall = endedRun('rk3588', () => ({
      medianNs: 2e6,
      energies: [[energyOf({ method: 'wall-meter', joules: 1_000 })]],
    }))
    const sides = sidesOf([rail, wall], null)
    const comparison = compareSides(sides, sides[0]?.id ?? '', 'same')
    const [found] = findings(comparison)
    expect(found).toMatchObject({ energy: { value: 0.5 }, energyMismatches: [{ term: 'method' }] })
    const [sentence = ''] = findingWords(comparison, ['pi5', 'rk3588'])
    expect(sentence).toContain('2.0× the energy, not like with like')
    expect(sentence).toContain('power by wall meter against input rail')
  })

  it('is told beside a ratio that is over another source than the one that stands for the baseline', () => {
    const inner = { source: 'rapl', method: 'package', coverage: 'partial' } as const
    const base = endedRun('pi5', () => ({
      medianNs: 1e6,
      energies: [[energyOf(), energyOf({ ...inner, joules: 120 })]],
    }))
    const own = endedRun('rk3588', () => ({
      medianNs: 1e6,
      energies: [[energyOf({ ...inner, joules: 60 })]],
    }))
    const sides = sidesOf([base, own], null)
    const [row] = compareSides(sides, sides[0]?.id ?? '', 'same').rows
    expect(row?.cells[0]).toMatchObject({ energy: { joulesPerInference: 5 }, energyBase: null })
    expect(row?.cells[1]).toMatchObject({
      energyRatio: { value: 2 },
      energyBase: { method: 'package', joulesPerInference: 1.2 },
    })
  })

  it('is a figure of charts with its own unit, and none where it was not measured', () => {
    const found = metered.view.points[0]
    if (found?.state.kind !== 'ended' || found.state.outcome.kind !== 'measured') throw new Error()
    const point = {
      point: found.point,
      measurement: found.state.outcome.measurement,
      invalid: [],
      energy: found.state.energy,
    }
    expect(formatFigure('energy', figureOf('energy', point).value)).toBe('5.00 J')
    expect(formatFigure('efficiency', figureOf('efficiency', point).value)).toBe('0.200/J')
    expect(figureOf('power', { ...point, energy: [] }).value).toBeNull()
  })
})

describe('the clock of least energy', () => {
  const khz = [4e5, 8e5, 12e5, 16e5]

  it('is the highest of those that are as good, over the energy of the highest clock', () => {
    expect(leastEnergy('energy', khz, [4, 2, 2.01, 3])).toEqual({
      place: 2,
      top: 3,
      shareOfTop: 2.01 / 3,
    })
    expect(leastEnergy('efficiency', khz, [1, 2, 4, 2])).toEqual({
      place: 2,
      top: 3,
      shareOfTop: 0.5,
    })
    expect(leastEnergy('energy', khz, [4, 3, 2, 1])).toEqual({ place: 3, top: 3, shareOfTop: 1 })
    expect(leastEnergy('energy', khz, [4, 1, 2, null])).toMatchObject({ top: 2, shareOfTop: 0.5 })
  })

  it('is none of noise, of too few, or of another figure', () => {
    expect(leastEnergy('energy', khz, [1, 1.001, 1.002, 1.003])).toBeNull()
    expect(leastEnergy('energy', khz, [1, null, null, 3])).toBeNull()
    expect(leastEnergy('p50', khz, [4, 2, 3, 3])).toBeNull()
  })
})

describe('power over time', () => {
  const source = {
    id: 'rails',
    method: 'rail-sum' as const,
    reading: 'power' as const,
    rails: [
      { name: 'CPU', inTotal: true },
      { name: 'DDR', inTotal: true },
      { name: 'USB', inTotal: false },
    ],
    coverage: 'partial' as const,
    hz: 10,
    uncertainty: null,
  }
  const record = (atNs: number[], values: readonly (number | null)[][]) => ({
    source: 'rails',
    atNs,
    rails: source.rails.map(({ name }, index) => ({
      name,
      milliwatts: [...(values[index] ?? [])],
    })),
  })

  it('adds up the rails that make the total, and no others', () => {
    const { total } = powerSeries(source, [
      record(
        [1, 2],
        [
          [100, 200],
          [10, null],
          [1, 1],
        ],
      ),
      record([3], [[300], [30], [1]]),
      { ...record([4], [[1], [1], [1]]), source: 'another' },
    ])
    expect(total).toEqual([110, null, 330])
  })

  it('keeps its mean, its beginning and its end when it is thinned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1 }), (values) => {
        const whole = powerSeries({ ...source, rails: [{ name: 'CPU', inTotal: true }] }, [
          record(
            values.map((_, index) => index * 1e8),
            [values],
          ),
        ])
        const thin = thinnedPower(whole, 10)
        expect(thin.atNs.length).toBe(Math.min(10, values.length))
        for (const value of thin.total) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values))
          expect(value).toBeLessThanOrEqual(Math.max(...values))
        }
      }),
    )
  })
})

it('energy and power have their units', () => {
  expect(formatJoules(0.0123)).toBe('12.3 mJ')
  expect(formatJoules(null)).toBe('–')
  expect(formatJoulesWithInterval(0.0123, { low: 0.012, high: 0.0126 })).toEqual({
    value: '12.3 mJ',
    spread: '±0.3',
  })
  expect(formatMilliwatts(850)).toBe('850 mW')
  expect(formatMilliwatts(4_270)).toBe('4.27 W')
})
