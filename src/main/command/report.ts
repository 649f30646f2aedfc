// `benchtop report` and `benchtop export`: runs of the store as a page for people, or as data for programs.

import { type Command, Option } from 'commander'
import { sidesOf } from '../../shared/compared-side.ts'
import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import { type Language, languageSchema } from '../../shared/ipc.ts'
import { mostReportedRuns } from '../../shared/report.ts'
import type { Bench } from '../bench.ts'
import { addComparingOptions, baselineOf, type ComparingOptions } from './compare.ts'
import type { Desk } from './desk.ts'
import { findRun, whichRun } from './which-run.ts'

interface ReportOptions extends ComparingOptions {
  readonly html: string
  readonly lang: Language
}

interface ExportOptions extends ComparingOptions {
  readonly csv?: boolean
  readonly repetitions?: boolean
  readonly output?: string
  readonly samples?: boolean
}

function chosen(
  program: Command,
  bench: Bench,
  names: readonly string[],
  { by, baseline, threads, countInvalid }: ComparingOptions,
) {
  const runs: readonly RunId[] = [...new Set(names.map((name) => findRun(bench, name).id))]
  if (runs.length > mostReportedRuns)
    program.error(`error: a report holds ${mostReportedRuns} runs at the most`)
  const sides = sidesOf(
    runs.map((run) => bench.runs.snapshot(run)),
    by ?? null,
  )
  const base = baseline === undefined ? undefined : baselineOf(bench, sides, baseline)
  if (base === null)
    fail('bad-request', { reason: `the baseline ${baseline} is not among the runs` })
  return {
    runs,
    by: by ?? null,
    threads,
    invalid: countInvalid ? ('counted' as const) : ('left-out' as const),
    ...(base === undefined ? {} : { baseline: base }),
  }
}

export function addReport(program: Command, desk: Desk): void {
  const command = program
    .command('report <run...>')
    .summary('write a page that shows and compares runs, whole in one file')
    .description(`write a page that shows and compares runs, whole in one file; ${whichRun}`)
    .requiredOption('--html <file>', 'where the page goes')
  addComparingOptions(command)
    .addOption(
      new Option('--lang <language>', 'language of the page')
        .choices(languageSchema.options)
        .default('en'),
    )
    .action((names: readonly string[], options: ReportOptions) =>
      desk.open(async (bench) => {
        const wanted = { ...chosen(program, bench, names, options), samples: false }
        const path = await bench.reports.save(
          { ...wanted, format: 'html', language: options.lang },
          options.html,
        )
        desk.result({ path }, () => `Wrote ${path}`)
      }),
    )
}

export function addExport(program: Command, desk: Desk): void {
  const command = program
    .command('export <run...>')
    .summary('write runs as JSON, or as CSV with --csv')
    .description(`write runs as JSON, or as CSV with --csv; ${whichRun}`)
    .option('--csv', 'one line a point, instead of one JSON document')
    .option('--repetitions', 'with --csv: one line for each process that measured a point')
    .option('-o, --output <file>', 'where it goes (default: stdout)')
    .addOption(
      new Option('--samples', 'with every latency of every point; JSON only').conflicts('csv'),
    )
  addComparingOptions(command).action((names: readonly string[], options: ExportOptions) =>
    desk.open(async (bench) => {
      const samples = options.samples === true
      const isCsv = options.csv === true
      const repetitions = options.repetitions === true
      if (repetitions && !isCsv) program.error('error: --repetitions needs --csv')
      const format = isCsv ? 'csv' : 'json'
      const wanted = {
        ...chosen(program, bench, names, options),
        samples,
        repetitions,
        format,
        language: 'en',
      } as const
      const { output = '-' } = options
      if (output === '-') {
        process.stdout.write(bench.reports.text(wanted))
        return
      }
      const path = await bench.reports.save(wanted, output)
      desk.result({ path }, () => `Wrote ${path}`)
    }),
  )
}
