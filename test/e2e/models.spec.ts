// The models: dropped anywhere, opened, built; what is in them is shown, and one can be renamed and removed.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { screenshot, withApp } from './app.ts'
import { dropFiles } from './drop.ts'
import { setSize } from './looks.ts'

async function openModels(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
}

test('models are dropped anywhere, shown, renamed and removed', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await openModels(page)
    await expect(page.getByText('No model yet.')).toBeVisible()

    await page.getByRole('link', { name: 'Boards' }).click()
    const paths = ['one', 'two'].map((name) => join(dir, `${name}.onnx`))
    writeModel(paths[0] ?? '', perceptron())
    writeModel(paths[1] ?? '', perceptron({ width: 12 }))
    const notes = join(dir, 'notes.txt')
    writeFileSync(notes, 'no model')
    const address = page.url()
    await dropFiles(page, [...paths, notes], async () => {
      await expect(page.getByText('Drop to add or open')).toBeVisible()
      await screenshot(page, '31-models-dragged')
    })
    await expect(page.getByText('Benchtop can not open notes.txt.')).toBeVisible()
    const detail = page.getByRole('article', { name: 'one' })
    await expect(detail).toBeVisible()
    expect(new URL(page.url()).pathname).toBe(new URL(address).pathname)
    await expect(
      page.getByRole('navigation', { name: 'Known models' }).getByRole('link'),
    ).toHaveCount(2)
    await expect(detail.getByText(paths[0] ?? '')).toBeVisible()
    await expect(detail.getByRole('group', { name: 'Values of the inputs' })).toBeVisible()
    await expect(detail.getByRole('table', { name: /Operators/ })).toContainText('MatMul')
    await page.getByRole('button', { name: 'Close' }).click()

    await detail.getByRole('button', { name: 'Rename' }).click()
    await detail.getByLabel('Name').fill('perceptron')
    await detail.getByLabel('Name').press('Enter')
    await expect(page.getByRole('link', { name: /perceptron/ })).toBeVisible()

    await page.getByRole('link', { name: /two/ }).click()
    const two = page.getByRole('article', { name: 'two' })
    await two.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Remove the model' }).click()
    await expect(page.getByRole('link', { name: /two/ })).toHaveCount(0)

    await page.getByLabel('Path').fill(join(dir, 'nowhere.onnx'))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('can not be read')
  }))

test('a model is built here, and building can be stopped', () =>
  withApp(async (app) => {
    const { page } = app
    await openModels(page)
    const entry = page.getByRole('listitem').filter({ hasText: 'MLPerf’s bert-99' })
    await entry.getByRole('button', { name: /^Build/ }).click()
    await entry.getByRole('button', { name: 'Stop' }).click()
    await expect(entry.getByRole('button', { name: /^Build/ })).toBeEnabled({ timeout: 60_000 })
    await expect(page.getByRole('alert')).toHaveCount(0)
    await page.getByRole('button', { name: 'Build ResNet-50 v1.5' }).click()
    const detail = page.getByRole('article', { name: 'ResNet-50 v1.5' })
    await expect(detail).toBeVisible({ timeout: 60_000 })
    await expect(detail).toContainText('25.6 M')
    await expect(detail).toContainText('8.18 GFLOP')
    await setSize(app, 1024, 700)
    await screenshot(page, '33-model-small')
  }))
