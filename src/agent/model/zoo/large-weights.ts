// Random weights that are too many to be held: each tensor is described, with its place in the file beside the
// model, and the file's bytes are made piece by piece. Only products and sums touch them: the same bytes everywhere.

import { seededUniform } from '../../../shared/stats.ts'
import type { TensorProto } from '../proto.ts'
import { elementNumbers } from './attributes.ts'
import type { WeightFile } from './zoo-model.ts'

/** Where a tensor begins: a page, so that it can be mapped into memory. */
const alignment = 4096
const pieceFloats = 2 * 1024 * 1024

interface Described {
  readonly offset: number
  readonly count: number
  /** Of uniform values around zero, or one number for all. */
  readonly values: { readonly deviation: number } | { readonly constant: number }
}

export class LargeWeights implements WeightFile {
  readonly location: string
  readonly tensors: TensorProto[] = []
  readonly #seed: number
  readonly #described: Described[] = []
  #end = 0

  constructor(location: string, seed: number) {
    this.location = location
    this.#seed = seed
  }

  get bytes(): number {
    return this.#end
  }

  scattered(name: string, dims: readonly number[], deviation: number): string {
    return this.#add(name, dims, { deviation })
  }

  constant(name: string, dims: readonly number[], constant: number): string {
    return this.#add(name, dims, { constant })
  }

  #add(name: string, dims: readonly number[], values: Described['values']): string {
    const count = dims.reduce((product, size) => product * size, 1)
    const offset = Math.ceil(this.#end / alignment) * alignment
    this.#end = offset + count * 4
    this.#described.push({ offset, count, values })
    const place = { location: this.location, offset, length: count * 4 }
    this.tensors.push({
      name,
      dims: [...dims],
      dataType: elementNumbers.float,
      dataLocation: 1,
      externalData: Object.entries(place).map(([key, value]) => ({ key, value: String(value) })),
    })
    return name
  }

  *pieces(): Iterable<Uint8Array> {
    const random = seededUniform(this.#seed)
    const floats = new Float32Array(pieceFloats)
    const bytes = new Uint8Array(floats.buffer)
    let at = 0
    for (const { offset, count, values } of this.#described) {
      if (offset > at) yield new Uint8Array(offset - at)
      for (let done = 0; done < count; done += pieceFloats) {
        const part = Math.min(pieceFloats, count - done)
        if ('constant' in values) floats.fill(values.constant, 0, part)
        else {
          const reach = Math.sqrt(3) * values.deviation
          for (let index = 0; index < part; index++) floats[index] = (random() * 2 - 1) * reach
        }
        yield bytes.subarray(0, part * 4)
      }
      at = offset + count * 4
    }
  }
}
