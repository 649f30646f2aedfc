// The user's own values for an input, as the desk brought them: `inputs/<content>.npy` in the agent's home. They have
// to be what the plan says that they are, and of the model's type.

import { readFileSync } from 'node:fs'
import { fail } from '../shared/fault.ts'
import type { FileValues } from '../shared/input.ts'
import type { TensorInfo } from '../shared/model.ts'
import { NpyError, readNpy } from '../shared/npy.ts'
import type { Tensor } from '../shared/tensor.ts'
import { type Home, inputPath } from './home.ts'
import { errorCode } from './wire.ts'

/** Throws a `FaultError` for values that are missing, damaged, or not for this input. */
export function readInputFile(
  home: Home,
  modelName: string,
  { sha256, name: file, dims }: FileValues,
  { name: input, type }: TensorInfo,
): Tensor {
  const where = { name: modelName, input, file }
  const tensor = readTensor(inputPath(home, sha256), where)
  if (tensor.type !== type)
    fail('input-type-mismatch', { ...where, given: tensor.type, expected: type })
  if (tensor.dims.length !== dims.length || tensor.dims.some((size, axis) => size !== dims[axis]))
    fail('input-shape-mismatch', {
      ...where,
      given: `[${tensor.dims.join(', ')}]`,
      expected: `[${dims.join(', ')}]`,
    })
  return tensor
}

function readTensor(
  path: string,
  where: { readonly name: string; readonly input: string; readonly file: string },
): Tensor {
  try {
    return readNpy(readFileSync(path))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') fail('input-file-missing', where)
    if (error instanceof NpyError) fail('input-file-invalid', { file: where.file }, error.message)
    throw error
  }
}
