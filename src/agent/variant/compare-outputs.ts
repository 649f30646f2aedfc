// How near a variant's outputs stay to the original's on the same samples, as both are measured: with all optimisations.

import { isDeepStrictEqual } from 'node:util'
import { elementTypeOf } from '../../shared/tensor.ts'
import type { OutputAccuracy } from '../../shared/variant.ts'
import type { InputTensor } from '../engine/engine.ts'
import { unreadableOutput } from '../engine/ort-faults.ts'
import { Closeness } from './closeness.ts'
import type { ObservedSession } from './observed-model.ts'
import type { SampleInputs } from './samples.ts'
import { Top1Agreement } from './top1.ts'
import { type Values, valuesOf } from './values.ts'

class OutputSums {
  readonly #closeness = new Closeness()
  readonly #top1 = new Top1Agreement()
  readonly #floor = new Closeness()
  #first: Values | null = null
  #last: Values | null = null

  /** `isNew`: the sample is another one than before. */
  add(original: InputTensor, variant: InputTensor, isNew: boolean): void {
    const [values, others] = [valuesOf(original), valuesOf(variant)]
    this.#closeness.add(values, others)
    this.#top1.add(values, others, original.dims.at(-1) ?? 1)
    this.#first ??= values
    if (isNew && this.#last !== null) this.#floor.add(values, this.#last)
    this.#last = values
  }

  /** After the last sample, which is another one than the first. */
  close(): void {
    if (this.#first !== null && this.#last !== null) this.#floor.add(this.#first, this.#last)
  }

  figures(output: string): OutputAccuracy {
    return {
      output: output.slice(0, 500),
      ...this.#closeness.figures(),
      ...(this.#closeness.isComparable ? {} : { hasOtherSizes: true }),
      top1Agreement: this.#top1.share(),
      floorCosine: this.#floor.figures().cosine,
    }
  }
}

/** Whose outputs are compared, on which samples. `onSample` hears how many are done. */
export interface Comparing {
  readonly original: ObservedSession
  readonly variant: ObservedSession
  readonly inputs: SampleInputs
  readonly count: number
  onSample(done: number): void
}

/** The outputs that hold numbers; where none does, the fault `output-type-unsupported`. */
export function comparedOutputs(
  { outputs }: ObservedSession,
  modelName: string,
): readonly string[] {
  const numbers = outputs.filter(({ type }) => elementTypeOf(type) !== undefined)
  const [first] = outputs
  if (numbers.length === 0 && first !== undefined)
    unreadableOutput({ output: first.name, name: modelName, type: first.type })
  return numbers.map(({ name }) => name)
}

/** In the order of `names`. */
export async function compareOutputs(
  names: readonly string[],
  { original, variant, inputs, count, onSample }: Comparing,
): Promise<OutputAccuracy[]> {
  const sums = new Map(names.map((name) => [name, new OutputSums()]))
  let first: readonly InputTensor[] | null = null
  let last: readonly InputTensor[] | null = null
  for (let sample = 0; sample < count; sample++) {
    const given = inputs(sample)
    const isNew = !isDeepStrictEqual(given, last)
    const ours = await original.results(given, names)
    const theirs = await variant.results(given, names)
    for (const [place, name] of names.entries()) {
      const [one, other] = [ours[place], theirs[place]]
      if (one && other) sums.get(name)?.add(one, other, isNew)
    }
    first ??= given
    last = given
    onSample(sample + 1)
  }
  if (!isDeepStrictEqual(first, last)) for (const output of sums.values()) output.close()
  return [...sums].map(([name, output]) => output.figures(name))
}
