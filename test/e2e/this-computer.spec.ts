// First start → sweep on this computer → result → restart → still there.

import { expect, type Page, test } from 'playwright/test'
import { newDataDir, screenshot, startApp } from './app.ts'

const chartsBeyondTheirFigure = (page: Page) =>
  page.locator('figure').evaluateAll(
    (figures) =>
      figures.filter((figure) => {
        const { right } = figure.getBoundingClientRect()
        const canvas = figure.querySelector('canvas')?.getBoundingClientRect()
        return right > window.innerWidth || (canvas?.right ?? 0) > right
      }).length,
  )

test('a first start leads to a result, and the result is there after a restart', async () => {
  const data = newDataDir()
  let app = await startApp(data.path)
  try {
    await expect(app.page.getByRole('heading', { name: 'Boards', level: 1 })).toBeVisible()
    await screenshot(app.page, '01-first-start')
    await app.page.getByRole('button', { name: 'Measure this computer' }).click()
    await expect(app.page.getByRole('button', { name: 'Cancel run' })).toBeVisible()
    await expect(app.page).toHaveURL(/#\/runs\/\d{8}T\d{6}-[0-9a-f]{6}/)
    await expect(app.page.getByText('1 of 3 points').first()).toBeVisible({ timeout: 60_000 })
    await screenshot(app.page, '02-live-run')
    await expect(app.page.getByRole('button', { name: 'Run again' })).toBeVisible({
      timeout: 150_000,
    })
    await expect(app.page.getByRole('heading', { name: /latency/i }).first()).toBeVisible()
    await screenshot(app.page, '03-result')
    for (const width of [800, 1280]) {
      await app.electron.evaluate(({ BrowserWindow }, to) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(to, 820)
      }, width)
      await expect.poll(() => app.page.evaluate(() => window.innerWidth)).toBe(width)
      await expect.poll(() => chartsBeyondTheirFigure(app.page)).toBe(0)
    }
    const address = new URL(app.page.url()).hash
    expect(app.problems).toEqual([])
    await app.close()

    app = await startApp(data.path)
    await app.page.getByRole('link', { name: 'Results' }).click()
    await expect(app.page.getByRole('heading', { name: 'Results', level: 1 })).toBeVisible()
    await screenshot(app.page, '04-results-after-restart')
    await app.page.locator(`a[href="${address}"]`).first().click()
    await expect(app.page.getByRole('button', { name: 'Run again' })).toBeVisible()
    await expect(app.page.getByRole('heading', { name: /latency/i }).first()).toBeVisible()
    await screenshot(app.page, '05-result-after-restart')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})

test('a run that is cancelled says so', async () => {
  const data = newDataDir()
  const app = await startApp(data.path)
  try {
    await app.page.getByRole('button', { name: 'Measure this computer' }).click()
    await app.page.getByRole('button', { name: 'Cancel run' }).click()
    await expect(app.page.getByText(/cancelled/i).first()).toBeVisible({ timeout: 60_000 })
    await screenshot(app.page, '06-cancelled')

    const remove = app.page.getByRole('button', { name: 'Remove', exact: true })
    await remove.press('Enter')
    await expect(app.page.getByRole('dialog')).toBeVisible()
    await app.page.keyboard.press('Escape')
    await expect(remove).toBeFocused()
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
