// The contract between the window and main: calls with a request and an answer, and topics that main publishes.
// Nothing is thrown across: every answer is a Result.

import { z } from 'zod'
import type { Stretch } from './align.ts'
import { axisNames } from './axes.ts'
import { type Board, type BoardFacts, boardIdSchema, type LibraryFacts } from './board.ts'
import { threadMatches } from './compare.ts'
import { invalidTreatments } from './compared-point.ts'
import { sha256Schema } from './content.ts'
import type { EnvironmentRecord, InvalidReason, PreflightFinding } from './environment.ts'
import { type RunId, type RunNews, repetitionSchema, runIdSchema } from './event.ts'
import { type ExporterState, exporterSettingSchema } from './exporter.ts'
import type { Fault, Result } from './fault.ts'
import {
  type FileValues,
  type PlannedInputs,
  pictureSettingsSchema,
  plannedInputsSchema,
} from './input.ts'
import {
  type ImportableHost,
  type LoginAsked,
  loginAnswerSchema,
  sshAddressSchema,
} from './login.ts'
import type { HeadlineFigure, Interval } from './measurement.ts'
import { type Meter, type MeterTable, meterColumnsSchema } from './meter.ts'
import { type ModelInfo, zooIds } from './model.ts'
import { openDimsSchema, type Plan, type Point, planSchema } from './plan.ts'
import type { PooledEnergy } from './pooled-energy.ts'
import type { PowerSeries } from './power-series.ts'
import { precisions } from './precision.ts'
import type { Reference } from './reference.ts'
import { mostReportedRuns, reportFormats } from './report.ts'
import type { RunView } from './run.ts'
import {
  type TelemetryBatch,
  type TelemetryFeedView,
  type TelemetryHistory,
  type TelemetryMark,
  type TelemetryProcesses,
  telemetryHzSchema,
  telemetryKeptMs,
} from './telemetry.ts'
import { type TuningReport, type TuningStatus, tuningSchema } from './tuning.ts'
import { tuningExportFormats } from './tuning-export.ts'
import { type TuningProfile, tuningProfileSchema } from './tuning-profile.ts'
import type { SeenTuning } from './tuning-seen.ts'
import type { Unmet } from './tuning-steps.ts'
import { tuningVerbs } from './tuning-verbs.ts'
import { recipeSchema, samplesSchema, type Variant, variantSchema } from './variant.ts'

export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly platform: string
  /** The Electron binary is not the official one: no secret belongs in it. */
  readonly unofficialElectron: boolean
  /** Passwords and passphrases can be kept from one start to the next, sealed by the system. */
  readonly keepsSecrets: boolean
}

export const languageSchema = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof languageSchema>

/** How many boards are looked at at a time. */
export const mostWatchedBoards = 16

const monitorSettingsSchema = z.object({
  boards: z.array(boardIdSchema).max(mostWatchedBoards),
  hz: telemetryHzSchema,
  /** Lines by `seriesKey`, on whatever board. */
  hidden: z.array(z.string().max(300)).max(500),
  spanMs: z.number().min(1_000).max(telemetryKeptMs),
})
export type MonitorSettings = z.infer<typeof monitorSettingsSchema>

export const settingsSchema = z.object({
  exporter: exporterSettingSchema.optional(),
  language: languageSchema.optional(),
  colorScheme: z.enum(['light', 'dark', 'auto']).optional(),
  /** The plan and the board of the last sweep, as the form left them. */
  lastPlan: planSchema.optional(),
  lastBoard: boardIdSchema.optional(),
  /** What the monitor showed last. */
  monitor: monitorSettingsSchema.optional(),
})
export type Settings = z.infer<typeof settingsSchema>

export type BoardConnection =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly facts: BoardFacts }
  | { readonly kind: 'fault'; readonly fault: Fault }

export interface BoardView {
  readonly board: Board
  readonly connection: BoardConnection
  /** Facts of the last successful connection, kept across restarts. */
  readonly lastFacts: BoardFacts | null
  /** What was read last of its clocks, kept across restarts; null where nothing was (see `shownTuning`). */
  readonly tuning: SeenTuning | null
}

/** `made`: a variant that Benchtop made of another model. */
export type ModelSource = 'file' | 'zoo' | 'made'

export interface ModelRecord {
  readonly sha256: string
  readonly name: string
  readonly path: string
  readonly source: ModelSource
  /** The architecture in our own naming where it is known; references are found by it. */
  readonly architecture: string | null
  readonly info: ModelInfo
  /** Numbers for its open dimensions and sources of its inputs, as they were chosen last. */
  readonly dims: Readonly<Record<string, number>>
  readonly inputs: PlannedInputs
  /** Null for a model that is a variant of none. */
  readonly variant: Variant | null
  readonly addedMs: number
}

/** What a run says in one line, by the point that stands for it (see `headlinePoint`). */
export interface RunHeadline {
  readonly point: Point
  /** The figure that its scenario is about; null in what older versions stored. */
  readonly figure: HeadlineFigure | null
  /** Why it does not count; empty: it does. */
  readonly invalid: readonly InvalidReason[]
  /** How many processes the figures are of. */
  readonly repetitions: number
  readonly medianNs: number | null
  readonly medianIntervalNs: Interval | null
  readonly p90Ns: number | null
  readonly samplesPerSecond: number
  readonly peakBytes: number
  /** What stands for its energy; null: not measured. */
  readonly energy: PooledEnergy | null
}

/** A meter's record beside the load of its run. */
export interface MeterView {
  readonly meter: Meter
  /** On the meter's own clock, thinned for a chart. */
  readonly atNs: readonly number[]
  readonly milliwatts: readonly (number | null)[]
  /** Of the run, on its own clock: the whole, when the board worked, and what was measured. */
  readonly span: Stretch
  readonly busy: readonly Stretch[]
  readonly measured: readonly Stretch[]
  /** How many of its measured processes the record covers. */
  readonly covered: number
  readonly processes: number
}

/**
 * `set`: as far as was heard, they are not given back yet. `owed`: they could not be given back, and the board is not
 * as it was.
 */
export type RunClocks = 'set' | 'given-back' | 'owed'

export type RunStatus = 'preparing' | 'running' | 'completed' | 'cancelled' | 'failed' | 'lost'

export interface RunRecord {
  readonly id: RunId
  readonly boardId: string
  readonly boardName: string
  readonly plan: Plan
  readonly createdMs: number
  /** What its user wrote of it; empty where nothing was. */
  readonly note: string
  readonly status: RunStatus
  /** Why it failed before or without the board's own word. */
  readonly fault: Fault | null
  /** Points of which there are figures, whether they count or not. */
  readonly measuredPoints: number
  /** Those of them that do not count. */
  readonly invalidPoints: number
  /** That a model does not fit into the memory is none; a step that a ladder left out neither. */
  readonly failedPoints: number
  /** Points that need no more work. */
  readonly endedPoints: number
  readonly totalPoints: number
  /** What it did with the board's clocks; null where it set none. */
  readonly clocks: RunClocks | null
  /** Null as long as no point was measured. */
  readonly headline: RunHeadline | null
}

export interface RunSnapshot {
  readonly record: RunRecord
  readonly view: RunView
}

/** What a person may want to know of a plan that opened. */
export type PlanNotice =
  /** Byte for byte what the plan measures already: it is measured once. */
  | { readonly kind: 'same'; readonly model: string }
  /** It was a variant of another model, and is not compared with the one that the plan names. */
  | { readonly kind: 'accuracy-dropped'; readonly model: string }
  /** It was made, and could not be compared with its original. */
  | { readonly kind: 'not-compared'; readonly model: string }

/** A plan file as it opens here: what could not be had is left out of the plan and said. */
export interface OpenedPlan {
  /** Null where none of its models could be had. */
  readonly plan: Plan | null
  readonly models: readonly ModelRecord[]
  /** The name of a board as the file has it. */
  readonly board: string | null
  /** The board of that name, where there is one here. */
  readonly boardHint: string | null
  /** The file wants all cores of the board: `plan.threads` is what is known of `boardHint`, else 1. */
  readonly allThreads: boolean
  readonly notes: string | null
  /** One for each model that could not be had. */
  readonly faults: readonly Fault[]
  readonly notices: readonly PlanNotice[]
}

/** Consecutive latencies of one process, on the clock of its environment. */
export interface TimeBin {
  readonly startNs: number
  readonly endNs: number
  readonly count: number
  readonly minNs: number
  readonly medianNs: number
  readonly maxNs: number
}

/** The latencies of one repetition over time, few enough to draw. */
export interface LatencySeries {
  /** False: an older version did not note when its windows were; then the times are sums of latencies, from 0. */
  readonly onClock: boolean
  /** Latencies above it are severe outliers (Tukey's fence at three interquartile ranges); null without a latency. */
  readonly severeNs: number | null
  readonly bins: readonly TimeBin[]
}

/** A distribution that a chart can draw: equal-width bins from the smallest sample to the 99.9th percentile. */
export interface Histogram {
  readonly startNs: number
  readonly binWidthNs: number
  readonly counts: readonly number[]
  /** Samples that are larger than the last bin. */
  readonly beyondCount: number
}

export type ActivityStage =
  | 'connect'
  | 'push'
  | 'start'
  | 'build'
  | 'inspect'
  | 'convert'
  | 'compare'

/** A file that a person sees before it is put on a board. */
export interface HelperFile {
  readonly path: string
  readonly text: string
}

/** Work on the way to a board, while it lasts. */
export interface Activity {
  readonly boardId: string
  readonly run: RunId | null
  readonly stage: ActivityStage
  readonly item: string
  readonly doneBytes: number
  readonly totalBytes: number
}

const none = z.object({})

const onBoard = { board: boardIdSchema }
/** A verb's request as the window says it: passwords are asked for by main. */
const { 'tune-apply': applyVerb, 'tune-renew': renewVerb } = tuningVerbs
const profileName = tuningProfileSchema.shape.name

const meterPath = z.string().min(1).max(4_096)
const planPath = z
  .string()
  .max(4096)
  .regex(/[^/\\]\.ya?ml$/i)

const namedAddress = { name: z.string().trim().min(1).max(100), address: sshAddressSchema }

/** Channel → schema of its request. Main parses every request with it before anything else. */
export const callRequests = {
  'app.info': none,
  /** The page shows the question whether to quit: main waits for its answer, however long. */
  'app.holdClosing': none,
  /** Ends the program: runs go on without it, or are cancelled first. */
  'app.quit': z.object({ runs: z.enum(['leave', 'cancel']) }),
  'settings.get': none,
  'settings.set': settingsSchema,
  'boards.list': none,
  'boards.add': z.object(namedAddress),
  /** Changes a board's name and address; a way that is open to the old address is closed. */
  'boards.edit': z.object({ board: boardIdSchema, ...namedAddress }),
  'boards.remove': z.object({ board: boardIdSchema }),
  'boards.connect': z.object({ board: boardIdSchema }),
  /** Closes the way to a board, or gives up opening it. */
  'boards.disconnect': z.object({ board: boardIdSchema }),
  /** Gives back the room on a board that nothing needs any more. */
  'boards.clean': z.object({ board: boardIdSchema }),
  /** What speaks against measuring there now; connects if need be. Takes about a second. */
  'boards.preflight': z.object({ board: boardIdSchema }),
  /** What a libonnxruntime on the board says of itself. */
  'boards.inspectLibrary': z.object({ board: boardIdSchema, path: z.string().min(1).max(4096) }),
  /** Everything that the board tells of its clocks. The answer of any of these is remembered as the board's `tuning`. */
  'tuning.inspect': z.object(onBoard),
  /** Writes exactly these changes (see `changesFor`), each verified; where one fails, all are given back. */
  'tuning.apply': z.object({ ...applyVerb.request.omit({ password: true }).shape, ...onBoard }),
  'tuning.renew': z.object({ ...renewVerb.request.omit({ password: true }).shape, ...onBoard }),
  'tuning.restore': z.object(onBoard),
  /** Takes what is set now for the board's own. */
  'tuning.forget': z.object(onBoard),
  /** The program that tunes as root, and the line that lets the login run it. */
  'tuning.install': z.object({ ...onBoard, remove: z.boolean().default(false) }),
  /** What `tuning.install` puts on the board: the line of sudo's, and the program. */
  'tuning.helperFiles': z.object(onBoard),
  'tuning.profiles': none,
  'tuning.saveProfile': z.object({ name: profileName, tuning: tuningSchema }),
  'tuning.renameProfile': z.object({ profile: tuningProfileSchema.shape.id, name: profileName }),
  'tuning.removeProfile': z.object({ profile: tuningProfileSchema.shape.id }),
  /** Writes what a tuning is on this board, in exact values, as a file that keeps it there without Benchtop. */
  'tuning.export': z.object({
    ...onBoard,
    name: profileName,
    tuning: tuningSchema,
    format: z.enum(tuningExportFormats),
    path: z.string().min(1).max(4096),
  }),
  /** Trusts exactly this fingerprint (`SHA256:…`) for the address of this board. */
  'boards.trust': z.object({
    board: boardIdSchema,
    fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
  }),
  /** The hosts of ~/.ssh/config, each as it would become a board. */
  'boards.importable': none,
  /** Adds these hosts of ~/.ssh/config by their names there; those that are boards already are passed over. */
  'boards.import': z.object({ hosts: z.array(z.string().min(1).max(253)).min(1).max(500) }),
  /** Questions of logins that still wait for a person. */
  'exporter.state': none,
  /** Serves what connected boards do to Prometheus, or no more; remembered for the next start. */
  'exporter.set': exporterSettingSchema,
  /** From now on exactly these boards are looked at, so often; connects if need be. None: nobody looks. */
  'telemetry.watch': z.object({
    boards: z.array(boardIdSchema).max(mostWatchedBoards),
    hz: telemetryHzSchema,
  }),
  /** What is kept of the last ten minutes, also of a board that nobody looks at any more. */
  'telemetry.history': z.object(onBoard),
  'login.pending': none,
  'login.answer': loginAnswerSchema,
  'models.list': none,
  'models.add': z.object({ path: z.string().min(1).max(4096) }),
  'models.addZoo': z.object({ zoo: z.enum(zooIds) }),
  /** Ends a build that is under way: its `models.addZoo` answers with the fault `cancelled`. */
  'models.cancelZoo': z.object({ zoo: z.enum(zooIds) }),
  /** Remembers sizes and sources of its inputs; its multiply-adds are counted anew at these sizes. */
  'models.configure': z.object({
    sha256: sha256Schema,
    dims: openDimsSchema,
    inputs: plannedInputsSchema,
  }),
  'models.rename': z.object({ sha256: sha256Schema, name: z.string().trim().min(1).max(200) }),
  /**
   * Reads values for an input from a file of the user's (.npy, .npz, a picture), or from a folder of them as one tensor
   * of samples, and keeps them. What comes back counts once a plan or `models.configure` has it.
   */
  'models.addInput': z.object({
    sha256: sha256Schema,
    input: z.string().max(500),
    path: z.string().min(1).max(4096),
    image: pictureSettingsSchema.optional(),
    /** To look at a model with: where its batch is fixed, the file may hold many of it, as a folder always may. */
    samples: z.boolean().default(false),
  }),
  /** Variants that were made of it go with it, files and all. */
  'models.remove': z.object({ sha256: sha256Schema }),
  /** Gives the variant back that was made by this recipe before, where it is still there. */
  'models.makeVariant': z.object({ original: sha256Schema, recipe: recipeSchema }),
  /** Ends what is being made of a model, or compared with it: those calls answer with the fault `cancelled`. */
  'models.cancelVariant': z.object({ original: sha256Schema }),
  /** Says of a file of the user's own that it is a variant of another model, or that it is none (null). */
  'models.linkVariant': z.object({
    sha256: sha256Schema,
    to: z.object({ original: sha256Schema, precision: z.enum(precisions) }).nullable(),
  }),
  /** Compares it with its original, and keeps what came of it. Without samples: `comparedSamples`. */
  'models.compareVariant': z.object({
    sha256: sha256Schema,
    samples: samplesSchema.optional(),
    layers: z.boolean().default(false),
  }),
  /** The least cosine at which the variant passes. */
  'models.setThreshold': z.object({
    sha256: sha256Schema,
    cosine: variantSchema.shape.thresholdCosine,
  }),
  'runs.list': none,
  'runs.start': z.object({ board: boardIdSchema, plan: planSchema }),
  'runs.cancel': z.object({ run: runIdSchema }),
  'runs.get': z.object({ run: runIdSchema }),
  'runs.remove': z.object({ run: runIdSchema }),
  'runs.note': z.object({ run: runIdSchema, note: z.string().trim().max(500) }),
  /** Of one repetition, or of all that count (null). */
  'runs.histogram': z.object({
    run: runIdSchema,
    point: z.int().min(0),
    repetition: repetitionSchema.nullable().default(null),
    bins: z.int().min(4).max(500),
  }),
  /** What went on around one repetition of a point, thinned for a chart. */
  'runs.environment': z.object({
    run: runIdSchema,
    point: z.int().min(0),
    repetition: z.int().min(0),
  }),
  /** What was read of its power meanwhile, source by source, thinned alike. */
  'runs.power': z.object({
    run: runIdSchema,
    point: z.int().min(0),
    repetition: repetitionSchema,
  }),
  /** At the most 2000 bins. */
  'runs.series': z.object({
    run: runIdSchema,
    point: z.int().min(0),
    repetition: repetitionSchema,
  }),
  /** What stands in a meter's file. */
  'meters.look': z.object({ path: meterPath }),
  /** The record of a run that is over. */
  'meters.get': z.object({ run: runIdSchema }),
  /** Keeps a record with a run, in place of another; its shift is found. */
  'meters.attach': z.object({ run: runIdSchema, path: meterPath, columns: meterColumnsSchema }),
  'meters.move': z.object({ run: runIdSchema, offsetNs: z.number() }),
  'meters.remove': z.object({ run: runIdSchema }),
  /** Writes a report of these runs, in this order; the first side is the baseline where none is named by its id. */
  'reports.save': z.object({
    runs: z.array(runIdSchema).min(1).max(mostReportedRuns),
    by: z.enum(axisNames).nullable().default(null),
    baseline: z.string().max(10_000).optional(),
    threads: z.enum(threadMatches).default('same'),
    invalid: z.enum(invalidTreatments).default('left-out'),
    format: z.enum(reportFormats),
    path: z.string().min(1).max(4096),
    language: languageSchema,
  }),
  /** Shows a report that this program wrote in the system's file manager. */
  'reports.reveal': z.object({ path: z.string().min(1).max(4096) }),
  /** Opens a plan file; what stands in the way of single models is part of the answer. */
  'plans.read': z.object({ path: planPath }),
  /**
   * Gives up `plans.read`, and what `models.configure` and `runs.start` make anew before they begin: those calls answer
   * with the fault `cancelled`.
   */
  'plans.cancel': none,
  'plans.save': z.object({ plan: planSchema, path: planPath, board: boardIdSchema.optional() }),
  'references.list': none,
  'dialog.openMeter': none,
  'dialog.openPlan': none,
  'dialog.savePlan': z.object({ name: z.string().min(1).max(200) }),
  'dialog.openModel': none,
  'dialog.openKey': none,
  /** Where a report goes; `name` is only an offer, without an extension. */
  'dialog.saveReport': z.object({
    name: z.string().min(1).max(200),
    format: z.enum(reportFormats),
  }),
  'dialog.saveTuning': z.object({
    name: z.string().min(1).max(200),
    format: z.enum(tuningExportFormats),
  }),
  /** A file, or a folder of them. */
  'dialog.openInput': z.object({ folder: z.boolean().default(false) }),
  /** Opens the source of a reference in the user's browser; only addresses that the catalogue holds. */
  'references.open': z.object({ id: z.string().max(300) }),
} as const

export interface CallAnswers {
  'app.info': AppInfo
  'app.holdClosing': null
  'app.quit': null
  'settings.get': Settings
  'settings.set': Settings
  'boards.list': readonly BoardView[]
  'boards.add': BoardView
  'boards.edit': BoardView
  'boards.remove': null
  'boards.connect': BoardView
  'boards.disconnect': null
  'boards.clean': { readonly freedBytes: number }
  'boards.preflight': readonly PreflightFinding[]
  'boards.inspectLibrary': LibraryFacts
  'tuning.inspect': TuningReport
  'tuning.apply': TuningStatus
  'tuning.renew': TuningStatus
  'tuning.restore': TuningStatus
  'tuning.forget': TuningStatus
  'tuning.install': TuningReport
  'tuning.helperFiles': readonly HelperFile[]
  'tuning.profiles': readonly TuningProfile[]
  'tuning.saveProfile': TuningProfile
  'tuning.renameProfile': TuningProfile
  'tuning.removeProfile': null
  /** What the board can not do of it is `unmet`, and stands in the file. */
  'tuning.export': { readonly path: string; readonly unmet: readonly Unmet[] }
  'boards.trust': null
  'boards.importable': readonly ImportableHost[]
  'boards.import': readonly BoardView[]
  'exporter.state': ExporterState
  'exporter.set': ExporterState
  'telemetry.watch': readonly TelemetryFeedView[]
  'telemetry.history': TelemetryHistory
  'login.pending': readonly LoginAsked[]
  'login.answer': null
  'models.list': readonly ModelRecord[]
  'models.add': ModelRecord
  'models.addZoo': ModelRecord
  'models.cancelZoo': null
  'models.configure': ModelRecord
  'models.rename': ModelRecord
  'models.addInput': FileValues
  'models.remove': null
  'models.makeVariant': ModelRecord
  'models.cancelVariant': null
  'models.linkVariant': ModelRecord
  'models.compareVariant': ModelRecord
  'models.setThreshold': ModelRecord
  'runs.list': readonly RunRecord[]
  'runs.start': RunRecord
  'runs.cancel': null
  'runs.get': RunSnapshot
  'runs.remove': null
  'runs.note': null
  'runs.histogram': Histogram
  'runs.environment': EnvironmentRecord
  'runs.power': readonly PowerSeries[]
  'meters.look': MeterTable
  'meters.get': MeterView | null
  'meters.attach': MeterView
  'meters.move': MeterView
  'meters.remove': null
  'runs.series': LatencySeries
  'reports.save': { readonly path: string }
  'reports.reveal': null
  'plans.read': OpenedPlan
  'plans.cancel': null
  'plans.save': null
  'references.list': readonly Reference[]
  'dialog.openMeter': { readonly path: string | null }
  'dialog.openPlan': { readonly path: string | null }
  'dialog.savePlan': { readonly path: string | null }
  'dialog.openModel': { readonly path: string | null }
  'dialog.openKey': { readonly path: string | null }
  'dialog.saveReport': { readonly path: string | null }
  'dialog.saveTuning': { readonly path: string | null }
  'dialog.openInput': { readonly path: string | null }
  'references.open': null
}

export type CallName = keyof typeof callRequests
export type CallRequest<N extends CallName> = z.input<(typeof callRequests)[N]>
export type CallAnswer<N extends CallName> = CallAnswers[N]

/** What main publishes. Batched at 10 Hz: each message is a list in the order of publishing. */
export interface Topics {
  /** The window was asked to close, which would touch these runs; it stays until the page has answered. */
  'app.closing': { readonly runs: readonly RunId[] }
  /** New events of runs, already in the store. */
  'run.events': { readonly run: RunId; readonly events: readonly RunNews[] }
  /** A run was added, or its status or counts changed. */
  'run.changed': RunRecord
  /** Another program (the command) changed a list: of runs, boards or models. */
  'store.changed': { readonly by: 'another-program' }
  'board.changed': BoardView
  /** Its state, or what there is to see. */
  'telemetry.changed': TelemetryFeedView
  'telemetry.samples': TelemetryBatch
  /** About once a second. */
  'telemetry.processes': TelemetryProcesses
  /** A point began on a board that is looked at, or ended: then once more, with its end. */
  'telemetry.marked': TelemetryMark
  'login.asked': LoginAsked
  /** The question was answered, given up or withdrawn. */
  'login.settled': { readonly id: string }
  activity: Activity
  /** The activity of this board is over. */
  'activity.ended': { readonly boardId: string }
}
export type TopicName = keyof Topics

/** The one object that the preload gives to the page. */
export interface BenchtopBridge {
  call<N extends CallName>(name: N, request: CallRequest<N>): Promise<Result<CallAnswer<N>>>
  /** Gives back the function that ends the subscription. */
  subscribe<T extends TopicName>(
    topic: T,
    listener: (messages: readonly Topics[T][]) => void,
  ): () => void
  /** Where a file lies that was dropped into the window; empty where it lies nowhere. */
  pathOf(file: File): string
}
