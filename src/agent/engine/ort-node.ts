// The engine `onnxruntime-node`: what a Node application pays for an inference, copies of the outputs included.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as Ort from 'onnxruntime-node'
import { FaultError, fail } from '../../shared/fault.ts'
import type { TensorInfo } from '../../shared/model.ts'
import type { Engine, InputTensor, Session } from './engine.ts'
import { ortLoadFault, ortRunFault } from './ort-faults.ts'

/** Names that differ between the binding and ONNX. */
const onnxTypes: Readonly<Record<string, string>> = { float32: 'float', float64: 'double' }
const bindingTypes: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' }

function describe(metadata: Ort.InferenceSession.ValueMetadata): TensorInfo {
  return metadata.isTensor
    ? {
        name: metadata.name,
        type: onnxTypes[metadata.type] ?? metadata.type,
        dims: [...metadata.shape],
      }
    : { name: metadata.name, type: 'not a tensor', dims: [] }
}

type Float16View = new (
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
) => ArrayLike<number>

/** Where the runtime has Float16Array the binding takes that and nothing else, elsewhere the bits as they are. */
function bindingData({ type, data }: InputTensor): unknown {
  const float16 = (globalThis as { readonly Float16Array?: Float16View }).Float16Array
  return type === 'float16' && float16 !== undefined
    ? new float16(data.buffer, data.byteOffset, data.length)
    : data
}

class OrtNodeSession implements Session {
  readonly inputs: readonly TensorInfo[]
  readonly #tensor: typeof Ort.Tensor
  readonly #session: Ort.InferenceSession
  readonly #modelName: string
  #feeds: Record<string, Ort.Tensor> = {}

  constructor(ort: typeof Ort, session: Ort.InferenceSession, modelName: string) {
    this.#tensor = ort.Tensor
    this.#session = session
    this.#modelName = modelName
    this.inputs = session.inputMetadata.map(describe)
  }

  bind(inputs: readonly InputTensor[]): void {
    const make = this.#tensor as new (
      type: string,
      data: unknown,
      dims: readonly number[],
    ) => Ort.Tensor
    this.#feeds = Object.fromEntries(
      inputs.map((input) => [
        input.name,
        new make(bindingTypes[input.type] ?? input.type, bindingData(input), input.dims),
      ]),
    )
  }

  run(): Promise<unknown> {
    return this.#session.run(this.#feeds)
  }

  runFault(thrown: unknown, batch: number) {
    return ortRunFault(thrown, this.#modelName, batch)
  }

  async dispose(): Promise<void> {
    this.#feeds = {}
    await this.#session.release()
  }
}

/** Loads the library from below `modulesDir`; a library that does not load is the fault `runtime-broken`. */
export function loadOrtNode(modulesDir: string): Engine {
  let ort: typeof Ort
  try {
    ort = createRequire(join(modulesDir, 'agent.cjs'))('onnxruntime-node') as typeof Ort
  } catch (error) {
    fail('runtime-broken', {}, error instanceof Error ? error.message : String(error))
  }
  const version = ort.env.versions.node ?? 'unknown'
  return {
    id: 'onnxruntime-node',
    version,
    providers: ort
      .listSupportedBackends()
      .filter(({ bundled }) => bundled)
      .map(({ name }) => name),
    createSession: async (model, { threads, modelName }) => {
      const options: Ort.InferenceSession.SessionOptions = {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        executionProviders: ['cpu'],
        logSeverityLevel: 3,
      }
      try {
        const session = await (typeof model === 'string'
          ? ort.InferenceSession.create(model, options)
          : ort.InferenceSession.create(model, options))
        return new OrtNodeSession(ort, session, modelName)
      } catch (error) {
        throw new FaultError(ortLoadFault(error, { model, modelName, version }))
      }
    },
  }
}
