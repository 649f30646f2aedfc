// Samples per second of a point, as each scenario has them.

import { expect, it } from 'vitest'
import type { HeadlineFigure, Measurement } from '../../src/shared/measurement.ts'
import type { Point, Scenario } from '../../src/shared/plan.ts'
import { measuredPoints } from '../../src/shared/run.ts'
import { throughputOf } from '../../src/shared/throughput.ts'
import { endedRun } from '../fixtures/measured-runs.ts'

const { view } = endedRun('pi5', () => ({ medianNs: 1e6, samplesPerSecond: 7 }))
const [found] = measuredPoints(view)
if (found === undefined) throw new Error('nothing was measured')

function of(scenario: Scenario, batch: number, headline: HeadlineFigure | null) {
  const point: Point = { ...(found as { point: Point }).point, scenario, batch }
  const measurement: Measurement = {
    ...(found as { measurement: Measurement }).measurement,
    headline,
  }
  return throughputOf({ point, measurement })
}

it('counts the samples of each query that a server answers', () => {
  const rate = {
    kind: 'rate',
    quantile: 'p99',
    value: 20,
    interval: { low: 18, high: 21 },
  } as const
  expect(of('server', 4, rate)).toMatchObject({ value: 80, interval: { low: 72, high: 84 } })
})

it('is unknown where no rate is known to hold, and never the idle board’s', () => {
  expect(of('server', 4, null)).toEqual({ value: null, interval: null, invocations: [] })
})

it('is what was done in the time elsewhere', () => {
  const headline = { kind: 'throughput', quantile: null, value: 50, interval: null } as const
  expect(of('offline', 4, headline).value).toBe(50)
  expect(of('single-stream', 4, null).value).toBe(7)
})
