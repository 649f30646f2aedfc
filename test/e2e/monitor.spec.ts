// The monitor on this computer's own board, by its own agent, and on one over SSH: what is seen, how time is held, narrowed
// and taken back, what is remembered, and that nothing is drawn while this computer is measured.

import { join } from 'node:path'
import { expect, type Locator, type Page, test } from 'playwright/test'
import { localBoardId } from '../../src/shared/board.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { sysfsLack } from '../boards/lack.ts'
import { startNamespaceBoard } from '../boards/namespace-board.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { planOf } from '../fixtures/runs.ts'
import { call, type RunningApp, screenshot, withApp } from './app.ts'
import { inEveryLook, setSize, visit } from './looks.ts'
import { feedTelemetry } from './telemetry-feed.ts'

test.setTimeout(240_000)

const load = (page: Page): Locator =>
  page.getByRole('figure').filter({ has: page.getByRole('heading', { name: 'Load, %' }) })
const plane = (page: Page): Locator => load(page).locator('.strip-plane')

/** What is on a canvas, short enough to be told where it is not as expected. */
const drawn = (chart: Locator) =>
  chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const signs = [...canvas.toDataURL()]
    return signs.reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) | 0, 7)
  })

async function expectMoving(chart: Locator): Promise<void> {
  const before = await drawn(chart)
  await expect.poll(() => drawn(chart), { timeout: 10_000 }).not.toBe(before)
}

/** The first drawing after it was held is of the moment of holding. */
async function expectStill(page: Page, chart: Locator): Promise<void> {
  await page.waitForTimeout(500)
  const before = await drawn(chart)
  await page.waitForTimeout(700)
  expect(await drawn(chart)).toBe(before)
}

async function opened(app: RunningApp): Promise<void> {
  await visit(app, '/monitor')
  await expect(app.page.getByText(/^live, \d+ Hz$/)).toBeVisible({ timeout: 60_000 })
}

test('this computer is watched, held, narrowed and looked back at', () =>
  withApp(async (app) => {
    const { page } = app
    await setSize(app, 1280, 900)
    await opened(app)
    await expect(page).toHaveURL(/boards=this-computer/)
    const legend = page.getByRole('group', { name: 'Lines of Load, %' })
    await expect(legend.getByRole('button', { name: /^all CPUs \d/ })).toBeVisible()
    await expect(legend.getByRole('button', { name: /^CPU 0 \d/ })).toBeVisible()
    await expect(page.getByRole('table')).toContainText(/electron|agent|node/i)
    await expectMoving(load(page))

    await page.getByRole('button', { name: 'Pause' }).click()
    await expectStill(page, load(page))
    await expect(page.getByText(/^\d\d:\d\d:\d\d$/)).toBeVisible()

    // A drag narrows to what was dragged over, and Back takes it back.
    const whole = await drawn(load(page))
    const box = await plane(page).boundingBox()
    if (box === null) throw new Error('the plane has no place')
    const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const
    await page.mouse.move(...at(0.6))
    await page.mouse.down()
    await page.mouse.move(...at(0.9), { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => drawn(load(page))).not.toBe(whole)
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect.poll(() => drawn(load(page))).toBe(whole)

    // So does the wheel with Ctrl, and Backspace on a chart.
    await page.mouse.move(...at(0.5))
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -400)
    await page.keyboard.up('Control')
    await expect.poll(() => drawn(load(page))).not.toBe(whole)
    await plane(page).focus()
    await page.keyboard.press('Backspace')
    await expect.poll(() => drawn(load(page))).toBe(whole)

    // The crosshair stands in every chart at once, and figures are of its moment.
    await page.keyboard.press('Escape')
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft')
    await expect(page.locator('.monitor[data-cursor]')).toHaveCount(1)
    await expect(page.getByText(/\(−3 s\)/)).toBeVisible()
    expect(await drawn(load(page))).toBe(whole)
    await page.keyboard.press('Escape')

    await page.keyboard.press(' ')
    await expectMoving(load(page))
  }))

test('lines, rate and stretch are remembered', () =>
  withApp(async (app) => {
    const { page } = app
    await setSize(app, 1280, 900)
    await opened(app)
    const toggle = () => page.getByRole('button', { name: /^CPU 0 / }).last()
    await toggle().click()
    await expect(toggle()).toHaveAttribute('aria-pressed', 'false')
    await page.getByRole('combobox', { name: 'How often it is looked' }).selectOption('20')
    await expect(page.getByText('live, 20 Hz')).toBeVisible({ timeout: 30_000 })
    await page.getByRole('combobox', { name: 'How much is shown' }).selectOption('120000')
    await page.reload()
    await expect(page.getByText('live, 20 Hz')).toBeVisible({ timeout: 60_000 })
    await expect(toggle()).toHaveAttribute('aria-pressed', 'false')
    await expect(page.getByRole('combobox', { name: 'How much is shown' })).toHaveValue('120000')
  }))

test('nothing is drawn while this computer is measured, and its points are marked afterwards', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 900)
    await opened(app)
    const path = join(dir, 'perceptron.onnx')
    writeModel(path, perceptron())
    const { sha256 } = await call(page, 'models.add', { path })
    const { id } = await call(page, 'runs.start', {
      board: localBoardId,
      plan: planOf({
        models: [{ sha256, name: 'perceptron', dims: {}, inputs: {} }],
        limits: modeLimits.quick,
      }),
    })
    await expect(page.getByText('This computer is being measured')).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('canvas')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^all CPUs/ })).toBeVisible()
    await expect
      .poll(async () => (await call(page, 'runs.get', { run: id })).record.status, {
        timeout: 120_000,
      })
      .toBe('completed')
    await expect(load(page).locator('canvas')).toBeVisible({ timeout: 30_000 })
    const { marks } = await call(page, 'telemetry.history', { board: localBoardId })
    expect(marks.filter(({ run }) => run === id).length).toBeGreaterThan(0)
  }))

test('in every look, with all that a board can tell', () =>
  withApp(async (app) => {
    const { page } = app
    await setSize(app, 1280, 900)
    await feedTelemetry(app)
    await inEveryLook(app, [
      {
        name: 'monitor',
        show: async (words) => {
          await visit(app, '/monitor')
          await expect(page.getByRole('table')).toContainText('systemd')
          await expect(page.getByText(words.monitor.notMeasured)).toBeVisible()
          await page
            .getByRole('group', { name: new RegExp(words.monitor.group.load) })
            .first()
            .hover()
        },
      },
      {
        name: 'monitor-paused',
        show: async (words) => {
          await page.getByRole('button', { name: words.monitor.pause }).click()
          await page.locator('.strip-plane').last().scrollIntoViewIfNeeded()
        },
        leave: () => visit(app, '/'),
      },
    ])
  }))

test('a board over SSH beside this computer: its clusters and sensors, and loudly that it is slowed', async () => {
  const lack = sysfsLack()
  test.skip(lack !== null, lack ?? '')
  const board = await startNamespaceBoard({ diskMiB: 400, sysfs: { layout: 'rk3588' } })
  try {
    await withApp(async (app) => {
      const { page } = app
      await setSize(app, 1440, 900)
      const { host, port, user, keyPath } = board
      const added = await call(page, 'boards.add', {
        name: 'Bench 7',
        address: { host, port, user, login: { kind: 'key', path: keyPath }, via: [] },
      })
      const asked = await call(page, 'boards.connect', { board: added.board.id })
      if (asked.connection.kind === 'fault') {
        const { fingerprint } = asked.connection.fault.params
        await call(page, 'boards.trust', {
          board: added.board.id,
          fingerprint: String(fingerprint),
        })
      }
      await visit(app, `/monitor?boards=${localBoardId},${added.board.id}`)
      const head = page.getByRole('region', { name: 'Bench 7' })
      await expect(head.getByText(/^live, \d+ Hz$/)).toBeVisible({ timeout: 90_000 })
      const clocks = page.getByRole('group', { name: 'Lines of Frequency, GHz · Bench 7' })
      await expect(clocks.getByRole('button')).toHaveText([
        /^CPUs 0-3\s*\d/,
        /^CPUs 4-5\s*\d/,
        /^CPUs 6-7\s*\d/,
      ])
      await expect(page.getByText(/only root may read fdab0000.npu/)).toBeVisible()
      await board.sys.control('throttle policy4 1200000')
      await expect(head.getByText(/Slowed now:/)).toBeVisible({ timeout: 15_000 })
      await expect(head).toContainText('cpufreq-cpu4')
      await screenshot(page, 'monitor-two-boards')
      await board.sys.control('throttle policy4 off')
      await expect(head.getByText(/was slowed once within what is shown/)).toBeVisible({
        timeout: 15_000,
      })
    })
  } finally {
    await board.stop()
  }
})
