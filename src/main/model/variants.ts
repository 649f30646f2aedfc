// Variants that Benchtop makes of the models here, kept by what they were made of and how. One whose file is gone is made
// anew; one that is given up leaves nothing.

import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalRecipe } from '../../shared/canonical-recipe.ts'
import { fail } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { descends } from '../../shared/lineage.ts'
import type { ModelInfo } from '../../shared/model.ts'
import type { PlannedModel } from '../../shared/plan.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import type { Made, Recipe } from '../../shared/variant.ts'
import { defaultThresholds, isQuantized, usualRecipe } from '../../shared/variant-terms.ts'
import { cancelledError } from '../board/transport.ts'
import type { ModelStore } from '../store/models.ts'
import { areThere, checkUnchanged } from './content.ts'
import { freeName } from './free-name.ts'
import type { InputFiles } from './input-files.ts'
import type { LocalAgent } from './local-agent.ts'
import { checkSamples } from './samples.ts'
import type { SharedWork } from './shared-work.ts'
import { variantKey } from './variant-key.ts'

export interface VariantsOptions {
  readonly store: ModelStore
  readonly agent: LocalAgent
  readonly inputFiles: InputFiles
  readonly work: SharedWork<ModelRecord>
  /** Where they are made, each in a folder of its own. */
  readonly dir: string
}

const fileName = 'model.onnx'

/** What was written, and what the agent read of it again. */
interface Written {
  readonly made: Made
  readonly info: ModelInfo
}

export class Variants {
  readonly #options: VariantsOptions

  constructor(options: VariantsOptions) {
    this.#options = options
  }

  /** The variant of this recipe, made where it is not there; who asks meanwhile waits for the same. */
  async make(original: string, recipe: Recipe): Promise<ModelRecord> {
    const known = this.#known(original, recipe)
    if (known !== null && areThere(known)) return known
    return this.#options.work.ask(
      `make ${variantKey(original, recipe)}`,
      original,
      () => this.restored(original),
      (record, signal) => this.#make(record, recipe, known, signal),
    )
  }

  /** Of a quantized model by way of its fp32, the only thing that it can be made into. */
  async convert(model: ModelRecord, recipe: Recipe): Promise<ModelRecord> {
    const isDirect = recipe.precision === 'fp32' || !isQuantized(precisionOf(model))
    const from = isDirect ? model : await this.make(model.sha256, usualRecipe('fp32', model))
    return this.make(from.sha256, recipe)
  }

  /** Ends what is being made of this model, or compared with it: who waits for it hears that it was cancelled. */
  cancel(original: string): void {
    this.#options.work.cancel(original)
  }

  /** The model with its files: what Benchtop made of another is made anew where they are gone. */
  async restored(sha256: string): Promise<ModelRecord> {
    const known =
      this.#options.store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    const { source, variant } = known
    if (source !== 'made' || variant === null || variant.recipe === null || areThere(known))
      return known
    return this.make(variant.original, variant.recipe)
  }

  /** Makes anew what a plan needs and what is gone. */
  async restore(models: readonly PlannedModel[]): Promise<void> {
    const { store } = this.#options
    for (const { sha256 } of models) if (store.get(sha256) !== null) await this.restored(sha256)
  }

  #known(original: string, recipe: Recipe): ModelRecord | null {
    const wanted = canonicalRecipe(recipe)
    const isWanted = ({ variant }: ModelRecord) =>
      variant !== null && variant.recipe !== null && canonicalRecipe(variant.recipe) === wanted
    return this.#options.store.variantsOf(original).find(isWanted) ?? null
  }

  async #make(
    original: ModelRecord,
    recipe: Recipe,
    before: ModelRecord | null,
    signal: AbortSignal,
  ): Promise<ModelRecord> {
    const { store, dir } = this.#options
    if ('samples' in recipe) checkSamples(original, recipe.samples)
    const folder = join(dir, variantKey(original.sha256, recipe))
    const part = `${folder}.${randomBytes(6).toString('hex')}.part`
    try {
      const written = await this.#write(original, recipe, part, signal)
      if (signal.aborted || store.get(original.sha256) === null) throw cancelledError()
      return await this.#remember(original, recipe, before, written, () => settle(part, folder))
    } finally {
      await rm(part, { recursive: true, force: true, maxRetries: 10 })
    }
  }

  async #write(
    original: ModelRecord,
    recipe: Recipe,
    folder: string,
    signal: AbortSignal,
  ): Promise<Written> {
    const { agent, inputFiles } = this.#options
    const { name, path, dims } = original
    checkUnchanged(original, await agent.inspect(path, name, dims))
    await mkdir(folder, { recursive: true }).catch((error: unknown) =>
      fail('file-unwritable', { path: folder }, String(error)),
    )
    const item = `${name} ${recipe.precision}`
    const target = join(folder, fileName)
    const contents = 'samples' in recipe ? inputFiles.contents(recipe.samples) : []
    const work = { stage: 'convert', item, signal, contents } as const
    const made = await agent.call('variant-make', { path, target, recipe }, work)
    const info = await agent.inspect(target, item, dims)
    if (descends(original.sha256, info.sha256, (id) => this.#options.store.get(id)))
      fail('variant-same', { name, precision: recipe.precision })
    return { made, info }
  }

  /** Of the same content there is one model: what is there already stays, and keeps its name. */
  async #remember(
    original: ModelRecord,
    recipe: Recipe,
    before: ModelRecord | null,
    { made, info }: Written,
    settled: () => Promise<string>,
  ): Promise<ModelRecord> {
    const { store } = this.#options
    const same = store.get(info.sha256)
    const isKept = same !== null && areThere(same)
    if (isKept && same.variant !== null) return same
    const { precision } = recipe
    const kept = same ?? before
    const record: ModelRecord = {
      sha256: info.sha256,
      name: kept?.name ?? this.#nameFor(original, recipe),
      path: isKept ? same.path : await settled(),
      source: isKept ? same.source : 'made',
      architecture: original.architecture,
      info,
      dims: kept?.dims ?? original.dims,
      inputs: kept?.inputs ?? original.inputs,
      variant: {
        original: original.sha256,
        precision,
        recipe,
        made,
        // Of other bytes it says nothing.
        accuracy: same?.variant?.accuracy ?? null,
        thresholdCosine: kept?.variant?.thresholdCosine ?? defaultThresholds[precision],
      },
      addedMs: kept?.addedMs ?? Date.now(),
    }
    if (before !== null && before.sha256 !== record.sha256) store.remove(before.sha256)
    store.put(record)
    return record
  }

  /** Its original's, since its precision stands beside it; numbered where that does not tell it apart. */
  #nameFor({ sha256, name }: ModelRecord, { precision }: Recipe): string {
    const siblings = this.#options.store
      .variantsOf(sha256)
      .filter(({ variant }) => variant?.precision === precision)
    return freeName(
      name,
      siblings.map((sibling) => sibling.name),
    )
  }
}

/** Another program may have made the same, or have left half of it. Gives the path of the file. */
async function settle(part: string, folder: string): Promise<string> {
  try {
    await rename(part, folder).catch(async () => {
      await rm(folder, { recursive: true, force: true })
      await rename(part, folder)
    })
  } catch (error) {
    fail('file-unwritable', { path: folder }, String(error))
  }
  return join(folder, fileName)
}
