// `benchtop run`: one sweep from a terminal, with its progress on stderr and its result on stdout.

import type { RunId } from '../../shared/event.ts'
import { FaultError, fail, fault } from '../../shared/fault.ts'
import type { BoardView, ModelRecord, RunSnapshot, TopicName, Topics } from '../../shared/ipc.ts'
import { type Mode, modeLimits, type Plan, planSchema } from '../../shared/plan.ts'
import { type Bench, openBench } from '../bench.ts'
import { plainText } from '../board/printed.ts'
import type { Installation } from '../installation.ts'
import { askOnTerminal } from './ask.ts'
import { ProgressLine } from './progress.ts'
import { resultTable } from './table.ts'

export interface RunOptions {
  readonly model?: readonly string[]
  readonly batch: readonly number[]
  readonly threads?: readonly number[]
  readonly dim: Readonly<Record<string, number>>
  readonly mode: Mode
  readonly board: string
  readonly seed: number
  readonly json?: boolean
}

/** Rejects with a `FaultError` when no result came of it; a failed point is part of the result. */
export async function run(
  installation: Installation,
  dataDir: string,
  options: RunOptions,
): Promise<void> {
  const progress = new ProgressLine(process.stderr)
  let followed: RunId | null = null
  const hear = listener(progress, (id) => id === followed)
  const bench = openBench(installation, dataDir, (topic, message) => hear(topic, message), {
    ask: askOnTerminal(),
    cipher: null,
  })
  try {
    const board = findBoard(bench, options.board)
    progress.say(`Connecting to ${board.board.name}`)
    const { connection } = await bench.boards.connect(board.board.id)
    if (connection.kind === 'fault') throw new FaultError(connection.fault)
    const cores = connection.kind === 'ready' ? connection.facts.cpu.availableCores : 1
    const models = await findModels(bench, options.model, progress)
    const plan = planOf(models, options, cores)

    const record = bench.runs.start(board.board.id, plan)
    followed = record.id
    progress.plan(plan)
    // Runs of which no program heard the end, because it was killed: what they measured is read now.
    bench.runs.resume(board.board.id)
    const stopCancel = cancelOnInterrupt(() => bench.runs.cancel(record.id), progress)
    await bench.runs.settled(record.id)
    stopCancel()
    progress.end()
    report(bench.runs.snapshot(record.id), options.json === true)
  } finally {
    progress.end()
    await bench.close()
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

function findBoard(bench: Bench, name: string): BoardView {
  const found = bench.boards
    .list()
    .find(({ board }) => board.id === name || board.name.toLowerCase() === name.toLowerCase())
  return found ?? fail('not-found', { what: 'board', id: name })
}

async function findModels(
  bench: Bench,
  paths: readonly string[] | undefined,
  progress: ProgressLine,
): Promise<readonly ModelRecord[]> {
  if (paths === undefined) {
    progress.say('Preparing ResNet-50 v1.5 (architecture, random weights: speed only)')
    return [await bench.models.addZoo('resnet50-v1.5')]
  }
  const models: ModelRecord[] = []
  for (const path of paths) models.push(await bench.models.add(path))
  return models
}

function planOf(models: readonly ModelRecord[], options: RunOptions, cores: number): Plan {
  for (const { name, info } of models) {
    const open = info.openDims.filter((dim) => options.dim[dim] === undefined)
    if (open.length > 0) fail('input-dims-unknown', { name, dims: open.join(', ') })
  }
  const parsed = planSchema.safeParse({
    models: models.map(({ sha256, name, info }) => ({
      sha256,
      name,
      dims: Object.fromEntries(info.openDims.map((dim) => [dim, options.dim[dim]])),
    })),
    batches: options.batch,
    threads: options.threads ?? [cores],
    limits: modeLimits[options.mode],
    seed: options.seed,
  })
  if (!parsed.success)
    fail('bad-request', { reason: parsed.error.issues[0]?.message ?? 'the plan is not valid' })
  return parsed.data
}

/** The first Ctrl-C cancels the run on the board, the second leaves at once. */
function cancelOnInterrupt(cancel: () => Promise<void>, progress: ProgressLine): () => void {
  const onInterrupt = () => {
    progress.say('Cancelling; press Ctrl-C again to leave at once')
    process.once('SIGINT', () => process.exit(130))
    void cancel().catch((thrown: unknown) => progress.say(String(thrown)))
  }
  process.once('SIGINT', onInterrupt)
  return () => process.off('SIGINT', onInterrupt)
}

function report(snapshot: RunSnapshot, json: boolean): void {
  const { record } = snapshot
  process.stdout.write(`${json ? JSON.stringify(snapshot) : plainText(resultTable(snapshot))}\n`)
  if (record.status === 'cancelled') process.exitCode = 130
  else if (record.status !== 'completed')
    throw new FaultError(record.fault ?? fault('run-lost', {}))
  else if (record.measuredPoints === 0) process.exitCode = 3
}
