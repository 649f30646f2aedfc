// What a person does with a new board, through the core as the window does it: add it, trust its key, sweep a model.

import { join } from 'node:path'
import type { BoardSession } from '../../src/main/board/session.ts'
import type { BoardId } from '../../src/shared/board.ts'
import type { RunEvent, RunId } from '../../src/shared/event.ts'
import { FaultError } from '../../src/shared/fault.ts'
import type { Limits } from '../../src/shared/limits.ts'
import { type EngineId, planSchema } from '../../src/shared/plan.ts'
import { parseJournal, shortLimits, type TestBench } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { addressOf } from '../ssh/desk.ts'
import type { NamespaceBoard } from './namespace-board.ts'

type Reachable = Parameters<typeof addressOf>[0]

/** Adds a board whose key nobody knows, sees that it is refused, and trusts what it showed. */
export async function addAndTrust({ bench }: TestBench, there: Reachable): Promise<BoardId> {
  const { board } = bench.boards.addSsh('Netns', addressOf(there))
  const { connection } = await bench.boards.connect(board.id)
  if (connection.kind !== 'fault') throw new Error('an unknown key was accepted')
  if (connection.fault.code !== 'host-key-unknown') throw new Error(JSON.stringify(connection))
  bench.boards.trust(board.id, String(connection.fault.params.fingerprint))
  return board.id
}

/**
 * The session of an emulated board. Its first try may end with an agent that greets too late: Node comes from a cold disk
 * onto a processor that is slow as it is.
 */
export async function emulatedSession({ bench }: TestBench, board: BoardId): Promise<BoardSession> {
  for (let tries = 1; ; tries++) {
    try {
      return await bench.boards.session(board)
    } catch (thrown) {
      const isLate = thrown instanceof FaultError && thrown.fault.code === 'agent-silent'
      if (!isLate || tries === 4) throw thrown
    }
  }
}

/** Starts a sweep of a tiny model with one thread, through the default engine or these. */
export async function startSweep(
  { bench, dataDir }: TestBench,
  board: BoardId,
  batches: readonly number[],
  engines: readonly EngineId[] = ['ort-c'],
  limits: Limits = shortLimits,
): Promise<RunId> {
  const path = join(dataDir, 'tiny.onnx')
  writeModel(path, perceptron())
  const { sha256, name } = await bench.models.add(path)
  const plan = planSchema.parse({
    models: [{ sha256, name }],
    batches,
    threads: [1],
    engines: [...engines],
    limits,
    seed: 1,
  })
  return bench.runs.start(board, plan).id
}

/** The journal of a run as it stands on the board. */
export async function journalOn(netns: NamespaceBoard, run: RunId): Promise<RunEvent[]> {
  return parseJournal(
    await netns.exec(`cat /home/${netns.user}/.benchtop/runs/${run}/journal.ndjson`),
  )
}
