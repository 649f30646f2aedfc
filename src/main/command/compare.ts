// `benchtop compare`: runs beside one another on a terminal, each against a baseline, and what that tells.

import { type Command, Option } from 'commander'
import { type AxisName, axisNames } from '../../shared/axes.ts'
import {
  type Comparison,
  type ComparisonRow,
  compareSides,
  type ThreadMatch,
  threadMatches,
} from '../../shared/compare.ts'
import type { ComparedPoint } from '../../shared/compared-point.ts'
import { type ComparedSide, sidesOf } from '../../shared/compared-side.ts'
import { conditionKey, findings, metricOf } from '../../shared/comparison-finding.ts'
import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import { conditionWords } from '../../shared/point-label.ts'
import type { Ratio } from '../../shared/ratio.ts'
import { formatNs, formatRate, formatRatio, unknown } from '../../shared/units.ts'
import type { Bench } from '../bench.ts'
import type { Desk } from './desk.ts'
import { tooFew } from './figure-words.ts'
import { cautionWords, findingWords, intervalWords, verdictWords } from './finding-words.ts'
import { sideNamed, sideNames } from './side-names.ts'
import { type Column, listTable, wrapped } from './table.ts'
import { findRun, whichRun } from './which-run.ts'

/** How runs are held against one another: what `compare`, `report` and `export` have in common. */
export interface ComparingOptions {
  readonly by?: AxisName
  readonly baseline?: string
  readonly threads: ThreadMatch
  readonly countInvalid: boolean
}

export function addComparingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--by <axis>',
        'take each run apart into its values of this axis, and compare those',
      ).choices(axisNames),
    )
    .option(
      '--baseline <name>',
      'the run, or with --by the value, that the others are held against (default: the first)',
    )
    .addOption(
      new Option('--threads <match>', 'points of the same thread count, or the best of each side')
        .choices(threadMatches)
        .default('same' satisfies ThreadMatch),
    )
    .option('--count-invalid', 'compare points that do not count too', false)
}

/** The side that is named; of a run that is taken apart the first. Throws where neither is called so. */
export function baselineOf(
  bench: Bench,
  sides: readonly ComparedSide[],
  name: string | undefined,
): string | null {
  if (name === undefined) return sides[0]?.id ?? null
  const known = sideNamed(sides, name)
  if (known !== null) return known
  const run = runNamed(bench, sides, name)
  return sides.find(({ record }) => record.id === run)?.id ?? null
}

/** Where parts are compared, what no run is called is a value that none of them has, or that does not tell one of them. */
function runNamed(bench: Bench, sides: readonly ComparedSide[], name: string): RunId {
  try {
    return findRun(bench, name).id
  } catch (thrown) {
    if (sides.every(({ part }) => part === null)) throw thrown
    return fail('bad-request', {
      reason: `the baseline ${name} is none of: ${sideNames(sides).join(', ')}`,
    })
  }
}

export function addCompare(program: Command, desk: Desk): void {
  const command = program
    .command('compare <run...>')
    .summary('put runs, or the parts of runs, beside one another')
    .description(
      `put runs beside one another, or with --by the parts of runs, such as its engines; ${whichRun}`,
    )
  addComparingOptions(command).action((names: readonly string[], options: ComparingOptions) =>
    desk.open(async (bench) => {
      const { by = null, baseline, threads, countInvalid } = options
      const runs = [...new Set(names.map((name) => findRun(bench, name).id))]
      const sides = sidesOf(
        runs.map((run) => bench.runs.snapshot(run)),
        by,
      )
      if (sides.length < 2)
        program.error(
          by === null
            ? 'error: a comparison needs two different runs, or one of them and --by'
            : `error: all that was planned has one ${by}: there is nothing to compare by it`,
        )
      const base = baselineOf(bench, sides, baseline)
      if (base === null)
        return program.error(`error: the baseline ${baseline} is not among what is compared`)
      const comparison = compareSides(sides, base, threads, countInvalid ? 'counted' : 'left-out')
      const named = sideNames(sides)
      const told = {
        ...comparison,
        sides: comparison.sides.map((side, index) => ({ name: named[index], ...side })),
      }
      desk.result({ ...told, findings: findings(comparison) }, () => comparisonText(comparison))
    }),
  )
}

const right = (head: string): Column => ({ head, align: 'right' })

/** The figure that the scenario is about stands first; of the other, and of memory, only how they compare. */
const columnsOf = (isByRate: boolean, withEnergy: boolean): readonly Column[] => [
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
  ...(withEnergy ? [right('energy')] : []),
]

/** A ratio between unlike measurements carries its mark; a sentence below names what they differ in. */
const energyWords = ({ energyRatio, energyMismatches }: ComparedPoint) =>
  `${ratioWords(energyRatio)}${energyRatio !== null && energyMismatches.length > 0 ? ' ≠' : ''}`

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

/** What both have, or each its own. */
function places(
  cells: readonly (ComparedPoint | null)[],
  of: (cell: ComparedPoint) => number,
): string {
  return [...new Set(cells.flatMap((cell) => (cell === null ? [] : [of(cell)])))].join('/')
}

function rowOf(
  row: ComparisonRow,
  base: ComparedPoint | null,
  own: ComparedPoint | null,
  withEnergy: boolean,
) {
  const isByRate = metricOf(row) === 'throughput'
  const [latency, rate] = [own?.latencyRatio ?? null, own?.throughputRatio ?? null]
  const [spoken, other] = isByRate ? [rate, latency] : [latency, rate]
  return [
    places([own, base], ({ point }) => point.batch),
    places([own, base], ({ point }) => point.threads),
    [own, base].map((cell) => cell?.invocations ?? 0).join('/'),
    figureOf(base, isByRate),
    figureOf(own, isByRate),
    ratioWords(spoken),
    intervalWords(spoken?.interval ?? null),
    verdictOf(base, own, spoken),
    ratioWords(other),
    ratioWords(own?.memoryRatio ?? null),
    ...(withEnergy ? [own === null ? unknown : energyWords(own)] : []),
  ]
}

function titleOf([first]: readonly ComparisonRow[]): string {
  if (first === undefined) return ''
  return [...(first.model === null ? [] : [first.model.name]), conditionWords(first)]
    .filter((part) => part !== '')
    .join(', ')
}

/** One table for each side that is held against the baseline, then the sentences. */
function comparisonText(comparison: Comparison): string {
  const { sides, by, rows, baseline, unmatched, differences } = comparison
  const names = sideNames(sides)
  const base = sides.findIndex(({ id }) => id === baseline)
  const models = Map.groupBy(rows, conditionKey)
  const withEnergy = rows.some(({ cells }) => cells.some((cell) => cell?.energyRatio != null))
  const tables = sides.flatMap((_, side) =>
    side === base
      ? []
      : [...models.values()].map((group) =>
          [
            wrapped(`${titleOf(group)}: ${names[side]} against ${names[base]}`),
            listTable(
              columnsOf(
                group.some((row) => metricOf(row) === 'throughput'),
                withEnergy,
              ),
              group.map((row) =>
                rowOf(row, row.cells[base] ?? null, row.cells[side] ?? null, withEnergy),
              ),
            ),
          ].join('\n'),
        ),
  )
  const alone = unmatched.flatMap((count, side) =>
    count === 0
      ? []
      : [`Points of ${names[side]} that no other ${by === null ? 'run' : 'part'} has: ${count}.`],
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
