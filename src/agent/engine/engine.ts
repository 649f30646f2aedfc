// What the agent asks of an inference engine. Two fit behind it: a Node binding whose run is a promise, and
// a C interface with bound inputs and outputs whose run is a plain call.

import type { Fault } from '../../shared/fault.ts'
import type { TensorInfo } from '../../shared/model.ts'
import type { EngineId } from '../../shared/plan.ts'
import type { SessionSettings } from '../../shared/session-settings.ts'
import type { Tensor } from '../../shared/tensor.ts'

/** float16 values are the bits of a Uint16Array. */
export interface InputTensor extends Tensor {
  readonly name: string
}

/** A model in memory whose weights beside it, where it has such, stand below `folder`. */
export interface ModelBytes {
  readonly bytes: Uint8Array
  readonly folder: string
}

/** A path, or bytes that need nothing beside them. */
export type ModelSource = string | Uint8Array | ModelBytes

export interface SessionOptions {
  /** Threads within one operator; operators run one after another. */
  readonly threads: number
  /** What people call the model, and the batch that it is to take: for faults. */
  readonly modelName: string
  readonly batch: number
  readonly settings: SessionSettings
  /** A size for each open dimension, the batch included, by its name in the file: for `settings.dimensions`. */
  readonly dims: Readonly<Record<string, number>>
  /** Where the profile of every run is written, as the beginning of a path; null: not profiled. */
  readonly profilePrefix: string | null
}

/** What the runtime's arena holds, in bytes. */
export interface ArenaStatistics {
  readonly inUseBytes: number
  readonly mostInUseBytes: number
  readonly reservedBytes: number
}

export interface Session {
  readonly inputs: readonly TensorInfo[]
  /** In the model's order. */
  readonly outputs: readonly TensorInfo[]
  /** Sets the inputs of every run from here on; called once, outside of what is timed. */
  bind(inputs: readonly InputTensor[]): void
  /** One inference. Undefined where it is done on return; outputs are let go at once. */
  run(): Promise<unknown> | undefined
  /**
   * One inference that is ended between two of its nodes once `ms` have passed; resolves to whether it came to its own
   * end. It costs more than `run` and is not for what is timed. An engine that can not end a run waits for it.
   */
  runWithin(ms: number): Promise<boolean>
  /**
   * One inference whose outputs are wanted: copies of those that are named, each an output, or of all, in this order. Not
   * for what is timed. Throws what `run` throws, and the fault `output-type-unsupported` for one that holds no numbers.
   */
  results(names?: readonly string[]): Promise<readonly InputTensor[]>
  /** What `run` threw, as a fault. */
  runFault(thrown: unknown, batch: number): Fault
  /** Ends profiling and gives the path of what was written; null where it was not profiled. */
  endProfile(): string | null
  /** Null where the engine can not ask. */
  arenaStatistics(): ArenaStatistics | null
  dispose(): Promise<void>
}

export interface Engine {
  readonly id: EngineId
  readonly version: string
  /** Execution providers that the library on this board carries. */
  readonly providers: readonly string[]
  /** Throws a `FaultError` for a model that the engine does not take. */
  createSession(model: ModelSource, options: SessionOptions): Promise<Session>
}
