// Whether a variant is near enough to its original, or was not compared with it yet.

import { type AccuracyVerdict, accuracyVerdict } from '../../../shared/accuracy.ts'
import type { Variant } from '../../../shared/variant.ts'

export type VariantVerdict = AccuracyVerdict | 'not-compared'

export const verdictOn = ({ accuracy, thresholdCosine }: Variant): VariantVerdict =>
  accuracy === null ? 'not-compared' : accuracyVerdict(accuracy, thresholdCosine)
