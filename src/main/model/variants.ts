// Variants that Benchtop makes of the models here, kept by what they were made of and how. One whose file is gone is made
// anew; one that is given up leaves nothing.

import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { descends } from '../../shared/lineage.ts'
import type { PlannedModel } from '../../shared/plan.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import type { Recipe } from '../../shared/variant.ts'
import { isNarrow, usualRecipe } from '../../shared/variant-terms.ts'
import { cancelledError } from '../board/transport.ts'
import type { ModelStore } from '../store/models.ts'
import { areThere, checkUnchanged } from './content.ts'
import type { InputFiles } from './input-files.ts'
import { KeptVariants, type Written } from './kept-variants.ts'
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
/** Nobody writes to a file for so long without a word. */
const leftForMs = 24 * 60 * 60_000

export class Variants {
  readonly #options: VariantsOptions
  readonly #kept: KeptVariants

  constructor(options: VariantsOptions) {
    this.#options = options
    this.#kept = new KeptVariants(options.store, options.dir)
  }

  /** The variant of this recipe, made where it is not there; who asks meanwhile waits for the same. */
  async make(original: string, recipe: Recipe, signal?: AbortSignal): Promise<ModelRecord> {
    const key = variantKey(original, recipe)
    const known = this.#kept.byRecipe(original, recipe)
    if (known !== null && areThere(known)) return known
    const same = known === null ? this.#kept.bySameBytes(key) : null
    const restored = same === null ? null : await this.restored(same.sha256, signal)
    if (restored !== null && restored.sha256 === same?.sha256 && areThere(restored)) return restored
    return this.#options.work.ask(
      `make ${key}`,
      original,
      (ending) => this.restored(original, ending),
      (record, ending) => this.#make(record, recipe, ending),
      signal,
    )
  }

  /** Of a model that is quantized or in half precision by way of its fp32, the only thing that it can be made into. */
  async convert(model: ModelRecord, recipe: Recipe, signal?: AbortSignal): Promise<ModelRecord> {
    const isDirect = recipe.precision === 'fp32' || !isNarrow(precisionOf(model))
    const from = isDirect
      ? model
      : await this.make(model.sha256, usualRecipe('fp32', model), signal)
    return this.make(from.sha256, recipe, signal)
  }

  /** Ends what is being made of this model, or compared with it: who waits for it hears that it was cancelled. */
  cancel(original: string): void {
    this.#options.work.cancel(original)
  }

  /**
   * The model with its files: what Benchtop made of another is made anew where they are gone, under the content that
   * this Benchtop gives it.
   */
  async restored(sha256: string, signal?: AbortSignal): Promise<ModelRecord> {
    const known =
      this.#options.store.find(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    const { source, variant } = known
    if (source !== 'made' || variant === null || variant.recipe === null || areThere(known))
      return known
    return this.make(variant.original, variant.recipe, signal)
  }

  /** Makes anew what a plan needs and what is gone. Gives its models back by the contents that they have now. */
  async restore(models: readonly PlannedModel[], signal?: AbortSignal): Promise<PlannedModel[]> {
    const restored: PlannedModel[] = []
    for (const model of models) {
      const isKnown = this.#options.store.find(model.sha256) !== null
      restored.push(
        isKnown ? { ...model, sha256: (await this.restored(model.sha256, signal)).sha256 } : model,
      )
    }
    return restored
  }

  async #make(original: ModelRecord, recipe: Recipe, signal: AbortSignal): Promise<ModelRecord> {
    const { store, dir } = this.#options
    const before = this.#kept.byRecipe(original.sha256, recipe)
    if (before !== null && areThere(before)) return before
    if ('samples' in recipe) checkSamples(original, recipe.samples)
    const folder = join(dir, variantKey(original.sha256, recipe))
    const part = `${folder}.${randomBytes(6).toString('hex')}.part`
    try {
      const written = await this.#write(original, recipe, part, signal)
      if (signal.aborted || store.get(original.sha256) === null) throw cancelledError()
      return await this.#kept.remember(original, recipe, before, written, () =>
        settle(part, folder),
      )
    } finally {
      await rm(part, { recursive: true, force: true, maxRetries: 10 })
    }
  }

  /** Removes what a program left that was ended while it made a variant; what is under way anywhere stays. */
  async prune(): Promise<void> {
    const { dir } = this.#options
    const parts = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.part'))
    for (const name of parts) {
      const part = join(dir, name)
      const files = await readdir(part).catch(() => [])
      const changed = await Promise.all(
        [part, ...files.map((file) => join(part, file))].map((path) =>
          stat(path).then(
            ({ mtimeMs }) => mtimeMs,
            () => 0,
          ),
        ),
      )
      if (Date.now() - Math.max(...changed) > leftForMs)
        await rm(part, { recursive: true, force: true }).catch(() => undefined)
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
    checkUnchanged(original, await agent.inspect(path, name, dims, signal))
    await mkdir(folder, { recursive: true }).catch((error: unknown) =>
      fail('file-unwritable', { path: folder }, String(error)),
    )
    const item = `${name} ${recipe.precision}`
    const target = join(folder, fileName)
    const contents = 'samples' in recipe ? inputFiles.contents(recipe.samples) : []
    const work = { stage: 'convert', item, signal, contents } as const
    const made = await agent.call('variant-make', { path, target, recipe }, work)
    const info = await agent.inspect(target, item, dims, signal)
    if (descends(original.sha256, info.sha256, (id) => this.#options.store.get(id)))
      fail('variant-same', { name, precision: recipe.precision })
    return { made, info }
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
