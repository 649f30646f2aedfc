// The order in which a plan is measured.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockBlocks, ladderKey, measuringOrder } from '../../src/shared/order.ts'
import { type Plan, pointsOf } from '../../src/shared/plan.ts'
import { planOf } from '../fixtures/runs.ts'

const plans = fc
  .record({
    batches: fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 5 }),
    threads: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    repetitions: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(0xffff_ffff),
    ladder: fc.constantFrom<Plan['ladder']>(null, { latencyBoundMs: null }),
  })
  .map(planOf)

test('every repetition measures each point once, before the next one begins', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const order = measuringOrder(plan)
      const indices = pointsOf(plan).map(({ index }) => index)
      for (let repetition = 0; repetition < plan.repetitions; repetition++) {
        const part = order.slice(repetition * indices.length, (repetition + 1) * indices.length)
        expect(part.every((one) => one.repetition === repetition)).toBe(true)
        expect(part.map(({ point }) => point.index).toSorted((a, b) => a - b)).toEqual(indices)
      }
      expect(order).toHaveLength(indices.length * plan.repetitions)
    }),
  )
})

test('the seed alone decides', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      expect(measuringOrder(plan)).toEqual(measuringOrder({ ...plan }))
    }),
  )
  const order = (seed: number) =>
    measuringOrder(planOf({ batches: [1, 2, 3, 4, 5, 6, 7, 8], seed })).map(
      ({ point }) => point.index,
    )
  expect(new Set([1, 2, 3, 4].map((seed) => order(seed).join())).size).toBe(4)
})

test('each repetition has an order of its own', () => {
  const plan = planOf({ batches: [1, 2, 3, 4, 5, 6, 7, 8], repetitions: 3 })
  const orders = [0, 1, 2].map((wanted) =>
    measuringOrder(plan)
      .filter(({ repetition }) => repetition === wanted)
      .map(({ point }) => point.index)
      .join(),
  )
  expect(new Set(orders).size).toBe(3)
})

test('the steps of a ladder rise', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const climbed = new Map<string, number>()
      for (const { point, repetition } of measuringOrder({
        ...plan,
        ladder: { latencyBoundMs: null },
      })) {
        const key = `${repetition} ${ladderKey(point)}`
        expect(point.batch).toBeGreaterThan(climbed.get(key) ?? 0)
        climbed.set(key, point.batch)
      }
    }),
  )
})

test('neighbouring blocks of one clock are set once', () => {
  const governors = ['performance', 'powersave']
  expect(clockBlocks(planOf({ governors: ['performance'], repetitions: 3 }))).toBe(1)
  const counts = Array.from({ length: 40 }, (_, seed) =>
    clockBlocks(planOf({ governors, batches: [1, 2], repetitions: 3, seed })),
  )
  // Each of three repetitions has both clocks; where one ends with that which the next begins with, they are one.
  expect(new Set(counts)).toEqual(new Set([4, 5, 6]))
})
