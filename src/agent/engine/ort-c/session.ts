// A session of the C interface with inputs and outputs bound once, so that an inference is one plain call that makes
// nothing: what a native program pays. Inputs are read from memory of this process and outputs written to it, also
// where a provider computes elsewhere: its copies are part of the inference.

import type { Fault } from '../../../shared/fault.ts'
import type { TensorInfo } from '../../../shared/model.ts'
import type { ArenaStatistics, InputTensor, Session } from '../engine.ts'
import type { OrtError } from '../ort-error.ts'
import { ortRunFault } from '../ort-faults.ts'
import type { OrtApi, Pointer, StatusFunction } from './api.ts'
import { arenaStatisticsOf } from './arena.ts'
import { elementTypeNumber, inputsOf, outputsOf } from './describe.ts'
import { readBoundOutputs, readTensor } from './results.ts'

/** `OrtAllocatorType` and `OrtMemType` of plain memory. */
const deviceAllocator = 0
const defaultMemory = 0

export class OrtCSession implements Session {
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  readonly #api: OrtApi
  readonly #session: Pointer
  readonly #modelName: string
  readonly #isProfiled: boolean
  readonly #memory: Pointer
  readonly #runOptions: Pointer
  readonly #binding: Pointer
  readonly #runWithBinding: StatusFunction
  /** Whether outputs were seen to change their size while the inputs stay. */
  #outputsChange = false
  /** What the library reads its inputs from. */
  #bound: readonly { readonly value: Pointer; readonly data: Uint8Array }[] = []

  constructor(api: OrtApi, session: Pointer, modelName: string, isProfiled: boolean) {
    this.#api = api
    this.#session = session
    this.#modelName = modelName
    this.#isProfiled = isProfiled
    this.inputs = inputsOf(api, session)
    this.outputs = outputsOf(api, session)
    this.#memory = api.make('createCpuMemoryInfo', deviceAllocator, defaultMemory)
    this.#runOptions = api.make('createRunOptions')
    this.#binding = api.make('createIoBinding', session)
    this.#runWithBinding = api.bare('runWithBinding')
  }

  bind(inputs: readonly InputTensor[]): void {
    const before = this.#bound
    this.#bound = inputs.map((input) => this.#bindOne(input))
    for (const { value } of before) this.#api.release('releaseValue', value)
    this.#outputsChange = false
    this.#bindOutputs()
  }

  /** The first run makes room for the outputs, the next ones write there. */
  #bindOutputs(): void {
    this.#api.release('clearBoundOutputs', this.#binding)
    for (const { name } of this.outputs)
      this.#api.call('bindOutputToDevice', this.#binding, name, this.#memory)
  }

  #bindOne({ name, type, dims, data }: InputTensor) {
    const number = elementTypeNumber(type)
    if (number === null) throw new Error(`no element type is called ${type}`)
    // Over a buffer of its own: the elements of a short array may stand where the garbage collector moves them.
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const shape = BigInt64Array.from(dims, BigInt)
    const value = this.#api.make(
      'createTensorWithData',
      this.#memory,
      bytes,
      bytes.length,
      shape,
      shape.length,
      number,
    )
    this.#api.call('bindInput', this.#binding, name, value)
    return { value, data: bytes }
  }

  run(): undefined {
    if (this.#outputsChange) this.#bindOutputs()
    const status = this.#runWithBinding(this.#session, this.#runOptions, this.#binding)
    if (status !== null) this.#refused(this.#api.errorOf(status))
  }

  /**
   * An output may not fit into the room that the run before made for it; each release says that in other words. So it is
   * tried once with new room, and where that was it, every run from here on makes room anew.
   */
  #refused(error: OrtError): void {
    if (this.#outputsChange) throw error
    this.#outputsChange = true
    this.run()
  }

  /** On a thread of koffi's, while this one keeps the time. */
  async runWithin(ms: number): Promise<boolean> {
    this.#bindOutputs()
    const options = this.#api.make('createRunOptions')
    let isOver = false
    const timer = setTimeout(() => {
      isOver = true
      this.#api.call('runOptionsSetTerminate', options)
    }, ms)
    try {
      const status = await new Promise<Pointer | null>((resolve, reject) => {
        this.#runWithBinding.async(this.#session, options, this.#binding, (error, answer) =>
          error === null ? resolve(answer) : reject(error),
        )
      })
      if (status === null) return true
      const error = this.#api.errorOf(status)
      if (isOver) return false
      throw error
    } finally {
      clearTimeout(timer)
      this.#api.release('releaseRunOptions', options)
    }
  }

  /** In room of its own, which is let go at once: what is wanted once is not held until the next run. */
  async results(
    names: readonly string[] = this.outputs.map(({ name }) => name),
  ): Promise<readonly InputTensor[]> {
    this.#bindOutputs()
    const status = this.#runWithBinding(this.#session, this.#runOptions, this.#binding)
    if (status !== null) throw this.#api.errorOf(status)
    const wanted = new Set(names)
    const read = new Map<string, InputTensor>()
    readBoundOutputs(this.#api, this.#binding, (value, place) => {
      const output = this.outputs[place]?.name ?? ''
      const where = { output, name: this.#modelName }
      if (wanted.has(output))
        read.set(output, { name: output, ...readTensor(this.#api, value, where) })
    })
    this.#bindOutputs()
    return names.flatMap((name) => read.get(name) ?? [])
  }

  runFault(thrown: unknown, batch: number): Fault {
    return ortRunFault(thrown, this.#modelName, batch)
  }

  endProfile(): string | null {
    if (!this.#isProfiled) return null
    const allocator = this.#api.make('getDefaultAllocator')
    const address = this.#api.make('sessionEndProfiling', this.#session, allocator)
    const path = this.#api.koffi.decode.string(address)
    this.#api.call('allocatorFree', allocator, address)
    return path
  }

  arenaStatistics(): ArenaStatistics | null {
    return arenaStatisticsOf(this.#api, this.#session)
  }

  async dispose(): Promise<void> {
    this.#api.release('releaseIoBinding', this.#binding)
    for (const { value } of this.#bound) this.#api.release('releaseValue', value)
    this.#bound = []
    this.#api.release('releaseRunOptions', this.#runOptions)
    this.#api.release('releaseMemoryInfo', this.#memory)
    this.#api.release('releaseSession', this.#session)
  }
}
