// A sweep over clocks as the window draws it: frequencies as numbers across, the knee of a line, what was really seen.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockKnee } from '../../src/renderer/charts/clockKnee.ts'
import { lineData, lineOptions } from '../../src/renderer/charts/lineChart.ts'
import { chartInks } from '../../src/renderer/charts/palette.ts'
import { sliceOf, tableOf } from '../../src/renderer/charts/slice.ts'
import { seenWords } from '../../src/renderer/views/run/seenClock.ts'
import { countingValues, figureRow, khzAcross } from '../../src/renderer/views/run/sweepChart.ts'
import { axesOf } from '../../src/shared/axes.ts'
import { frequenciesSeen } from '../../src/shared/clock-seen.ts'
import type { EnvironmentSummary } from '../../src/shared/environment.ts'
import type { Plan, Point } from '../../src/shared/plan.ts'
import { endedRun } from '../fixtures/measured-runs.ts'

const steps = [408_000, 816_000, 1_200_000, 1_608_000, 1_800_000]
/** Bound by memory from 1.2 GHz on. */
const roofNs = ({ clock }: Pick<Point, 'clock'>) =>
  1e12 / Math.min(clock.khz ?? 1_800_000, 1_200_000)

const swept: Partial<Plan> = {
  governors: ['performance', 'powersave'],
  frequenciesKhz: steps.toReversed(),
  batches: [1],
}
const drawn = (invalidKhz?: number) => {
  const figuresOf = (point: Point) => ({
    medianNs: roofNs(point),
    ...(point.clock.khz === invalidKhz
      ? { invalid: [{ kind: 'throttled' as const, source: 'cpu' }] }
      : {}),
  })
  const { view } = endedRun('pi', figuresOf, swept)
  const slice = sliceOf(axesOf(view.points.map(({ point }) => point)), {})
  return { view, slice, table: tableOf(view.points, slice) }
}

describe('a sweep over frequencies', () => {
  it('stands across as numbers, ascending, with a line for each governor', () => {
    const { slice, table } = drawn()
    expect(slice).toMatchObject({ x: 'frequency', series: ['governor'] })
    expect(table.rows).toHaveLength(2)
    expect(khzAcross(slice, table)).toEqual(steps)
  })

  it('stands across as words where one of them is the board’s own', () => {
    const { view } = endedRun('pi', () => ({ medianNs: 1e6 }), { frequenciesKhz: [null, 408_000] })
    const slice = sliceOf(axesOf(view.points.map(({ point }) => point)), { x: 'frequency' })
    expect(khzAcross(slice, tableOf(view.points, slice))).toBeNull()
  })

  it('has its knee at the same clock in the latency and in the throughput', () => {
    const { table } = drawn()
    const row = table.rows[0]
    if (row === undefined) throw new Error('the table has no row')
    for (const figure of ['p50', 'throughput'] as const) {
      const values = countingValues(figureRow(figure, row), false)
      expect(clockKnee(figure, steps, values)).toMatchObject({ place: 2, shareOfBest: 1 })
    }
    const memory = countingValues(figureRow('memory', row), false)
    expect(clockKnee('memory', steps, memory)).toBeNull()
  })

  it('has no knee in a latency that falls as the clock rises', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 20 }),
        fc.integer({ min: 1, max: 1e6 }),
        (count, work) => {
          const khz = Array.from({ length: count }, (_, index) => 400_000 + index * 100_000)
          expect(
            clockKnee(
              'p50',
              khz,
              khz.map((one) => (work * 1e6) / one),
            ),
          ).toBeNull()
        },
      ),
    )
  })

  it('has no knee where the clock brings less than a tenth: that bend is noise', () => {
    const speeds = [100, 101, 100.5, 100.8, 100.2]
    const khz = speeds.map((_, index) => 400_000 + index * 400_000)
    expect(clockKnee('throughput', khz, speeds)).toBeNull()
    const latencies = speeds.map((speed) => 1e9 / speed)
    expect(clockKnee('p50', khz, latencies)).toBeNull()
  })

  it('leaves out of the knee what does not count, unless it is to', () => {
    const { table } = drawn(1_200_000)
    const row = table.rows[0]
    if (row === undefined) throw new Error('the table has no row')
    const values = figureRow('p50', row)
    expect(countingValues(values, false)[2]).toBeNull()
    expect(countingValues(values, true)[2]).toBe(values.values[2])
    expect(clockKnee('p50', steps, countingValues(values, false))?.place).not.toBe(2)
  })

  it('puts the places of a chart where their numbers are, and the ring on the line', () => {
    const chart = {
      groups: ['408 MHz', '1.80 GHz'],
      at: [0.408, 1.8],
      lines: [
        {
          label: 'performance',
          ink: 0,
          variant: false,
          values: [2, 1],
          whiskers: [],
          knee: { place: 1, label: 'knee 1.80 GHz' },
        },
      ],
      references: [],
      xTitle: 'GHz',
      yTitle: 'latency',
      log: false,
      inks: chartInks.light,
      pointWords: () => '',
    }
    expect(lineData(chart).labels).toEqual(['0.408', '1.8'])
    expect(lineData(chart).datasets[0]?.knee).toEqual({ place: 1, label: 'knee 1.80 GHz' })
    expect(lineOptions(chart).scales?.x).toMatchObject({ type: 'linear' })
    const { at: _, ...words } = chart
    expect(lineOptions(words).scales?.x).not.toHaveProperty('type')
  })
})

describe('the clock that was seen', () => {
  const environment = (khz: Readonly<Record<string, number>>): EnvironmentSummary => ({
    samples: 10,
    series: [
      ...Object.entries(khz).map(([name, mean]) => ({
        kind: 'frequency' as const,
        name,
        least: mean - 1000,
        mean,
        most: mean + 1000,
      })),
      { kind: 'temperature' as const, name: 'soc', least: 1, mean: 1, most: 1 },
    ],
  })
  const seenIn = (...all: readonly (EnvironmentSummary | null)[]) => {
    const [point] = drawn().view.points
    const [first] = point?.repetitions ?? []
    if (first === undefined) throw new Error('no point was measured')
    const repetitions = all.map((one, repetition) => ({ ...first, repetition, environment: one }))
    return frequenciesSeen([{ repetitions }])
  }

  it('is that of each policy, over the processes that the figures are of', () => {
    const seen = seenIn(
      environment({ policy0: 1_200_000 }),
      environment({ policy0: 1_190_000 }),
      null,
    )
    expect(seen).toMatchObject([
      { name: 'policy0', least: 1_189_000, mean: 1_195_000, most: 1_201_000 },
    ])
  })

  it('names policies only where they ran differently, and is empty where nobody looked', () => {
    expect(seenWords(seenIn(environment({ policy0: 1_200_000, policy4: 1_200_400 })))).toBe(
      '1.20 GHz',
    )
    expect(seenWords(seenIn(environment({ policy0: 1_200_000, policy4: 1_800_000 })))).toBe(
      'policy0 1.20 GHz; policy4 1.80 GHz',
    )
    expect(seenWords(seenIn(null))).toBe('')
  })
})
