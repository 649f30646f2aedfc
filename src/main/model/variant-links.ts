// What a person says of variants: that a file of their own is one, and how near one has to stay to pass.

import { isDeepStrictEqual } from 'node:util'
import { fail } from '../../shared/fault.ts'
import type { CallRequest, ModelRecord } from '../../shared/ipc.ts'
import { descends } from '../../shared/lineage.ts'
import type { TensorInfo } from '../../shared/model.ts'
import type { Variant } from '../../shared/variant.ts'
import { defaultThresholds } from '../../shared/variant-terms.ts'
import type { ModelStore } from '../store/models.ts'

export class VariantLinks {
  readonly #store: ModelStore

  constructor(store: ModelStore) {
    this.#store = store
  }

  /** Names a file of the user's own a variant, or (null) a model of its own again. */
  link({ sha256, to }: CallRequest<'models.linkVariant'>): ModelRecord {
    const record = this.#get(sha256)
    if (record.source !== 'file')
      fail('bad-request', { reason: 'only a file of your own is named a variant' })
    return this.#put(record, to === null ? null : this.#variantOf(record, to))
  }

  setThreshold({ sha256, cosine }: CallRequest<'models.setThreshold'>): ModelRecord {
    const record = this.#get(sha256)
    if (record.variant === null) return notVariant(record)
    return this.#put(record, { ...record.variant, thresholdCosine: cosine })
  }

  #variantOf(
    record: ModelRecord,
    { original: id, precision }: NonNullable<CallRequest<'models.linkVariant'>['to']>,
  ): Variant {
    const original = this.#get(id)
    if (descends(id, record.sha256, (sha256) => this.#store.get(sha256)))
      fail('bad-request', { reason: `${original.name} is made of ${record.name}` })
    const difference = interfaceDifference(original, record)
    if (difference !== null)
      fail('variant-interface-differs', {
        variant: record.name,
        original: original.name,
        difference,
      })
    const before = record.variant
    // How near it stays is between these two, whatever its precision is called.
    const same = before?.original === id ? before : null
    // What made it, where it is still said to be that; else it is a file of the user's own.
    const made = same?.recipe?.precision === precision ? same : null
    const isUsual = same?.thresholdCosine === defaultThresholds[same?.precision ?? precision]
    return {
      original: id,
      precision,
      recipe: made?.recipe ?? null,
      made: made?.made ?? null,
      accuracy: same?.accuracy ?? null,
      thresholdCosine:
        same === null || isUsual ? defaultThresholds[precision] : same.thresholdCosine,
      // These are of its bytes, whatever it is called.
      ...(before?.alsoMadeBy === undefined ? {} : { alsoMadeBy: before.alsoMadeBy }),
      ...(before?.formerly === undefined ? {} : { formerly: before.formerly }),
    }
  }

  #get(sha256: string): ModelRecord {
    return this.#store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
  }

  #put(record: ModelRecord, variant: Variant | null): ModelRecord {
    const changed = { ...record, variant }
    this.#store.put(changed)
    return changed
  }
}

export function notVariant({ name }: Pick<ModelRecord, 'name'>): never {
  return fail('bad-request', { reason: `${name} is a variant of no model` })
}

const shown = ({ type, dims }: TensorInfo) =>
  `${type}[${dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`

/** Sizes of outputs are guesses of whoever exported it; what is said of both has to agree. */
const isLike = (one: TensorInfo, other: TensorInfo) =>
  one.type === other.type &&
  one.dims.length === other.dims.length &&
  one.dims.every((dim, axis) => {
    const second = other.dims[axis]
    return typeof dim === 'string' || typeof second === 'string' || dim === second
  })

/** The first thing that keeps two models from taking and giving the same tensors; null where nothing does. */
function interfaceDifference(original: ModelRecord, variant: ModelRecord): string | null {
  return (
    difference('input', original.info.inputs, variant.info.inputs, isDeepStrictEqual) ??
    difference('output', original.info.outputs, variant.info.outputs, isLike)
  )
}

function difference(
  what: string,
  originals: readonly TensorInfo[],
  variants: readonly TensorInfo[],
  agree: (one: TensorInfo, other: TensorInfo) => boolean,
): string | null {
  for (const one of originals) {
    const other = variants.find(({ name }) => name === one.name)
    if (other === undefined) return `it has no ${what} ${one.name}`
    if (!agree(one, other))
      return `its ${what} ${one.name} is ${shown(other)} where the model has ${shown(one)}`
  }
  const more = variants.find(({ name }) => !originals.some((one) => one.name === name))
  return more === undefined ? null : `it has the ${what} ${more.name}, which the model has not`
}
