// The findings of a comparison in words, for a terminal. A ratio is never said without its verdict and its interval.

import type { Comparison } from '../../shared/compare.ts'
import { type ComparisonFinding, findings } from '../../shared/comparison-finding.ts'
import type { Interval } from '../../shared/measurement.ts'
import { areSeveral } from '../../shared/plan.ts'
import type { Ratio, RatioVerdict } from '../../shared/ratio.ts'
import { formatRatio } from '../../shared/units.ts'
import { threadWords } from './result.ts'

export const verdictWords: Readonly<Record<RatioVerdict, string>> = {
  better: 'faster',
  worse: 'slower',
  same: 'same',
  unclear: 'unclear',
  unjudged: 'no interval',
}

const threeDigits = (value: number) => String(Number(value.toPrecision(3)))

export const intervalWords = (interval: Interval | null) =>
  interval === null ? '' : `${threeDigits(interval.low)}–${threeDigits(interval.high)}`

const inBrackets = (interval: Interval | null) =>
  interval === null ? '' : ` (95 % interval ${intervalWords(interval)})`

type Compared = Extract<ComparisonFinding, { kind: 'compared' }>

function latencyWords({ latency, row }: Compared, run: string, baseline: string): string {
  const threads = row.threads === null ? '' : `, ${threadWords(row.threads)}`
  const at = `at batch ${row.batch}${threads}`
  const { value, interval, verdict } = latency
  const said = `${formatRatio(value)} the speed of ${baseline} ${at}${inBrackets(interval)}`
  switch (verdict) {
    case 'same':
      return `${run} and ${baseline} are equally fast ${at}, within 1 %.`
    case 'better':
      return `${run} is faster: ${said}.`
    case 'worse':
      return `${run} is slower: ${said}.`
    case 'unclear':
      return `Whether ${run} or ${baseline} is faster ${at} is unclear: their intervals overlap.`
    case 'unjudged':
      return `${run} shows ${said}; without both intervals it may be chance.`
  }
}

function memoryWords(memory: Ratio | null): string {
  if (memory === null || memory.verdict === 'same') return ''
  const isLess = memory.value > 1
  return ` It takes ${formatRatio(1 / memory.value)} the peak memory${isLess ? ', less' : ', more'}.`
}

function spreadWords({ spread }: Compared): string {
  if (spread.points < 2) return ''
  const counts = Object.entries(verdictWords).flatMap(([verdict, word]) => {
    const count = spread.verdicts[verdict as RatioVerdict]
    return count === 0 ? [] : [`${count} ${word}`]
  })
  const range = `${formatRatio(spread.least)} to ${formatRatio(spread.most)}`
  return ` Over ${spread.points} points: ${range}; ${counts.join(', ')}.`
}

/** One paragraph a finding; `names` are the runs' names in their order. */
export function findingWords(comparison: Comparison, names: readonly string[]): readonly string[] {
  const found = findings(comparison)
  const several = areSeveral(comparison.rows.map(({ model }) => model))
  return found.map((finding) => {
    const run = names[finding.run] ?? ''
    const baseline = names[finding.baseline] ?? ''
    if (finding.kind === 'incomparable')
      return `${run} and ${baseline} have no point in common with a median on both sides.`
    const model = several ? `${finding.model.name}: ` : ''
    return `${model}${latencyWords(finding, run, baseline)}${memoryWords(finding.memory)}${spreadWords(finding)}`
  })
}
