// The values that stand between a model's nodes, on samples: what calibration looks at. The same samples always give the
// same values.

import type { Tensor } from '../../shared/tensor.ts'
import type { Samples } from '../../shared/variant.ts'
import { loadEngine } from '../engine/load.ts'
import type { Program } from '../program.ts'
import { groupsOf } from './groups.ts'
import { isFloat, ObservedModel } from './observed-model.ts'
import { sampleInputs } from './samples.ts'
import { valuesOf } from './values.ts'

export interface ObserveRequest {
  readonly path: string
  /**
   * Names of values of the main graph, its inputs among them. What can not be seen is never told: values within
   * subgraphs and functions, constants, and what is no tensor of floats.
   */
  readonly tensors: readonly string[]
  readonly samples: Samples
}

/** `values` may be empty; they are not valid after the call. */
export type OnValues = (tensor: string, values: Float32Array, sample: number) => void

function singles(tensor: Tensor): Float32Array {
  const values = valuesOf(tensor)
  return values instanceof Float32Array ? values : Float32Array.from(values)
}

/**
 * Runs the model as its file has it, without optimisations and on one thread. Every tensor is told once per sample;
 * samples of one tensor come in order, tensors in any order. Throws a `FaultError` for a model that does not run.
 */
export async function observe(
  program: Program,
  { path, tensors, samples }: ObserveRequest,
  onValues: OnValues,
  report: (done: number, total: number) => void,
): Promise<void> {
  const model = new ObservedModel(loadEngine('ort-c', program.modulesDir, null), path, false)
  const inputs = sampleInputs(program.home, model, samples)
  const groups = groupsOf(await model.survey(tensors, inputs(0)))
  const given = new Set(tensors)
  for (let sample = 0; sample < samples.count; sample++)
    for (const input of inputs(sample))
      if (given.has(input.name) && isFloat(input)) onValues(input.name, singles(input), sample)
  for (const [at, group] of groups.entries()) {
    const session = await model.open(group, { optimization: 'disabled' })
    try {
      for (let sample = 0; sample < samples.count; sample++) {
        for (const tensor of await session.results(inputs(sample), group))
          onValues(tensor.name, singles(tensor), sample)
        report(at * samples.count + sample + 1, groups.length * samples.count)
      }
    } finally {
      await session.dispose()
    }
  }
}
