// The findings of a comparison in words. A ratio is never said without its verdict, its interval and how many runs it
// is of.

import type { TFunction } from 'i18next'
import type { Comparison } from '../../../shared/compare.ts'
import { type ComparisonFinding, findings } from '../../../shared/comparison-finding.ts'
import type { EnergyMismatch } from '../../../shared/energy-ratio.ts'
import type { Interval } from '../../../shared/measurement.ts'
import { advantageOf, type Ratio } from '../../../shared/ratio.ts'
import { formatRatio } from '../../../shared/units.ts'
import { mismatchWords } from '../energy/energyWords.ts'
import { pointWords } from './rowWords.ts'

const threeDigits = (value: number) => String(Number(value.toPrecision(3)))

export function intervalWords({ low, high }: Interval): string {
  return `${threeDigits(low)}–${threeDigits(high)}`
}

type Compared = Extract<ComparisonFinding, { kind: 'compared' }>

/** `12 %` or `a factor of 2.0`, with its interval. */
function byWords(t: TFunction, ratio: Ratio): string {
  const { unit, value, interval } = advantageOf(ratio)
  const by = t(`compare.by.${unit}`, { value })
  return interval === null ? by : t('compare.by.interval', { by, interval })
}

/** The places of a sentence about a ratio, as each verdict needs them. */
export function ratioWords(t: TFunction, ratio: Ratio) {
  return {
    by: byWords(t, ratio),
    ratio: formatRatio(ratio.value),
    interval: ratio.interval === null ? '' : intervalWords(ratio.interval),
  }
}

function speedSentence(t: TFunction, finding: Compared, run: string, baseline: string): string {
  const { row, metric, speed, own, base } = finding
  const words = {
    ...ratioWords(t, speed),
    run,
    baseline,
    at: pointWords(t, row),
    runs: own === 1 && base === 1 ? t('compare.runs.one') : t('compare.runs.many', { own, base }),
  }
  return t(`compare.${metric}.${speed.verdict}`, words)
}

/** How far the intervals may be trusted, and what was left out; empty where nothing is to be said. */
export function cautionWords(t: TFunction, comparison: Comparison): readonly string[] {
  const isWithin = findings(comparison).some(
    (finding) => finding.kind === 'compared' && finding.speed.basis === 'within',
  )
  return [
    ...(isWithin ? [t('compare.within')] : []),
    ...(comparison.leftOut === 0 ? [] : [t('compare.leftOut', { count: comparison.leftOut })]),
  ]
}

export function memorySentence(t: TFunction, memory: Ratio | null): string | null {
  if (memory === null || memory.verdict === 'same' || memory.verdict === 'unclear') return null
  return memory.value >= 1
    ? t('compare.memoryLess', { ratio: formatRatio(memory.value) })
    : t('compare.memoryMore', { ratio: formatRatio(1 / memory.value) })
}

/** Over unlike measurements a ratio is said with what they differ in; and whether an interval is known. */
export function energySentence(
  t: TFunction,
  energy: Ratio | null,
  mismatches: readonly EnergyMismatch[],
): string | null {
  if (energy === null) return null
  const { interval, value } = energy
  const ratio = formatRatio(1 / value)
  const known =
    interval === null
      ? t('compare.energyNoInterval', { ratio })
      : t('compare.energy', {
          ratio,
          interval: intervalWords({ low: 1 / interval.high, high: 1 / interval.low }),
        })
  return mismatches.length === 0
    ? known
    : `${known} ${t('compare.energyUnlike', { terms: mismatchWords(t, mismatches) })}`
}

function spreadSentence(t: TFunction, { spread }: Compared): string | null {
  if (spread.points < 2) return null
  const counts = (['better', 'worse', 'same', 'unclear', 'unjudged'] as const)
    .filter((verdict) => spread.verdicts[verdict] > 0)
    .map((verdict) => `${spread.verdicts[verdict]} ${t(`compare.verdict.${verdict}`)}`)
  const low = formatRatio(spread.least)
  const high = formatRatio(spread.most)
  const range = { count: spread.points, counts: counts.join(t('compare.comma')) }
  return low === high
    ? t('compare.spreadOne', { ...range, ratio: low })
    : t('compare.spread', { ...range, low, high })
}

/** The title of the chart of latencies: its finding, where one run leads everywhere. */
export function latencyTitle(t: TFunction, leader: string | null): string {
  return leader === null ? t('compare.latencyTitle') : t('compare.leads', { run: leader })
}

/** One paragraph for one finding; `names` are those of the sides in their order. */
export function findingWords(
  t: TFunction,
  finding: ComparisonFinding,
  names: readonly string[],
  severalModels: boolean,
): string {
  const run = names[finding.side] ?? ''
  const baseline = names[finding.baseline] ?? ''
  if (finding.kind === 'incomparable') return t('compare.incomparable', { run, baseline })
  const sentences = [
    speedSentence(t, finding, run, baseline),
    memorySentence(t, finding.memory),
    energySentence(t, finding.energy, finding.energyMismatches),
    spreadSentence(t, finding),
  ].filter((sentence) => sentence !== null)
  const all = sentences.join(t('compare.gap'))
  return severalModels && finding.model !== null
    ? t('compare.ofModel', { model: finding.model.name, said: all })
    : all
}
