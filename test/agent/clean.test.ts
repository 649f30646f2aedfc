// Giving back room on a board: what goes, what stays, and that no run is harmed.

import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { perceptron } from '../fixtures/onnx.ts'
import { buildAgent, endlessLimits, freshRun, planOf, TestHome } from './agent.ts'

let home: TestHome
beforeAll(buildAgent)
beforeEach(() => {
  home = new TestHome()
})
afterEach(() => home.remove())

const everything = { runs: [], keep: [], leastAgeMs: 0 }
const names = (folder: string) => {
  const path = join(home.dir, folder)
  return existsSync(path) ? readdirSync(path) : []
}
const other = 'f'.repeat(64)

function leave(path: string, bytes = 4096): void {
  mkdirSync(join(home.dir, path, '..'), { recursive: true })
  writeFileSync(join(home.dir, path), new Uint8Array(bytes).fill(7))
}

test('only runs that the desk holds to their end are removed', async () => {
  const plan = planOf(await home.addModel(perceptron()))
  const held = await home.sweep(plan)
  const halfRead = await home.sweep(plan)
  const foreign = await home.sweep(plan)
  const reply = await home.call('clean', {
    ...everything,
    runs: [
      { run: held.run, lastSeq: held.events.length },
      { run: halfRead.run, lastSeq: halfRead.events.length - 1 },
      { run: freshRun(), lastSeq: 5 },
    ],
  })
  expect(reply.runs).toBe(1)
  expect(reply.freedBytes).toBeGreaterThan(0)
  expect(names('runs').sort()).toEqual([halfRead.run, foreign.run].sort())
})

test('models and inputs go but for those that are about to be used, and those that have just come', async () => {
  const kept = await home.addModel(perceptron())
  leave(`models/${other}/model.onnx`, 100_000)
  leave(`inputs/${other}.npy`)
  const young = await home.call('clean', { ...everything, leastAgeMs: 600_000 })
  expect(young).toEqual({ freedBytes: 0, runs: 0, contents: 0 })
  const reply = await home.call('clean', { ...everything, keep: [kept] })
  expect(reply.contents).toBe(2)
  expect(reply.freedBytes).toBeGreaterThanOrEqual(100_000)
  expect([...names('models'), ...names('inputs')]).toEqual([kept])
})

test('given-up pushes and what other versions left are removed, not what a link leads to', async () => {
  leave(`incoming/${other}.part`)
  leave(`incoming/${other}.model/model.onnx`)
  leave(`agents/${other}/agent.cjs`)
  leave('ort/1.0.0-x64-0123456789abcdef/package.json')
  leave('elsewhere/precious')
  leave('inputs/notes.txt')
  symlinkSync(join(home.dir, 'elsewhere'), join(home.dir, 'inputs', `${other}.npy`))
  const used = 'ort/in-use'
  mkdirSync(join(home.dir, used), { recursive: true })
  const modules = join(home.dir, used)
  expect((await home.call('clean', everything, { modules })).freedBytes).toBeGreaterThan(0)
  expect([...names('incoming'), ...names('agents')]).toEqual([])
  expect(names('inputs')).toEqual(['notes.txt'])
  expect(names('elsewhere')).toEqual(['precious'])
  expect(names('ort')).toEqual(['in-use'])
})

test('nothing is touched while a run is measuring', async () => {
  const model = await home.addModel(perceptron())
  const run = freshRun()
  await home.call('start', { run, plan: planOf(model, { limits: endlessLimits }) })
  expect(await home.fault('clean', everything)).toMatchObject({
    code: 'board-busy',
    params: { run },
  })
  expect(names('models')).toEqual([model])
  await home.call('cancel', { run })
  const events = await home.attach(run)
  const reply = await home.call('clean', { ...everything, runs: [{ run, lastSeq: events.length }] })
  expect(reply).toMatchObject({ runs: 1, contents: 1 })
})

test('starting and cleaning at the same time never leaves a run without its model', async () => {
  const model = await home.addModel(perceptron())
  const run = freshRun()
  const [started] = await Promise.allSettled([
    home.call('start', { run, plan: planOf(model) }),
    home.speak('clean', JSON.stringify({ ...everything, keep: [model] })),
  ])
  expect(started.status).toBe('fulfilled')
  expect((await home.attach(run)).at(-1)).toMatchObject({ outcome: { kind: 'completed' } })
})
