// Charts over any axes of a sweep: what varies, what is shown of it, how the address keeps it, and what does not count.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figureNames, figureOf } from '../../src/renderer/charts/figures.ts'
import { heatAt, heatRange, matrixData } from '../../src/renderer/charts/matrixChart.ts'
import { chartInks } from '../../src/renderer/charts/palette.ts'
import { seriesOf } from '../../src/renderer/charts/series.ts'
import { isWithin, sliceOf, tableOf } from '../../src/renderer/charts/slice.ts'
import { cellStateOf } from '../../src/renderer/views/run/cellState.ts'
import { chartedSearch, parseCharted } from '../../src/renderer/views/run/charted.ts'
import { figureRow } from '../../src/renderer/views/run/sweepChart.ts'
import { axesOf, axisNames } from '../../src/shared/axes.ts'
import { fault } from '../../src/shared/fault.ts'
import { headlinePoint } from '../../src/shared/headline.ts'
import type { HeadlineFigure } from '../../src/shared/measurement.ts'
import { pointsOf } from '../../src/shared/plan.ts'
import { emptyRun, type PointState, type RunView } from '../../src/shared/run.ts'
import { sessionAxesSchema } from '../../src/shared/session-settings.ts'
import { endedRun } from '../fixtures/measured-runs.ts'
import { planOf } from '../fixtures/runs.ts'

const plan = planOf({
  scenarios: ['single-stream', 'offline'],
  batches: [8, 1, 2],
  threads: [4, 1],
  settings: sessionAxesSchema.parse({ arena: [true, false] }),
})
const points = pointsOf(plan)
const axes = axesOf(points)

describe('the axes of a sweep', () => {
  it('are what its points differ in, numbers ascending', () => {
    expect(axes.map(({ name, values }) => [name, values.map(({ key }) => key)])).toEqual([
      ['scenario', ['single-stream', 'offline']],
      ['batch', ['1', '2', '8']],
      ['threads', ['1', '4']],
      ['arena', ['true', 'false']],
    ])
    expect(axesOf(pointsOf(planOf({ batches: [4] })))).toEqual([])
  })

  it('put batches across unless another is wanted, and hold what is no line at a value', () => {
    const usual = sliceOf(axes, {})
    expect(usual).toEqual({
      x: 'batch',
      series: ['threads'],
      fixed: { scenario: 'single-stream', arena: 'true' },
    })
    const few = axesOf(pointsOf(planOf({ threads: [1, 2], batches: [1, 2] })))
    expect(sliceOf(few, {}).series).toEqual(['threads'])
    expect(sliceOf(axes, { x: 'engine', fixed: { arena: 'false', batch: '3' } })).toMatchObject({
      x: 'batch',
      fixed: { arena: 'false' },
    })
  })

  it('give every point of a slice exactly one place, whatever is chosen', () => {
    const view = emptyRun(plan)
    fc.assert(
      fc.property(
        fc.constantFrom(...axes.map(({ name }) => name)),
        fc.subarray(axes.map(({ name }) => name)),
        (x, series) => {
          const slice = sliceOf(axes, { x, series })
          const { places, rows } = tableOf(view.points, slice)
          const shown = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? []))
          const within = points.filter((point) => isWithin(point, slice))
          expect(rows.every(({ cells }) => cells.length === places.length)).toBe(true)
          expect(shown.map(({ point }) => point.index).toSorted((a, b) => a - b)).toEqual(
            within.map(({ index }) => index),
          )
        },
      ),
    )
  })
})

describe('what the charts show', () => {
  it('comes back from the address as it was', () => {
    fc.assert(
      fc.property(
        fc.record({
          wanted: fc.record({
            x: fc.constantFrom(...axisNames),
            series: fc.uniqueArray(fc.constantFrom(...axisNames)),
            fixed: fc.dictionary(fc.constantFrom(...axisNames), fc.string()),
          }),
          form: fc.constantFrom('lines' as const, 'heat' as const),
          figures: fc.tuple(fc.constantFrom(...figureNames), fc.constantFrom(...figureNames)),
          third: fc.constantFrom(...figureNames),
          countsInvalid: fc.boolean(),
        }),
        (charted) => {
          const search = new URLSearchParams(chartedSearch(charted)).toString()
          const back = parseCharted(new URLSearchParams(search))
          expect(back.wanted.fixed).toEqual({ ...charted.wanted.fixed })
          expect({ ...back, wanted: { ...back.wanted, fixed: {} } }).toEqual({
            ...charted,
            wanted: { ...charted.wanted, fixed: {} },
          })
        },
      ),
    )
  })

  it('is the usual where the address holds nonsense', () => {
    const nonsense = new URLSearchParams('x=cheese&figures=a,b&form=pie&at.cheese=1&invalid=maybe')
    expect(parseCharted(nonsense)).toEqual(parseCharted(new URLSearchParams()))
  })
})

const foreign = { kind: 'foreign-load', share: 0.2 } as const

/** The point of this batch does not count. */
function withInvalid(view: RunView, batch: number): RunView {
  const spoilt = (state: PointState): PointState =>
    state.kind === 'ended' ? { ...state, invalid: [foreign] } : state
  return {
    ...view,
    points: view.points.map((one) =>
      one.point.batch === batch ? { ...one, state: spoilt(one.state) } : one,
    ),
  }
}

describe('an invalid point', () => {
  const { view: clean } = endedRun('pi5', ({ batch }) => ({ medianNs: batch * 1e6 }))
  const view = withInvalid(clean, 1)

  it('is drawn as such, and stands in no headline and no finding unless it is to count', () => {
    expect(view.points.map(cellStateOf)).toEqual(['invalid', 'measured'])
    const [row] = tableOf(
      view.points,
      sliceOf(axesOf(view.points.map((one) => one.point)), {}),
    ).rows
    expect(row === undefined ? null : figureRow('p50', row)).toMatchObject({
      values: [1e6, 2e6],
      invalid: [true, false],
    })
    expect(headlinePoint(view)?.point.batch).toBe(2)
    expect(headlinePoint(view, true)?.point.batch).toBe(1)
    expect(seriesOf(view)[0]?.points).toHaveLength(1)
    expect(headlinePoint(withInvalid(view, 2))?.invalid).toEqual([foreign])
  })
})

describe('a cell', () => {
  it('has a word for every end', () => {
    const [view] = emptyRun(plan).points
    if (view === undefined) throw new Error('a plan has points')
    const ended = (outcome: Extract<PointState, { kind: 'ended' }>['outcome']) =>
      cellStateOf({
        ...view,
        state: { kind: 'ended', outcome, invalid: [], energy: [], sampleCount: 0 },
      })
    expect(cellStateOf(view)).toBe('waiting')
    expect(ended({ kind: 'cancelled' })).toBe('cancelled')
    expect(ended({ kind: 'failed', fault: fault('worker-killed', { signal: 'SIGKILL' }) })).toBe(
      'failed',
    )
    const because = { kind: 'ladder-ended', batch: 4, because: 'latency-bound' } as const
    expect(ended({ kind: 'skipped', reason: because })).toBe('skipped')
    const tooLarge = fault('out-of-memory', { name: 'net', batch: 4 })
    expect(ended({ kind: 'does-not-fit', fault: tooLarge })).toBe('tooLarge')
  })

  const cell = (value: number | null, hatched: boolean) => ({
    column: 0,
    row: 0,
    value,
    text: '',
    words: [],
    hatched,
  })

  it('is bright where it is good, and colourless where nothing was measured', () => {
    const range = { low: 1, high: 100 }
    expect(heatAt(1, range, true)).toEqual(heatAt(100, range, false))
    expect(heatAt(1, range, true)).not.toEqual(heatAt(100, range, true))
    const cells = [cell(1, false), cell(null, true), cell(100, false), cell(1000, true)]
    expect(heatRange({ cells })).toEqual(range)
    expect(heatRange({ cells: cells.slice(3) })).toEqual({ low: 1000, high: 1000 })
    expect(heatAt(1000, range, true)).toEqual(heatAt(100, range, true))
    expect(heatRange({ cells: [cell(null, true)] })).toBeNull()
    const inks = chartInks.light
    const { datasets } = matrixData({
      columns: ['1'],
      rows: ['1'],
      cells,
      xTitle: '',
      lessIsBetter: true,
      inks,
      onPick: () => {},
    })
    expect(datasets[0]?.cells).toMatchObject([
      { hatched: false, fill: heatAt(1, range, true).fill },
      { hatched: true, fill: inks.ground },
      { hatched: false, fill: heatAt(100, range, true).fill },
      { hatched: true, fill: heatAt(100, range, true).fill },
    ])
  })
})

it('a headline latency is none where the scenario is about a rate', () => {
  const { view } = endedRun('pi5', () => ({ medianNs: 1e6 }))
  const [found] = view.points
  if (found?.state.kind !== 'ended' || found.state.outcome.kind !== 'measured') throw new Error()
  const { measurement } = found.state.outcome
  const withHeadline = (headline: HeadlineFigure) => ({
    point: found.point,
    measurement: { ...measurement, headline },
    invalid: [],
    energy: [],
  })
  const headline = { quantile: null, value: 5, interval: { low: 4, high: 6 } }
  const rate = withHeadline({ ...headline, kind: 'throughput' })
  expect(figureOf('headline', rate).value).toBeNull()
  expect(figureOf('throughput', rate)).toMatchObject({ value: 5, interval: { low: 4, high: 6 } })
  const latency = withHeadline({ ...headline, kind: 'latency' })
  expect(figureOf('headline', latency).value).toBe(5)
})
