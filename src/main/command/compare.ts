// `benchtop compare`: runs beside one another on a terminal, each against a baseline, and what that tells.

import { type Command, Option } from 'commander'
import {
  type Comparison,
  type ComparisonRow,
  compareRuns,
  type ThreadMatch,
  threadMatches,
} from '../../shared/compare.ts'
import { type ComparedPoint, speaksByThroughput } from '../../shared/compared-point.ts'
import { conditionKey, findings } from '../../shared/comparison-finding.ts'
import { conditionWords } from '../../shared/point-label.ts'
import type { Ratio } from '../../shared/ratio.ts'
import { formatNs, formatRate, formatRatio, unknown } from '../../shared/units.ts'
import type { Desk } from './desk.ts'
import { tooFew } from './figure-words.ts'
import { cautionWords, findingWords, intervalWords, verdictWords } from './finding-words.ts'
import { type Column, listTable, wrapped } from './table.ts'
import { findRun, namesOf, whichRun } from './which-run.ts'

interface CompareOptions {
  readonly baseline?: string
  readonly threads: ThreadMatch
  readonly countInvalid: boolean
}

export const threadsOption = () =>
  new Option('--threads <match>', 'points of the same thread count, or the best of each run')
    .choices(threadMatches)
    .default('same')

export function addCompare(program: Command, desk: Desk): void {
  program
    .command('compare <run...>')
    .summary('put runs beside one another')
    .description(`put runs beside one another; ${whichRun}`)
    .option('--baseline <run>', 'the run that the others are held against (default: the first)')
    .addOption(threadsOption())
    .option('--count-invalid', 'compare points that do not count too', false)
    .action((names: readonly string[], { baseline, threads, countInvalid }: CompareOptions) =>
      desk.open(async (bench) => {
        const runs = [...new Set(names.map((name) => findRun(bench, name).id))]
        const base = baseline === undefined ? runs[0] : findRun(bench, baseline).id
        if (runs.length < 2 || base === undefined)
          program.error('error: a comparison needs two different runs')
        if (!runs.includes(base)) program.error(`error: the baseline ${base} is not among the runs`)
        const comparison = compareRuns(
          runs.map((run) => bench.runs.snapshot(run)),
          base,
          threads,
          countInvalid ? 'counted' : 'left-out',
        )
        desk.result({ ...comparison, findings: findings(comparison) }, () =>
          comparisonText(comparison),
        )
      }),
    )
}

const right = (head: string): Column => ({ head, align: 'right' })

/** The figure that the scenario is about stands first; of the other, and of memory, only how they compare. */
const columnsOf = (isByRate: boolean): readonly Column[] => [
  right('batch'),
  right('threads'),
  right('runs'),
  right('baseline'),
  right(isByRate ? 'samples/s' : 'p50'),
  right('ratio'),
  right('95 %'),
  { head: '' },
  right(isByRate ? 'p50' : 'samples/s'),
  right('memory'),
]

const ratioWords = (ratio: Ratio | null) => (ratio === null ? unknown : formatRatio(ratio.value))

const isInvalid = (cell: ComparedPoint | null) => cell !== null && cell.invalid.length > 0

function verdictOf(base: ComparedPoint | null, own: ComparedPoint | null, ratio: Ratio | null) {
  if (isInvalid(own) || isInvalid(base)) return 'invalid'
  return ratio === null ? '' : verdictWords[ratio.verdict]
}

function figureOf(cell: ComparedPoint | null, isByRate: boolean): string {
  if (cell === null) return 'not measured'
  if (isByRate) return formatRate(cell.samplesPerSecond)
  return cell.medianNs === null ? tooFew : formatNs(cell.medianNs)
}

function rowOf(batch: number, base: ComparedPoint | null, own: ComparedPoint | null): string[] {
  const isByRate = [own, base].some((cell) => cell && speaksByThroughput(cell.point.scenario))
  const [latency, rate] = [own?.latencyRatio ?? null, own?.throughputRatio ?? null]
  const [spoken, other] = isByRate ? [rate, latency] : [latency, rate]
  const threads = [own, base].flatMap((cell) => cell?.point.threads ?? [])
  return [
    String(batch),
    [...new Set(threads)].join('/'),
    [own, base].map((cell) => cell?.invocations ?? 0).join('/'),
    figureOf(base, isByRate),
    figureOf(own, isByRate),
    ratioWords(spoken),
    intervalWords(spoken?.interval ?? null),
    verdictOf(base, own, spoken),
    ratioWords(other),
    ratioWords(own?.memoryRatio ?? null),
  ]
}

const titleOf = ([first]: readonly ComparisonRow[]) =>
  first === undefined ? '' : `${first.model.name}, ${conditionWords(first)}`

/** One table for each run that is held against the baseline, then the sentences. */
function comparisonText(comparison: Comparison): string {
  const { runs, rows, baseline, unmatched, differences } = comparison
  const names = namesOf(runs)
  const base = runs.findIndex(({ id }) => id === baseline)
  const models = Map.groupBy(rows, conditionKey)
  const tables = runs.flatMap((_, run) =>
    run === base
      ? []
      : [...models.values()].map((group) =>
          [
            wrapped(`${titleOf(group)}: ${names[run]} against ${names[base]}`),
            listTable(
              columnsOf(group.some(({ scenario }) => speaksByThroughput(scenario))),
              group.map(({ batch, cells }) =>
                rowOf(batch, cells[base] ?? null, cells[run] ?? null),
              ),
            ),
          ].join('\n'),
        ),
  )
  const alone = unmatched.flatMap((count, run) =>
    count === 0 ? [] : [`Points of ${names[run]} that no other run has: ${count}.`],
  )
  const differ = differences.map(
    ({ what, values }) =>
      `They differ in ${what}: ${values.map((value) => value ?? 'unknown').join(' / ')}.`,
  )
  return [
    ...tables,
    [...findingWords(comparison, names), ...alone, ...differ, ...cautionWords(comparison)]
      .map((line) => wrapped(line))
      .join('\n'),
  ].join('\n\n')
}
