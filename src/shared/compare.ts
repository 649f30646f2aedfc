// Runs beside one another: the points that two or more runs have in common, each against the same point of a
// baseline. What can't be told apart is said to be so, never given as a ratio of luck.

import type { Interval } from './event.ts'
import type { RunRecord } from './ipc.ts'
import type { EngineId, PlannedModel, Point, scenarios } from './plan.ts'
import type { RunView } from './run.ts'

export interface ComparedRun {
  readonly record: RunRecord
  readonly view: RunView
}

/** `same`: a row holds points of one thread count. `best`: the fastest thread count of each run. */
export type ThreadMatch = 'same' | 'best'

/** `better` and `worse` are beyond the intervals of both; `same` is within 1 %; `unclear` is neither. */
export type RatioVerdict = 'better' | 'worse' | 'same' | 'unclear'

/** How many times better than the baseline: above 1 is faster, more throughput, or less memory. */
export interface Ratio {
  readonly value: number
  /** Null where no interval is known: throughput and memory of a single process. */
  readonly interval: Interval | null
  readonly verdict: RatioVerdict
}

export interface ComparedPoint {
  readonly point: Point
  readonly medianNs: number | null
  readonly medianIntervalNs: Interval | null
  readonly samplesPerSecond: number
  readonly peakBytes: number
  /** Against the baseline's point of the same row; null for the baseline itself and where it has none. */
  readonly latencyRatio: Ratio | null
  readonly throughputRatio: Ratio | null
  readonly memoryRatio: Ratio | null
}

export interface ComparisonRow {
  readonly key: string
  readonly model: PlannedModel
  readonly engine: EngineId
  readonly scenario: (typeof scenarios)[number]
  readonly batch: number
  /** Null where each run has its own (`best`). */
  readonly threads: number | null
  /** One for each run, in their order; null where the run did not measure this point. */
  readonly cells: readonly (ComparedPoint | null)[]
}

export interface Comparison {
  readonly runs: readonly RunRecord[]
  readonly baseline: string
  readonly rows: readonly ComparisonRow[]
  /** What makes the runs differ besides the board, so that a reader is warned: versions, limits, seed, governor. */
  readonly differences: readonly Difference[]
}

export interface Difference {
  readonly what: 'runtime' | 'node' | 'limits' | 'seed' | 'kernel' | 'governor'
  /** One for each run, in their order; null is unknown. */
  readonly values: readonly (string | null)[]
}
