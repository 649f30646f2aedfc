// A report as comma-separated values (RFC 4180): one line a point, or one for each process that measured it; raw numbers,
// the unit in each column's name. A word that a spreadsheet would run as a formula is defused by an apostrophe.

import { stringify } from 'csv-stringify/sync'
import { frequenciesSeen, frequencySpans } from '../../shared/clock-seen.ts'
import type { EnvironmentSpan } from '../../shared/environment-span.ts'
import type { Measurement } from '../../shared/measurement.ts'
import {
  energyColumns,
  invalidCell,
  measurementColumns,
  pointColumns,
} from '../../shared/point-columns.ts'
import { type PooledEnergy, pooledEnergies } from '../../shared/pooled-energy.ts'
import type {
  ReportDocument,
  ReportModel,
  ReportRepetition,
  ReportRun,
} from '../../shared/report.ts'
import { runtimeVersion } from '../../shared/runtime-version.ts'

type Cell = string | number | null
type ReportPoint = ReportRun['points'][number]

interface Line {
  readonly run: ReportRun
  /** What is known of the point's model. */
  readonly known: ReportModel['known']
  readonly point: ReportPoint['point']
  readonly outcome: ReportPoint['outcome'] | ReportRepetition['outcome']
  readonly invalid: ReportRepetition['invalid']
  /** Which of the point's processes, counted from 1; null: all that count together. */
  readonly repetition: number | null
  /** How many processes it is of. */
  readonly processes: number
  /** What stands for its energy; null: not measured. */
  readonly energy: PooledEnergy | null
  /** The frequencies at which it was measured, by policy. */
  readonly seen: readonly EnvironmentSpan[]
}
type Column = readonly [name: string, value: (line: Line) => Cell]

const named = (sizes: Readonly<Record<string, number>>) =>
  Object.entries(sizes)
    .map(([name, size]) => `${name}=${size}`)
    .join(' ')

const ofMeasured = (value: (measurement: Measurement) => Cell) => (line: Line) =>
  line.outcome.kind === 'measured' ? value(line.outcome.measurement) : null

const columns: readonly Column[] = [
  ['run', ({ run }) => run.id],
  ['created', ({ run }) => new Date(run.createdMs).toISOString()],
  ['board', ({ run }) => run.board],
  ['note', ({ run }) => run.note],
  ['machine', ({ run }) => run.facts?.model ?? null],
  ['cpu', ({ run }) => run.facts?.cpu.model ?? null],
  ['kernel', ({ run }) => run.facts?.os.kernel ?? null],
  [
    'onnxruntime',
    ({ run, point, outcome }) =>
      outcome.kind === 'measured' ? runtimeVersion({ point, ...outcome }, run.facts) : null,
  ],
  ['model', ({ point }) => point.model.name],
  ['model_sha256', ({ point }) => point.model.sha256],
  ['original_sha256', ({ point, known }) => known?.original ?? point.model.original ?? null],
  ['model_bytes', ({ known }) => known?.bytes ?? null],
  ['cosine', ({ known }) => known?.accuracy?.leastCosine ?? null],
  ['cosine_threshold', ({ known }) => known?.accuracy?.thresholdCosine ?? null],
  ['accuracy', ({ known }) => known?.accuracy?.verdict ?? null],
  ['dims', ({ point }) => named(point.model.dims)],
  ...pointColumns.map(([name, value]): Column => [name, ({ point }) => value(point)]),
  ['repetition', ({ repetition }) => repetition],
  ['processes', ({ processes }) => processes],
  ['outcome', ({ outcome }) => outcome.kind],
  [
    'invalid',
    ({ outcome, invalid }) => (outcome.kind === 'measured' ? invalidCell(invalid) : null),
  ],
  ['fault', ({ outcome }) => ('fault' in outcome ? outcome.fault.code : null)],
  ...measurementColumns.map(([name, value]): Column => [name, ofMeasured(value)]),
  ...energyColumns.map(
    ([name, value]): Column => [name, ({ energy }) => (energy === null ? null : value(energy))],
  ),
]

/** What was really seen of each policy's clock, whatever was asked for: policies by the names that the boards have. */
function seenColumns(lines: readonly Line[]): readonly Column[] {
  const policies = new Set(lines.flatMap(({ seen }) => seen.map(({ name }) => name)))
  return [...policies].flatMap((policy) =>
    (['mean', 'least', 'most'] as const).map(
      (which): Column => [
        `frequency_${policy}_${which}_khz`,
        ({ seen }) => seen.find(({ name }) => name === policy)?.[which] ?? null,
      ],
    ),
  )
}

type Known = (point: ReportPoint) => ReportModel['known']

function lineOf(run: ReportRun, reported: ReportPoint, knownOf: Known): Line {
  const { point, outcome, repetitions } = reported
  const spread = outcome.kind === 'measured' ? outcome.measurement.spread : null
  return {
    run,
    known: knownOf(reported),
    point,
    outcome,
    invalid: outcome.kind === 'measured' ? outcome.invalid : [],
    repetition: null,
    processes: spread?.repetitions ?? Math.min(1, repetitions.length),
    energy: outcome.kind === 'measured' ? (outcome.energy[0] ?? null) : null,
    seen: frequenciesSeen([reported]),
  }
}

function linesOf(run: ReportRun, reported: ReportPoint, knownOf: Known): readonly Line[] {
  const { point, repetitions } = reported
  const known = knownOf(reported)
  return repetitions.map(({ repetition, outcome, invalid, environment, energy }) => ({
    run,
    known,
    point,
    outcome,
    invalid,
    repetition: repetition + 1,
    processes: 1,
    energy: pooledEnergies([energy])[0] ?? null,
    seen: frequencySpans([environment]),
  }))
}

/** `repetitions`: a line for each process instead of one for each point. */
export function reportCsv({ runs, models }: ReportDocument, repetitions = false): string {
  const known = new Map(models.map((model) => [model.sha256, model.known]))
  const knownOf: Known = ({ point }) => known.get(point.model.sha256) ?? null
  const lines = runs.flatMap((run) =>
    run.points.flatMap((point) =>
      repetitions ? linesOf(run, point, knownOf) : [lineOf(run, point, knownOf)],
    ),
  )
  const all = [...columns, ...seenColumns(lines)]
  return stringify(
    [all.map(([name]) => name), ...lines.map((line) => all.map(([, value]) => value(line)))],
    { record_delimiter: 'windows', escape_formulas: true },
  )
}
