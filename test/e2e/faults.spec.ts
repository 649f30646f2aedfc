// Faults where they happen: the sentence, the command for it, and the step that the window itself can take.

import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { newDataDir, screenshot, startApp } from './app.ts'
import { threeBoards, writeHistory } from './history.ts'
import { expectAccessible, resize, visit } from './views.ts'

test('a board that refuses says the command that starts its server', async () => {
  const data = newDataDir()
  const app = await startApp(data.path)
  const { page } = app
  try {
    await resize(app, 1440, 1000)
    await page.evaluate(async () => {
      const added = await window.benchtop.call('boards.add', {
        name: 'Refusing',
        address: { host: '127.0.0.1', port: 1, user: 'edge', login: { kind: 'auto' }, via: [] },
      })
      if (added.ok) await window.benchtop.call('boards.connect', { board: added.value.board.id })
    })
    const card = page.getByRole('article', { name: 'Refusing' })
    await expect(card.getByText('sudo systemctl enable --now ssh')).toBeVisible()
    await card.getByRole('button', { name: 'Copy the command' }).click()
    await expect(card.getByText('Copied')).toBeVisible()
    await screenshot(page, '70-fault-command')
    await expectAccessible(app, 'a fault')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})

test('a model that is gone is chosen again, and what does not fit is a result', async () => {
  const data = newDataDir()
  const [pi, piAgain, , here] = writeHistory(data.path, threeBoards(Date.now()))
  const app = await startApp(data.path)
  const { page } = app
  try {
    await resize(app, 1440, 1000)
    await visit(app, `/runs/${piAgain}`)
    await expect(
      page.getByText('6 of 8 points fit into the memory and were measured'),
    ).toBeVisible()
    await page.getByRole('region', { name: 'Points' }).scrollIntoViewIfNeeded()
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

    await page.evaluate(() => window.benchtop.call('settings.set', { language: 'zh-CN' }))
    await page.reload()
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const [address, name] of [
      [`/compare?runs=${pi},${here}`, '73-compare-zh'],
      ['/runs', '74-history-zh'],
      ['/references', '75-references-zh'],
      [`/runs/${piAgain}`, '76-run-zh'],
    ] as const) {
      await visit(app, address)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForTimeout(600)
      await screenshot(page, name)
    }
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
