// When a point has been measured for long enough. The least time and number come first, then the headline's interval
// or its settled noise; the caps hold always.

import { type Limits, stretchedMaxMs } from '../../shared/limits.ts'
import type { Measurement } from '../../shared/measurement.ts'
import { hasPrecision, noiseSettled } from '../../shared/stats.ts'
import type { Clock } from './clock.ts'
import {
  type HeadlineKind,
  halfWidthOf,
  headlineOf,
  leastQueries,
  queriesAsked,
} from './headline.ts'
import type { Recording } from './recording.ts'

const lookEveryNs = 500e6
/** Looking at the statistics takes at the most one part in this many of the time. */
const lookCostShare = 5

/** Of the point's timeout: what is measured by then is not lost. */
const timeoutShare = 0.8

export class Stopping {
  readonly #limits: Limits
  readonly #headline: HeadlineKind
  readonly #clock: Clock
  readonly #asked: number
  readonly #halfWidths: number[] = []
  #lookedAtNs = 0
  #lookCostNs = 0

  constructor(limits: Limits, headline: HeadlineKind, clock: Clock) {
    this.#limits = limits
    this.#headline = headline
    this.#clock = clock
    this.#asked = queriesAsked(headline, limits)
  }

  /** Of the cap of time. A model too slow for the least number of samples, or its headline's, gets more of it. */
  leftMs({ count, wallNs }: Recording): number {
    const { minSamples, maxMs, pointTimeoutMs } = this.#limits
    const wallMs = wallNs / 1e6
    const stretchedMs = Math.min(stretchedMaxMs(this.#limits), timeoutShare * pointTimeoutMs)
    const least = leastQueries(this.#headline)
    // A headline that is out of reach at this pace is not waited for.
    const isInReach = count * stretchedMs >= least * wallMs
    const isShort = count < minSamples || (count < least && isInReach)
    return (isShort ? Math.max(maxMs, stretchedMs) : maxMs) - wallMs
  }

  /** Why measuring ends here; null: it goes on. Called between windows. */
  reason(recording: Recording): Measurement['stop'] | null {
    const { minMs, maxMs, maxSamples, precision } = this.#limits
    if (recording.count >= maxSamples) return 'sample-cap'
    if (this.leftMs(recording) <= 0) return 'time-cap'
    // Where only a cap can end it, looking would be a disturbance for nothing.
    const firstLookNs = minMs < maxMs ? minMs * 1e6 - lookEveryNs : Number.POSITIVE_INFINITY
    if (recording.count < this.#asked || recording.wallNs < firstLookNs) return null
    if (!this.#look(recording) || recording.wallNs < minMs * 1e6) return null
    if (hasPrecision(this.#halfWidths, precision)) return 'precision'
    return noiseSettled(this.#halfWidths) ? 'noise-settled' : null
  }

  /** Whether it was time for a look at the interval, and one was had. */
  #look(recording: Recording): boolean {
    const sinceNs = recording.wallNs - this.#lookedAtNs
    if (sinceNs < Math.max(lookEveryNs, lookCostShare * this.#lookCostNs)) return false
    const startMs = this.#clock.now()
    const halfWidth = halfWidthOf(headlineOf(this.#headline, recording))
    if (halfWidth !== null) this.#halfWidths.push(halfWidth)
    this.#lookedAtNs = recording.wallNs
    this.#lookCostNs = (this.#clock.now() - startMs) * 1e6
    return halfWidth !== null
  }
}
