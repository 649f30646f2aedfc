// What the values within a model are on the recipe's samples, summed up as they come.

import type { Samples } from '../../shared/variant.ts'
import type { Program } from '../program.ts'
import { Histogram } from './histogram.ts'
import { observe } from './observe.ts'

interface CalibrateRequest {
  readonly path: string
  readonly tensors: readonly string[]
  readonly samples: Samples
  /** Whether it is wanted how often values are how large, and not their range alone. */
  readonly isCounted: boolean
}

/** Of tensors of floats that have values in the main graph; others are not among what is given back. */
export async function calibrate(
  program: Program,
  { isCounted, ...request }: CalibrateRequest,
  report: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, Histogram>> {
  const seen = new Map<string, Histogram>()
  const onValues = (tensor: string, values: Float32Array) => {
    const histogram = seen.get(tensor) ?? new Histogram(isCounted)
    seen.set(tensor, histogram)
    histogram.add(values)
  }
  await observe(program, request, onValues, report)
  return seen
}
