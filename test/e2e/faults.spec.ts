// Faults where they happen: the sentence, the command for it, and the step that the window itself can take.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { localBoardId } from '../../src/shared/board.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { external, modelOf, perceptron, value, writeModel } from '../fixtures/onnx.ts'
import { planOf } from '../fixtures/runs.ts'
import {
  answerFileDialogs,
  call,
  newDataDir,
  type RunningApp,
  screenshot,
  startApp,
  withApp,
} from './app.ts'
import { threeBoards, writeHistory } from './history.ts'
import { setSize, visit } from './looks.ts'

test('a board that refuses says the command that starts its server', async () => {
  const data = newDataDir()
  const app = await startApp(data.path)
  const { page } = app
  try {
    await setSize(app, 1440, 1000)
    const refusing = await call(page, 'boards.add', {
      name: 'Refusing',
      address: { host: '127.0.0.1', port: 1, user: 'edge', login: { kind: 'auto' }, via: [] },
    })
    await call(page, 'boards.connect', { board: refusing.board.id })
    const card = page.getByRole('article', { name: 'Refusing' })
    await expect(card.getByText('sudo systemctl enable --now ssh')).toBeVisible()
    await card.getByRole('button', { name: 'Copy the command' }).click()
    await expect(card.getByText('Copied')).toBeVisible()
    await screenshot(page, '70-fault-command')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})

/** A run of this model that ended, as if it had been measured here before. */
async function endedRunOf(app: RunningApp, dir: string, model: Uint8Array, name: string) {
  const path = join(dir, `${name}.onnx`)
  writeModel(path, model)
  const record = await call(app.page, 'models.add', { path })
  const here = { boardId: localBoardId, boardName: 'This computer' }
  const [run] = writeHistory(dir, [{ ...here, createdMs: Date.now(), medianNs: 1e6 }], record)
  return { record, run }
}

test('a board that is busy leads to its run, which can be cancelled from there', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const { record, run } = await endedRunOf(app, dir, perceptron(), 'perceptron')
    const going = await call(page, 'runs.start', {
      board: localBoardId,
      plan: planOf({
        models: [{ sha256: record.sha256, name: record.name, dims: {}, inputs: {} }],
        batches: [1, 2, 4, 8, 16],
        limits: modeLimits.normal,
      }),
    })
    await visit(app, `/runs/${run}`)
    await page.getByRole('button', { name: 'Run again' }).click()
    const notice = page.getByRole('alert')
    await notice.getByRole('link', { name: 'Open that run' }).click()
    await expect(page).toHaveURL(new RegExp(going.id))
    await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible()

    await visit(app, `/runs/${run}`)
    await page.getByRole('button', { name: 'Run again' }).click()
    await notice.getByRole('button', { name: 'Cancel it' }).click()
    await expect(notice.getByText('That run is being cancelled.')).toBeVisible()
    await visit(app, `/runs/${going.id}`)
    await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible({
      timeout: 60_000,
    })
  }))

test('a model whose weights are not beside it says which, and is chosen again once they are', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const path = join(dir, 'split.onnx')
    const product = modelOf({
      nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
      inputs: [value('x', ['N', 8])],
      outputs: [value('y', ['N', 4])],
      weights: [external('w', [8, 4], { location: 'split.weights' })],
    })
    writeModel(path, product)
    await answerFileDialogs(app, path)
    await visit(app, '/models')
    await page.getByRole('button', { name: 'Open .onnx…' }).click()
    const notice = page.getByRole('alert')
    await expect(notice).toContainText('split.weights')
    writeFileSync(join(dir, 'split.weights'), new Uint8Array(8 * 4 * 4))
    await notice.getByRole('button', { name: 'Choose the file again' }).click()
    await expect(page.getByRole('link', { name: /^split/ })).toBeVisible()
  }))

test('a model that is gone is chosen again, and what does not fit is a result', async () => {
  const data = newDataDir()
  const [, piAgain, , here] = writeHistory(data.path, threeBoards(Date.now()))
  const app = await startApp(data.path)
  const { page } = app
  try {
    await setSize(app, 1440, 1000)
    await visit(app, `/runs/${piAgain}`)
    await expect(
      page.getByText('6 of 8 points fit into the memory and were measured'),
    ).toBeVisible()
    await page.getByRole('group', { name: 'Points' }).scrollIntoViewIfNeeded()
    await screenshot(page, '71-does-not-fit')
    await visit(app, `/runs/${here}`)
    await page.getByRole('button', { name: 'Run again' }).click()
    const notice = page.getByRole('alert').filter({ hasText: 'is not there any more' })
    await expect(notice).toBeVisible({ timeout: 60_000 })
    await screenshot(page, '72-model-missing')
    const model = join(data.path, 'found.onnx')
    writeModel(model, perceptron())
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    }, model)
    await notice.getByRole('button', { name: 'Choose the file again' }).click()
    await expect(notice.getByText(/found.* was added/)).toBeVisible()
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
