// Two boards beside one another: findings, ratios, differences.

import { expect, test } from 'playwright/test'
import { newDataDir, screenshot, startApp, withApp } from './app.ts'
import { detailedEvents } from './detailed-run.ts'
import { threeBoards, writeHistory } from './history.ts'
import { expectAccessible, setSize, visit } from './looks.ts'

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

const swept = (createdMs: number) => ({
  boardId: 'rk3588',
  boardName: 'Radxa Rock 5B',
  createdMs,
  medianNs: 1,
  plan: {
    scenarios: ['single-stream' as const, 'server' as const],
    batches: [1, 2, 4, 8],
    threads: [1, 4],
    repetitions: 3,
  },
  events: detailedEvents,
})

test('the parts of one run are compared by any of its axes', () =>
  withApp(async (app, dir) => {
    const { page } = app
    const [run] = writeHistory(dir, [swept(Date.now() - 3_600_000)])
    await setSize(app, 1280, 820)
    await visit(app, `/runs/${run}`)
    await page.getByRole('button', { name: 'Compare…' }).click()
    await screenshot(page, '44-compare-menu')
    await page.getByRole('menuitem', { name: 'its parts, by threads' }).click()
    await expect(page).toHaveURL(/by=threads/)
    const findings = page.getByRole('region', { name: 'What the comparison finds' })
    await expect(findings).toContainText(/4 threads .* 1 thread .*batch 1, single-stream/)
    const table = page.getByRole('group', { name: 'Points in common' })
    await expect(table.getByRole('columnheader', { name: '1 thread (baseline)' })).toBeVisible()
    await expect(table.getByRole('columnheader', { name: 'Conditions' })).toBeVisible()
    await expectAccessible(page, 'the parts of a run')
    await page.waitForTimeout(500)
    await screenshot(page, '45-compare-by-threads')
    await table.scrollIntoViewIfNeeded()
    await screenshot(page, '46-compare-by-threads-table')

    await page.getByRole('radio', { name: 'Make 4 threads the baseline' }).check()
    await expect(page).toHaveURL(/baseline=.*4/)
    await expect(findings).toContainText(/1 thread is slower than 4 threads/)
    await page.getByRole('combobox', { name: 'What is compared' }).selectOption('by batch size')
    await expect(page).toHaveURL(/by=batch/)
    await expect(page).not.toHaveURL(/baseline=/)
    await expect(findings).toContainText(/throughput/)
    await page.waitForTimeout(500)
    await screenshot(page, '47-compare-by-batch')
    await page.getByRole('combobox', { name: 'What is compared' }).selectOption('whole runs')
    await expect(page.getByText('compare the parts of this one')).toBeVisible()
  }))

test('a point is held against another of its run, and against the same of another run', async () => {
  const data = newDataDir()
  const now = Date.now()
  const [run, other] = writeHistory(data.path, [swept(now - 3_600_000), swept(now - 7_200_000)])
  const app = await startApp(data.path)
  const { page } = app
  try {
    await setSize(app, 1280, 820)
    await visit(app, `/runs/${run}/points/4`)
    const against = page.getByRole('region', { name: 'Against another point' })
    await against.getByRole('combobox', { name: 'Run of the other point' }).selectOption(run ?? '')
    await against.getByRole('combobox', { name: 'Point', exact: true }).selectOption('0')
    await expect(page).toHaveURL(new RegExp(`against=${run}(/|%2F)0`))
    await expect(against).toContainText(/This point (is faster|is slower|shows)|Which of the two/)
    await against.scrollIntoViewIfNeeded()
    await expectAccessible(page, 'a point against another')
    await screenshot(page, '64-point-against')
    await against
      .getByRole('combobox', { name: 'Run of the other point' })
      .selectOption(other ?? '')
    const point = against.getByRole('combobox', { name: 'Point', exact: true })
    await expect(point).toHaveValue('4')
    await expect(against).toContainText(/equally fast|unclear/)
    await page.reload()
    await expect(point).toHaveValue('4')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
