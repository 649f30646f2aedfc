// A model run once with the inputs of a plan, by ONNX Runtime alone: what a measurement's outputs would be, which
// the agent lets go of.

import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-node'
import { makeInputs } from '../../src/agent/inputs.ts'
import type { InputFiles } from '../../src/main/model/input-files.ts'
import { evaluateDim } from '../../src/shared/dim-expression.ts'
import { dimAt, knownSizes } from '../../src/shared/dims.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import { readNpy } from '../../src/shared/npy.ts'

export interface Output {
  readonly dims: readonly number[]
  readonly data: Float32Array
}

export async function runOnce(
  { path, name, info, dims, inputs }: ModelRecord,
  inputFiles: InputFiles,
): Promise<ReadonlyMap<string, Output>> {
  const session = await ort.InferenceSession.create(path, { logSeverityLevel: 3 })
  const made = makeInputs(info.inputs, {
    batch: 1,
    dims,
    values: inputs,
    seed: 1,
    modelName: name,
    readFile: ({ sha256 }) => readNpy(readFileSync(inputFiles.path(sha256))),
  })
  const make = ort.Tensor as unknown as new (
    type: string,
    data: unknown,
    dims: readonly number[],
  ) => ort.Tensor
  const feeds = made.map((input): [string, ort.Tensor] => [
    input.name,
    new make(input.type === 'float' ? 'float32' : input.type, input.data, input.dims),
  ])
  const results = await session.run(Object.fromEntries(feeds))
  await session.release()
  return new Map(
    Object.entries(results).map(([output, { dims: sizes, data }]) => [
      output,
      { dims: sizes, data: data as Float32Array },
    ]),
  )
}

/** The sizes that the model's own words promise for an output; null where it says a name that no input has. */
export function promisedDims(
  { info, dims, inputs }: ModelRecord,
  output: string,
): readonly (number | null)[] {
  const known = knownSizes(info.inputs, { batch: 1, dims, values: inputs })
  const declared = info.outputs.find(({ name }) => name === output)
  if (declared === undefined) throw new Error(`there is no output ${output}`)
  return declared.dims.map((_, axis) =>
    evaluateDim(dimAt(declared, axis), (name) => known.get(name)),
  )
}
