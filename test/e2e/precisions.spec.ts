// Precisions from one fp32 model: made in the window by the real agent, compared with the original, swept together, and
// read side by side with accuracy against speed.

import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { learntPerceptron, writeModel } from '../fixtures/onnx.ts'
import { call, screenshot, withApp } from './app.ts'
import { inEveryLook, setSize, visit } from './looks.ts'
import { startSweep } from './start-sweep.ts'

test.setTimeout(300_000)

test('one model is made at other precisions, compared, swept and read side by side', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    const path = join(dir, 'net.onnx')
    writeModel(path, learntPerceptron())
    const original = await call(page, 'models.add', { path })
    await page.reload()
    await visit(app, `/models/${original.sha256}`)
    const detail = page.getByRole('article', { name: 'net' })
    await expect(detail.getByText('No variant yet.')).toBeVisible()

    await detail.getByRole('button', { name: 'Make variants' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: /^int8-dynamic/ }).check()
    await dialog.getByText('Options').first().click()
    await screenshot(page, '70-make-variants')
    await dialog.getByRole('button', { name: 'Make 2 variants' }).click()
    const table = detail.getByRole('table', { name: 'Precisions' })
    const half = table.getByRole('row', { name: /^fp16/ })
    await expect(half).toContainText('passed', { timeout: 120_000 })
    await expect(table.getByRole('row', { name: /^int8-dynamic/ })).toContainText(
      /passed|failed|says nothing/,
      { timeout: 120_000 },
    )
    await expect(page.getByRole('alert')).toHaveCount(0)
    const list = page.getByRole('navigation', { name: 'Known models' })
    await expect(list.getByRole('link')).toHaveCount(3)

    await half.getByRole('link', { name: 'fp16' }).click()
    const variant = page.getByRole('article')
    await expect(variant.getByText('How it was made')).toBeVisible()
    await expect(
      variant.getByRole('table', { name: 'Accuracy against the original' }),
    ).toBeVisible()
    await variant.getByRole('button', { name: 'Compare layer by layer' }).click()
    await expect(variant.getByRole('table', { name: /^where noise comes in/ })).toBeVisible({
      timeout: 60_000,
    })
    await variant.getByLabel('Least cosine that passes').fill('1')
    await variant.getByLabel('Least cosine that passes').press('Enter')
    await expect(variant.getByText('failed', { exact: true })).toBeVisible()
    const without = variant.getByRole('button', { name: /^Make it without/ }).first()
    await without.click()
    await expect(list.getByRole('link')).toHaveCount(4, { timeout: 60_000 })

    await variant.getByLabel('Least cosine that passes').fill('0.999')
    await variant.getByLabel('Least cosine that passes').press('Enter')
    await expect(variant.getByText('passed', { exact: true })).toBeVisible()

    const made = await call(page, 'models.list', {})
    const precisionsOf = made.flatMap((model) => model.variant?.precision ?? [])
    expect(precisionsOf.toSorted()).toEqual(['fp16', 'fp16', 'int8-dynamic'])
    const kept = made.find(
      ({ variant }) =>
        (variant?.recipe as { keepNodes?: string[] } | null)?.keepNodes?.length === 1,
    )
    expect(kept).toBeDefined()
    await call(page, 'models.remove', { sha256: kept?.sha256 ?? '' })

    await page.reload()
    await visit(app, `/sweep?model=${original.sha256}`)
    const precisions = page.getByRole('group', { name: 'Precisions of net' })
    await precisions.getByText('fp16', { exact: true }).click()
    await precisions.getByText('int8-dynamic', { exact: true }).click()
    await precisions.getByText('+ int4', { exact: true }).click()
    await expect(precisions.getByRole('checkbox', { name: 'int4', exact: true })).toBeChecked({
      timeout: 60_000,
    })
    await precisions.getByText('int4', { exact: true }).click()
    await page.getByRole('button', { name: 'Quick look' }).click()
    await expect(page.getByText('9 points')).toBeVisible()
    await screenshot(page, '71-sweep-precisions')
    await startSweep(page)
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 120_000 })
    const side = page.getByRole('table', { name: 'Precisions' })
    await expect(side.getByRole('row')).toHaveCount(4)
    await expect(side.getByRole('row', { name: /^int8-dynamic/ })).toContainText('×')
    const front = page.getByRole('group', { name: /Arrow keys go from point to point/ })
    await front.focus()
    await page.keyboard.press('ArrowRight')
    await expect(front.getByRole('status')).toContainText('fp32')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/points/)
    await page.goBack()

    const run = (await call(page, 'runs.list', {}))[0]?.id ?? ''
    const fp16 =
      made.find(({ sha256, variant }) => variant?.precision === 'fp16' && sha256 !== kept?.sha256)
        ?.sha256 ?? ''
    const leave = async () => {
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    }
    await inEveryLook(app, [
      {
        name: 'model-variants',
        show: async (words) => {
          await visit(app, `/models/${original.sha256}`)
          await expect(page.getByRole('table', { name: words.variants.title })).toBeVisible()
        },
      },
      {
        name: 'make-variants',
        show: async (words) => {
          await page.getByRole('button', { name: words.variants.make, exact: true }).click()
          await dialog.getByRole('checkbox', { name: /^int8-static/ }).check()
          for (const fold of await dialog.getByText(words.variants.options).all())
            await fold.click()
        },
        leave,
      },
      {
        name: 'variant',
        show: async (words) => {
          await visit(app, `/models/${fp16}`)
          await expect(page.getByRole('heading', { name: words.variants.howMade })).toBeVisible()
        },
      },
      {
        name: 'variant-layers',
        show: async (words) => {
          await page.getByText(words.variants.layersWorst).last().scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'sweep-precisions',
        show: async (words) => {
          await visit(app, '/sweep')
          await expect(
            page.getByRole('group', { name: words.sweep.precisionsOf.replace('{{name}}', 'net') }),
          ).toBeVisible()
        },
      },
      {
        name: 'result-precisions',
        show: async (words) => {
          await visit(app, `/runs/${run}?invalid=counts`)
          await page.getByRole('table', { name: words.precisions.title }).scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'result-front',
        show: async (words) => {
          await page.getByText(words.precisions.front.what).scrollIntoViewIfNeeded()
        },
      },
    ])
  }))

test('a file of one’s own is named a variant, and is none again', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const paths = ['net', 'mine'].map((name) => join(dir, `${name}.onnx`))
    writeModel(paths[0] ?? '', learntPerceptron())
    writeModel(paths[1] ?? '', learntPerceptron({ hidden: 48 }))
    for (const path of paths) await call(page, 'models.add', { path })
    await page.reload()
    await page.getByRole('link', { name: 'Models', exact: true }).click()
    await page.getByRole('link', { name: /^mine/ }).click()
    const detail = page.getByRole('article', { name: 'mine' })
    await detail.getByRole('button', { name: 'Is a variant of…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Original' }).click()
    await page.getByRole('option', { name: 'net' }).click()
    await dialog.getByLabel('Precision').selectOption('fp16')
    await dialog.getByRole('button', { name: 'Say so' }).click()
    await expect(detail.getByText('A file of your own')).toBeVisible()
    await detail.getByRole('button', { name: 'Compare', exact: true }).click()
    await expect(detail.getByRole('table', { name: /^Accuracy/ })).toBeVisible({ timeout: 60_000 })
    await screenshot(page, '72-own-variant')
    await detail.getByRole('button', { name: 'Is no variant' }).click()
    await expect(detail.getByRole('button', { name: 'Is a variant of…' })).toBeVisible()
  }))

test('a recipe is chosen in full, told in words, and begun from again', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const path = join(dir, 'net.onnx')
    writeModel(path, learntPerceptron())
    const original = await call(page, 'models.add', { path })
    await page.reload()
    await visit(app, `/models/${original.sha256}`)
    const detail = page.getByRole('article', { name: 'net' })
    const dialog = page.getByRole('dialog')
    await detail.getByRole('button', { name: 'Make variants' }).click()
    await dialog.getByRole('checkbox', { name: /^fp16/ }).uncheck()
    await dialog.getByRole('checkbox', { name: /^int8-static/ }).check()
    await dialog.getByText('Options').click()
    await dialog.getByLabel('Ranges of activations').selectOption('percentile')
    await dialog.getByLabel('Percent within').fill('99.9')
    await dialog.getByLabel('Weights of 7 bits').uncheck()
    await dialog.getByLabel('Samples', { exact: true }).fill('4')
    await dialog.getByLabel('Nodes to keep').fill('last')
    await dialog.getByLabel('Nodes to keep').press('Enter')
    await screenshot(page, '73-static-options')
    await dialog.getByRole('button', { name: 'Make 1 variant' }).click()
    const row = detail.getByRole('row', { name: /^int8-static/ })
    await expect(row).toContainText(/passed|failed/, { timeout: 60_000 })

    await row.getByRole('link').click()
    const facts = page.getByRole('article')
    await expect(facts.getByText('99.9 % of the values')).toBeVisible()
    await expect(facts.getByText('4 random samples, seed 1.').first()).toBeVisible()
    await expect(facts.getByText('the recipe says so')).toBeVisible()
    await facts.getByRole('button', { name: 'Make another like it' }).click()
    await expect(dialog.getByRole('checkbox', { name: /^int8-static/ })).toBeChecked()
    await expect(dialog.getByLabel('Percent within')).toHaveValue('99.9')
    await page.keyboard.press('Escape')
    await screenshot(page, '74-static-variant')

    const [quantized] = (await call(page, 'models.list', {})).filter(
      ({ variant }) => variant !== null,
    )
    expect(quantized?.variant?.recipe).toMatchObject({ keepNodes: ['last'], reduceRange: false })
  }))
