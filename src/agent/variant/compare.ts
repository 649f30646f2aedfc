// How near a variant stays to its original on the same samples: what the verb `variant-compare` answers.

import { arch, availableParallelism } from 'node:os'
import { leastCosine } from '../../shared/accuracy.ts'
import { fail } from '../../shared/fault.ts'
import { overflows16Bits, type Processor } from '../../shared/int8-scheme.ts'
import { maxLineBytes } from '../../shared/protocol.ts'
import type { Accuracy, OutputAccuracy, Samples } from '../../shared/variant.ts'
import { loadEngine } from '../engine/load.ts'
import { readFeatures } from '../facts/cpu.ts'
import type { Program } from '../program.ts'
import { type ComparedModels, compareLayers } from './compare-layers.ts'
import { comparedOutputs, compareOutputs } from './compare-outputs.ts'
import { interfaceDifference } from './interface.ts'
import { fittingLayers } from './layers-told.ts'
import { ObservedModel, type ObservedSession, type Opening } from './observed-model.ts'
import { sampleInputs } from './samples.ts'
import { hasWideWeights } from './wide-weights.ts'

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
  const overflows = overflows16Bits(ownProcessor()) && hasWideWeights(variantPath)
  const passes = overflows ? 2 : 1
  const total = (withLayers ? passes + 1 : passes) * count
  const near = await outputsOf(models, overflows, (done) => report(done, total))
  const accuracy: Accuracy = { samples, ...near, layers: [] }
  if (!withLayers) return accuracy
  const layers = await compareLayers(models, (done, all) =>
    report(passes * count + Math.floor((count * done) / all), total),
  )
  const leftBytes = maxLineBytes - envelopeBytes - Buffer.byteLength(JSON.stringify(accuracy))
  return { ...accuracy, layers: fittingLayers(layers, leftBytes) }
}

const ownProcessor = (): Processor => ({ os: { arch: arch() }, cpu: { features: readFeatures() } })

/** As both are measured, and where that overflows here with its integers computed in floats, as other processors have it. */
async function outputsOf(
  models: ComparedModels,
  overflows: boolean,
  onSample: (done: number) => void,
): Promise<Pick<Accuracy, 'outputs' | 'overflowCosine'>> {
  const ours = await models.original.open([], { threads: models.threads })
  try {
    const asMeasured = await outputsWith(models, ours, {}, onSample)
    if (!overflows) return { outputs: asMeasured }
    // What is not optimised stands as it is written: integers are made floats before they are multiplied.
    const opening = { optimization: 'disabled' } as const
    const outputs = await outputsWith(models, ours, opening, (done) =>
      onSample(models.count + done),
    )
    return { outputs, overflowCosine: leastCosine({ outputs: asMeasured }) }
  } finally {
    await ours.dispose()
  }
}

async function outputsWith(
  { original, variant, inputs, count, threads }: ComparedModels,
  ours: ObservedSession,
  opening: Opening,
  onSample: (done: number) => void,
): Promise<OutputAccuracy[]> {
  const theirs = await variant.open([], { ...opening, threads })
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
}
