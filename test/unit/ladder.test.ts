// When a ladder of batches ends, and for whom.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ladders } from '../../src/agent/run/ladder.ts'
import type { PointOutcome } from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import { type Invocation, measuringOrder } from '../../src/shared/order.ts'
import { pointsOf } from '../../src/shared/plan.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const batches = [1, 2, 4, 8, 16, 32]
const plan = planOf({ batches, ladder: { latencyBoundMs: 50 } })
const points = pointsOf(plan)
const end = journalOf(plan).find((event) => event.type === 'point-ended')
if (end?.type !== 'point-ended' || end.outcome.kind !== 'measured') throw new Error('no point')
const { measurement } = end.outcome

const measured = (samplesPerSecond: number, p90Ms = 1, p50Ms = 1, minMs = 1): PointOutcome => ({
  kind: 'measured',
  measurement: {
    ...measurement,
    samplesPerSecond,
    latency: {
      ...measurement.latency,
      minNs: minMs * 1e6,
      percentilesNs: {
        ...measurement.latency.percentilesNs,
        p50: p50Ms * 1e6,
        p90: Number.isNaN(p90Ms) ? null : p90Ms * 1e6,
      },
    },
  },
})
const named = { name: 'net', batch: 4 }
const noFit: PointOutcome = { kind: 'does-not-fit', fault: fault('out-of-memory', named) }
const failed: PointOutcome = { kind: 'failed', fault: fault('batch-fixed', { ...named, fixed: 1 }) }

/** Climbs with these outcomes; gives the reason that stands before each step, null for one that is measured. */
function climb(
  outcomes: readonly PointOutcome[],
  counts = true,
  ladders = new Ladders(plan.ladder),
) {
  return outcomes.map((outcome, index) => {
    const step: Invocation = { point: points[index] as (typeof points)[0], repetition: 0 }
    const reason = ladders.skips(step)
    if (reason === null) ladders.ended(step, outcome, counts)
    return reason
  })
}
const endOf = (outcomes: readonly PointOutcome[], counts = true) =>
  climb([...outcomes, measured(1)], counts).at(-1) ?? null

test.each<[string, readonly PointOutcome[], object | null]>([
  ['what does not fit', [measured(10), noFit], { batch: 2, because: 'does-not-fit' }],
  ['what failed', [failed], { batch: 1, because: 'failed' }],
  [
    'a p90 above the bound',
    [measured(10, 50), measured(11, 51)],
    { batch: 2, because: 'latency-bound' },
  ],
  [
    'a median above the bound where p90 is unknown',
    [measured(10, Number.NaN, 51)],
    { batch: 1, because: 'latency-bound' },
  ],
  ['one fall', [measured(100), measured(94)], null],
  ['a fall of exactly 5 %, twice', [measured(100), measured(95), measured(95)], null],
  [
    'two falls',
    [measured(100), measured(94), measured(90)],
    { batch: 4, because: 'throughput-fell' },
  ],
  ['a fall, a new best, a fall', [measured(100), measured(94), measured(101), measured(95)], null],
  [
    'two falls since the best, between them none',
    [measured(100), measured(94), measured(99), measured(90)],
    { batch: 8, because: 'throughput-fell' },
  ],
])('%s', (_, outcomes, reason) => {
  expect(endOf(outcomes)).toEqual(reason === null ? null : { kind: 'ladder-ended', ...reason })
})

test('a step that was disturbed ends no ladder, one that does not fit always does', () => {
  expect(endOf([measured(100), measured(50, 500), measured(40)], false)).toBeNull()
  expect(endOf([noFit], false)).toMatchObject({ because: 'does-not-fit' })
  expect(endOf([measured(1, 500, 500, 51)], false)).toMatchObject({ because: 'latency-bound' })
})

test('once it has ended every later step is left out for the same reason', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(measured(100), measured(10), noFit, failed), { maxLength: 6 }),
      (outcomes) => {
        const reasons = climb(outcomes)
        const first = reasons.findIndex((reason) => reason !== null)
        if (first === -1) return
        for (const reason of reasons.slice(first)) expect(reason).toEqual(reasons[first])
      },
    ),
  )
})

test('each repetition and each neighbour climbs for itself, and without a ladder nothing ends', () => {
  const two = planOf({ batches, threads: [1, 2], repetitions: 2, ladder: { latencyBoundMs: null } })
  const ladders = new Ladders(two.ladder)
  const [first] = measuringOrder(two)
  if (first === undefined) throw new Error('no order')
  ladders.ended(first, noFit, true)
  for (const step of measuringOrder(two))
    expect(ladders.skips(step) !== null).toBe(
      step.repetition === first.repetition && step.point.threads === first.point.threads,
    )
  const none = new Ladders(null)
  none.ended(first, noFit, true)
  expect(none.skips(first)).toBeNull()
})
