// Admits the events of a run one after another. A board is not trusted: what its plan does not hold, or what can not
// follow what was told before, never reaches the store. So the plan bounds how much a board can make us keep.

import { isDeepStrictEqual } from 'node:util'
import { environmentHz } from '../../shared/environment.ts'
import { decodeSamples, phases, type RunEvent, withoutSamples } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import type { RunRecord } from '../../shared/ipc.ts'
import { maxTrials } from '../../shared/measurement.ts'
import { type Clock, clocksOf, type Plan } from '../../shared/plan.ts'
import { applyEvent, type PointState, type RunView } from '../../shared/run.ts'
import { energyObjection, idleObjection, recordObjection } from './power-objection.ts'

/** Twice the rate at which an environment is recorded, over the longest that a point may last. */
function mostEnvironmentSamples({ limits, coolDown }: Plan): number {
  const { pointTimeoutMs, idleMs } = limits
  const coolDownMs =
    coolDown.kind === 'none' ? 0 : coolDown.kind === 'time' ? coolDown.ms : coolDown.maxMs
  return ((pointTimeoutMs + idleMs + coolDownMs) / 1000 + 60) * 2 * environmentHz
}

export class Admission {
  readonly #record: Pick<RunRecord, 'id' | 'plan'>
  #view: RunView
  /** Of the running point, as an index of `phases`; a point passes each at most once. */
  #phase: number
  /** Moments at which the running point's environment was told. */
  #environmentSamples = 0
  /** The same of its power, over all sources. */
  #powerSamples = 0
  /** The latest of them, by source. */
  #powerAtNs: ReadonlyMap<string, number> = new Map()

  /** `view`: what the store holds of the run. */
  constructor(record: Pick<RunRecord, 'id' | 'plan'>, view: RunView) {
    this.#record = record
    this.#view = view
    const running = view.points.find(({ state }) => state.kind === 'running')?.state
    // A point that has only started counts as in its setup: no phase of it was told yet.
    this.#phase =
      running?.kind === 'running' && running.phase !== 'setup'
        ? phases.indexOf(running.phase) - 1
        : -1
  }

  /** Throws `protocol-broken` for an event that can not be. */
  admit(event: RunEvent): void {
    const objection = this.#objection(event)
    if (objection !== null)
      fail('protocol-broken', {}, `event ${event.seq}, ${event.type}: ${objection}`)
    if (event.type === 'point-started') {
      this.#phase = -1
      this.#environmentSamples = 0
      this.#powerSamples = 0
      this.#powerAtNs = new Map()
    }
    if (event.type === 'environment-recorded') this.#environmentSamples += event.record.atNs.length
    if (event.type === 'power-recorded') {
      const { source, atNs } = event.record
      this.#powerSamples += atNs.length
      const lastNs = atNs.at(-1)
      if (lastNs !== undefined) this.#powerAtNs = new Map([...this.#powerAtNs, [source, lastNs]])
    }
    if (event.type === 'phase-entered') this.#phase = phases.indexOf(event.phase)
    this.#view = applyEvent(this.#view, withoutSamples(event))
  }

  #objection(event: RunEvent): string | null {
    const { outcome, startedWallMs, points, clocks, idles, givenBack } = this.#view
    if (outcome !== null) return 'the run has ended'
    if ((event.type === 'run-started') !== (startedWallMs === null))
      return 'a run starts once, and first'
    if (event.type === 'run-ended') return null
    if (event.type === 'clock-given-back') return givenBack === null ? null : 'it was told before'
    if (event.type === 'run-started')
      return event.run === this.#record.id ? null : `it is of run ${event.run}`
    if (event.type === 'point-started') {
      const planned = points[event.point.index]
      if (points.some(({ state }) => state.kind === 'running')) return 'another point is running'
      if (planned?.state.kind !== 'waiting') return 'no such point is waiting'
      if (planned.repetitions.some(({ repetition }) => repetition === event.repetition))
        return 'this repetition has ended'
      return isDeepStrictEqual(planned.point, event.point) ? null : 'the plan has another point'
    }
    if (event.type === 'clock-set') {
      const { plan } = this.#record
      if (points.some(({ state }) => state.kind === 'running')) return 'a point is running'
      if (!clocksOf(plan).some((clock) => isDeepStrictEqual(clock, event.clock)))
        return 'the plan has no such clock'
      return clocks.length < points.length * plan.repetitions ? null : 'the plan has fewer points'
    }
    if (event.type === 'idle-measured') {
      const isSame = ({ clock }: { readonly clock: Clock }) => isDeepStrictEqual(clock, event.clock)
      if (idles.some(isSame)) return 'it was told before'
      const isDue = points.some(
        ({ point, state }) => state.kind === 'running' && state.phase === 'rest' && isSame(point),
      )
      if (!isDue) return 'no point of this clock waits for it'
      return idleObjection(event.sources, this.#view.powerSources)
    }
    const state = points[event.point]?.state
    return state?.kind === 'running' && state.repetition === event.repetition
      ? this.#objectionInPoint(event, state)
      : 'it is not running'
  }

  #objectionInPoint(
    event: Extract<
      RunEvent,
      {
        type:
          | 'phase-entered'
          | 'samples-recorded'
          | 'rate-tried'
          | 'environment-recorded'
          | 'power-recorded'
          | 'point-ended'
      }
    >,
    { sampleCount, trials, startedAtNs }: Extract<PointState, { kind: 'running' }>,
  ): string | null {
    switch (event.type) {
      case 'phase-entered':
        return phases.indexOf(event.phase) > this.#phase ? null : 'this phase is over'
      case 'samples-recorded': {
        if (event.first !== sampleCount) return `${sampleCount} samples were told before`
        if (event.first + event.count > this.#record.plan.limits.maxSamples)
          return 'the plan allows fewer samples'
        const samples = decodeSamples(event.latencyNs)
        if (samples.length !== event.count) return `it holds ${samples.length} samples`
        return samples.every((value) => value >= 0 && Number.isFinite(value))
          ? null
          : 'a sample is no duration'
      }
      case 'rate-tried':
        return trials.length < maxTrials ? null : 'a search tries fewer rates'
      case 'environment-recorded': {
        const { atNs, series } = event.record
        if (this.#environmentSamples + atNs.length > mostEnvironmentSamples(this.#record.plan))
          return 'more than the plan takes time for'
        return series.every(({ values }) => values.length === atNs.length)
          ? null
          : 'a series is not as long as its times'
      }
      case 'power-recorded': {
        const { source, atNs } = event.record
        const { powerSources } = this.#view
        const most = powerSources.length * mostEnvironmentSamples(this.#record.plan)
        if (this.#powerSamples + atNs.length > most) return 'more than the plan takes time for'
        const sinceNs = this.#powerAtNs.get(source) ?? 0
        return recordObjection(event.record, powerSources, sinceNs)
      }
      case 'point-ended': {
        const { powerSources } = this.#view
        const objection = energyObjection(event.energy, powerSources, event.atNs - startedAtNs)
        if (objection !== null || event.outcome.kind !== 'measured') return objection
        const { count } = event.outcome.measurement.latency
        return count === sampleCount ? null : `${sampleCount} samples were told, not ${count}`
      }
    }
  }
}
