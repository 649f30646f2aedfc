// The findings of a comparison in words, for a terminal. A ratio is never said without its verdict, its interval and
// how many runs it is of.

import type { Comparison } from '../../shared/compare.ts'
import { type ComparisonFinding, findings, modelsOf } from '../../shared/comparison-finding.ts'
import { mismatchSaying } from '../../shared/energy-sayings.ts'
import type { Interval } from '../../shared/measurement.ts'
import { conditionWords } from '../../shared/point-label.ts'
import { type Advantage, advantageOf, type Ratio, type RatioVerdict } from '../../shared/ratio.ts'
import { englishOf } from '../../shared/result-sayings.ts'
import { formatRatio } from '../../shared/units.ts'
import { threadWords } from './result.ts'

export const verdictWords: Readonly<Record<RatioVerdict, string>> = {
  better: 'better',
  worse: 'worse',
  same: 'same',
  unclear: 'unclear',
  unjudged: 'no interval',
}

const threeDigits = (value: number) => String(Number(value.toPrecision(3)))

export const intervalWords = (interval: Interval | null) =>
  interval === null ? '' : `${threeDigits(interval.low)}–${threeDigits(interval.high)}`

type Compared = Extract<ComparisonFinding, { kind: 'compared' }>

function placeWords({ row }: Compared): string {
  const batch = row.batch === null ? [] : [`batch ${row.batch}`]
  const threads = row.threads === null ? [] : [threadWords(row.threads)]
  return [...batch, ...threads, conditionWords(row)].filter((part) => part !== '').join(', ')
}

/** 9 against 9 runs: the processes, not the sweeps. */
const runsWords = ({ own, base }: Compared) =>
  own === 1 && base === 1 ? 'one run each' : `${own} against ${base} runs`

/** `12 %` or `a factor of 2.0`, with its interval. */
function byWords({ unit, value, interval }: Advantage): string {
  const said = unit === 'percent' ? `${value} %` : `a factor of ${value}`
  return interval === null ? said : `${said} (95 % CI ${interval})`
}

function speedWords(finding: Compared, run: string, baseline: string): string {
  const { metric, speed } = finding
  const isLatency = metric === 'latency'
  const at = `at ${placeWords(finding)}`
  const by = byWords(advantageOf(speed))
  const runs = runsWords(finding)
  switch (speed.verdict) {
    case 'same':
      return `${run} and ${baseline} ${isLatency ? 'are equally fast' : 'have the same throughput'} ${at}, within 1 %, ${runs}.`
    case 'better':
      return isLatency
        ? `${run} is faster than ${baseline} by ${by} ${at}, ${runs}.`
        : `${run} has more throughput than ${baseline} by ${by} ${at}, ${runs}.`
    case 'worse':
      return isLatency
        ? `${run} is slower than ${baseline} ${at}: its latency is higher by ${by}, ${runs}.`
        : `${run} has less throughput than ${baseline} ${at}: the baseline has more by ${by}, ${runs}.`
    case 'unclear':
      return `Whether ${run} or ${baseline} ${isLatency ? 'is faster' : 'has more throughput'} ${at} is unclear: the interval of the ratio, ${intervalWords(speed.interval)}, holds 1, ${runs}.`
    case 'unjudged':
      return `${run} shows ${formatRatio(speed.value)} the ${isLatency ? 'speed' : 'throughput'} of ${baseline} ${at}, ${runs}; without an interval it may be chance.`
  }
}

function memoryWords(memory: Ratio | null): string {
  if (memory === null || memory.verdict === 'same' || memory.verdict === 'unclear') return ''
  const isLess = memory.value > 1
  return ` It takes ${formatRatio(1 / memory.value)} the peak memory${isLess ? ', less' : ', more'}.`
}

/** A ratio over unlike measurements is said with what they differ in; one without an interval may be chance. */
function energyWords({ energy, energyMismatches }: Compared): string {
  if (energy === null) return ''
  const terms = [
    ...energyMismatches.map((mismatch) => englishOf(mismatchSaying(mismatch))),
    ...(energy.interval === null
      ? ['no interval']
      : [
          `95 % CI ${intervalWords({ low: 1 / energy.interval.high, high: 1 / energy.interval.low })}`,
        ]),
  ]
  const unlike = energyMismatches.length > 0 ? ', not like with like' : ''
  return ` It takes ${formatRatio(1 / energy.value)} the energy${unlike} (${terms.join(', ')}).`
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

/** How far the intervals may be trusted; empty where nothing is to be said. */
export function cautionWords(comparison: Comparison): readonly string[] {
  return [
    ...(findings(comparison).some(
      (finding) => finding.kind === 'compared' && finding.speed.basis === 'within',
    )
      ? [
          'With fewer than three runs on a side an interval holds only what varies within one process; another process of the same board may differ by more.',
        ]
      : []),
    ...(comparison.leftOut === 0
      ? []
      : [
          `Invalid and left out: ${comparison.leftOut} ${comparison.leftOut === 1 ? 'point' : 'points'}. --count-invalid compares them too.`,
        ]),
  ]
}

/** One paragraph a finding; `names` are those of the sides in their order. */
export function findingWords(comparison: Comparison, names: readonly string[]): readonly string[] {
  const found = findings(comparison)
  const several = modelsOf(comparison.rows).length > 1
  return found.map((finding) => {
    const side = names[finding.side] ?? ''
    const baseline = names[finding.baseline] ?? ''
    if (finding.kind === 'incomparable')
      return `${side} and ${baseline} have no point in common that counts and has enough samples on both sides.`
    const model = several && finding.model !== null ? `${finding.model.name}: ` : ''
    return `${model}${speedWords(finding, side, baseline)}${memoryWords(finding.memory)}${energyWords(finding)}${spreadWords(finding)}`
  })
}
