// A sweep put together: models at several sizes, values from files, what stands in its way, plans as files.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import sharp from 'sharp'
import { threadSteps } from '../../src/renderer/views/sweep/presets.ts'
import { perceptron, pictureModel, textModel, writeModel } from '../fixtures/onnx.ts'
import { answerFileDialogs, screenshot, withApp } from './app.ts'
import { dropFiles } from './drop.ts'
import { expectAccessible, setSize } from './looks.ts'
import { startSweep } from './start-sweep.ts'

async function openSweep(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sweep', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'New sweep', level: 1 })).toBeVisible()
}

/** A version 1.0 .npy of float32. */
function npy(dims: readonly number[], values: readonly number[]): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dims.join(', ')},), }`
  const header = text.padEnd(118 - 1, ' ').concat('\n')
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0])
  return Buffer.concat([magic, Buffer.from(header), Buffer.from(Float32Array.from(values).buffer)])
}

test('models are swept together, each at its sizes, from what was dropped', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await openSweep(page)
    await expect(page.getByText('Add a model.', { exact: true })).toBeVisible()

    const text = join(dir, 'text.onnx')
    const fixed = join(dir, 'fixed.onnx')
    writeModel(text, textModel())
    writeModel(fixed, perceptron({ batch: 1 }))
    await dropFiles(page, [text, fixed])
    const row = page.getByRole('group', { name: 'text', exact: true })
    await expect(row.getByText('sizes are missing')).toBeVisible()
    await expect(page.getByText('Give every open size a number.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Start sweep' })).toBeDisabled()
    await row.getByRole('button', { name: 'Fill in common sizes' }).click()
    await expect(row.getByText('= 1 × 128').first()).toBeVisible()
    await expect(row.getByText('text', { exact: true })).toBeVisible()
    await expect(row.getByText('sequence 128')).toBeVisible()

    await page.getByRole('button', { name: 'text once more with other sizes' }).click()
    const rows = page.getByRole('group', { name: 'text', exact: true })
    await expect(rows).toHaveCount(2)
    await rows.nth(1).getByRole('button', { name: /^text/ }).first().click()
    await rows.nth(1).getByRole('button', { name: '384' }).click()
    await expect(page.getByRole('table', { name: /Points/ })).toHaveCount(3)
    await expect(page.getByText('text (sequence 384)')).toBeVisible()

    await expect(page.getByText(/fixed fixes its batch at 1/)).toBeVisible()
    await expectAccessible(page, 'a sweep of several models')
    await page.getByRole('button', { name: 'Only batch 1' }).click()
    await expect(page.getByText(/fixed fixes its batch at 1/)).toHaveCount(0)
    await expect(page.getByText('3 points')).toBeVisible()
    await setSize(app, 1024, 700)
    await screenshot(page, '42-sweep-small')
    await setSize(app, 1280, 820)

    await page.getByRole('link', { name: 'Results', exact: true }).click()
    await openSweep(page)
    await expect(page.getByText('3 points')).toBeVisible()

    await startSweep(page)
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 120_000 })
    await expect(page.getByText('All 3 points were measured')).toBeVisible()
    await page.getByRole('link', { name: 'Models', exact: true }).click()
    await page.getByRole('link', { name: /^text/ }).click()
    await expect(
      page.getByRole('article', { name: 'text' }).getByText('= 1 × 384').first(),
    ).toBeVisible()
  }))

test('an input takes its values from a number, a range and a file', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const text = join(dir, 'text.onnx')
    writeModel(text, textModel())
    await openSweep(page)
    await dropFiles(page, [text])
    const row = page.getByRole('group', { name: 'text', exact: true })
    const mask = row.getByRole('combobox', { name: 'Values of attention_mask' })
    await expect(mask).toHaveValue('Automatic: all ones')
    const ids = row.getByRole('combobox', { name: 'Values of ids' })
    await ids.click()
    await page.getByRole('option', { name: 'Random', exact: true }).click()
    await row.getByLabel('Largest value of ids').fill('9')

    const good = join(dir, 'mask.npy')
    writeFileSync(good, npy([1, 4], [1, 1, 1, 0]))
    const box = await mask.boundingBox()
    const place = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }
    await dropFiles(page, [good], async () => screenshot(page, '43-input-dragged'), place)
    await expect(row.getByText('mask.npy').first()).toBeVisible()
    await expect(row.getByText('= 1 × 4').first()).toBeVisible()
    await expect(row.getByText('sizes are missing')).toHaveCount(0)

    const wrong = join(dir, 'notes.npy')
    writeFileSync(wrong, 'no numbers')
    await dropFiles(page, [wrong], async () => {}, place)
    await expect(row.getByRole('alert')).toBeVisible()
    await expectAccessible(page, 'values from files')
    await screenshot(page, '44-input-file')
  }))

test('a plan is saved as a file and opened again by dropping it', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const count = threadSteps(availableParallelism()).length
    const scaling = count === 1 ? '1 point' : `${count} points`
    const path = join(dir, 'net.onnx')
    writeModel(path, perceptron())
    await openSweep(page)
    await dropFiles(page, [path])
    await page.getByRole('button', { name: 'Thread scaling' }).click()
    await expect(page.getByText(scaling)).toBeVisible()
    const plan = join(dir, 'plan.yaml')
    await answerFileDialogs(app, plan)
    await page.getByRole('button', { name: 'Save plan…' }).click()
    await expect.poll(() => existsSync(plan)).toBe(true)
    expect(readFileSync(plan, 'utf8')).toContain('batches')

    await page.getByRole('button', { name: 'Quick look' }).click()
    await expect(page.getByText('3 points')).toBeVisible()
    await page.getByRole('link', { name: 'Boards', exact: true }).click()
    await dropFiles(page, [plan])
    await expect(page.getByRole('heading', { name: 'New sweep', level: 1 })).toBeVisible()
    await expect(page.getByText(scaling)).toBeVisible()

    await page.getByRole('button', { name: 'Latency by batch' }).click()
    await expect(page.getByText('6 points')).toBeVisible()
    await page.getByRole('button', { name: 'Open plan…' }).click()
    await expect(page.getByText(scaling)).toBeVisible()

    const broken = join(dir, 'broken.yaml')
    writeFileSync(broken, 'benchtop: 1\nmodels: nothing\n')
    await dropFiles(page, [broken])
    await expect(page.getByRole('alert').last()).toContainText('broken.yaml')
    await expect(page.getByText(scaling)).toBeVisible()
  }))

test('a picture becomes the values of an input, as it was asked for', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const model = join(dir, 'picture.onnx')
    const png = join(dir, 'cat.png')
    writeModel(model, pictureModel())
    await sharp({ create: { width: 48, height: 40, channels: 3, background: '#c07030' } })
      .png()
      .toFile(png)
    await openSweep(page)
    await dropFiles(page, [model])
    const row = page.getByRole('group', { name: 'picture', exact: true })
    await row.getByRole('button', { name: /^picture/ }).click()
    const values = row.getByRole('combobox', { name: 'Values of pixels' })
    const box = await values.boundingBox()
    const place = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }
    await dropFiles(page, [png], async () => {}, place)
    const question = page.getByRole('dialog', { name: 'A picture as input' })
    await expect(question.getByRole('radio', { name: 'Channels first (NCHW)' })).toBeChecked()
    await question.getByText('BGR', { exact: true }).click()
    await expect(question.getByText(/less 0.406, 0.456, 0.485/)).toBeVisible()
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(values).toHaveValue(/^Automatic/)

    await answerFileDialogs(app, png)
    await values.click()
    await page.getByRole('option', { name: 'From a file…' }).click()
    await question.getByText('0 to 1', { exact: true }).click()
    await question.getByRole('button', { name: 'Use the picture' }).click()
    await expect(row.getByText('cat.png')).toBeVisible()
    await expect(row.getByText('float [1, 3, 32, 32]')).toBeVisible()
    await page.getByRole('button', { name: 'Quick look' }).click()
    await startSweep(page)
    await expect(page.getByText('All 3 points were measured')).toBeVisible({ timeout: 120_000 })
    await expect(page.getByText(/cat\.png, float 1 × 3 × 32 × 32/)).toBeVisible()
  }))

test('every axis of the engine is chosen, explained, and written into the plan', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const path = join(dir, 'net.onnx')
    writeModel(path, perceptron())
    await openSweep(page)
    await dropFiles(page, [path])
    await page.getByRole('button', { name: 'Quick look' }).click()
    await expect(page.getByText('3 points')).toBeVisible()

    const scenario = page.getByRole('group', { name: 'Scenario' })
    await scenario.getByText('offline', { exact: true }).click()
    await expect(page.getByText('6 points')).toBeVisible()
    await expect(page.getByRole('rowheader', { name: 'offline', exact: true })).toBeVisible()
    await scenario.getByText('server', { exact: true }).click()
    await scenario.getByRole('textbox').fill('20')
    await page.getByRole('group', { name: 'Engine' }).getByText('onnxruntime-node').click()
    await expect(page.getByText('18 points')).toBeVisible()
    await page.getByLabel('Repetitions').fill('9')
    await expect(page.getByText(/9 repetitions: 162 processes/)).toBeVisible()
    await expect(page.getByText(/enough to compare two points by a rank test/)).toBeVisible()

    const advanced = page.getByRole('button', { name: /^Session and cool-down/ })
    await expect(advanced).toContainText('as usual')
    await advanced.click()
    await page.getByRole('group', { name: 'Arena' }).getByText('arena off').click()
    await page.getByRole('group', { name: 'Dimensions' }).getByText('sizes fixed').click()
    const library = page.getByLabel('Path of a libonnxruntime on the board')
    await library.fill(join(dir, 'none.so'))
    await library.press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: 'none.so' })).toBeVisible()
    const own = 'node_modules/onnxruntime-node/bin/napi-v6/linux'
    await library.fill(resolve(own, process.arch, 'libonnxruntime.so.1'))
    await library.press('Enter')
    await expect(page.getByText(/libonnxruntime\.so\.1: ONNX Runtime 1\./)).toBeVisible()
    await page.getByText(/^….*libonnxruntime\.so\.1$/).click()
    await page.getByLabel('Cores to add as a placement').fill('0')
    await page.getByLabel('Cores to add as a placement').press('Enter')
    await page.getByText('a pause', { exact: true }).click()
    await expect(page.getByText('144 points')).toBeVisible()
    await expect(page.getByText('and 40 more rows')).toBeVisible()
    await expect(page.getByText(/can not fix dimensions/)).toBeVisible()
    await expectAccessible(page, 'the advanced part of a sweep')
    await screenshot(page, '45-sweep-advanced')
    await page.getByRole('button', { name: 'Only ort-c' }).click()
    await expect(page.getByText('72 points')).toBeVisible()
    await expect(page.getByText(/can not fix dimensions/)).toHaveCount(0)
    await advanced.click()
    await expect(advanced).toContainText('arena on / arena off')
    await expect(advanced).toContainText('pause 30 s')

    const plan = join(dir, 'plan.yaml')
    await answerFileDialogs(app, plan)
    await page.getByRole('button', { name: 'Save plan…' }).click()
    await expect.poll(() => existsSync(plan)).toBe(true)
    const text = readFileSync(plan, 'utf8')
    expect(text).toContain('scenarios: [single-stream, offline, server]')
    expect(text).toContain('arena: [on, off]')
    expect(text).toContain('placement: [all, [0]]')
    expect(text).toContain('repetitions: 9')
    expect(text).toContain('server: {boundMs: 20}')
    expect(text).toContain('coolDown: {seconds: 30}')

    await page.getByRole('button', { name: 'Does it fit' }).click()
    await expect(page.getByRole('switch', { name: /As a ladder/ })).toBeChecked()
    await expect(page.getByLabel('Repetitions')).toHaveValue('1')
    await page.getByLabel('Latency at which the ladder ends, in ms').fill('50')
    await screenshot(page, '46-sweep-ladder')
    await page.getByRole('button', { name: 'Save plan…' }).click()
    await expect
      .poll(() => readFileSync(plan, 'utf8'))
      .toContain('batches: {ladder: 1024, latencyBoundMs: 50}')
    await setSize(app, 1024, 700)
    await screenshot(page, '47-sweep-ladder-small')
  }))

test('what speaks against measuring now is said, and holds the start until it is accepted', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const busy = spawn(process.execPath, ['-e', 'for (;;);'])
    try {
      const path = join(dir, 'net.onnx')
      writeModel(path, perceptron())
      await openSweep(page)
      await dropFiles(page, [path])
      await page.getByRole('button', { name: 'Quick look' }).click()
      const findings = page.getByRole('list', { name: 'The board now' })
      await page.getByRole('button', { name: 'Look again' }).click()
      await expect(findings.getByText(/Other programs take/)).toBeVisible({ timeout: 30_000 })
      await page.getByRole('button', { name: 'Start sweep' }).click()
      const held = page.getByRole('alert').filter({ hasText: 'Not started' })
      await expect(held).toBeVisible({ timeout: 30_000 })
      await expectAccessible(page, 'a sweep that is held')
      await screenshot(page, '48-sweep-held')

      for (const box of await findings.getByRole('checkbox').all()) await box.check()
      await expect(held).toHaveCount(0)
      await startSweep(page)
      await expect(page.getByText('All 3 points were measured')).toBeVisible({ timeout: 120_000 })
    } finally {
      busy.kill('SIGKILL')
    }
  }))
