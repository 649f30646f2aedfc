// `benchtop run`: one sweep from a terminal, of a plan file, of options, or of both; progress on stderr, the result on
// stdout.

import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { BoardFacts } from '../../shared/board.ts'
import type { RunId } from '../../shared/event.ts'
import { FaultError, fail, fault } from '../../shared/fault.ts'
import type {
  ModelRecord,
  OpenedPlan,
  PlanNotice,
  RunSnapshot,
  TopicName,
  Topics,
} from '../../shared/ipc.ts'
import type { FindModel } from '../../shared/lineage.ts'
import { zooIds } from '../../shared/model.ts'
import { modelKey, type Plan, type PlannedModel, planSchema } from '../../shared/plan.ts'
import { modelTitle } from '../../shared/point-label.ts'
import type { Precision } from '../../shared/precision.ts'
import type { Bench } from '../bench.ts'
import { plannedModel } from '../plan/convert.ts'
import { connected } from './connect.ts'
import type { Desk } from './desk.ts'
import { exitCodes } from './exit-codes.ts'
import { configured, type InputOptions, inputValues, refuseUnknown, withGiven } from './input.ts'
import { boardNamed, modelNamed } from './named.ts'
import { dimension } from './options.ts'
import { addPlanOptions, type PlanOptions, withPlanOptions } from './plan-options.ts'
import { lookFirst, type PreflightOptions } from './preflight.ts'
import { ProgressLine } from './progress.ts'
import { resultText } from './result.ts'
import { tellOwed } from './tune.ts'

interface RunOptions extends InputOptions, PlanOptions, PreflightOptions {
  readonly model?: readonly string[]
  readonly board?: string
  readonly savePlan?: string
}

export function addRun(program: Command, desk: Desk): void {
  const command = program
    .command('run [plan.yaml]')
    .description('measure a plan, or every combination of what is asked for here')
    .option(
      '-m, --model <model...>',
      'ONNX files, names of known models, or of the zoo’s; without a plan and one, ResNet-50 v1.5',
    )
    .option('-d, --dim <name=number>', 'size of an open dimension, repeatable', dimension, {})
    .option(
      '-i, --input <name=values>',
      'values of an input: a number, random:LOW..HIGH, counting, or a .npy, .npz or picture file',
      inputValues,
      {},
    )
  addPlanOptions(command)
    .option('--board <name>', 'a board that is known; else the plan’s, else this computer')
    .option('--save-plan <file.yaml>', 'also write what is measured as a plan')
    .option('--preflight', 'say first what speaks against measuring on the board now')
    .option('--strict', 'the same, and measure nothing where something does')
    .action((plan: string | undefined, options: RunOptions) => measure(desk, plan, options))
}

/** Rejects with a `FaultError` when no result came of it; a failed point is part of the result. */
async function measure(desk: Desk, path: string | undefined, options: RunOptions): Promise<void> {
  const progress = new ProgressLine(process.stderr)
  let followed: RunId | null = null
  const hear = listener(progress, (id) => id === followed)
  try {
    const snapshot = await desk.open(
      async (bench) => {
        const opened = path === undefined ? null : await openPlan(bench, path, progress)
        const view = boardNamed(bench, options.board ?? opened?.board ?? 'this-computer')
        progress.say(`Connecting to ${view.board.name}`)
        const facts = await connected(bench, view)
        const asked = await planOf(bench, opened, options, facts, progress)
        // What has to be made anew heats this computer: it comes before the look.
        const plan = { ...asked, models: await bench.variants.restore(asked.models) }
        if (options.savePlan !== undefined)
          await bench.plans.save(plan, options.savePlan, view.board.id)
        await lookFirst(bench, view.board, plan, options, progress)
        const record = bench.runs.start(view.board.id, plan)
        followed = record.id
        progress.plan(plan)
        // Runs of which no program heard the end, because it was killed: what they measured is read now.
        bench.runs.resume(view.board.id)
        const stopCancel = cancelOnInterrupt(() => bench.runs.cancel(record.id), progress)
        await bench.runs.settled(record.id)
        stopCancel()
        return bench.runs.snapshot(record.id)
      },
      (topic, message) => hear(topic, message),
    )
    progress.end()
    report(desk, snapshot)
  } finally {
    progress.end()
  }
}

function listener(progress: ProgressLine, isFollowed: (id: RunId) => boolean) {
  return <T extends TopicName>(topic: T, message: Topics[T]) => {
    if (topic === 'activity') progress.activity(message as Topics['activity'])
    if (topic !== 'run.events') return
    const { run, events } = message as Topics['run.events']
    if (isFollowed(run)) for (const event of events) progress.event(event)
  }
}

/** Here a model that can not be had is the end: a sweep with a hole would be taken for the whole. */
async function openPlan(bench: Bench, path: string, progress: ProgressLine): Promise<OpenedPlan> {
  const opened = await bench.plans.read(path)
  const [missing] = opened.faults
  if (missing !== undefined) throw new FaultError(missing)
  for (const { kind, model } of opened.notices) progress.say(noticeWords[kind](model))
  return opened
}

/** The plan of the file with what the options say instead. */
async function planOf(
  bench: Bench,
  opened: OpenedPlan | null,
  options: RunOptions,
  facts: BoardFacts,
  progress: ProgressLine,
): Promise<Plan> {
  const base = opened?.plan ?? null
  const chosen =
    base !== null && options.model === undefined
      ? await withOptions(bench, base.models, options)
      : await newModels(bench, options, progress)
  const models =
    options.precision === undefined
      ? chosen
      : await atPrecisions(bench, chosen, options.precision, facts, progress)
  const isAll = opened?.allThreads ?? true
  const parsed = planSchema.safeParse({
    ...withPlanOptions(base, options, { cores: facts.cpu.availableCores, isAll }),
    models,
  })
  if (!parsed.success)
    fail('bad-request', { reason: parsed.error.issues[0]?.message ?? 'the plan is not valid' })
  return parsed.data
}

/** The models of a plan file, which says what it means: what the options change is not remembered. */
async function withOptions(
  bench: Bench,
  models: readonly PlannedModel[],
  options: RunOptions,
): Promise<PlannedModel[]> {
  const records = models.map(({ sha256 }) => modelNamed(bench, sha256))
  refuseUnknown(records, options)
  const changed: PlannedModel[] = []
  for (const [index, model] of models.entries()) {
    const record = records[index]
    if (record !== undefined)
      changed.push({ ...model, ...(await withGiven(bench, record, model, options)) })
  }
  return changed
}

const noticeWords: Readonly<Record<PlanNotice['kind'], (model: string) => string>> = {
  same: (model) =>
    `${model} is, byte for byte, what the plan measures already: it is measured once`,
  'accuracy-dropped': (model) =>
    `${model} was a variant of another model: how near it stays to this one is not known`,
  'not-compared': (model) =>
    `${model} was made and could not be compared with its original: benchtop models accuracy says why`,
}

const findIn =
  ({ models }: Bench): FindModel =>
  (sha256) =>
    models.get(sha256)

/** Each model, or the one that it is a variant of, at every precision as this board computes it best. */
async function atPrecisions(
  bench: Bench,
  chosen: readonly PlannedModel[],
  wanted: readonly Precision[],
  facts: BoardFacts,
  progress: ProgressLine,
): Promise<PlannedModel[]> {
  const models = new Map<string, PlannedModel>()
  for (const planned of chosen) {
    const record = modelNamed(bench, planned.original ?? planned.sha256)
    const base = { record, planned: plannedModel(planned, record, findIn(bench)) }
    for (const precision of wanted) {
      progress.say(`Preparing ${planned.name} in ${precision}`)
      const found = await bench.precisions.at(base, precision, facts)
      if (found.notice !== null) progress.say(noticeWords[found.notice](modelTitle(found.planned)))
      models.set(modelKey(found.planned), found.planned)
    }
  }
  return [...models.values()]
}

async function newModels(
  bench: Bench,
  options: RunOptions,
  progress: ProgressLine,
): Promise<PlannedModel[]> {
  const found = await findModels(bench, options.model, progress)
  refuseUnknown(found, options)
  const models: PlannedModel[] = []
  for (const record of found)
    models.push(plannedModel({}, await configured(bench, record, options), findIn(bench)))
  return models
}

async function findModels(
  bench: Bench,
  names: readonly string[] | undefined,
  progress: ProgressLine,
): Promise<readonly ModelRecord[]> {
  if (names === undefined) {
    progress.say('Preparing ResNet-50 v1.5 (architecture, random weights: speed only)')
    return [await bench.models.addZoo('resnet50-v1.5')]
  }
  const models: ModelRecord[] = []
  for (const name of names) models.push(await findModel(bench, name))
  return models
}

/** A file goes before a name, and what is written like a path is one. */
async function findModel(bench: Bench, name: string): Promise<ModelRecord> {
  if (existsSync(name) || /[/\\]|\.onnx$/i.test(name)) return bench.models.add(name)
  const zoo = zooIds.find((id) => id === name)
  return zoo === undefined ? modelNamed(bench, name) : bench.models.addZoo(zoo)
}

/** The first Ctrl-C cancels the run on the board, the second leaves at once. */
function cancelOnInterrupt(cancel: () => Promise<void>, progress: ProgressLine): () => void {
  const leave = () => process.exit(exitCodes.cancelled)
  const onInterrupt = () => {
    progress.say('Cancelling; press Ctrl-C again to leave at once')
    process.once('SIGINT', leave)
    void cancel().catch((thrown: unknown) => progress.say(String(thrown)))
  }
  process.once('SIGINT', onInterrupt)
  return () => {
    process.off('SIGINT', onInterrupt)
    process.off('SIGINT', leave)
  }
}

function report(desk: Desk, snapshot: RunSnapshot): void {
  const { record } = snapshot
  desk.result(snapshot, () => resultText(snapshot))
  if (record.clocks === 'owed') tellOwed(desk, record.boardName)
  if (record.status === 'cancelled') process.exitCode = exitCodes.cancelled
  else if (record.status !== 'completed')
    throw new FaultError(record.fault ?? fault('run-lost', {}))
  else if (record.measuredPoints === 0) process.exitCode = exitCodes.fault
}
