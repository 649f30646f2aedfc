// Server [LoadGen]: queries arrive at random at some rate, and the headline is the highest rate whose p99 holds the
// bound, waiting included. It is judged by LoadGen's early-stopping bound of p99, not by p99 itself.

import { stretchedMaxMs } from '../../shared/limits.ts'
import { maxTrials, type RateTrial } from '../../shared/measurement.ts'
import { leastSamples } from '../../shared/stats.ts'
import { throughputOf } from './headline.ts'
import { measureIdle } from './idle.ts'
import { firstRate, type RateFound, type RateVerdict, searchRate } from './rate-search.ts'
import type { Recording } from './recording.ts'
import type { Load, Measured, Scenario } from './scenario.ts'
import { recordingOf, type Trial, tryRate } from './trial.ts'

/** While it searches, a rate is tried for the mode's least time, and for no longer than this. */
const mostTrialMs = 10_000
/** Of the time for the search, what the queries that find the board idle may take. */
const idleShare = 1 / 4
/** What search and confirmation may take of a point's timeout. */
const timeoutShare = 0.8
/** From a rate that missed when it was to be confirmed to the next. */
const stepDown = 0.95

interface Attempt {
  readonly perSecond: number
  readonly lastsMs: number
  readonly deadlineMs: number
}

class Search {
  readonly trials: RateTrial[] = []
  /** The trial at the highest rate that held. */
  best: Trial | null = null
  readonly #load: Load

  constructor(load: Load) {
    this.#load = load
  }

  tell(trial: RateTrial): void {
    this.trials.push(trial)
    this.#load.tried(trial)
  }

  /** A miss that is not hopeless is tried once more: one hiccup of a board is no verdict. */
  async judge(perSecond: number, deadlineMs: number): Promise<RateVerdict> {
    const lastsMs = Math.min(this.#load.limits.minMs, mostTrialMs)
    let trial = await this.#try({ perSecond, lastsMs, deadlineMs })
    if (trial !== null && !trial.holds && !trial.isHopeless)
      trial = await this.#try({ perSecond, lastsMs, deadlineMs })
    return this.#verdict(trial)
  }

  /**
   * Tries what was found anew, for the mode's cap of time: of many short trials the search ends with a lucky one, and
   * long queues take long to show. Below a rate that misses then, the next is tried.
   */
  async confirm(found: RateFound, deadlineMs: number): Promise<RateFound> {
    if (!found.isComplete || found.perSecond === null) return found
    const lastsMs = this.#load.limits.maxMs
    for (let perSecond = found.perSecond; ; perSecond *= stepDown) {
      const verdict = this.#verdict(await this.#try({ perSecond, lastsMs, deadlineMs }))
      if (verdict === 'holds') return { perSecond, isComplete: true }
      if (verdict === 'unknown')
        return { perSecond: this.best?.perSecond ?? null, isComplete: false }
      this.best = null
    }
  }

  #verdict(trial: Trial | null): RateVerdict {
    if (trial === null) return 'unknown'
    if (!trial.holds) return 'misses'
    this.best = trial
    return 'holds'
  }

  async #try({ perSecond, lastsMs, deadlineMs }: Attempt): Promise<Trial | null> {
    const { clock, limits, seed } = this.#load
    const asked = Math.max(leastSamples.p99, Math.ceil((perSecond * lastsMs) / 1000))
    const queries = Math.min(limits.maxSamples, asked)
    const endMs = clock.now() + (queries / perSecond) * 1000
    const isLost = queries < leastSamples.p99 || this.trials.length >= maxTrials
    if (isLost || endMs > deadlineMs) return null
    const ownSeed = seed + this.trials.length
    const trial = await tryRate(this.#load, { perSecond, seed: ownSeed, queries, deadlineMs })
    if (trial !== null) {
      const { p99Ns, holds, latencyMs } = trial
      this.tell({ perSecond, p99Ns, queries: latencyMs.length, holds })
    }
    return trial
  }
}

function handOn(load: Load, recording: Recording): void {
  for (const { startNs, endNs, first, count } of recording.windows) {
    const latencyNs = recording.latencyNs.subarray(first, first + count)
    load.handOn(first, { startMs: startNs / 1e6, endMs: endNs / 1e6, latencyNs })
  }
}

/**
 * The samples of the result are those of the rate that it ends with; where none held, those that found the board idle.
 * A rate of 0 says that none held; no headline, that time ran out before one did.
 */
export const server: Scenario = async (load): Promise<Measured> => {
  const { clock, limits, boundNs, batch } = load
  const startMs = clock.now()
  const mostMs = limits.pointTimeoutMs * timeoutShare
  const searchMs = Math.min(stretchedMaxMs(limits), mostMs)
  const search = new Search(load)
  const idle = await measureIdle(load, searchMs * idleShare)
  const { meanMs, p99Ns } = idle
  if (p99Ns !== null)
    search.tell({ perSecond: 0, p99Ns, queries: idle.recording.count, holds: p99Ns <= boundNs })
  const ceiling = 1000 / meanMs
  const first = firstRate(ceiling, meanMs, boundNs / 1e6)
  const found: RateFound = idle.misses
    ? { perSecond: null, isComplete: true }
    : await searchRate({ ceiling, first }, (perSecond) =>
        search.judge(perSecond, startMs + searchMs),
      )
  const { perSecond, isComplete } = await search.confirm(
    found,
    startMs + Math.min(2 * searchMs, mostMs),
  )
  const recording = search.best === null ? idle.recording : recordingOf(search.best)
  handOn(load, recording)
  const isKnown = perSecond !== null || isComplete
  return {
    recording,
    inferences: 1,
    samplesPerSecond: search.best === null ? 0 : throughputOf(recording, batch),
    stop: isComplete ? 'complete' : 'time-cap',
    headline: isKnown
      ? { kind: 'rate', quantile: 'p99', value: perSecond ?? 0, interval: null }
      : null,
    server: { boundNs, trials: search.trials },
  }
}
