// The window and a command on one store: one follows, the other shows, and takes over where the first one ends.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, openBench } from '../../src/main/bench.ts'
import { findInstallation } from '../../src/main/installation.ts'
import { localBoardId } from '../../src/shared/board.ts'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { root, shortLimits, storedEvents, TestBench, until } from './bench.ts'

/** The window; `command` is another program with the same data. */
let desk: TestBench
let command: Bench
let isOpen: boolean
beforeEach(() => {
  desk = new TestBench()
  desk.bench.watchOthers()
  const person = { ask: null, cipher: null }
  command = openBench(findInstallation(root), desk.dataDir, () => undefined, person)
  isOpen = true
})

async function endCommand(): Promise<void> {
  if (isOpen) await command.close()
  isOpen = false
}
afterEach(async () => {
  await endCommand()
  await desk.dispose()
})

async function tinyPlan(batches: number[]): Promise<Plan> {
  const path = join(desk.dataDir, 'tiny.onnx')
  writeModel(path, perceptron())
  const { sha256, name } = await command.models.add(path)
  return planSchema.parse({
    models: [{ sha256, name }],
    batches,
    threads: [1],
    limits: shortLimits,
    seed: 1,
  })
}

const toldSeqs = (run: string) =>
  desk.news.flatMap(({ topic, message }) =>
    topic === 'run.events' && 'events' in message && message.run === run
      ? message.events.map(({ seq }) => seq)
      : [],
  )

test('a run of the command is told in the window to its end, and followed once', async () => {
  const { id } = command.runs.start(localBoardId, await tinyPlan([1]))
  desk.bench.runs.resume()
  expect(desk.bench.runs.record(id).status).toBe('preparing')
  expect(desk.bench.runs.follows(id)).toBe(false)
  await command.runs.settled(id)
  const last = desk.journal(id).length
  await until(() => toldSeqs(id).includes(last))
  expect(toldSeqs(id)).toEqual(desk.journal(id).map(({ seq }) => seq))
  expect(desk.news.map(({ topic }) => topic)).toContain('store.changed')
  expect(desk.bench.runs.follows(id)).toBe(false)
  expect(desk.bench.runs.record(id).status).toBe('completed')
})

test('the window goes on with a run whose program ends', async () => {
  const { id } = command.runs.start(localBoardId, await tinyPlan([1, 2, 3]))
  await until(() => command.runs.record(id).measuredPoints >= 1)
  await endCommand()
  await until(() => desk.bench.runs.record(id).status === 'completed')
  await desk.bench.runs.settled(id)
  expect(storedEvents(desk.dataDir, id)).toEqual(desk.journal(id))
  const locks = join(desk.dataDir, 'followed')
  expect(existsSync(locks) ? readdirSync(locks) : []).toEqual([])
})

test('a board that the command adds appears in the window', async () => {
  const login = { kind: 'auto' as const }
  command.boards.addSsh('Pi', { host: 'pi', port: 22, user: 'edge', login, via: [] })
  await until(() => desk.news.some(({ topic }) => topic === 'store.changed'))
  expect(desk.bench.boards.list().map(({ board }) => board.name)).toContain('Pi')
})
