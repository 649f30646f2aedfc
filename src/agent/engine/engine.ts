// What the agent asks of an inference engine. Two fit behind it: a Node binding whose run is a promise, and
// a C interface with bound inputs and outputs whose run is a plain call.

import type { Fault } from '../../shared/fault.ts'
import type { TensorInfo } from '../../shared/model.ts'
import type { EngineId } from '../../shared/plan.ts'
import type { Tensor } from '../../shared/tensor.ts'

/** float16 values are the bits of a Uint16Array. */
export interface InputTensor extends Tensor {
  readonly name: string
}

export interface SessionOptions {
  /** Threads within one operator; operators run one after another. */
  readonly threads: number
  /** What people call the model, and the batch that it is to take: for faults. */
  readonly modelName: string
  readonly batch: number
}

export interface Session {
  readonly inputs: readonly TensorInfo[]
  /** Sets the inputs of every run from here on; called once, outside of what is timed. */
  bind(inputs: readonly InputTensor[]): void
  /** One inference. Undefined where it is done on return; outputs are let go at once. */
  run(): Promise<unknown> | undefined
  /** What `run` threw, as a fault. */
  runFault(thrown: unknown, batch: number): Fault
  dispose(): Promise<void>
}

export interface Engine {
  readonly id: EngineId
  readonly version: string
  /** Execution providers that the library on this board carries. */
  readonly providers: readonly string[]
  /** Throws a `FaultError` for a model that the engine does not take. */
  createSession(model: string | Uint8Array, options: SessionOptions): Promise<Session>
}
