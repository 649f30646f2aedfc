// A model whose inner values are looked at: a copy in memory in which they are outputs too. The file itself is never
// written to, and weights beside it are read from where they are.

import { basename, dirname } from 'node:path'
import { type FaultCode, FaultError, fail } from '../../shared/fault.ts'
import type { TensorInfo } from '../../shared/model.ts'
import { defaultSettings, type SessionSettings } from '../../shared/session-settings.ts'
import { elementCountOf, elementTypeOf } from '../../shared/tensor.ts'
import type { Engine, InputTensor, Session } from '../engine/engine.ts'
import { inputRangesOf } from '../model/input-ranges.ts'
import { inputsOf } from '../model/inspect.ts'
import { operatorName } from '../model/node.ts'
import { type GraphProto, type NodeProto, onnx } from '../model/proto.ts'
import { readModel } from '../model/read.ts'
import { namedSizes } from '../session-setup.ts'
import { type SampledModel, sampleBatch } from './samples.ts'

/** Types whose values are looked at within a graph. */
const floats: ReadonlySet<string> = new Set(['float', 'float16', 'double'])

export const isFloat = ({ type }: { readonly type: string }) => floats.has(type)

/** What the runtime says against a model; whatever else happens to a variant happens to any model. */
const refusals: readonly FaultCode[] = [
  'model-rejected',
  'model-unknown-operator',
  'inference-failed',
]

/** A session whose failures are faults. */
export interface ObservedSession extends Pick<Session, 'inputs' | 'outputs' | 'dispose'> {
  /** One inference: copies of the named outputs. */
  results(inputs: readonly InputTensor[], names: readonly string[]): Promise<readonly InputTensor[]>
}

/** How a session is opened; what is not said is as when a model is measured, on one thread. */
export interface Opening {
  readonly threads?: number
  readonly optimization?: SessionSettings['optimization']
  /** Sizes that the session is told, by the names of dimensions. */
  readonly dims?: Readonly<Record<string, number>>
}

/**
 * The model with more outputs. Lists of a serialized message go on where more of it follows, so the weights need not be
 * taken apart. The runtime itself finds the types.
 */
function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const more = onnx.ModelProto.encode({
    graph: { output: names.map((name) => ({ name })) },
  }).finish()
  const all = new Uint8Array(bytes.length + more.length)
  all.set(bytes)
  all.set(more, bytes.length)
  return all
}

export class ObservedModel implements SampledModel {
  readonly name: string
  readonly inputs: SampledModel['inputs']
  readonly inputRanges: SampledModel['inputRanges']
  readonly nodes: readonly NodeProto[]
  readonly #engine: Engine
  readonly #path: string
  readonly #isVariant: boolean
  readonly #bytes: Uint8Array
  readonly #outputs: ReadonlySet<string>
  readonly #made: ReadonlySet<string>

  /** `isVariant`: what the runtime says against it is the fault `variant-refused`. Throws the faults of `readModel`. */
  constructor(engine: Engine, path: string, isVariant: boolean) {
    const { bytes, graph } = readModel(path)
    this.name = basename(path)
    this.inputs = inputsOf(graph)
    this.inputRanges = inputRangesOf(graph, this.inputs)
    this.nodes = graph.node ?? []
    this.#engine = engine
    this.#path = path
    this.#isVariant = isVariant
    this.#bytes = bytes
    this.#outputs = new Set((graph.output ?? []).map(({ name }) => name ?? ''))
    this.#made = madeIn(graph)
  }

  /** A session of the model in which the values `seen` are outputs too. */
  async open(seen: readonly string[], opening: Opening = {}): Promise<ObservedSession> {
    const { threads = 1, optimization = defaultSettings.optimization, dims } = opening
    const more = seen.filter((name) => !this.#outputs.has(name))
    const source =
      more.length === 0
        ? this.#path
        : { bytes: withOutputs(this.#bytes, more), folder: dirname(this.#path) }
    const batch = sampleBatch(this.inputs)
    const dimensions = dims === undefined ? 'open' : 'fixed'
    const session = await this.#saying(() =>
      this.#engine.createSession(source, {
        threads,
        modelName: this.name,
        batch,
        settings: { ...defaultSettings, optimization, dimensions },
        dims: dims ?? {},
        profilePrefix: null,
      }),
    )
    const run = async (inputs: readonly InputTensor[], names: readonly string[]) => {
      try {
        session.bind(inputs)
        return await session.results(names)
      } catch (error) {
        throw error instanceof FaultError ? error : new FaultError(session.runFault(error, batch))
      }
    }
    return {
      inputs: session.inputs,
      outputs: session.outputs,
      results: (inputs, names) => this.#saying(() => run(inputs, names)),
      dispose: () => session.dispose(),
    }
  }

  /** Tells what speaks against the variant from what speaks against its original. */
  async #saying<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt()
    } catch (error) {
      if (this.#isVariant && error instanceof FaultError && refusals.includes(error.fault.code))
        fail('variant-refused', { name: this.name }, error.fault.detail)
      throw error
    }
  }

  /**
   * Those of the named values that are tensors of floats, in this order, and how many bytes they take for such a sample;
   * null where only running can tell.
   */
  async survey(
    names: readonly string[],
    sample: readonly InputTensor[],
  ): Promise<Map<string, number | null>> {
    const seen = [...new Set(names)].filter((name) => this.#made.has(name))
    const shapes = new Map(sample.map(({ name, dims }) => [name, dims]))
    const session = await this.open(seen, {
      optimization: 'basic',
      dims: namedSizes(this.inputs, shapes),
    })
    const told = new Map(session.outputs.map((output) => [output.name, output]))
    await session.dispose()
    return new Map(
      seen.flatMap((name): [string, number | null][] => {
        const output = told.get(name)
        return output && isFloat(output) ? [[name, bytesOf(output)]] : []
      }),
    )
  }
}

/** Null where a size is open. */
function bytesOf({ type, dims }: TensorInfo): number | null {
  const sizes = dims.filter((size) => typeof size === 'number')
  const bytes = elementTypeOf(type)?.bytes ?? 0
  return sizes.length === dims.length ? elementCountOf(sizes) * bytes : null
}

/** Names of the values that the nodes of the main graph make, other than constants. */
function madeIn({ node }: GraphProto): ReadonlySet<string> {
  const making = (node ?? []).filter((one) => operatorName(one) !== 'Constant')
  return new Set(making.flatMap(({ output }) => output ?? []).filter((name) => name !== ''))
}
