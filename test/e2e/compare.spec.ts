// Two boards beside one another: findings, ratios, differences.

import { expect, test } from 'playwright/test'
import { newDataDir, screenshot, startApp } from './app.ts'
import { threeBoards, writeHistory } from './history.ts'
import { setSize, visit } from './looks.ts'

test('runs are compared with a baseline, and the address holds it all', async () => {
  const data = newDataDir()
  const [pi, piAgain, rk] = writeHistory(data.path, threeBoards(Date.now()))
  const app = await startApp(data.path)
  const { page } = app
  try {
    await setSize(app, 1440, 1000)
    await page.getByRole('link', { name: 'Compare', exact: true }).click()
    await page.getByRole('button', { name: 'Compare the last results' }).click()
    await expect(page.getByRole('heading', { name: 'What the comparison finds' })).toBeVisible()
    await visit(app, `/compare?runs=${pi},${rk}`)
    const findings = page.getByRole('region', { name: 'What the comparison finds' })
    await expect(findings).toContainText(/Radxa Rock 5B is faster than Raspberry Pi 5 by 4\d %/)
    await expect(
      page.getByRole('group', { name: 'They differ in more than the board' }),
    ).toContainText('onnxruntime 1.29.0')
    await page.waitForTimeout(500)
    await screenshot(page, '40-compare')
    await page.locator('#view').evaluate((view) => view.scrollTo(0, view.scrollHeight))
    await screenshot(page, '41-compare-end')
    await page.locator('#view').evaluate((view) => view.scrollTo(0, 0))

    await page.getByRole('radio', { name: 'Make Radxa Rock 5B the baseline' }).check()
    await expect(page).toHaveURL(new RegExp(`baseline=${rk}`))
    await expect(findings).toContainText(/Raspberry Pi 5 is slower than Radxa Rock 5B/)

    await visit(app, `/compare?runs=${pi},${piAgain}`)
    await expect(findings).toContainText(/equally fast|unclear/)

    await visit(app, `/compare?runs=${pi}`)
    await page.getByRole('button', { name: 'Add a run…' }).click()
    const picker = page.getByRole('dialog', { name: 'Add a run to the comparison' })
    await expect(picker).toBeVisible()
    await picker.getByLabel('Search').fill('radxa')
    await picker.getByRole('button', { name: /Radxa/ }).click()
    await expect(findings).toContainText('Radxa Rock 5B')
    await setSize(app, 1024, 700)
    await screenshot(page, '43-compare-small')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
