// Mean and standard deviation of samples.

export interface Moments {
  readonly mean: number
  /** With n − 1; 0 for one sample. */
  readonly standardDeviation: number
}

/** Of at least one sample. */
export function momentsOf(samples: Float64Array): Moments {
  const n = samples.length
  let sum = 0
  for (let index = 0; index < n; index++) sum += samples[index] as number
  const mean = sum / n
  let squares = 0
  for (let index = 0; index < n; index++) squares += ((samples[index] as number) - mean) ** 2
  return { mean, standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 }
}
