// A model of a plan at the precisions that are asked for: itself, where it computes so, variants that are made where they
// are not there, and files of the user's own.

import { type Fault, toFault } from '../../shared/fault.ts'
import type { PlannedInputs } from '../../shared/input.ts'
import type { Processor } from '../../shared/int8-scheme.ts'
import type { ModelRecord, PlanNotice } from '../../shared/ipc.ts'
import { type FindModel, plannedPrecision } from '../../shared/lineage.ts'
import type { PlannedModel } from '../../shared/plan.ts'
import type { PlanFileInput } from '../../shared/plan-file-input.ts'
import type { PrecisionInFile } from '../../shared/plan-file-precisions.ts'
import { modelTitle } from '../../shared/point-label.ts'
import type { Precision } from '../../shared/precision.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import type { Recipe } from '../../shared/variant.ts'
import { comparedSamples, usualRecipe } from '../../shared/variant-terms.ts'
import { freeName } from '../model/free-name.ts'
import type { VariantComparison } from '../model/variant-comparison.ts'
import type { VariantLinks } from '../model/variant-links.ts'
import type { Variants } from '../model/variants.ts'
import { recipeIn } from './recipes.ts'

export interface FoundModel {
  readonly record: ModelRecord
  readonly planned: PlannedModel
}

/** How what a file names is had. */
export interface FileTools {
  file(place: { readonly path: string; readonly sha256?: string | undefined }): Promise<ModelRecord>
  inputs(given: Readonly<Record<string, PlanFileInput>>): Promise<PlannedInputs>
}

export interface FoundPrecisions {
  readonly found: readonly (FoundModel | Fault)[]
  readonly notices: readonly PlanNotice[]
}

export interface PrecisionsOptions {
  readonly variants: Pick<Variants, 'convert'>
  readonly comparison: Pick<VariantComparison, 'compare'>
  readonly links: Pick<VariantLinks, 'link'>
  readonly find: FindModel
}

/** A model, and what there is to say of how it was had. */
interface Had {
  readonly record: ModelRecord
  readonly notice: 'accuracy-dropped' | 'not-compared' | null
}

export class Precisions {
  readonly #options: PrecisionsOptions

  constructor(options: PrecisionsOptions) {
    this.#options = options
  }

  /**
   * In the order in which they are asked for; one that can not be had is a fault in its place, and one whose bytes are
   * those of another is that one.
   */
  async of(
    base: FoundModel,
    wanted: readonly PrecisionInFile[],
    tools: FileTools,
    signal?: AbortSignal,
  ): Promise<FoundPrecisions> {
    const found: (FoundModel | Fault)[] = []
    const notices: PlanNotice[] = []
    for (const one of wanted) {
      try {
        const { record, notice } = await this.#record(base, one, tools, signal)
        const named = typeof one === 'string' ? undefined : one.name
        const same = found.find(
          (known) => 'record' in known && known.record.sha256 === record.sha256,
        )
        const next = this.#planned(base, record, named, found)
        if (notice === 'accuracy-dropped') notices.push({ kind: notice, model: record.name })
        else if (notice !== null) notices.push({ kind: notice, model: modelTitle(next.planned) })
        if (same === undefined) found.push(next)
        else notices.push({ kind: 'same', model: modelTitle(next.planned) })
      } catch (thrown) {
        if (signal?.aborted) throw thrown
        found.push(toFault(thrown))
      }
    }
    return { found, notices }
  }

  /** A model that is known, at a precision by its name alone, for the board that it is measured on where that is known. */
  async at(
    base: FoundModel,
    precision: Precision,
    processor: Processor | null = null,
  ): Promise<FoundModel & Pick<Had, 'notice'>> {
    const { record, notice } = await this.#named(base, precision, { processor })
    return { ...this.#planned(base, record, undefined, []), notice }
  }

  async #named(
    base: FoundModel,
    precision: Precision,
    given: { readonly processor?: Processor | null; readonly signal?: AbortSignal | undefined },
  ): Promise<Had> {
    return precisionOf(base.record) === precision
      ? { record: base.record, notice: null }
      : this.#made(base, usualRecipe(precision, base.planned, given.processor), given.signal)
  }

  /**
   * What is made is compared at once, so that its speed never stands without its accuracy. It can be measured where that
   * fails.
   */
  async #made(
    { record: base, planned }: FoundModel,
    recipe: Recipe,
    signal: AbortSignal | undefined,
  ): Promise<Had> {
    const { variants, comparison } = this.#options
    const record = await variants.convert(base, recipe, signal)
    if (record.variant === null || record.variant.accuracy !== null) return { record, notice: null }
    const samples = comparedSamples(record.variant, planned)
    const wanted = { sha256: record.sha256, samples, layers: false }
    try {
      return { record: await comparison.compare(wanted, signal), notice: null }
    } catch (thrown) {
      if (signal?.aborted || toFault(thrown).code === 'cancelled') throw thrown
      return { record, notice: 'not-compared' }
    }
  }

  async #record(
    base: FoundModel,
    wanted: PrecisionInFile,
    tools: FileTools,
    signal: AbortSignal | undefined,
  ): Promise<Had> {
    // By its name in a file it is the same on every board.
    if (typeof wanted === 'string') return this.#named(base, wanted, { signal })
    if (!('path' in wanted)) {
      const recipe = await recipeIn(wanted, base.planned, (given) => tools.inputs(given))
      return this.#made(base, recipe, signal)
    }
    const { precision } = wanted
    const own = await tools.file(wanted)
    const original = base.record.sha256
    const isLinked = own.variant?.original === original && own.variant.precision === precision
    if (isLinked) return { record: own, notice: null }
    const record = this.#options.links.link({ sha256: own.sha256, to: { original, precision } })
    // What was kept of it is against another original, and says nothing now.
    const had = (own.variant?.accuracy ?? null) !== null
    return { record, notice: had && record.variant?.accuracy === null ? 'accuracy-dropped' : null }
  }

  /** At the sizes and with the inputs of the model that it is made of; its precision tells it apart from that. */
  #planned(
    { record: original, planned }: FoundModel,
    record: ModelRecord,
    name: string | undefined,
    before: readonly (FoundModel | Fault)[],
  ): FoundModel {
    if (record.sha256 === original.sha256) return { record, planned }
    const { sha256: _, precision: __, ...same } = planned
    const terms = plannedPrecision(record, this.#options.find)
    const taken = before.flatMap((one) =>
      'planned' in one && one.planned.precision === terms.precision ? [one.planned.name] : [],
    )
    return {
      record,
      planned: {
        ...same,
        ...terms,
        sha256: record.sha256,
        name: name ?? freeName(planned.name, taken),
      },
    }
  }
}
