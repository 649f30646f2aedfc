// The catalogue of references: found, filtered, sorted, and led from to the runs that it stands beside.

import { expect, test } from 'playwright/test'
import { newDataDir, screenshot, startApp } from './app.ts'
import { threeBoards, writeHistory } from './history.ts'
import { setSize, visit } from './looks.ts'

test('references are found, sorted, and opened at their source', async () => {
  const data = newDataDir()
  writeHistory(data.path, threeBoards(Date.now()))
  const app = await startApp(data.path)
  const { page } = app
  const rows = page.locator('tbody tr')
  try {
    await setSize(app, 1440, 1000)
    await page.getByRole('link', { name: 'References', exact: true }).click()
    await expect(rows.first()).toBeVisible()
    const all = await rows.count()
    await page.getByLabel('Search').fill('orin')
    await expect.poll(() => rows.count()).toBeLessThan(all)
    await expect(rows.first()).toContainText(/orin/i)
    await page.getByLabel('Figure').selectOption('throughput')
    await page.getByRole('button', { name: 'Samples/s' }).click()
    await expect(page.getByRole('columnheader', { name: 'Samples/s' })).toHaveAttribute(
      'aria-sort',
      'descending',
    )
    await expect(page).toHaveURL(/find=orin.*metric=throughput.*sort=-throughput/)

    const opened = app.electron.evaluate(
      ({ shell }) =>
        new Promise<string>((resolve) => {
          shell.openExternal = async (url) => resolve(url)
        }),
    )
    await rows
      .first()
      .getByRole('button', { name: /open the source/ })
      .click()
    expect(await opened).toMatch(/^https:\/\/github\.com\/mlcommons\//)

    await visit(app, '/references')
    await rows
      .filter({ hasText: /resnet50/ })
      .first()
      .getByRole('link', { name: '4 runs' })
      .click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('This computer')
    await visit(app, '/references')
    await setSize(app, 1024, 700)
    await screenshot(page, '61-references-small')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
