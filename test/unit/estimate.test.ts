// How long a plan takes, and the rest of a run.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateMs, timeLeftMs } from '../../src/shared/estimate.ts'
import { withoutSamples } from '../../src/shared/event.ts'
import { measuringOrder } from '../../src/shared/order.ts'
import { type Plan, pointsOf } from '../../src/shared/plan.ts'
import { applyEvent, emptyRun, type RunView } from '../../src/shared/run.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const secondNs = 1e9

/** A run whose first `done` processes took so long each. */
function after(plan: Plan, done: number, durationNs: (at: number) => number): RunView {
  const [started] = journalOf(plan)
  const ends = new Map(
    journalOf(plan).flatMap((event) =>
      event.type === 'point-ended' ? [[event.point, event]] : [],
    ),
  )
  if (started === undefined) throw new Error('no start')
  let atNs = 0
  let seq = 1
  let view = applyEvent(emptyRun(plan), withoutSamples(started))
  measuringOrder(plan)
    .slice(0, done)
    .forEach(({ point, repetition }, at) => {
      const end = ends.get(point.index)
      if (end === undefined) throw new Error('no end')
      const start = { type: 'point-started' as const, point, repetition, wallMs: 0 }
      view = applyEvent(view, { ...start, seq: ++seq, atNs })
      atNs += durationNs(at)
      view = applyEvent(view, { ...end, repetition, wallMs: 0, seq: ++seq, atNs })
    })
  return view
}

test('before it starts the time left is the estimate', () => {
  const plan = planOf({ batches: [1, 2, 4], repetitions: 3, coolDown: { kind: 'time', ms: 5_000 } })
  expect(timeLeftMs(emptyRun(plan), plan, 0)).toBe(estimateMs(plan))
})

test('repetitions, cool-down and the server scenario take time', () => {
  const plan = planOf()
  const longer = (change: Partial<Plan>) => estimateMs(planOf(change)) - estimateMs(plan)
  expect(longer({ repetitions: 3 })).toBe(2 * estimateMs(plan))
  expect(longer({ coolDown: { kind: 'time', ms: 7_000 } })).toBe(7_000)
  expect(longer({ scenarios: ['server'] })).toBeGreaterThan(0)
})

test('setting clocks takes time for each block, and none once they are set', () => {
  const plan = planOf({ governors: ['performance', 'powersave'], repetitions: 2 })
  const points = 2 * estimateMs(planOf({ repetitions: 2 }))
  const settlingMs = (estimateMs(plan) - points) / 4
  expect(settlingMs).toBeGreaterThan(0)
  const one = planOf({ governors: ['performance'], repetitions: 2 })
  expect(estimateMs(one) - estimateMs(planOf({ repetitions: 2 }))).toBe(settlingMs)
  const view = emptyRun(plan)
  const set = {
    type: 'clock-set' as const,
    clock: { governor: 'performance', khz: null },
    changes: [],
    settledMs: 1,
    atNs: 0,
    wallMs: 0,
  }
  const after = applyEvent(view, { ...set, seq: 1 })
  expect(timeLeftMs(view, plan, 0) - timeLeftMs(after, plan, 0)).toBe(settlingMs)
})

test('where power is read, windows are as long as energy needs them, and each clock has its rest', () => {
  const governors = ['performance', 'powersave']
  const plan = planOf({ governors })
  const { minMs, maxMs } = plan.limits
  const withEnergy = { ...plan.limits, minEnergyMs: maxMs + 60_000, idleMs: 30_000 }
  const longer = planOf({ governors, limits: withEnergy })
  const guess = () => 1
  expect(estimateMs(longer, guess, false)).toBe(estimateMs(plan, guess))
  const stretchedMs = withEnergy.minEnergyMs - minMs
  // Who asks for energy is taken to have a board that measures it.
  expect(estimateMs(longer, guess)).toBe(estimateMs(plan, guess) + 4 * stretchedMs + 2 * 30_000)
  const [clock] = pointsOf(longer).map((point) => point.clock)
  if (clock === undefined) throw new Error('no point')
  const source = {
    id: 'rapl',
    method: 'package' as const,
    reading: 'energy-counter' as const,
    rails: [{ name: 'package-0', inTotal: true }],
    coverage: 'partial' as const,
    hz: 10,
    uncertainty: null,
  }
  const view = { ...emptyRun(longer), startedWallMs: 0, powerSources: [source] }
  expect(timeLeftMs(emptyRun(longer), longer, 0, guess)).toBe(estimateMs(longer, guess))
  expect(timeLeftMs(view, longer, 0, guess)).toBe(estimateMs(longer, guess))
  const unread = { ...view, powerSources: [] }
  expect(timeLeftMs(unread, longer, 0, guess)).toBe(estimateMs(plan, guess))
  const idle = { type: 'idle-measured' as const, clock, wallNs: 1, sources: [] }
  const rested = applyEvent(view, { ...idle, seq: 1, atNs: 0, wallMs: 0 })
  expect(timeLeftMs(view, longer, 0, guess) - timeLeftMs(rested, longer, 0, guess)).toBe(30_000)
})

test('where every process takes as long, the rest is foretold exactly after the first repetition', () => {
  const plan = planOf({ batches: [1, 2, 4], repetitions: 3 })
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 9 }),
      fc.integer({ min: 1, max: 60 }),
      (done, seconds) => {
        const view = after(plan, done, () => seconds * secondNs)
        expect(timeLeftMs(view, plan, view.lastAtNs)).toBeCloseTo((9 - done) * seconds * 1000, 3)
      },
    ),
  )
})

test('a point that was not measured yet takes as much longer than expected as the others did', () => {
  const plan = planOf({ batches: [1, 2, 4] })
  const left = (seconds: number) => {
    const view = after(plan, 2, () => seconds * secondNs)
    return timeLeftMs(view, plan, view.lastAtNs)
  }
  expect(left(20) / left(10)).toBeCloseTo(2, 6)
})

test('it only falls while a point is under way, and is never negative', () => {
  const plan = planOf({ batches: [1, 2], repetitions: 2 })
  const before = after(plan, 2, () => 10 * secondNs)
  const next = measuringOrder(plan)[2]
  if (next === undefined) throw new Error('no order')
  const start = { type: 'point-started' as const, ...next, wallMs: 0, seq: before.lastSeq + 1 }
  const view = applyEvent(before, { ...start, atNs: 20 * secondNs })
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), (one, other) => {
      const [early, late] = one < other ? [one, other] : [other, one]
      const left = (seconds: number) => timeLeftMs(view, plan, (20 + seconds) * secondNs)
      expect(left(late)).toBeLessThanOrEqual(left(early))
      expect(left(late)).toBeGreaterThanOrEqual(10_000)
    }),
  )
})

test('what a ladder leaves out takes no time, and neither does a run that has ended', () => {
  const plan = planOf({ batches: [1, 2, 4], ladder: { latencyBoundMs: null } })
  const [first] = measuringOrder(plan)
  if (first === undefined) throw new Error('no order')
  const skipped = {
    type: 'point-ended' as const,
    point: first.point.index,
    repetition: 0,
    environment: null,
    energy: [],
    invalid: [],
    outcome: {
      kind: 'skipped' as const,
      reason: { kind: 'ladder-ended' as const, batch: 1, because: 'does-not-fit' as const },
    },
  }
  const view = applyEvent(emptyRun(plan), { ...skipped, seq: 1, atNs: 0, wallMs: 0 })
  expect(timeLeftMs(view, plan, 0)).toBe(0)
  const ended = { type: 'run-ended' as const, outcome: { kind: 'cancelled' as const } }
  const over = applyEvent(emptyRun(plan), { ...ended, seq: 1, atNs: 0, wallMs: 0 })
  expect(timeLeftMs(over, plan, 0)).toBe(0)
})
