// The findings of a comparison in words. A ratio is never said without its verdict and its interval.

import type { TFunction } from 'i18next'
import type { ComparisonFinding } from '../../../shared/comparison-finding.ts'
import type { Interval } from '../../../shared/measurement.ts'
import type { Ratio } from '../../../shared/ratio.ts'
import { formatRatio } from '../../../shared/units.ts'

const threeDigits = (value: number) => String(Number(value.toPrecision(3)))

export function intervalWords({ low, high }: Interval): string {
  return `${threeDigits(low)}–${threeDigits(high)}`
}

const inverted = ({ low, high }: Interval): Interval => ({ low: 1 / high, high: 1 / low })

type Compared = Extract<ComparisonFinding, { kind: 'compared' }>

function latencySentence(t: TFunction, finding: Compared, run: string, baseline: string): string {
  const { row, latency } = finding
  const at =
    row.threads === null
      ? t('boards.atBatch', { batch: row.batch })
      : t('run.point', { batch: row.batch, threads: t('sweep.threadsRow', { count: row.threads }) })
  const { value, interval, verdict } = latency
  const names = { run, baseline, at }
  switch (verdict) {
    case 'same':
      return t('compare.same', names)
    case 'better':
    case 'worse': {
      const shown = interval === null || verdict === 'better' ? interval : inverted(interval)
      return t(`compare.${verdict}`, {
        ...names,
        ratio: formatRatio(verdict === 'better' ? value : 1 / value),
        interval: shown === null ? '' : intervalWords(shown),
      })
    }
    case 'unclear':
      return t('compare.unclear', {
        ...names,
        interval: interval === null ? '' : intervalWords(interval),
      })
    case 'unjudged':
      return t('compare.unjudged', { ...names, ratio: formatRatio(value) })
  }
}

function memorySentence(t: TFunction, memory: Ratio | null): string | null {
  if (memory === null || memory.verdict === 'same') return null
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
  const said = { count: spread.points, counts: counts.join(t('compare.comma')) }
  return low === high
    ? t('compare.spreadOne', { ...said, ratio: low })
    : t('compare.spread', { ...said, low, high })
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
    latencySentence(t, finding, run, baseline),
    memorySentence(t, finding.memory),
    spreadSentence(t, finding),
  ].filter((sentence) => sentence !== null)
  const said = sentences.join(t('compare.gap'))
  return severalModels ? t('compare.ofModel', { model: finding.model.name, said }) : said
}
