// Series of latencies whose truth is known: what statistics have to find.

import { seededUniform } from '../../../src/shared/stats/random.ts'

/** Standard normal numbers (Box and Muller), from a seed. */
export function normalNumbers(count: number, seed: number): Float64Array {
  const random = seededUniform(seed)
  return Float64Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return radius * Math.cos(2 * Math.PI * random())
  })
}

/** Numbers with mean 0 and deviation 1 of which each hangs on the one before by `correlation`: AR(1). */
export function autoregressive(count: number, correlation: number, seed: number): Float64Array {
  const fresh = Math.sqrt(1 - correlation ** 2)
  let last = 0
  return normalNumbers(count, seed).map((value, index) => {
    last = index === 0 ? value : correlation * last + fresh * value
    return last
  })
}
