// Ladders of batches (METRICS, section 4): taken in ascending order, and left at the first step after which a larger
// batch has nothing to offer. Each repetition climbs anew.

import type { PointOutcome, SkipReason } from '../../shared/event.ts'
import type { Measurement } from '../../shared/measurement.ts'
import { type Invocation, ladderKey } from '../../shared/order.ts'
import type { Plan } from '../../shared/plan.ts'

/** Throughput below this share of the best step so far has fallen. */
const fallenShare = 0.95
/** A step that fell may be chance; so many since the best one are not. */
const mostFalls = 2

interface Climb {
  bestPerSecond: number
  falls: number
  end: SkipReason | null
}

export class Ladders {
  readonly #ladder: Plan['ladder']
  readonly #climbs = new Map<string, Climb>()

  constructor(ladder: Plan['ladder']) {
    this.#ladder = ladder
  }

  /** Why this step is not to be measured; null: it is. */
  skips(invocation: Invocation): SkipReason | null {
    return this.#climbOf(invocation).end
  }

  /**
   * `counts`: nothing made the measurement invalid. Of one that was disturbed only its fastest inference is believed:
   * what slowed the others says nothing of the next step.
   */
  ended(invocation: Invocation, outcome: PointOutcome, counts: boolean): void {
    if (this.#ladder === null) return
    const climb = this.#climbOf(invocation)
    const because =
      outcome.kind === 'does-not-fit' || outcome.kind === 'failed'
        ? outcome.kind
        : outcome.kind === 'measured'
          ? this.#endOf(climb, outcome.measurement, counts)
          : null
    if (because !== null)
      climb.end = { kind: 'ladder-ended', batch: invocation.point.batch, because }
  }

  #endOf(
    climb: Climb,
    { latency, samplesPerSecond }: Measurement,
    counts: boolean,
  ): SkipReason['because'] | null {
    const boundMs = this.#ladder?.latencyBoundMs ?? Number.POSITIVE_INFINITY
    const { p90, p50 } = latency.percentilesNs
    // Too few samples for the 90th percentile: it is no lower than the median, that no lower than the least.
    const latencyNs = counts ? (p90 ?? p50 ?? latency.minNs) : latency.minNs
    if (latencyNs > boundMs * 1e6) return 'latency-bound'
    if (!counts) return null
    if (samplesPerSecond > climb.bestPerSecond) {
      climb.bestPerSecond = samplesPerSecond
      climb.falls = 0
    } else if (samplesPerSecond < fallenShare * climb.bestPerSecond) climb.falls += 1
    return climb.falls >= mostFalls ? 'throughput-fell' : null
  }

  #climbOf({ point, repetition }: Invocation): Climb {
    const key = `${repetition} ${ladderKey(point)}`
    const climb = this.#climbs.get(key) ?? { bestPerSecond: 0, falls: 0, end: null }
    this.#climbs.set(key, climb)
    return climb
  }
}
