// A closed loop: one query at a time, the next when the last is done. Everything but the timed loop happens between
// windows and is not counted.

import type { HeadlineKind } from './headline.ts'
import { headlineOf, throughputOf } from './headline.ts'
import { Recording } from './recording.ts'
import type { Load, Measured } from './scenario.ts'
import { Stopping } from './stopping.ts'
import { fillWindow, windowMs } from './window.ts'

export interface ClosedLoop extends HeadlineKind {
  /** A query is so many inferences, one after another. */
  readonly inferences: number
}

export async function closedLoop(load: Load, loop: ClosedLoop): Promise<Measured> {
  const { session, clock, limits } = load
  const query = { session, clock, inferences: loop.inferences }
  const recording = new Recording()
  const stopping = new Stopping(limits, loop, clock)
  for (;;) {
    const capMs = Math.min(windowMs, stopping.leftMs(recording))
    const window = await fillWindow(query, capMs, limits.maxSamples - recording.count)
    load.handOn(recording.add(window), window)
    const stop = stopping.reason(recording)
    if (stop === null) continue
    return {
      recording,
      inferences: loop.inferences,
      samplesPerSecond: throughputOf(recording, loop.samplesPerQuery),
      stop,
      headline: headlineOf(loop, recording),
      server: null,
    }
  }
}
