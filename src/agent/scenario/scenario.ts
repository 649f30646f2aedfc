// What every scenario gets and gives: a session under a load of its kind, and what was measured of it.

import type { Limits } from '../../shared/limits.ts'
import type { HeadlineFigure, Measurement, RateTrial } from '../../shared/measurement.ts'
import type { Session } from '../engine/engine.ts'
import type { Clock } from './clock.ts'
import type { Recording, Window } from './recording.ts'

export interface Load {
  readonly session: Pick<Session, 'run'>
  readonly clock: Clock
  readonly limits: Limits
  /** Samples that one inference takes. */
  readonly batch: number
  /** Of the arrivals. */
  readonly seed: number
  /** The latency at p99 that a rate has to hold. */
  readonly boundNs: number
  /** Called between windows, in order, for all that the result is of; `first` is the index of the first sample. */
  handOn(first: number, window: Window): void
  /** Called for each rate that was tried. */
  tried(trial: RateTrial): void
  /** Called now and then while nothing is handed on: it does not return where nobody waits for the result any more. */
  checkIn(): void
}

export interface Measured {
  readonly recording: Recording
  /** Inferences of one query. */
  readonly inferences: number
  readonly samplesPerSecond: number
  readonly stop: Measurement['stop']
  /** Null where the samples are too few for it. */
  readonly headline: HeadlineFigure | null
  readonly server: Measurement['server']
}

export type Scenario = (load: Load) => Promise<Measured>
