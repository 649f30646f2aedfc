// What is kept of variants that were made, by what they were made of and how. Of the same bytes there is one model,
// whatever made them; bytes that a newer Benchtop makes otherwise take the place of the old.

import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { canonicalRecipe } from '../../shared/canonical-recipe.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { ModelInfo } from '../../shared/model.ts'
import type { Made, Recipe, Variant } from '../../shared/variant.ts'
import { defaultThresholds } from '../../shared/variant-terms.ts'
import type { ModelStore } from '../store/models.ts'
import { areThere } from './content.ts'
import { freeName } from './free-name.ts'
import { variantKey } from './variant-key.ts'

/** What was written, and what the agent read of it again. */
export interface Written {
  readonly made: Made
  readonly info: ModelInfo
}

export class KeptVariants {
  readonly #store: ModelStore
  readonly #dir: string

  /** `dir`: where variants are made, each in a folder of its own. */
  constructor(store: ModelStore, dir: string) {
    this.#store = store
    this.#dir = dir
  }

  /** What this recipe gave before. */
  byRecipe(original: string, recipe: Recipe): ModelRecord | null {
    const wanted = canonicalRecipe(recipe)
    const isWanted = ({ variant }: ModelRecord) =>
      variant !== null && variant.recipe !== null && canonicalRecipe(variant.recipe) === wanted
    return this.#store.variantsOf(original).find(isWanted) ?? null
  }

  /** What another recipe gave, where the one of this key gives the same bytes. */
  bySameBytes(key: string): ModelRecord | null {
    const isSame = ({ variant }: ModelRecord) => variant?.alsoMadeBy?.includes(key) === true
    return this.#store.list().find(isSame) ?? null
  }

  /** Of the same content there is one model: what is there already stays, and keeps its name. */
  async remember(
    original: ModelRecord,
    recipe: Recipe,
    before: ModelRecord | null,
    { made, info }: Written,
    settled: () => Promise<string>,
  ): Promise<ModelRecord> {
    const store = this.#store
    const same = store.get(info.sha256)
    const isKept = same !== null && areThere(same)
    if (isKept && same.variant !== null)
      return this.#put(before, { ...same, variant: alsoMadeBy(same.variant, original, recipe) })
    const { precision } = recipe
    const kept = same ?? before
    const other = same?.variant ?? null
    const variant: Variant = {
      ...other,
      original: original.sha256,
      precision,
      recipe,
      made,
      // Of other bytes, or against another original, it says nothing.
      accuracy: other?.original === original.sha256 ? other.accuracy : null,
      thresholdCosine: kept?.variant?.thresholdCosine ?? defaultThresholds[precision],
    }
    return this.#put(before, {
      sha256: info.sha256,
      name: kept?.name ?? this.#nameFor(original, recipe),
      path: isKept ? same.path : await settled(),
      source: isKept ? same.source : 'made',
      architecture: original.architecture,
      info,
      dims: kept?.dims ?? original.dims,
      inputs: kept?.inputs ?? original.inputs,
      variant:
        other === null || other.recipe === null
          ? variant
          : alsoMadeBy(variant, { sha256: other.original }, other.recipe),
      addedMs: kept?.addedMs ?? Date.now(),
    })
  }

  /** In the place of `before`, where that had other bytes. What was made of those is made anew when it is needed. */
  async #put(before: ModelRecord | null, record: ModelRecord): Promise<ModelRecord> {
    const store = this.#store
    if (before === null || before.sha256 === record.sha256 || record.variant === null) {
      store.put(record)
      return record
    }
    const stale = store.variantsOf(before.sha256).filter(({ source }) => source === 'made')
    const formerly = [...(record.variant.formerly ?? []), ...(before.variant?.formerly ?? [])]
    const named = [...new Set([...formerly, before.sha256])].filter((id) => id !== record.sha256)
    const now = {
      ...record,
      variant: { ...record.variant, formerly: named.slice(-mostRemembered) },
    }
    store.replace(before.sha256, now)
    for (const { path } of stale)
      if (dirname(dirname(path)) === this.#dir)
        await rm(dirname(path), { recursive: true, force: true })
    return now
  }

  /** Its original's, since its precision stands beside it; numbered where that does not tell it apart. */
  #nameFor({ sha256, name }: ModelRecord, { precision }: Recipe): string {
    const siblings = this.#store
      .variantsOf(sha256)
      .filter(({ variant }) => variant?.precision === precision)
    return freeName(
      name,
      siblings.map((sibling) => sibling.name),
    )
  }
}

const mostRemembered = 256

/** The variant with one more recipe that gives its bytes; unchanged where that is its own. */
function alsoMadeBy(
  variant: Variant,
  { sha256 }: Pick<ModelRecord, 'sha256'>,
  recipe: Recipe,
): Variant {
  const key = variantKey(sha256, recipe)
  const own = variant.recipe === null ? null : variantKey(variant.original, variant.recipe)
  const known = variant.alsoMadeBy ?? []
  return key === own || known.includes(key)
    ? variant
    : { ...variant, alsoMadeBy: [...known, key].slice(-mostRemembered) }
}
