// Add a board over SSH → trust its key → sweep a model that was opened from a file → result.

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { loopbackLack } from '../boards/lack.ts'
import { makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { newDataDir, screenshot, startApp } from './app.ts'
import { boardForm } from './board-form.ts'
import { startSweep } from './start-sweep.ts'

test('a board is added, its key trusted, and a model measured on it', async () => {
  const lack = loopbackLack()
  test.skip(lack !== null, lack ?? '')
  const board = await startLoopbackBoard()
  const data = newDataDir()
  const app = await startApp(data.path)
  const { page } = app
  try {
    const form = await boardForm(page, [
      'Loopback',
      board.host,
      String(board.port),
      board.user,
      board.keyPath,
    ])
    await screenshot(page, '10-add-board')
    await form.getByRole('button', { name: 'Connect' }).click()

    await expect(page.getByText(/SHA256:/).first()).toBeVisible()
    await screenshot(page, '11-trust')
    await page.getByRole('button', { name: 'Don’t' }).click()
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByRole('button', { name: 'Trust this key' }).click()
    const card = page.getByRole('article', { name: 'Loopback' })
    await expect(card.getByText('Ready')).toBeVisible({ timeout: 90_000 })
    await screenshot(page, '12-board-ready')

    const model = join(data.path, 'tiny.onnx')
    writeModel(model, perceptron())
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    }, model)
    await card.getByRole('link', { name: 'New sweep' }).click()
    await expect(page.getByRole('heading', { name: 'New sweep', level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Open .onnx…' }).click()
    await expect(page.getByRole('group', { name: 'tiny', exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Quick look' }).click()
    await expect(page.getByText('3 points')).toBeVisible()
    await screenshot(page, '13-new-sweep')
    await startSweep(page)

    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 120_000 })
    await expect(page.getByText('Completed').first()).toBeVisible()
    await screenshot(page, '14-ssh-result')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    await board.stop()
    data.remove()
  }
})

test('a private key that is none is a fault that says what to choose', async () => {
  const data = newDataDir()
  const app = await startApp(data.path)
  const { page } = app
  try {
    const key = join(data.path, 'no-key')
    writeModel(key, perceptron())
    const form = await boardForm(page, ['Nobody', '127.0.0.1', '1', 'edge', key])
    await form.getByRole('button', { name: 'Connect' }).click()
    const notice = page.getByRole('alert').first()
    await expect(notice).toContainText('is not a private key')
    await screenshot(page, '15-fault')
  } finally {
    await app.close()
    data.remove()
  }
})

test('a board that answers nothing can be let go', async () => {
  const data = newDataDir()
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const app = await startApp(data.path)
  const { page } = app
  try {
    const form = await boardForm(page, [
      'Silent',
      '127.0.0.1',
      String((silent.address() as AddressInfo).port),
      'edge',
      makeKey(data.path, 'key', 'ed25519'),
    ])
    await form.getByRole('button', { name: 'Connect' }).click()
    const card = page.getByRole('article', { name: 'Silent' })
    await card.getByRole('button', { name: 'Stop connecting' }).click()
    await expect(card.getByText('Not connected', { exact: true })).toBeVisible()
    await expect(card.getByText('connecting', { exact: true })).toHaveCount(0)
    await screenshot(page, '16-stopped-connecting')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    silent.close()
    data.remove()
  }
})
