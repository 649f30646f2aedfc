// The findings of a comparison in words. A ratio is never said without its verdict, its interval and how many runs it
// is of.

import type { TFunction } from 'i18next'
import type { Comparison, ComparisonRow } from '../../../shared/compare.ts'
import { type ComparisonFinding, findings } from '../../../shared/comparison-finding.ts'
import type { Interval } from '../../../shared/measurement.ts'
import { conditionParts } from '../../../shared/point-label.ts'
import { advantageOf, type Ratio } from '../../../shared/ratio.ts'
import { formatRatio } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'

const threeDigits = (value: number) => String(Number(value.toPrecision(3)))

export function intervalWords({ low, high }: Interval): string {
  return `${threeDigits(low)}–${threeDigits(high)}`
}

type Compared = Extract<ComparisonFinding, { kind: 'compared' }>

/** Scenario, engine and named settings, as every label has them. */
export function conditionWords(t: TFunction, row: ComparisonRow): string {
  return conditionParts(row)
    .map((part) => (typeof part === 'string' ? part : said(t, part)))
    .join(' · ')
}

function placeWords(t: TFunction, row: ComparisonRow): string {
  const at =
    row.threads === null
      ? t('boards.atBatch', { batch: row.batch })
      : t('run.point', { batch: row.batch, threads: t('sweep.threadsRow', { count: row.threads }) })
  return [at, conditionWords(t, row)].join(t('axis.and'))
}

/** `12 %` or `a factor of 2.0`, with its interval. */
function byWords(t: TFunction, ratio: Ratio): string {
  const { unit, value, interval } = advantageOf(ratio)
  const by = t(`compare.by.${unit}`, { value })
  return interval === null ? by : t('compare.by.interval', { by, interval })
}

function speedSentence(t: TFunction, finding: Compared, run: string, baseline: string): string {
  const { row, metric, speed, own, base } = finding
  const { value, interval, verdict } = speed
  const words = {
    run,
    baseline,
    at: placeWords(t, row),
    runs: own === 1 && base === 1 ? t('compare.runs.one') : t('compare.runs.many', { own, base }),
  }
  switch (verdict) {
    case 'same':
      return t(`compare.${metric}.same`, words)
    case 'better':
    case 'worse':
      return t(`compare.${metric}.${verdict}`, { ...words, by: byWords(t, speed) })
    case 'unclear':
      return t(`compare.${metric}.unclear`, {
        ...words,
        interval: interval === null ? '' : intervalWords(interval),
      })
    case 'unjudged':
      return t(`compare.${metric}.unjudged`, { ...words, ratio: formatRatio(value) })
  }
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

function memorySentence(t: TFunction, memory: Ratio | null): string | null {
  if (memory === null || memory.verdict === 'same' || memory.verdict === 'unclear') return null
  return memory.value >= 1
    ? t('compare.memoryLess', { ratio: formatRatio(memory.value) })
    : t('compare.memoryMore', { ratio: formatRatio(1 / memory.value) })
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

/** One paragraph for one finding; `names` are the runs' names in their order. */
export function findingWords(
  t: TFunction,
  finding: ComparisonFinding,
  names: readonly string[],
  severalModels: boolean,
): string {
  const run = names[finding.run] ?? ''
  const baseline = names[finding.baseline] ?? ''
  if (finding.kind === 'incomparable') return t('compare.incomparable', { run, baseline })
  const sentences = [
    speedSentence(t, finding, run, baseline),
    memorySentence(t, finding.memory),
    spreadSentence(t, finding),
  ].filter((sentence) => sentence !== null)
  const all = sentences.join(t('compare.gap'))
  return severalModels ? t('compare.ofModel', { model: finding.model.name, said: all }) : all
}
