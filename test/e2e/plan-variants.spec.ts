// Plans that name variants, opened in the window: made as it opens, told apart where two share a precision, and given up
// on the way; and variants calibrated on a folder of pictures that a person chooses.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import sharp from 'sharp'
import {
  learntPerceptron,
  modelOf,
  perceptron,
  spreadFloats,
  value,
  writeModel,
} from '../fixtures/onnx.ts'
import { answerFileDialogs, call, screenshot, withApp } from './app.ts'
import { inEveryLook, setSize, visit } from './looks.ts'
import { startSweep } from './start-sweep.ts'

test.setTimeout(300_000)

test('two variants of one precision are planned in a file, made as it opens, and read apart', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    writeModel(join(dir, 'net.onnx'), learntPerceptron())
    const plan = join(dir, 'two.yaml')
    writeFileSync(
      plan,
      `benchtop: 1
models:
  - path: net.onnx
    precisions:
      - fp32
      - { precision: int8-static, name: min-max }
      - { precision: int8-static, calibration: percentile, name: percentile }
      - int8-dynamic
batches: 1
threads: 1
mode: quick
`,
    )
    await visit(app, '/sweep')
    await answerFileDialogs(app, plan)
    await page.getByRole('button', { name: 'Open plan…' }).click()
    await expect(page.getByText('4 points')).toBeVisible({ timeout: 120_000 })
    const chips = page.getByRole('group', { name: 'Precisions of net' })
    await expect(chips.getByRole('checkbox', { checked: true })).toHaveCount(4)
    await screenshot(page, '75-plan-of-variants')
    for (const model of await call(page, 'models.list', {}))
      if (model.variant !== null)
        await call(page, 'models.compareVariant', { sha256: model.sha256 })
    await page.reload()
    await answerFileDialogs(app, plan)
    await page.getByRole('button', { name: 'Open plan…' }).click()
    await expect(page.getByText('4 points')).toBeVisible({ timeout: 120_000 })
    await startSweep(page)
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 120_000 })
    const table = page.getByRole('table', { name: 'Precisions' })
    await expect(table.getByRole('row')).toHaveCount(5)
    for (const name of ['min-max', 'percentile'])
      await expect(table.getByRole('row', { name: `int8-static · ${name}` })).toHaveCount(1)
    // Nothing of it is out of sight at this width.
    const fits = await table.evaluate(({ parentElement: frame }) =>
      frame === null ? false : frame.scrollWidth <= frame.clientWidth,
    )
    expect(fits).toBe(true)
    const front = page.getByRole('group', { name: /Arrow keys go from point to point/ })
    await expect(front).toHaveCount(1)
    await front.focus()
    for (const name of [
      'fp32',
      'int8-dynamic',
      'int8-static · min-max',
      'int8-static · percentile',
    ]) {
      await page.keyboard.press('ArrowRight')
      await expect(front.getByRole('status')).toContainText(name)
    }
    const run = (await call(page, 'runs.list', {}))[0]?.id ?? ''
    await inEveryLook(app, [
      {
        name: 'result-told-apart',
        show: async (words) => {
          await visit(app, `/runs/${run}?invalid=counts`)
          await page.getByRole('table', { name: words.precisions.title }).scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'front-told-apart',
        show: async (words) => {
          await page.getByText(words.precisions.front.what).scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'compare-by-precision',
        show: async () => {
          await visit(app, `/compare?runs=${run}&by=precision&invalid=counted`)
          await expect(page.getByText('int8-static · percentile').first()).toBeVisible()
        },
      },
    ])
  }))

test('a plan that makes variants is given up while it opens', () =>
  withApp(async (app, dir) => {
    const { page } = app
    writeModel(join(dir, 'wide.onnx'), perceptron({ width: 40_000 }))
    const plan = join(dir, 'wide.yaml')
    writeFileSync(
      plan,
      'benchtop: 1\nmodels:\n  - path: wide.onnx\n    precisions: [int8-dynamic, fp16]\nthreads: 1\n',
    )
    await visit(app, '/sweep')
    await answerFileDialogs(app, plan)
    await page.getByRole('button', { name: 'Open plan…' }).click()
    const stop = page.getByRole('button', { name: 'Stop' })
    await expect(stop).toBeVisible()
    await screenshot(page, '76-plan-opening')
    await stop.click()
    await expect(stop).toHaveCount(0, { timeout: 60_000 })
    await expect(page.getByRole('button', { name: 'Open plan…' })).toBeEnabled()
    await expect(page.getByRole('alert')).toHaveCount(0)
    const made = await call(page, 'models.list', {})
    expect(made.flatMap(({ variant }) => variant?.precision ?? [])).not.toContain('fp16')
  }))

test('a variant is calibrated on a folder of pictures', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    const path = join(dir, 'seeing.onnx')
    writeModel(
      path,
      modelOf({
        nodes: [
          { name: 'eye', opType: 'Conv', input: ['pixels', 'w'], output: ['seen'] },
          { name: 'mind', opType: 'GlobalAveragePool', input: ['seen'], output: ['y'] },
        ],
        inputs: [value('pixels', ['N', 3, 32, 32])],
        outputs: [value('y', ['N', 8, 1, 1])],
        weights: [spreadFloats('w', [8, 3, 3, 3])],
      }),
    )
    const pictures = join(dir, 'pictures')
    mkdirSync(pictures)
    for (const [index, background] of ['#c03020', '#20a040', '#3040c0', '#808080'].entries())
      await sharp({ create: { width: 48, height: 40, channels: 3, background } })
        .png()
        .toFile(join(pictures, `${index}.png`))
    const original = await call(page, 'models.add', { path })
    await page.reload()
    await visit(app, `/models/${original.sha256}`)
    const detail = page.getByRole('article', { name: 'seeing' })
    await detail.getByRole('button', { name: 'Make variants' }).click()
    const dialog = page.getByRole('dialog', { name: /^Variants of/ })
    await dialog.getByRole('checkbox', { name: /^fp16/ }).uncheck()
    await dialog.getByRole('checkbox', { name: /^int8-static/ }).check()
    await dialog.getByText('Options').click()
    await dialog.getByText('Values of the samples').click()
    await answerFileDialogs(app, pictures)
    await dialog.getByRole('button', { name: 'Folder of samples for pixels' }).click()
    const question = page.getByRole('dialog').last()
    await expect(question.getByText('Values', { exact: true })).toBeVisible()
    await screenshot(page, '77-folder-of-pictures-question')
    await question.getByRole('button', { name: 'Use the pictures' }).click()
    await expect(dialog.getByText('float [4, 3, 32, 32]')).toBeVisible({ timeout: 60_000 })
    await screenshot(page, '78-folder-of-pictures')
    await dialog.getByRole('button', { name: 'Make 1 variant' }).click()
    const row = detail.getByRole('row', { name: /^int8-static/ })
    await expect(row).toContainText(/passed|failed|says nothing/, { timeout: 60_000 })
    await row.getByRole('link').click()
    await expect(page.getByText(/pictures/).first()).toBeVisible()
    // In the recipe, under the accuracy, and in the form of other samples, which is folded.
    await expect(page.getByText('4 samples from pictures.')).toHaveCount(3)
    await screenshot(page, '79-calibrated-on-pictures')
    const made = (await call(page, 'models.list', {})).find(({ variant }) => variant !== null)
    expect(made?.variant?.recipe).toMatchObject({
      samples: {
        count: 4,
        inputs: { pixels: { kind: 'file', name: 'pictures', dims: [4, 3, 32, 32] } },
      },
    })
  }))
