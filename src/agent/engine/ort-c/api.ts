// ONNX Runtime's C functions as functions of this language: a status that is no success is thrown as an `OrtError`, and
// what a function makes is its value. A function that the library's release does not have yet is never called.

import type { KoffiFunc } from 'koffi'
import { OrtError } from '../ort-error.ts'
import type { Koffi } from './koffi.ts'
import { plainSlots, releaseSlots, statusSlots } from './slots.ts'

/** An address; null is the null pointer. */
export type Pointer = bigint

type StatusName = keyof typeof statusSlots
type ReleaseName = keyof typeof releaseSlots
type PlainName = keyof typeof plainSlots
type Words = readonly unknown[]
/** Null is success. */
export type StatusFunction = KoffiFunc<(...args: unknown[]) => Pointer | null>
type NativeFunction = KoffiFunc<(...args: unknown[]) => unknown>

const pointerBytes = 8

export class OrtApi {
  readonly koffi: Koffi
  /** Of the table, which is the minor number of the release. */
  readonly version: number
  readonly #table: Pointer
  readonly #functions = new Map<string, NativeFunction>()

  constructor(koffi: Koffi, table: Pointer, version: number) {
    this.koffi = koffi
    this.version = version
    this.#table = table
  }

  /** Whether the library's release has the function. */
  has(name: StatusName): boolean {
    return statusSlots[name].since <= this.version
  }

  /** The function itself, for calls that are timed: it answers null, or a status for `errorOf`. */
  bare(name: StatusName): StatusFunction {
    return this.#function(name, statusSlots[name], pointerResult) as StatusFunction
  }

  call(name: StatusName, ...args: Words): void {
    const status = this.bare(name)(...args)
    if (status !== null) throw this.errorOf(status)
  }

  /** Calls a function that makes something: the address that it writes through its last argument. */
  make(name: StatusName, ...args: Words): Pointer {
    const made = new BigUint64Array(1)
    this.call(name, ...args, made)
    return made[0] ?? 0n
  }

  /** Calls a function that counts: the `size_t` that it writes through its last argument. */
  count(name: StatusName, ...args: Words): number {
    return Number(this.make(name, ...args))
  }

  release(name: ReleaseName, made: Pointer): void {
    this.#function(name, releaseSlots[name], 'void')(made)
  }

  plain(name: PlainName, ...args: Words): unknown {
    return this.#function(name, plainSlots[name], plainSlots[name].returns)(...args)
  }

  /** Takes the status apart and gives it back. */
  errorOf(status: Pointer): OrtError {
    const error = new OrtError(
      Number(this.plain('getErrorCode', status)),
      String(this.plain('getErrorMessage', status)),
    )
    this.release('releaseStatus', status)
    return error
  }

  #function(
    name: string,
    { at, since, args }: { at: number; since: number; args: readonly string[] },
    returns: string,
  ): NativeFunction {
    const known = this.#functions.get(name)
    if (known !== undefined) return known
    if (since > this.version) throw new Error(`${name} came with ONNX Runtime 1.${since}`)
    const address = this.koffi.decode(this.#table, at * pointerBytes, pointerResult)
    const made: NativeFunction = this.koffi.decode(address, this.koffi.proto(returns, [...args]))
    this.#functions.set(name, made)
    return made
  }
}

const pointerResult = 'void *'
