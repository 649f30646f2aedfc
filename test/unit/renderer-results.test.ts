// What a result says: lines over the batch size, their findings, the verdict, progress, and the data as CSV.

import { describe, expect, it } from 'vitest'
import { pointsCsv } from '../../src/renderer/charts/csv.ts'
import { batchFinding, latencyFinding } from '../../src/renderer/charts/finding.ts'
import { seriesOf } from '../../src/renderer/charts/series.ts'
import { convergenceOf, sparkPoints } from '../../src/renderer/views/run/convergence.ts'
import { progressOf } from '../../src/renderer/views/run/progress.ts'
import { cautions, verdictOf } from '../../src/renderer/views/run/verdict.ts'
import { estimateMs } from '../../src/shared/estimate.ts'
import { fault } from '../../src/shared/fault.ts'
import { headlinePoint } from '../../src/shared/headline.ts'
import { type Measurement, measurementSchema } from '../../src/shared/measurement.ts'
import { areSeveral, type Plan, type Point } from '../../src/shared/plan.ts'
import { emptyRun, type PointState, type RunView } from '../../src/shared/run.ts'
import { endedRun } from '../fixtures/measured-runs.ts'
import { planOf } from '../fixtures/runs.ts'

function measurement(medianNs: number, rate: number, over: Partial<Measurement> = {}): Measurement {
  return measurementSchema.parse({
    latency: {
      count: 100,
      minNs: medianNs,
      maxNs: medianNs * 2,
      meanNs: medianNs,
      standardDeviationNs: 1,
      percentilesNs: { p50: medianNs, p90: medianNs * 1.1, p95: null, p99: null, p999: null },
      medianIntervalNs: { low: medianNs * 0.99, high: medianNs * 1.01 },
    },
    samplesPerSecond: rate,
    wallNs: 1e9,
    stop: 'precision',
    coldStart: { sessionNs: 1, firstInferenceNs: 1 },
    warmup: { iterations: 40, wallNs: 1, end: 'steady' },
    memory: { floorBytes: 1, sessionBytes: 2, peakBytes: 3 },
    ...over,
  })
}

const measured = (value: Measurement): PointState => ({
  kind: 'ended',
  outcome: { kind: 'measured', measurement: value },
  invalid: [],
  energy: [],
  sampleCount: value.latency.count,
})

const failed: PointState = {
  kind: 'ended',
  outcome: { kind: 'failed', fault: fault('worker-killed', { signal: 'SIGKILL' }) },
  invalid: [],
  energy: [],
  sampleCount: 0,
}

function viewOf(plan: Plan, stateOf: (point: Point) => PointState): RunView {
  const empty = emptyRun(plan)
  return {
    ...empty,
    points: empty.points.map(({ point }) => ({ point, state: stateOf(point), repetitions: [] })),
  }
}

const completed = { status: 'completed', fault: null } as const

describe('series', () => {
  it('hold one line for each thread count, points by batch, failed ones left out', () => {
    const plan = planOf({ batches: [4, 1, 2], threads: [1, 2] })
    const view = viewOf(plan, ({ batch, threads }) =>
      batch === 2 && threads === 2 ? failed : measured(measurement(batch * 1e6, 100)),
    )
    const series = seriesOf(view)
    expect(series.map(({ point }) => point.threads)).toEqual([1, 2])
    expect(series.map(({ points }) => points.map(({ batch }) => batch))).toEqual([
      [1, 2, 4],
      [1, 4],
    ])
  })

  it('tell one model at several sizes apart, in whatever order these were given', () => {
    const at = (sequence: number, N = 1) => ({
      ...planOf().models[0],
      sha256: 'b'.repeat(64),
      name: `text (sequence ${sequence})`,
      dims: { sequence, N },
      inputs: {},
    })
    const plan = planOf({ models: [at(128), at(384)] })
    const series = seriesOf(viewOf(plan, () => measured(measurement(1e6, 100))))
    expect(series.map(({ point }) => point.model.name)).toEqual([
      'text (sequence 128)',
      'text (sequence 384)',
    ])
    expect(areSeveral(plan.models)).toBe(true)
    expect(areSeveral([at(128), { ...at(128), dims: { N: 1, sequence: 128 } }])).toBe(false)
  })

  it('take the smallest batch on the most threads as the headline, however fast another is', () => {
    const plan = planOf({ batches: [8, 2], threads: [1, 4, 2] })
    const view = viewOf(plan, ({ batch, threads }) =>
      measured(measurement(threads === 2 ? batch * 1e6 : batch * 3e6, 100)),
    )
    expect(headlinePoint(view)?.point).toMatchObject({ batch: 2, threads: 4 })
    expect(headlinePoint(viewOf(plan, () => failed))).toBeNull()
  })
})

describe('findings', () => {
  const series = (rates: readonly number[], threads = [1]) =>
    seriesOf(
      viewOf(planOf({ batches: rates.map((_, index) => 2 ** index), threads }), (point) =>
        measured(
          measurement(1e6 * point.batch, (rates[Math.log2(point.batch)] ?? 0) * point.threads),
        ),
      ),
    )

  it('call the batch with the highest throughput and its price', () => {
    expect(batchFinding(series([100, 190, 310]))).toMatchObject({
      kind: 'gain',
      fromBatch: 1,
      batch: 4,
      throughputRatio: 3.1,
      latencyRatio: 4,
      namesSeries: false,
    })
  })

  it('do not call noise a gain', () => {
    expect(batchFinding(series([100, 100.9, 100.5])).kind).toBe('flat')
    expect(batchFinding(series([100, 90])).kind).toBe('flat')
  })

  it('name the thread count where there are several', () => {
    const found = batchFinding(series([100, 200], [1, 4]))
    expect(found).toMatchObject({ point: { threads: 4 }, namesSeries: true })
  })

  it('find nothing where nothing was compared', () => {
    expect(batchFinding([]).kind).toBe('none')
    expect(batchFinding(series([100])).kind).toBe('single')
    expect(latencyFinding(series([100]))).toBeNull()
  })

  it('give the growth of the median from the smallest to the largest batch', () => {
    expect(latencyFinding(series([1, 1, 1, 1]))).toMatchObject({
      fromBatch: 1,
      toBatch: 8,
      ratio: 8,
    })
  })
})

describe('a finding', () => {
  it('is not made of medians that their intervals can not tell apart', () => {
    const view = viewOf(planOf({ batches: [1, 2] }), ({ batch }) => {
      const value = measurement(batch * 1e6, 100)
      const medianIntervalNs = { low: 0.5e6, high: 3e6 }
      return measured({ ...value, latency: { ...value.latency, medianIntervalNs } })
    })
    expect(latencyFinding(seriesOf(view))).toBeNull()
  })
})

describe('verdict', () => {
  const plan = planOf({ batches: [1, 2, 4] })

  it('is short where nothing is questionable', () => {
    const view = viewOf(plan, () => measured(measurement(1e6, 1)))
    expect(verdictOf(completed, view)).toEqual([
      { kind: 'completed', count: 3 },
      { kind: 'precise', count: 3, widestPercent: expect.closeTo(1) },
    ])
  })

  it('says what failed, what was capped, what never warmed up', () => {
    const view = viewOf(plan, ({ batch }) => {
      if (batch === 4) return failed
      return measured(
        measurement(1e6, 1, {
          stop: batch === 2 ? 'time-cap' : 'precision',
          warmup: { iterations: 300, wallNs: 1, end: batch === 2 ? 'iteration-cap' : 'steady' },
        }),
      )
    })
    expect(verdictOf(completed, view).map(({ kind }) => kind)).toEqual([
      'partial',
      'precise',
      'capped',
      'failedPoints',
      'unsteady',
    ])
  })

  it('takes what does not fit into the memory for an answer, not for a failure', () => {
    const tooLarge = {
      kind: 'ended',
      sampleCount: 0,
      invalid: [],
      energy: [],
      outcome: { kind: 'does-not-fit', fault: fault('out-of-memory', { name: 'net', batch: 4 }) },
    } as const
    const value = measured(measurement(1e6, 1))
    const only = viewOf(plan, ({ batch }) => (batch === 4 ? tooLarge : value))
    const facts = verdictOf(completed, only)
    expect(facts[0]).toEqual({ kind: 'fits', count: 2, total: 3 })
    expect(facts.filter(({ kind }) => cautions.has(kind))).toEqual([])
    const both = viewOf(plan, ({ batch }) =>
      batch === 4 ? tooLarge : batch === 2 ? failed : value,
    )
    expect(verdictOf(completed, both)).toEqual(
      expect.arrayContaining([
        { kind: 'partial', count: 1, total: 3 },
        { kind: 'tooLarge', count: 1 },
        { kind: 'failedPoints', count: 1 },
      ]),
    )
  })

  it('says which points are on no latency line', () => {
    const view = viewOf(plan, ({ batch }) => {
      const value = measurement(1e6, 1)
      const percentilesNs = { ...value.latency.percentilesNs, p50: null }
      return measured(
        batch === 4 ? { ...value, latency: { ...value.latency, percentilesNs } } : value,
      )
    })
    expect(verdictOf(completed, view)).toContainEqual({ kind: 'sparse', count: 1 })
  })

  it('knows an end that the board never told', () => {
    const view = viewOf(plan, () => ({ kind: 'waiting' }))
    const unreachable = fault('host-unreachable', { host: 'pi', port: 22 })
    expect(verdictOf({ status: 'failed', fault: unreachable }, view)).toEqual([
      { kind: 'failed', fault: unreachable },
    ])
    expect(verdictOf({ status: 'lost', fault: null }, view)).toEqual([
      { kind: 'lost', count: 0, total: 3 },
    ])
  })
})

describe('progress', () => {
  const plan = planOf({ batches: [1, 2, 4, 8] })

  it('begins with the estimate of the plan', () => {
    expect(progressOf(emptyRun(plan), plan)).toEqual({
      done: 0,
      total: 4,
      share: 0,
      running: null,
      leftMs: estimateMs(plan),
    })
  })

  it('counts the points that are done', () => {
    const view = viewOf(plan, ({ index }) =>
      index < 2 ? measured(measurement(1e6, 1)) : { kind: 'waiting' },
    )
    expect(progressOf(view, plan)).toMatchObject({ done: 2, total: 4 })
  })
})

describe('CSV', () => {
  it('has a line for each point, measured or not, with units in the names', () => {
    const plan = planOf({ batches: [1, 2] })
    const view = viewOf(plan, ({ batch }) =>
      batch === 2 ? failed : measured(measurement(1_500_000, 12.5)),
    )
    const { record } = endedRun('pi5', () => null, { batches: [1, 2] })
    const run = '20260102T030405-706935,2023-11-14T22:13:20.000Z,pi5'
    const conditions = 'ort-c,single-stream,,,,CPUExecutionProvider,sequential,all,on,on,all,open'
    const [head, first, second, end] = pointsCsv([{ record, view }]).split('\r\n')
    expect(head).toMatch(/^run,created,board,model,precision,engine,scenario,.*p50_ns,p50_low_ns/)
    expect(first).toMatch(new RegExp(`^${run},tiny,,${conditions},1,1,measured,,.*,1500000,`))
    expect(second).toMatch(new RegExp(`^${run},tiny,,${conditions},2,1,failed: worker-killed,,`))
    expect(end).toBe('')
  })

  it('puts several runs into one table that tells them apart', () => {
    const runs = ['pi5', 'rk3588'].map((board) => endedRun(board, () => ({ medianNs: 1e6 })))
    const lines = pointsCsv(runs).trimEnd().split('\r\n')
    expect(lines.filter((line) => line.startsWith('run,'))).toHaveLength(1)
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual([
      'pi5',
      'pi5',
      'rk3588',
      'rk3588',
    ])
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1)
  })

  it('keeps a model name from breaking out of its cell or becoming a formula', () => {
    const named = (name: string) =>
      pointsCsv([
        endedRun('pi5', () => null, {
          models: [{ sha256: 'a'.repeat(64), name, dims: {}, inputs: {} }],
        }),
      ])
        .split('\r\n')
        .at(1)
    expect(named('a "quoted", name')).toMatch(/,pi5,"a ""quoted"", name",/)
    expect(named('=HYPERLINK(1)')).toMatch(/,pi5,'=HYPERLINK\(1\),/)
  })
})

describe('a running point', () => {
  it('tells where its median settles only from several windows, and ever more surely', () => {
    expect(convergenceOf([1, 2, 3, 2])).toBeNull()
    const few = convergenceOf([1, 2, 3, 2, 2])
    expect(few?.medianNs).toBe(2)
    // Standard deviation √0.5 over √5 windows, times 1.96.
    expect(few?.intervalNs.high).toBeCloseTo(2 + 1.96 * Math.sqrt(0.5 / 5))
    const many = convergenceOf(Array.from({ length: 20 }, () => [1, 2, 3, 2, 2]).flat())
    expect(many?.intervalNs.low).toBeGreaterThan(few?.intervalNs.low ?? 0)
    expect(convergenceOf([5, 5, 5, 5, 5])?.intervalNs).toEqual({ low: 5, high: 5 })
  })

  it('draws its windows within their box', () => {
    expect(sparkPoints([1, 3, 2], 100, 10)).toBe('0.0,10.0 50.0,0.0 100.0,5.0')
    expect(sparkPoints([4, 4], 100, 10)).toBe('0.0,10.0 100.0,10.0')
  })
})
