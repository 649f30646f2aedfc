// What a point's page draws: latencies over time beside their environment, the distribution, memory by phase.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chartInks } from '../../src/renderer/charts/palette.ts'
import { plotData, plotOptions } from '../../src/renderer/charts/plotChart.ts'
import { workSteps } from '../../src/renderer/views/meter/meterPlot.ts'
import { ecdfPoints } from '../../src/renderer/views/point/ecdf.ts'
import { phaseStacks } from '../../src/renderer/views/point/memory.ts'
import {
  latencyCapNs,
  latencyCurves,
  powerCurves,
  spanOf,
  stripCurves,
} from '../../src/renderer/views/point/overTime.ts'
import { resultOf } from '../../src/renderer/views/point/usePoint.ts'
import type { LatencySeries } from '../../src/shared/ipc.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { formatNs } from '../../src/shared/units.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const bin = (startNs: number, maxNs: number, count = 1) => ({
  startNs,
  endNs: startNs + 10,
  count,
  minNs: 1,
  medianNs: Math.min(2, maxNs),
  maxNs,
})
const words = { single: 'latency', median: 'median', range: 'range', outliers: 'outliers' }
const span = { startNs: 0, endNs: 1e9 }

describe('latencies over time', () => {
  it('stand on one axis with what went on around them, only where both have one clock', () => {
    const bins = [bin(5e9, 2), bin(6e9, 2)]
    const around = { atNs: [4e9, 9e9] }
    expect(spanOf({ onClock: true, severeNs: 3, bins }, around)).toEqual({
      startNs: 4e9,
      endNs: 9e9,
    })
    expect(spanOf({ onClock: false, severeNs: 3, bins }, around)).toEqual({
      startNs: 5e9,
      endNs: 6e9 + 10,
    })
    expect(spanOf({ onClock: true, severeNs: null, bins: [] }, { atNs: [] })).toBeNull()
  })

  it('mark every severe outlier, and none is drawn beyond the axis or left out', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }), (maxima) => {
        const bins = maxima.map((maxNs, index) => bin(index * 100, maxNs, 3))
        const series: LatencySeries = { onClock: true, severeNs: 20, bins }
        const capNs = latencyCapNs(series)
        const curves = latencyCurves(series, span, 1, words)
        const marks = curves.find(({ form }) => form === 'crosses')?.points ?? []
        const severe = maxima.filter((maxNs) => maxNs > 20)
        expect(marks.map(({ words: said }) => said)).toEqual(severe.map(formatNs))
        const highest = Math.max(...curves.flatMap(({ points }) => points.map(({ y }) => y ?? 0)))
        expect(highest).toBeLessThanOrEqual(capNs ?? Math.max(...maxima))
        expect(capNs === null).toBe(Math.max(...maxima) <= 30)
      }),
    )
  })

  it('have a band only where a bin holds several', () => {
    const forms = (count: number) =>
      latencyCurves({ onClock: true, severeNs: 9, bins: [bin(0, 2, count)] }, span, 1, words).map(
        ({ form, label }) => `${form} ${label}`,
      )
    expect(forms(1)).toEqual(['line latency'])
    expect(forms(4)).toEqual(['low range', 'high range', 'line median'])
  })

  it('stand above the strips in which anything was read, in their units, with gaps as gaps', () => {
    const environment = {
      atNs: [0, 5e8],
      series: [
        { kind: 'frequency' as const, name: 'policy0', values: [1.8e6, null] },
        { kind: 'frequency' as const, name: 'policy4', values: [null, null] },
        { kind: 'temperature' as const, name: 'soc', values: [48_000, 49_000] },
      ],
    }
    expect(stripCurves(environment, ['frequency'], span)).toEqual([
      {
        kind: 'frequency',
        name: 'policy0',
        points: [
          { x: 0, y: 1.8 },
          { x: 0.5, y: null },
        ],
      },
    ])
    expect(stripCurves(environment, ['temperature'], span)[0]?.points[1]?.y).toBe(49)
    expect(stripCurves(environment, ['foreign-load'], span)).toEqual([])
  })
})

describe('a distribution', () => {
  it('rises from none to all but what lies beyond its bins', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 40 }),
        fc.nat(5),
        (counts, beyondCount) => {
          const total = counts.reduce((sum, count) => sum + count, beyondCount)
          const points = ecdfPoints({ startNs: 5, binWidthNs: 2, counts, beyondCount }, 1)
          if (total === 0) {
            expect(points).toEqual([])
            return
          }
          const shares = points.map(({ y }) => y ?? Number.NaN)
          expect(shares[0]).toBe(0)
          expect(shares.every((share, at) => at === 0 || share >= (shares[at - 1] ?? 0))).toBe(true)
          expect(shares.at(-1)).toBeCloseTo(((total - beyondCount) / total) * 100)
          expect(points.at(-1)?.x).toBe(5 + 2 * counts.length)
        },
      ),
    )
  })
})

describe('memory by phase', () => {
  const phase = (peakBytes: number) => ({ peakBytes, pssBytes: null })
  const memory = { floorBytes: 0, sessionBytes: 0, peakBytes: 0, arena: null }

  it('is stacked by what each phase added, and always adds up to its peak', () => {
    const bytes = fc.nat(1_000_000)
    fc.assert(
      fc.property(bytes, bytes, bytes, bytes, (runtime, session, firstRun, steady) => {
        const phases = {
          runtime: phase(runtime),
          session: phase(session),
          firstRun: phase(firstRun),
          steady: phase(steady),
        }
        const stacks = phaseStacks({ ...memory, phases }) ?? []
        expect(stacks.map(({ parts }) => parts.length)).toEqual([1, 2, 3, 4])
        for (const { parts, memory: own } of stacks) {
          expect(parts.every((part) => part >= 0)).toBe(true)
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(own.peakBytes)
        }
      }),
    )
    expect(phaseStacks({ ...memory, phases: null })).toBeNull()
  })
})

describe('a point', () => {
  it('has a result as soon as one of its repetitions was measured', () => {
    const plan = planOf({ batches: [1], repetitions: 2 })
    const results = journalOf(plan).map((event, index, all) => {
      const view = all.slice(0, index + 1).reduce(applyEvent, emptyRun(plan)).points[0]
      return view === undefined ? null : [event.type, resultOf(view) !== null]
    })
    const first = results.findIndex((found) => found?.[1] === true)
    expect(results[first]?.[0]).toBe('point-ended')
    expect(results.slice(first).every((found) => found?.[1] === true)).toBe(true)
  })
})

it('lanes stand above each other in their order, each curve in its own', () => {
  const curve = (label: string) => ({ label, ink: 0, form: 'line' as const, points: [] })
  const lane = (title: string) => ({ title, marks: [], curves: [curve(title)], words: String })
  const plot = {
    lanes: [lane('latency'), lane('heat')],
    x: { title: 's' },
    xWords: String,
    inks: chartInks.light,
  }
  expect(plotData(plot).datasets.map(({ yAxisID }) => yAxisID)).toEqual(['y', 'y1'])
  // Chart.js piles them up from below.
  expect(Object.keys(plotOptions(plot).scales ?? {})).toEqual(['x', 'y1', 'y'])
})

describe('power over time', () => {
  const series = (rails: readonly (readonly [string, boolean])[]) => ({
    source: 'rails',
    method: 'rail-sum' as const,
    coverage: 'whole' as const,
    atNs: [1e9, 2e9],
    rails: rails.map(([name, inTotal]) => ({ name, inTotal, milliwatts: [1_000, null] })),
    total: [1_000 * rails.filter(([, inTotal]) => inTotal).length, null],
  })
  const railsOf = (...rails: Parameters<typeof series>[0]) =>
    powerCurves(series(rails), { startNs: 1e9, endNs: 2e9 }).map(({ rail }) => rail)

  it('has the total over its rails, and no rail that is the total', () => {
    expect(railsOf(['CPU', true], ['DDR', true], ['USB', false])).toEqual([
      'CPU',
      'DDR',
      'USB',
      null,
    ])
    expect(railsOf(['VDD_IN', true], ['CPU', false])).toEqual(['CPU', null])
    const [total] = powerCurves(series([['VDD_IN', true]]), { startNs: 1e9, endNs: 2e9 })
    expect(total?.points).toEqual([
      { x: 0, y: 1 },
      { x: 1, y: null },
    ])
  })

  it('marks when the board worked, each value until the next', () => {
    const busy = [{ startNs: 2e9, endNs: 4e9 }]
    expect(workSteps(busy, { startNs: 1e9, endNs: 9e9 })).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 3, y: 0 },
      { x: 8, y: 0 },
    ])
  })
})
