// How near a variant stays to its original: the agent on this computer runs both on the same inputs, and what it finds is
// kept with the variant.

import { fail } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { Accuracy, Samples } from '../../shared/variant.ts'
import { comparedSamples } from '../../shared/variant-terms.ts'
import { cancelledError } from '../board/transport.ts'
import type { ModelStore } from '../store/models.ts'
import { checkUnchanged } from './content.ts'
import type { InputFiles } from './input-files.ts'
import type { LocalAgent } from './local-agent.ts'
import { checkSamples } from './samples.ts'
import type { SharedWork } from './shared-work.ts'
import { notVariant } from './variant-links.ts'
import type { Variants } from './variants.ts'

export interface VariantComparisonOptions {
  readonly store: ModelStore
  readonly agent: LocalAgent
  readonly inputFiles: InputFiles
  readonly work: SharedWork<ModelRecord>
  readonly variants: Variants
}

export interface ComparisonWanted {
  readonly sha256: string
  readonly samples?: Samples | undefined
  readonly layers: boolean
}

/** Those that it was compared on before, so that a figure on inputs that somebody chose stays one on these. */
const samplesAgain = ({ variant }: ModelRecord, original: ModelRecord): Samples =>
  variant?.accuracy?.samples ?? comparedSamples(variant ?? { recipe: null }, original)

interface Pair {
  readonly original: ModelRecord
  readonly variant: ModelRecord
}

export class VariantComparison {
  readonly #options: VariantComparisonOptions

  constructor(options: VariantComparisonOptions) {
    this.#options = options
  }

  /** Rejects as cancelled where what is done for the original is given up. */
  async compare(wanted: ComparisonWanted, signal?: AbortSignal): Promise<ModelRecord> {
    const { store, variants, work } = this.#options
    const { sha256 } = wanted
    const { variant, ...known } =
      store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    if (variant === null) return notVariant(known)
    return work.ask(
      `compare ${JSON.stringify(wanted)}`,
      variant.original,
      async (ending) => ({
        original: await variants.restored(variant.original, ending),
        variant: await variants.restored(sha256, ending),
      }),
      async (pair, ending) => this.#keep(pair, await this.#compare(pair, wanted, ending)),
      signal,
    )
  }

  async #compare(
    { original, variant }: Pair,
    wanted: ComparisonWanted,
    signal: AbortSignal,
  ): Promise<Accuracy> {
    const { agent, inputFiles } = this.#options
    const { layers, samples = samplesAgain(variant, original) } = wanted
    checkSamples(original, samples)
    for (const model of [original, variant])
      checkUnchanged(model, await agent.inspect(model.path, model.name, model.dims, signal))
    const request = { original: original.path, variant: variant.path, samples, layers }
    const item = `${variant.name} ${variant.variant?.precision ?? ''}`
    const contents = inputFiles.contents(samples)
    return agent.call('variant-compare', request, { stage: 'compare', item, signal, contents })
  }

  #keep({ variant: { sha256 } }: Pair, accuracy: Accuracy): ModelRecord {
    const { store } = this.#options
    const now = store.get(sha256)
    // Removed meanwhile, or named a model of its own.
    if (now === null || now.variant === null) throw cancelledError()
    const record = { ...now, variant: { ...now.variant, accuracy } }
    store.put(record)
    return record
  }
}
