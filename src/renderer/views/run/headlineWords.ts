// The figure that a point's scenario is about, in words: its name, its value and its interval.

import type { TFunction } from 'i18next'
import type { HeadlineFigure } from '../../../shared/measurement.ts'
import { formatNsWithInterval, formatRate } from '../../../shared/units.ts'

export interface HeadlineWords {
  readonly value: string
  readonly spread: string
}

/** Null where there is no headline of its own, as in what older versions stored. */
export function headlineWords(t: TFunction, headline: HeadlineFigure | null): HeadlineWords | null {
  if (headline === null) return null
  const { kind, value, interval } = headline
  if (kind === 'latency') return formatNsWithInterval(value, interval)
  const spread = interval === null ? '' : `±${formatRate((interval.high - interval.low) / 2)}`
  return {
    value: `${formatRate(value)} ${t(kind === 'rate' ? 'run.queriesPerSecond' : 'boards.rate')}`,
    spread,
  }
}
