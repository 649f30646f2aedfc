// Arrivals of the server scenario [LoadGen]: a Poisson process, whose gaps are exponential and independent.

import { seededUniform } from '../../shared/stats.ts'

/** Draws the milliseconds between one arrival and the next: the same for the same seed. */
export function poissonGaps(perSecond: number, seed: number): () => number {
  const random = seededUniform(seed)
  const meanMs = 1000 / perSecond
  return () => -Math.log(1 - random()) * meanMs
}
