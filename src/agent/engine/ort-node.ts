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

/**
 * Since Node 24 there is Float16Array, which onnxruntime-common then insists on and which the native half (Node-API 6)
 * reads as empty. Without it both take the bits as a Uint16Array. This process is the agent's own.
 */
function hideFloat16Array(): void {
  Reflect.deleteProperty(globalThis, 'Float16Array')
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
        new make(bindingTypes[input.type] ?? input.type, input.data, input.dims),
      ]),
    )
  }

  run(): Promise<unknown> {
    return this.#session.run(this.#feeds)
  }

  runFault(thrown: unknown, batch: number) {
    return ortRunFault(thrown, this.#modelName, batch)
  }

  endProfile(): string | null {
    return null
  }

  arenaStatistics(): null {
    return null
  }

  async dispose(): Promise<void> {
    this.#feeds = {}
    await this.#session.release()
  }
}

/** Loads the library from below `modulesDir`; a library that does not load is the fault `runtime-broken`. */
export function loadOrtNode(modulesDir: string): Engine {
  hideFloat16Array()
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
    createSession: async (model, { threads, modelName, batch }) => {
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
        throw new FaultError(ortLoadFault(error, { model, modelName, batch, version }))
      }
    },
  }
}
