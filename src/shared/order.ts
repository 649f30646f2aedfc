// The order in which a plan is measured. Each repetition goes through all points anew, in an order drawn from the seed,
// so that drift (heat, other load) favours none. Points of one clock stand together in a block, since changing clocks
// takes its time; the blocks are drawn too. The steps of a ladder keep their order among themselves.

import { clocksOf, type Plan, type Point, pointsOf } from './plan.ts'
import { seededUniform } from './stats.ts'

/** One process: a point, and which of its repetitions. */
export interface Invocation {
  readonly point: Point
  readonly repetition: number
}

function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  const all = [...values]
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[all[last], all[other]] = [all[other] as T, all[last] as T]
  }
  return all
}

/** What the steps of one ladder share. */
export function ladderKey({ index: _, batch: __, ...rest }: Point): string {
  return JSON.stringify(rest)
}

/** Steps of a ladder take the places that were drawn for them, in ascending order of their batch. */
function withLaddersInOrder(drawn: readonly Point[]): readonly Point[] {
  const rising = new Map<string, Point[]>()
  for (const point of drawn.toSorted((a, b) => a.batch - b.batch)) {
    const key = ladderKey(point)
    const steps = rising.get(key) ?? []
    rising.set(key, steps)
    steps.push(point)
  }
  const next = new Map<string, number>()
  return drawn.map((point) => {
    const key = ladderKey(point)
    const at = next.get(key) ?? 0
    next.set(key, at + 1)
    return rising.get(key)?.[at] ?? point
  })
}

export function measuringOrder(plan: Plan): readonly Invocation[] {
  const random = seededUniform(plan.seed)
  const points = pointsOf(plan)
  const blocks = clocksOf(plan).map(({ governor, khz }) =>
    points.filter(({ clock }) => clock.governor === governor && clock.khz === khz),
  )
  return Array.from({ length: plan.repetitions }, (_, repetition) => {
    const drawn =
      blocks.length === 1
        ? shuffled(points, random)
        : shuffled(blocks, random).flatMap((block) => shuffled(block, random))
    const order = plan.ladder === null ? drawn : withLaddersInOrder(drawn)
    return order.map((point) => ({ point, repetition }))
  }).flat()
}

/** How often a run sets its board's clocks: where one block follows another of the same clock, nothing is set anew. */
export function clockBlocks(plan: Plan): number {
  return measuringOrder(plan).filter(({ point: { clock } }, at, all) => {
    const before = all[at - 1]?.point.clock
    return before?.governor !== clock.governor || before?.khz !== clock.khz
  }).length
}
