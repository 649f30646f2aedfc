// How near a variant stays to its original on the same samples: what the verb `variant-compare` answers.

import { availableParallelism } from 'node:os'
import { fail } from '../../shared/fault.ts'
import { maxLineBytes } from '../../shared/protocol.ts'
import type { Accuracy, OutputAccuracy, Samples } from '../../shared/variant.ts'
import { loadEngine } from '../engine/load.ts'
import type { Program } from '../program.ts'
import { type ComparedModels, compareLayers } from './compare-layers.ts'
import { comparedOutputs, compareOutputs } from './compare-outputs.ts'
import { interfaceDifference } from './interface.ts'
import { fittingLayers } from './layers-told.ts'
import { ObservedModel } from './observed-model.ts'
import { sampleInputs } from './samples.ts'

interface CompareRequest {
  readonly original: string
  readonly variant: string
  readonly samples: Samples
  readonly layers: boolean
}

/** More threads than these help no single inference much. */
const maxThreads = 4
/** What stands around the reply in its line. */
const envelopeBytes = 1_024

/** Throws the faults of the two models, `variant-refused` and `variant-interface-differs`. */
export async function compareVariant(
  program: Program,
  { original: path, variant: variantPath, samples, layers: withLayers }: CompareRequest,
  report: (done: number, total: number) => void,
): Promise<Accuracy> {
  const engine = loadEngine('ort-c', program.modulesDir, null)
  const original = new ObservedModel(engine, path, false)
  const variant = new ObservedModel(engine, variantPath, true)
  const inputs = sampleInputs(program.home, original, samples)
  const { count } = samples
  const threads = Math.min(maxThreads, availableParallelism())
  const models: ComparedModels = { original, variant, inputs, count, threads }
  const total = withLayers ? 2 * count : count
  const outputs = await outputsOf(models, (done) => report(done, total))
  const accuracy: Accuracy = { samples, outputs, layers: [] }
  if (!withLayers) return accuracy
  const layers = await compareLayers(models, (done, all) =>
    report(count + Math.floor((count * done) / all), total),
  )
  const leftBytes = maxLineBytes - envelopeBytes - Buffer.byteLength(JSON.stringify(accuracy))
  return { ...accuracy, layers: fittingLayers(layers, leftBytes) }
}

async function outputsOf(
  { original, variant, inputs, count, threads }: ComparedModels,
  onSample: (done: number) => void,
): Promise<OutputAccuracy[]> {
  const ours = await original.open([], { threads })
  try {
    const theirs = await variant.open([], { threads })
    try {
      const difference = interfaceDifference(ours, theirs)
      if (difference !== null)
        fail('variant-interface-differs', {
          variant: variant.name,
          original: original.name,
          difference,
        })
      const names = comparedOutputs(ours, original.name)
      return await compareOutputs(names, {
        original: ours,
        variant: theirs,
        inputs,
        count,
        onSample,
      })
    } finally {
      await theirs.dispose()
    }
  } finally {
    await ours.dispose()
  }
}
