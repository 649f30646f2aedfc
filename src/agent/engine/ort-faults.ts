// ONNX Runtime's errors as faults. Its C interface has codes; its binding for Node has not, so its sentences are what
// there is to go by; what neither tells (a torn file from a foreign one) is looked up in the file itself.

import { basename } from 'node:path'
import { type Fault, fail, fault } from '../../shared/fault.ts'
import { fileFault } from '../model/container.ts'
import { saysNoMemory } from '../out-of-memory.ts'
import type { ModelSource, SessionOptions } from './engine.ts'
import { OrtError, ortErrorCodes } from './ort-error.ts'

const unknownOperator: readonly RegExp[] = [
  /No Op registered for (\S+) with/,
  /(?:Fatal error: )(\S+?)\(-?\d+\) is not a registered function\/op/,
  /Could not find an implementation for (\S+?)\(\d+\) node/,
]
const unknownDomain = /In Node, \("[^"]*", ([^,]+), "([^"]*)".* No opset import for domain/

function operatorIn(words: string): string | null {
  for (const pattern of unknownOperator) {
    const name = pattern.exec(words)?.[1]
    if (name !== undefined) return name
  }
  const foreign = unknownDomain.exec(words)
  return foreign === null ? null : `${foreign[2]}:${foreign[1]}`
}

/** Why a session could not be created. */
export function ortLoadFault(
  thrown: unknown,
  {
    model,
    modelName: name,
    batch,
    version,
  }: Pick<SessionOptions, 'modelName' | 'batch'> & {
    readonly model: ModelSource
    readonly version: string
  },
): Fault {
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  const operator = operatorIn(words)
  if (operator !== null)
    return fault('model-unknown-operator', { name, operators: operator, runtime: version }, words)
  const code = thrown instanceof OrtError ? thrown.code : null
  if (
    (code === ortErrorCodes.noSuchFile || /File doesn't exist/.test(words)) &&
    typeof model === 'string'
  )
    return fault('model-missing', { path: basename(model) }, words)
  if (saysNoMemory(words)) return fault('out-of-memory', { name, batch }, words)
  const isNoModel =
    code === ortErrorCodes.invalidProtobuf ||
    /Protobuf parsing failed|does not have a graph/.test(words)
  if (isNoModel && typeof model === 'string')
    return fileFault(model, name) ?? fault('model-not-onnx', { name }, words)
  return fault('model-rejected', { name }, words)
}

/** For an output whose values can not be read. */
export function unreadableOutput(what: {
  readonly output: string
  readonly name: string
  readonly type: string
}): never {
  return fail('output-type-unsupported', what)
}

/** Why an inference failed. */
export function ortRunFault(thrown: unknown, name: string, batch: number): Fault {
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  return saysNoMemory(words)
    ? fault('out-of-memory', { name, batch }, words)
    : fault('inference-failed', { name }, words)
}
