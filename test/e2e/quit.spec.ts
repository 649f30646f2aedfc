// Closing the window on a run of this computer: it asks, the run goes on, and the next start finds it again.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { localBoardId } from '../../src/shared/board.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { planOf } from '../fixtures/runs.ts'
import { call, newDataDir, type RunningApp, screenshot, startApp } from './app.ts'
import { visit } from './looks.ts'

async function measureHere({ page }: RunningApp): Promise<void> {
  await page.getByRole('button', { name: 'Measure this computer' }).click()
  await expect(page.getByText(/of 3 points/).first()).toBeVisible({ timeout: 60_000 })
}

/** A run that is still going on when a busy machine has come to look, on its page. */
async function measureForLong(app: RunningApp, dir: string): Promise<string> {
  const path = join(dir, 'perceptron.onnx')
  writeModel(path, perceptron())
  const { sha256 } = await call(app.page, 'models.add', { path })
  const { id } = await call(app.page, 'runs.start', {
    board: localBoardId,
    plan: planOf({
      models: [{ sha256, name: 'perceptron', dims: {}, inputs: {} }],
      batches: [1, 2, 4, 8, 16, 32, 64, 128],
      limits: modeLimits.normal,
    }),
  })
  await visit(app, `/runs/${id}`)
  await expect(app.page.getByText(/of 8 points/).first()).toBeVisible({ timeout: 60_000 })
  return id
}

/** Ends a run that no program follows any more. */
async function endRun(dir: string, id: string): Promise<void> {
  const folder = join(dir, 'this-computer', 'runs', id)
  writeFileSync(join(folder, 'cancel'), '')
  const journal = join(folder, 'journal.ndjson')
  await expect.poll(() => readFileSync(journal, 'utf8')).toContain('run-ended')
}

const closeWindow = ({ electron }: RunningApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

const question = (page: Page) => page.getByRole('dialog', { name: /Quit/ })

/** Clicks, and waits until the program is gone. */
async function quitBy(app: RunningApp, button: string): Promise<void> {
  const gone = app.electron.waitForEvent('close', { timeout: 60_000 })
  await question(app.page).getByRole('button', { name: button }).click()
  await gone
}

const openRun = async ({ page }: RunningApp) => {
  await page.getByRole('link', { name: 'Results' }).click()
  await page.locator('a[href^="#/runs/"]').first().click()
}

test('a run goes on without the window and is followed by the next start to its end', async () => {
  const data = newDataDir()
  let app = await startApp(data.path)
  try {
    await measureHere(app)
    await closeWindow(app)
    await expect(question(app.page)).toContainText('It can go on without the window')
    await screenshot(app.page, '20-quit-question')
    await question(app.page).getByRole('button', { name: 'Stay' }).click()
    await expect(question(app.page)).toHaveCount(0)
    await expect(app.page.getByRole('button', { name: 'Cancel run' })).toBeVisible()

    await closeWindow(app)
    await quitBy(app, 'Go on measuring without the window')
    expect(app.problems).toEqual([])

    app = await startApp(data.path)
    await openRun(app)
    await expect(app.page.getByRole('button', { name: 'Run again' })).toBeVisible({
      timeout: 120_000,
    })
    await expect(app.page.getByText('All 3 points were measured')).toBeVisible()
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})

test('a run is cancelled on the way out', async () => {
  const data = newDataDir()
  let app = await startApp(data.path)
  try {
    await measureForLong(app, data.path)
    await app.electron.evaluate(({ app: program }) => program.quit())
    await quitBy(app, 'Cancel the run and quit')

    app = await startApp(data.path)
    await openRun(app)
    await expect(app.page.getByText('Cancelled', { exact: true }).first()).toBeVisible()
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})

test('a page that answers nothing, and a signal, keep nobody waiting', async () => {
  const data = newDataDir()
  let app = await startApp(data.path)
  try {
    const run = await measureForLong(app, data.path)
    const dead = app.electron.waitForEvent('close', { timeout: 60_000 })
    await app.page.evaluate(() => {
      // What the page is when it hangs.
      setTimeout(() => {
        for (;;);
      }, 0)
    })
    await closeWindow(app)
    await dead

    app = await startApp(data.path)
    await openRun(app)
    await expect(app.page.getByRole('button', { name: 'Cancel run' })).toBeVisible()
    const ended = app.electron.waitForEvent('close', { timeout: 60_000 })
    app.electron.process().kill('SIGTERM')
    await ended
    await endRun(data.path, run)
  } finally {
    await app.close()
    data.remove()
  }
})
