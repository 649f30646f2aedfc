// What is made of a variant's accuracy: whether it passes, and where it parts from its original.

import type { Accuracy, LayerAccuracy, OutputAccuracy } from './variant.ts'

/**
 * `says-nothing`: the figure is as high for outputs of different inputs, or there is none, so that it tells nothing of the
 * variant.
 */
export const accuracyVerdicts = ['passed', 'failed', 'says-nothing'] as const
export type AccuracyVerdict = (typeof accuracyVerdicts)[number]

export function outputVerdict(
  { cosine, maxAbsError, notFinite, floorCosine }: OutputAccuracy,
  thresholdCosine: number,
): AccuracyVerdict {
  if (notFinite > 0) return 'failed'
  if (maxAbsError === 0) return 'passed'
  // One of the two is all zeros; where there is no error either, the two could not be compared.
  if (cosine === null) return maxAbsError === null ? 'says-nothing' : 'failed'
  if (cosine < thresholdCosine) return 'failed'
  return floorCosine !== null && floorCosine >= cosine ? 'says-nothing' : 'passed'
}

/**
 * Of all outputs: one that fails is enough, and one that says nothing takes nothing from one that passes. Those without any
 * difference may be none that the precision touches, so they count only where all are such.
 */
export function accuracyVerdict(
  { outputs }: Pick<Accuracy, 'outputs'>,
  thresholdCosine: number,
): AccuracyVerdict {
  const differing = outputs.filter(({ maxAbsError }) => maxAbsError !== 0)
  const telling = differing.length > 0 ? differing : outputs
  const verdicts = telling.map((output) => outputVerdict(output, thresholdCosine))
  if (verdicts.includes('failed')) return 'failed'
  return verdicts.includes('passed') ? 'passed' : 'says-nothing'
}

export const saysNothingReasons = ['other-sizes', 'no-numbers', 'inputs'] as const
/** Outputs of other sizes, an original without numbers, or inputs that hardly matter to it. */
export type SaysNothingReason = (typeof saysNothingReasons)[number]

/** Why an accuracy says nothing, where it does not. */
export function saysNothingBecause({ outputs }: Pick<Accuracy, 'outputs'>): SaysNothingReason {
  if (outputs.some(({ hasOtherSizes }) => hasOtherSizes === true)) return 'other-sizes'
  return outputs.some(({ floorCosine, cosine }) => floorCosine !== null && cosine !== null)
    ? 'inputs'
    : 'no-numbers'
}

/** The headline: the least cosine of an output; null where one of them has none and is not the same either. */
export function leastCosine({ outputs }: Pick<Accuracy, 'outputs'>): number | null {
  const cosines = outputs.map(({ cosine, maxAbsError }) => cosine ?? (maxAbsError === 0 ? 1 : null))
  return cosines.reduce(
    (least, cosine) => (least === null || cosine === null ? null : Math.min(least, cosine)),
    1 as number | null,
  )
}

/** The output that is furthest away, which speaks for all. */
export function worstOutput({ outputs }: Pick<Accuracy, 'outputs'>): OutputAccuracy | undefined {
  const nearness = ({ cosine, maxAbsError }: OutputAccuracy) =>
    cosine ?? (maxAbsError === 0 ? 1 : -1)
  return outputs.reduce((worst, output) => (nearness(output) < nearness(worst) ? output : worst))
}

/**
 * Share of the noise in what arrives, noise / (signal + noise): once it is nearly all, more of it says nothing. 2 where
 * numbers were lost, null where it can not be said.
 */
function noiseShare({ notFinite, sqnrDb, maxAbsError }: LayerAccuracy): number | null {
  if (notFinite > 0) return 2
  if (sqnrDb !== null) return 1 / (1 + 10 ** (sqnrDb / 10))
  return maxAbsError === 0 ? 0 : null
}

/**
 * The layers that a variant could be made without. Noise is handed on from layer to layer, so the noisiest are not those
 * where it arises: these are the layers with more noise than any before them, by how much more that is, most first.
 */
export function worstLayers(
  { layers }: Pick<Accuracy, 'layers'>,
  count: number,
): readonly LayerAccuracy[] {
  let most = 0
  const risen: { readonly layer: LayerAccuracy; readonly rise: number }[] = []
  for (const layer of layers) {
    const noise = noiseShare(layer)
    if (noise === null || noise <= most) continue
    risen.push({ layer, rise: noise - most })
    most = noise
  }
  return risen
    .toSorted((one, other) => other.rise - one.rise)
    .slice(0, count)
    .map(({ layer }) => layer)
}
