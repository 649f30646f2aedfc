// Makes the document of a report from what the store holds: every format of it is a writing of this one document.

import {
  accuracyVerdict,
  leastCosine,
  saysNothingBecause,
  worstOutput,
} from '../../shared/accuracy.ts'
import type { AxisName } from '../../shared/axes.ts'
import { localBoardId } from '../../shared/board.ts'
import { compareSides, type ThreadMatch } from '../../shared/compare.ts'
import type { InvalidTreatment } from '../../shared/compared-point.ts'
import { sidesOf } from '../../shared/compared-side.ts'
import type { PointOutcome, RunId } from '../../shared/event.ts'
import { type FileValues, fileValues } from '../../shared/input.ts'
import type { ModelRecord, RunSnapshot } from '../../shared/ipc.ts'
import { lineage } from '../../shared/lineage.ts'
import type { Plan } from '../../shared/plan.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import type { Reference } from '../../shared/reference.ts'
import type { ReportDocument, ReportModel, ReportRun } from '../../shared/report.ts'
import type { PointView, RepetitionResult } from '../../shared/run.ts'
import { histogramBins } from '../../shared/stats.ts'
import type { Variant } from '../../shared/variant.ts'
import { areCalibrated, areMadeUp } from '../../shared/variant-terms.ts'
import { planFileOf } from '../plan/convert.ts'
import { writePlanFile } from '../plan/yaml.ts'
import { histogram } from '../run/histogram.ts'
import { methods } from './methods.ts'
import {
  redactClock,
  redactFacts,
  redactFault,
  redactFinding,
  redactLibraries,
  redactTuning,
} from './redact.ts'
import { drawnReferences } from './references.ts'

export interface ReportSources {
  /** In the order in which they are reported; at least one, each once. */
  readonly runs: readonly RunSnapshot[]
  readonly samples: (run: RunId, point: number, repetition: number | null) => Float64Array
  readonly model: (sha256: string) => ModelRecord | null
  readonly references: readonly Reference[]
  readonly benchtop: string
  readonly nowMs: number
}

export interface ReportChoices {
  /** Null: whole runs are compared. */
  readonly by: AxisName | null
  /** The id of a side; the first where it is not said. */
  readonly baseline?: string | undefined
  readonly threads: ThreadMatch
  readonly invalid: InvalidTreatment
  /** Whether every latency is part of it: they can be millions. */
  readonly samples: boolean
}

type ReportPoint = ReportRun['points'][number]

type SamplesOf = (point: number, repetition: number | null) => Float64Array

function unmeasured<T extends Exclude<PointOutcome, { kind: 'measured' }>>(outcome: T): T {
  return 'fault' in outcome ? { ...outcome, fault: redactFault(outcome.fault) } : outcome
}

function outcomeOf({ point, state }: PointView, samplesOf: SamplesOf): ReportPoint['outcome'] {
  if (state.kind !== 'ended') return { kind: 'not-measured' }
  const { outcome, invalid, energy } = state
  if (outcome.kind !== 'measured') return unmeasured(outcome)
  const samples = samplesOf(point.index, null)
  return {
    ...outcome,
    invalid,
    energy,
    histogram: histogram(samples, histogramBins(samples.length)),
  }
}

function repetitionOf(
  { outcome, ...ended }: RepetitionResult,
  samplesNs: (() => Float64Array) | null,
): ReportPoint['repetitions'][number] {
  if (outcome.kind !== 'measured') return { ...ended, outcome: unmeasured(outcome) }
  const samples = samplesNs === null ? {} : { samplesNs: [...samplesNs()] }
  return { ...ended, outcome: { ...outcome, ...samples } }
}

function reportedPoint(view: PointView, samplesOf: SamplesOf, choices: ReportChoices): ReportPoint {
  return {
    point: view.point,
    outcome: outcomeOf(view, samplesOf),
    repetitions: view.repetitions.map((ended) =>
      repetitionOf(
        ended,
        choices.samples ? () => samplesOf(view.point.index, ended.repetition) : null,
      ),
    ),
  }
}

/** The plan as a file; a model of the user's is named by its content, never by where it is. */
function planText(plan: Plan, { model }: ReportSources): string {
  const placeOf = ({ name }: FileValues) => name
  return writePlanFile(planFileOf(plan, { path: null, recordOf: model, placeOf }))
}

function reportedRun(
  { record, view }: RunSnapshot,
  sources: ReportSources,
  choices: ReportChoices,
): ReportRun {
  const fault = record.fault ?? (view.outcome?.kind === 'failed' ? view.outcome.fault : null)
  const samplesOf: SamplesOf = (...place) => sources.samples(record.id, ...place)
  return {
    id: record.id,
    board: record.boardName,
    thisComputer: record.boardId === localBoardId,
    note: record.note,
    createdMs: record.createdMs,
    startedMs: view.startedWallMs,
    lastHeardMs: view.lastWallMs,
    status: record.status,
    fault: fault === null ? null : redactFault(fault),
    plan: record.plan,
    planFile: planText(record.plan, sources),
    facts: view.facts === null ? null : redactFacts(view.facts),
    preflight: view.preflight === null ? null : view.preflight.map(redactFinding),
    clocks: view.clocks.map(redactClock),
    givenBack: view.givenBack === null ? null : redactTuning(view.givenBack),
    powerSources: view.powerSources,
    idles: view.idles.map(({ clock, wallNs, sources }) => ({ clock, wallNs, sources })),
    points: view.points.map((point) => reportedPoint(point, samplesOf, choices)),
  }
}

function reportedAccuracy(variant: Variant): NonNullable<ReportModel['known']>['accuracy'] {
  const { accuracy, thresholdCosine } = variant
  if (accuracy === null) return null
  const verdict = accuracyVerdict(accuracy, thresholdCosine)
  return {
    leastCosine: leastCosine(accuracy),
    floorCosine: worstOutput(accuracy)?.floorCosine ?? null,
    thresholdCosine,
    verdict,
    samples: accuracy.samples.count,
    seed: accuracy.samples.seed,
    files: fileValues(accuracy.samples.inputs).map(({ name }) => name),
    calibrated: areCalibrated(variant),
    overflowCosine: accuracy.overflowCosine ?? null,
    saysNothing: verdict === 'says-nothing' ? saysNothingBecause(accuracy) : null,
    madeUp: areMadeUp(accuracy.samples),
  }
}

function reportedModels({ runs, model }: ReportSources): readonly ReportModel[] {
  const names = new Map(
    runs.flatMap(({ record }) => record.plan.models.map(({ sha256, name }) => [sha256, name])),
  )
  return [...names].map(([sha256, name]) => {
    const found = model(sha256)
    if (found === null) return { sha256, name, known: null }
    const { info, architecture, variant } = found
    const { bytes, opset, parameterCount, multiplyAdds } = info
    return {
      sha256,
      name,
      known: {
        architecture,
        randomWeights: lineage(sha256, model).some(({ source }) => source === 'zoo'),
        precision: precisionOf(found) ?? 'unknown',
        original: variant?.original ?? null,
        recipe: variant?.recipe ?? null,
        accuracy: variant === null ? null : reportedAccuracy(variant),
        bytes,
        opset,
        parameterCount,
        multiplyAdds,
      },
    }
  })
}

/** `given`: the runs before what they tell of whose they are was taken from them. */
function comparisonOf(
  given: readonly RunSnapshot[],
  runs: readonly RunSnapshot[],
  { by, baseline, threads, invalid }: ReportChoices,
): ReportDocument['comparison'] {
  const sides = sidesOf(runs, by)
  const place = sidesOf(given, by).findIndex(({ id }) => id === baseline)
  const base = sides[Math.max(0, place)]
  if (base === undefined || sides.length < 2) return null
  const { sides: _, ...compared } = compareSides(sides, base.id, threads, invalid)
  return { ...compared, threads, invalid }
}

export function reportDocument(given: ReportSources, choices: ReportChoices): ReportDocument {
  const sources = { ...given, runs: redactLibraries(given.runs) }
  const models = reportedModels(sources)
  return {
    format: 'benchtop-report',
    version: 2,
    benchtop: sources.benchtop,
    createdMs: sources.nowMs,
    runs: sources.runs.map((run) => reportedRun(run, sources, choices)),
    models,
    comparison: comparisonOf(given.runs, sources.runs, choices),
    references: drawnReferences(sources.runs, models, sources.references),
    methods,
  }
}
