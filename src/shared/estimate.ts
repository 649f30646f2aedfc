// How long a plan will take, before it starts.

import { stretchedMaxMs } from './limits.ts'
import { type Plan, type Point, pointsOf } from './plan.ts'

/** Milliseconds that one inference of a point will about take; null where nothing like it was measured. */
export type LatencyGuess = (point: Point) => number | null

const startMs = 2_000
/** Inferences that warm-up about takes until two windows agree. */
const warmupInferences = 60

/**
 * About how long a plan takes at the most. Start-up is taken as 2 s a point. Where the latency is known, warm-up takes
 * its inferences and a slow model its least number of samples; else warm-up is taken as half its cap.
 */
export function estimateMs(plan: Plan, guess: LatencyGuess = () => null): number {
  const { warmupMaxMs, minSamples, maxMs } = plan.limits
  const measuring = (latencyMs: number) =>
    Math.max(maxMs, Math.min(minSamples * latencyMs, stretchedMaxMs(plan.limits)))
  const once = pointsOf(plan)
    .map((point) => {
      const latencyMs = guess(point)
      if (latencyMs === null) return startMs + warmupMaxMs / 2 + maxMs
      return startMs + Math.min(warmupMaxMs, warmupInferences * latencyMs) + measuring(latencyMs)
    })
    .reduce((sum, ms) => sum + ms, 0)
  return once * plan.repetitions
}
