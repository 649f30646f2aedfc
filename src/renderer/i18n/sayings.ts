// What a result says of itself, in the reader's language. A board's own words only fill places: they never pass
// through the interpolation of i18next.

import type { TFunction } from 'i18next'
import { fillPlaces } from '../../shared/fault.ts'
import { englishOf, type Saying } from '../../shared/result-sayings.ts'

export function said(t: TFunction, saying: Saying): string {
  const { key, params } = saying
  const text: unknown = t(key as 'scenario.offline.name', {
    skipInterpolation: true,
    defaultValue: englishOf(saying),
  })
  return fillPlaces(String(text), params)
}
