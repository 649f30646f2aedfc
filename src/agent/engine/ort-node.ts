// The engine `onnxruntime-node`: what a Node application pays for an inference, copies of the outputs included.

import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type * as Ort from 'onnxruntime-node'
import { FaultError, fail } from '../../shared/fault.ts'
import type { TensorInfo } from '../../shared/model.ts'
import { cpuProvider } from '../../shared/session-settings.ts'
import { elementTypeOf, type TensorData } from '../../shared/tensor.ts'
import { poolAffinities } from './affinities.ts'
import { dataFolderSetting } from './data-folder.ts'
import type { Engine, InputTensor, ModelSource, Session, SessionOptions } from './engine.ts'
import { ortLoadFault, ortRunFault, unreadableOutput } from './ort-faults.ts'

const engineId = 'onnxruntime-node'

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
  readonly outputs: readonly TensorInfo[]
  readonly #tensor: typeof Ort.Tensor
  readonly #session: Ort.InferenceSession
  readonly #modelName: string
  readonly #profilePrefix: string | null
  #feeds: Record<string, Ort.Tensor> = {}

  constructor(
    ort: typeof Ort,
    session: Ort.InferenceSession,
    { modelName, profilePrefix }: Pick<SessionOptions, 'modelName' | 'profilePrefix'>,
  ) {
    this.#tensor = ort.Tensor
    this.#session = session
    this.#modelName = modelName
    this.#profilePrefix = profilePrefix
    this.inputs = session.inputMetadata.map(describe)
    this.outputs = session.outputMetadata.map(describe)
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

  /** The binding does nothing with `terminate`, and its run holds the only thread that could ask. */
  async runWithin(): Promise<boolean> {
    await this.run()
    return true
  }

  async results(
    names: readonly string[] = this.outputs.map(({ name }) => name),
  ): Promise<readonly InputTensor[]> {
    const made = await this.#session.run(this.#feeds, names)
    return names.flatMap((name) => {
      const value = made[name]
      if (value === undefined) return []
      const type = onnxTypes[value.type] ?? value.type
      if (elementTypeOf(type) === undefined)
        unreadableOutput({ output: name, name: this.#modelName, type })
      return [{ name, type, dims: value.dims, data: value.data as TensorData }]
    })
  }

  runFault(thrown: unknown, batch: number) {
    return ortRunFault(thrown, this.#modelName, batch)
  }

  /** The binding does not say what it wrote: the newest file whose name begins with the prefix. */
  endProfile(): string | null {
    if (this.#profilePrefix === null) return null
    this.#session.endProfiling()
    const [dir, start] = [dirname(this.#profilePrefix), basename(this.#profilePrefix)]
    const written = readdirSync(dir).filter((name) => name.startsWith(start))
    const newest = written.sort().at(-1)
    return newest === undefined ? null : join(dir, newest)
  }

  arenaStatistics(): null {
    return null
  }

  async dispose(): Promise<void> {
    this.#feeds = {}
    await this.#session.release()
  }
}

/** The binding's names for providers, by ONNX Runtime's own. */
const bindingProviders: Readonly<Record<string, string>> = {
  CPUExecutionProvider: 'cpu',
  WebGpuExecutionProvider: 'webgpu',
  CUDAExecutionProvider: 'cuda',
  TensorrtExecutionProvider: 'tensorrt',
  CoreMLExecutionProvider: 'coreml',
  DmlExecutionProvider: 'dml',
}

function providersOf(ort: typeof Ort): readonly string[] {
  const bundled = new Set(
    ort.listSupportedBackends().flatMap((backend) => (backend.bundled ? [backend.name] : [])),
  )
  return Object.keys(bindingProviders).filter((name) => bundled.has(bindingProviders[name] ?? ''))
}

/** The settings in the binding's terms. What it would leave out without a word is the fault `setting-unsupported`. */
function bindingOptions(
  { threads, settings, profilePrefix }: SessionOptions,
  providers: readonly string[],
): Ort.InferenceSession.SessionOptions {
  const { execution, provider, placement } = settings
  // The binding takes freeDimensionOverrides and does nothing with them.
  if (settings.dimensions === 'fixed')
    fail('setting-unsupported', { setting: 'fixed dimensions', engine: engineId })
  if (!providers.includes(provider))
    fail('provider-unavailable', { provider, available: providers.join(', ') })
  const spin = settings.spinning ? '1' : '0'
  const affinities = poolAffinities(placement, threads)
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: execution === 'parallel' ? threads : 1,
    executionMode: execution,
    graphOptimizationLevel: settings.optimization,
    enableCpuMemArena: settings.arena,
    executionProviders: [
      ...(provider === cpuProvider ? [] : [bindingProviders[provider] ?? provider]),
      'cpu',
    ],
    extra: {
      session: {
        intra_op: { allow_spinning: spin },
        inter_op: { allow_spinning: spin },
        ...(affinities === null ? {} : { intra_op_thread_affinities: affinities }),
      },
    },
    logSeverityLevel: 3,
    ...(profilePrefix === null ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix }),
  }
}

/** By path, or from memory. */
function create(
  { InferenceSession }: typeof Ort,
  model: ModelSource,
  made: Ort.InferenceSession.SessionOptions,
): Promise<Ort.InferenceSession> {
  if (typeof model === 'string') return InferenceSession.create(model, made)
  if (model instanceof Uint8Array) return InferenceSession.create(model, made)
  const extra = { ...made.extra, [dataFolderSetting]: model.folder }
  return InferenceSession.create(model.bytes, { ...made, extra })
}

/** The binding's own library, from below `modulesDir`; one that does not load is the fault `runtime-broken`. */
export function loadOrtNode(modulesDir: string, library: string | null): Engine {
  if (library !== null)
    fail('setting-unsupported', { setting: 'another library', engine: engineId })
  hideFloat16Array()
  let ort: typeof Ort
  try {
    ort = createRequire(join(modulesDir, 'agent.cjs'))('onnxruntime-node') as typeof Ort
  } catch (error) {
    fail('runtime-broken', {}, error instanceof Error ? error.message : String(error))
  }
  const version = ort.env.versions.node ?? 'unknown'
  const providers = providersOf(ort)
  return {
    id: engineId,
    version,
    providers,
    createSession: async (model, options) => {
      const made = bindingOptions(options, providers)
      try {
        const session = await create(ort, model, made)
        return new OrtNodeSession(ort, session, options)
      } catch (error) {
        throw new FaultError(ortLoadFault(error, { ...options, model, version }))
      }
    },
  }
}
