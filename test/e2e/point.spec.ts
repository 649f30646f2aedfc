// A sweep over several axes and its points: measured for real on this computer, and one that was stored, in every look.

import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { localBoardId } from '../../src/shared/board.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { planOf } from '../fixtures/runs.ts'
import { call, screenshot, withApp } from './app.ts'
import { detailedEvents } from './detailed-run.ts'
import { writeHistory } from './history.ts'
import { expectAccessible, inEveryLook, setSize, visit } from './looks.ts'

test.setTimeout(480_000)

test('a sweep of this computer is looked at over its axes, and each of its points', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    const path = join(dir, 'net.onnx')
    writeModel(path, perceptron())
    const { sha256 } = await call(page, 'models.add', { path })
    const { id } = await call(page, 'runs.start', {
      board: localBoardId,
      plan: planOf({
        models: [{ sha256, name: 'net', dims: {}, inputs: {} }],
        scenarios: ['single-stream', 'offline'],
        batches: [1, 4],
        repetitions: 2,
        limits: { ...modeLimits.quick, minMs: 300, maxMs: 800, warmupMaxMs: 500 },
      }),
    })
    await visit(app, `/runs/${id}`)
    await expect(page.getByText('Running point')).toBeVisible({ timeout: 60_000 })
    await screenshot(page, '60-sweep-live')
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 200_000 })

    await expect(page.getByRole('combobox', { name: 'Across' })).toHaveValue('batch')
    await page.getByText('Heat map', { exact: true }).click()
    await expect(page).toHaveURL(/form=heat/)
    await page.getByRole('combobox', { name: 'Figure' }).first().selectOption('p90')
    await expect(page.getByRole('heading', { name: 'p90 latency by batch size' })).toBeVisible()
    await expectAccessible(page, 'a heat map')
    await page.waitForTimeout(400)
    await screenshot(page, '61-heat-map')
    await page.getByRole('combobox', { name: 'Across' }).selectOption('scenario')
    await expect(page.getByRole('heading', { name: 'p90 latency by scenario' })).toBeVisible()

    const table = page.getByRole('group', { name: 'Points', exact: true })
    await expect(table.getByRole('row')).toHaveCount(5)
    await table.getByRole('link', { name: /^Open offline, batch 4/ }).click()
    await expect(page).toHaveURL(new RegExp(`#/runs/${id}/points/3`))
    await expect(page.getByRole('heading', { level: 1 })).toContainText('batch 4')
    await expect(page.getByRole('radio')).toHaveCount(2)
    await page.getByRole('radio', { name: 'Repetition 2' }).check()
    await expect(page.getByRole('heading', { name: 'Repetition 2 over time' })).toBeVisible()
    await page.waitForTimeout(400)
    await screenshot(page, '62-point')
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Repetition 2 over time' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible()
    await expect(page).toHaveURL(/x=scenario.*form=heat/)
    await visit(app, `/runs/${id}/points/99`)
    await expect(page.getByRole('alert')).toContainText('99')
  }))

test('a point with everything that can be known of it, and one that does not count', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    const [run] = writeHistory(dir, [
      {
        boardId: 'rk3588',
        boardName: 'Radxa Rock 5B',
        createdMs: Date.now() - 3_600_000,
        medianNs: 1,
        plan: {
          scenarios: ['single-stream', 'server'],
          batches: [1, 2, 4, 8],
          threads: [1, 4],
          repetitions: 3,
        },
        events: detailedEvents,
      },
    ])
    await inEveryLook(app, [
      {
        name: 'sweep-result',
        show: async (words) => {
          await visit(app, `/runs/${run}`)
          await expect(page.getByRole('button', { name: words.run.again })).toBeVisible()
        },
      },
      {
        name: 'sweep-heat',
        show: async (words) => {
          await visit(app, `/runs/${run}?form=heat&figures=p90,throughput`)
          await page.getByRole('group', { name: words.axis.choice }).scrollIntoViewIfNeeded()
          await page.locator('canvas').first().scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'sweep-points',
        show: async (words) => {
          await page
            .getByRole('group', { name: words.run.points, exact: true })
            .scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'point',
        show: async (words) => {
          await visit(app, `/runs/${run}/points/4`)
          await expect(page.getByText(words.point.percentiles).first()).toBeVisible()
        },
      },
      {
        name: 'point-over-time',
        show: async () => {
          await page.locator('canvas').first().scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'point-memory',
        show: async (words) => {
          await page.getByText(words.point.providers).first().scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'point-invalid',
        show: async (words) => {
          await visit(app, `/runs/${run}/points/5`)
          await expect(page.getByText(words.point.invalid).first()).toBeVisible()
        },
      },
      {
        name: 'point-server',
        show: async (words) => {
          await visit(app, `/runs/${run}/points/8`)
          await page.getByText(words.point.providers).first().scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'point-too-large',
        show: async () => {
          await visit(app, `/runs/${run}/points/3`)
        },
      },
    ])
  }))
