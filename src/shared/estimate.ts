// How long a plan will take before it starts, and how long the rest of a run. The second learns: what a point took before
// is what it takes again, and what the others took corrects the rest.

import { type Limits, limitsWithPower, stretchedMaxMs } from './limits.ts'
import type { Measurement } from './measurement.ts'
import { ladderKey } from './order.ts'
import {
  clocksOf,
  modelKey,
  type Plan,
  type Point,
  pointsOf,
  scenarios,
  tunesClocks,
} from './plan.ts'
import type { PointView, RunView } from './run.ts'

/** Milliseconds that one inference of a point will about take; null where nothing like it was measured. */
export type LatencyGuess = (point: Point) => number | null

/** A process from its start to its end, warm-up and measuring aside. */
const startMs = 2_000
/** Inferences that warm-up about takes until two windows agree. */
const warmupInferences = 60
/** The server scenario looks for its rate in so many measurements, and then confirms it. */
const serverSearch = 4

/** Setting the board's clocks for a block of points, until they have settled. */
const settlingMs = 2_500

/** How often a plan sets the board's clocks: with one clock it stays from one round to the next. */
function timesSet(plan: Plan): number {
  if (!tunesClocks(plan)) return 0
  const blocks = clocksOf(plan).length
  return blocks === 1 ? 1 : blocks * plan.repetitions
}

/** Half-way between the least time that a point may take and the most: where it ends its precision decides. */
function measuringMs(limits: Limits, latencyMs: number): number {
  const { minMs, maxMs, minSamples } = limits
  const samplesMs = Math.min(minSamples * latencyMs, stretchedMaxMs(limits))
  return (Math.max(minMs, samplesMs) + Math.max(maxMs, samplesMs)) / 2
}

/** One process of a point, what it waits for before included. */
function processMs({ limits, coolDown }: Plan, point: Point, latencyMs: number | null): number {
  const { warmupMaxMs, minMs, maxMs, pointTimeoutMs } = limits
  const coolMs =
    coolDown.kind === 'none' ? 0 : coolDown.kind === 'time' ? coolDown.ms : coolDown.maxMs / 2
  const warmMs =
    latencyMs === null ? warmupMaxMs / 2 : Math.min(warmupMaxMs, warmupInferences * latencyMs)
  const measureMs = latencyMs === null ? (minMs + maxMs) / 2 : measuringMs(limits, latencyMs)
  const times = point.scenario === 'server' ? serverSearch : 1
  return coolMs + Math.min(startMs + warmMs + times * measureMs, pointTimeoutMs)
}

/** Before the first process nothing is to cool down. */
const savedMs = ({ coolDown }: Plan) => (coolDown.kind === 'time' ? coolDown.ms : 0)

/** Who asks for energy has a board whose power can be read, as far as is known before a run on it starts. */
const expectsPower = ({ limits }: Plan): boolean => limits.minEnergyMs > 0

/** As it is run on a board whose power is read, or is not. */
const ranAs = (plan: Plan, readsPower: boolean): Plan =>
  readsPower ? { ...plan, limits: limitsWithPower(plan.limits) } : plan

/** Under each clock the board is seen at rest once. */
const restingMs = (plan: Plan, readsPower: boolean, rested = 0): number =>
  readsPower ? Math.max(0, clocksOf(plan).length - rested) * plan.limits.idleMs : 0

/** About how long a plan takes where every step of its ladders is measured. `readsPower`: on a board whose power can be read. */
export function estimateMs(
  plan: Plan,
  guess: LatencyGuess = () => null,
  readsPower = expectsPower(plan),
): number {
  const ran = ranAs(plan, readsPower)
  const once = pointsOf(ran).reduce((sum, point) => sum + processMs(ran, point, guess(point)), 0)
  return (
    Math.max(0, once * ran.repetitions - savedMs(ran)) +
    timesSet(ran) * settlingMs +
    restingMs(ran, readsPower)
  )
}

const median = (values: readonly number[]): number | null =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? null

interface Known {
  readonly point: Point
  readonly measurement: Measurement
  readonly durationMs: number
}

const knownOf = ({ points }: RunView): readonly Known[] =>
  points.flatMap(({ point, repetitions }) =>
    repetitions.flatMap(({ outcome, durationNs }) =>
      outcome.kind === 'measured'
        ? [{ point, measurement: outcome.measurement, durationMs: durationNs / 1e6 }]
        : [],
    ),
  )

interface KnownLatency {
  readonly batch: number
  readonly threads: number
  readonly ms: number
}

/** From the nearest point of the same model and engine that was measured, scaled by batch and threads. */
function learntLatency(known: readonly Known[], otherwise: LatencyGuess): LatencyGuess {
  const keyOf = ({ model, engine }: Point) => `${engine} ${modelKey(model)}`
  const measured = new Map<string, Map<string, KnownLatency>>()
  for (const { point, measurement } of known) {
    const { batch, threads } = point
    const { percentilesNs, meanNs } = measurement.latency
    const all = measured.get(keyOf(point)) ?? new Map<string, KnownLatency>()
    measured.set(keyOf(point), all)
    all.set(`${batch} ${threads}`, { batch, threads, ms: (percentilesNs.p50 ?? meanNs) / 1e6 })
  }
  return (point) => {
    const distance = ({ batch, threads }: KnownLatency) =>
      Math.abs(Math.log2(batch / point.batch)) + Math.abs(Math.log2(threads / point.threads))
    const all = [...(measured.get(keyOf(point))?.values() ?? [])]
    const [nearest] = all.toSorted((one, other) => distance(one) - distance(other))
    if (nearest === undefined) return otherwise(point)
    return nearest.ms * (point.batch / nearest.batch) * (nearest.threads / point.threads)
  }
}

/** How much longer the measured points of a scenario took than they were expected to; of all where it has none. */
function learntFactors(known: readonly Known[], expected: (point: Point) => number) {
  const factors = known.map(({ point, durationMs }) => ({
    scenario: point.scenario,
    factor: durationMs / Math.max(1, expected(point)),
  }))
  const ofAll = median(factors.map(({ factor }) => factor)) ?? 1
  const byScenario = new Map(
    scenarios.map((scenario) => [
      scenario,
      median(factors.flatMap((one) => (one.scenario === scenario ? [one.factor] : []))) ?? ofAll,
    ]),
  )
  return ({ scenario }: Point) => byScenario.get(scenario) ?? ofAll
}

/** Ladders that a step ended, by repetition: what is left of them takes no time. */
function endedLadders(plan: Plan, points: readonly PointView[]): ReadonlySet<string> {
  if (plan.ladder === null) return new Set()
  return new Set(
    points.flatMap(({ point, repetitions }) =>
      repetitions
        .filter(({ outcome }) => outcome.kind !== 'measured')
        .map(({ repetition }) => `${repetition} ${ladderKey(point)}`),
    ),
  )
}

/** About how long the rest of a run takes. `nowNs`: on the clock of its events, as `lastAtNs`. */
export function timeLeftMs(
  view: RunView,
  planned: Plan,
  nowNs: number,
  guess: LatencyGuess = () => null,
): number {
  if (view.outcome !== null) return 0
  const readsPower =
    view.startedWallMs === null ? expectsPower(planned) : view.powerSources.length > 0
  const plan = ranAs(planned, readsPower)
  const known = knownOf(view)
  const latency = learntLatency(known, guess)
  const expected = (point: Point) => processMs(plan, point, latency(point))
  const factor = learntFactors(known, expected)
  const over = endedLadders(plan, view.points)
  const leftOf = ({ point, state, repetitions }: PointView): number => {
    if (state.kind === 'ended') return 0
    const took = repetitions.flatMap(({ outcome, durationNs }) =>
      outcome.kind === 'measured' ? [durationNs / 1e6] : [],
    )
    const onceMs = median(took) ?? expected(point) * factor(point)
    const ended = new Set(repetitions.map(({ repetition }) => repetition))
    let left = 0
    for (let repetition = 0; repetition < view.repetitionsPlanned; repetition++) {
      if (ended.has(repetition)) continue
      if (plan.ladder !== null && over.has(`${repetition} ${ladderKey(point)}`)) continue
      const isRunning =
        state.kind === 'running' && state.repetition === repetition && state.phase !== 'rest'
      const spentMs = isRunning ? Math.max(0, nowNs - state.startedAtNs) / 1e6 : 0
      left += Math.max(0, onceMs - spentMs)
    }
    return left
  }
  const isUntouched =
    known.length === 0 && view.points.every(({ state }) => state.kind === 'waiting')
  const left = view.points.reduce((sum, point) => sum + leftOf(point), 0)
  const settling = Math.max(0, timesSet(plan) - view.clocks.length) * settlingMs
  const resting = restingMs(plan, readsPower, view.idles.length)
  return Math.max(0, isUntouched ? left - savedMs(plan) : left) + settling + resting
}
