// `benchtop compare`: runs beside one another on a terminal, each against a baseline, and what that tells.

import { type Command, Option } from 'commander'
import {
  type ComparedPoint,
  type Comparison,
  compareRuns,
  type ThreadMatch,
  threadMatches,
} from '../../shared/compare.ts'
import { findings } from '../../shared/comparison-finding.ts'
import { modelKey } from '../../shared/plan.ts'
import type { Ratio } from '../../shared/ratio.ts'
import { formatNs, formatRatio, unknown } from '../../shared/units.ts'
import type { Desk } from './desk.ts'
import { tooFew } from './figure-words.ts'
import { findingWords, intervalWords, verdictWords } from './finding-words.ts'
import { type Column, listTable, wrapped } from './table.ts'
import { findRun, namesOf, whichRun } from './which-run.ts'

interface CompareOptions {
  readonly baseline?: string
  readonly threads: ThreadMatch
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
    .action((names: readonly string[], { baseline, threads }: CompareOptions) =>
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
        )
        desk.result({ ...comparison, findings: findings(comparison) }, () =>
          comparisonText(comparison),
        )
      }),
    )
}

const right = (head: string): Column => ({ head, align: 'right' })

const columns: readonly Column[] = [
  right('batch'),
  right('threads'),
  right('baseline'),
  right('p50'),
  right('speed'),
  right('95 %'),
  { head: '' },
  right('samples/s'),
  right('memory'),
]

const ratioWords = (ratio: Ratio | null) => (ratio === null ? unknown : formatRatio(ratio.value))

function rowOf(batch: number, base: ComparedPoint | null, own: ComparedPoint | null): string[] {
  const ratio = own?.latencyRatio ?? null
  const threads = [own, base].flatMap((cell) => cell?.point.threads ?? [])
  return [
    String(batch),
    [...new Set(threads)].join('/'),
    formatNs(base?.medianNs ?? null),
    own === null ? 'not measured' : own.medianNs === null ? tooFew : formatNs(own.medianNs),
    ratioWords(ratio),
    intervalWords(ratio?.interval ?? null),
    ratio === null ? '' : verdictWords[ratio.verdict],
    ratioWords(own?.throughputRatio ?? null),
    ratioWords(own?.memoryRatio ?? null),
  ]
}

/** One table for each run that is held against the baseline, then the sentences. */
function comparisonText(comparison: Comparison): string {
  const { runs, rows, baseline, unmatched, differences } = comparison
  const names = namesOf(runs)
  const base = runs.findIndex(({ id }) => id === baseline)
  const models = Map.groupBy(rows, ({ model }) => modelKey(model))
  const tables = runs.flatMap((_, run) =>
    run === base
      ? []
      : [...models.values()].map((group) =>
          [
            wrapped(`${group[0]?.model.name ?? ''}: ${names[run]} against ${names[base]}`),
            listTable(
              columns,
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
  const caution =
    rows.length === 0
      ? []
      : ['Intervals hold the spread within one process; two processes may differ by more.']
  return [
    ...tables,
    [...findingWords(comparison, names), ...alone, ...differ, ...caution]
      .map((line) => wrapped(line))
      .join('\n'),
  ].join('\n\n')
}
