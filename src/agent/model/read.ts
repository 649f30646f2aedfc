// Reads a model file whole, or says why it is none.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { FaultError, fail } from '../../shared/fault.ts'
import { errorCode } from '../wire.ts'
import { fileFault } from './container.ts'
import { type GraphProto, type ModelProto, onnx } from './proto.ts'

export interface ModelFile {
  readonly bytes: Uint8Array
  readonly model: ModelProto
  readonly graph: GraphProto
}

/** Throws the faults `model-missing`, `file-unreadable`, `model-truncated` and `model-not-onnx`. */
export function readModel(path: string): ModelFile {
  const name = basename(path)
  let bytes: Uint8Array
  try {
    const broken = fileFault(path, name)
    if (broken !== null) throw new FaultError(broken)
    const { buffer, byteOffset, length } = readFileSync(path)
    // A plain array: from a Buffer the decoder makes others in a way that Node warns of.
    bytes = new Uint8Array(buffer, byteOffset, length)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') fail('model-missing', { path })
    if (errorCode(error) !== undefined) fail('file-unreadable', { path }, String(error))
    throw error
  }
  let model: ModelProto
  try {
    model = onnx.ModelProto.decode(bytes)
  } catch (error) {
    fail('model-not-onnx', { name }, String(error))
  }
  const { graph } = model
  if (!graph?.node?.length || !model.opsetImport?.length)
    fail('model-not-onnx', { name }, 'it holds no graph with nodes and an operator set')
  return { bytes, model, graph }
}
