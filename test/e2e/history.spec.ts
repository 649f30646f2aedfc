// A long history: found by words and filters, sorted, chosen, compared, exported, removed and brought back.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { newDataDir, screenshot, startApp } from './app.ts'
import { threeBoards, writeHistory } from './history.ts'
import { setSize, visit } from './looks.ts'

test('a run is found, compared, sent, annotated, removed and brought back', async () => {
  const data = newDataDir()
  const [pi] = writeHistory(data.path, threeBoards(Date.now()))
  const app = await startApp(data.path)
  const { page } = app
  const rows = page.locator('tbody tr')
  try {
    await setSize(app, 1440, 1000)
    await visit(app, '/runs')
    await expect(rows).toHaveCount(4)
    await expect(rows.first()).toContainText('This computer')

    await page.getByRole('button', { name: 'p50' }).click()
    await expect(page.getByRole('columnheader', { name: 'p50' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    )
    await expect(page).toHaveURL(/sort=p50/)
    await page.getByLabel('Search').fill('radxa')
    await expect(rows).toHaveCount(1)
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await page.getByLabel('Board', { exact: true }).selectOption('Raspberry Pi 5')
    await expect(rows).toHaveCount(2)
    await expect(page).toHaveURL(/board=pi5/)
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await expect(rows).toHaveCount(4)

    await page.getByRole('checkbox', { name: /^Choose .*Radxa/ }).check()
    await page.getByRole('checkbox', { name: /^Choose .*This computer/ }).check()
    await page.getByRole('link', { name: 'Compare', exact: true }).last().click()
    await expect(page.getByRole('heading', { name: 'What the comparison finds' })).toBeVisible()
    await page.goBack()

    const file = join(data.path, 'report.html')
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: path })
    }, file)
    await visit(app, `/runs/${pi}`)
    await page.getByRole('button', { name: 'Export…' }).click()
    await page.getByRole('menuitem', { name: /HTML/ }).click()
    await expect(page.getByText('The report was saved.')).toBeVisible()
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('Raspberry Pi 5')
    await screenshot(page, '53-exported')

    await page.getByRole('button', { name: 'Add a note' }).click()
    await page.getByLabel('Note').fill('without its fan')
    await page.getByRole('button', { name: 'Keep' }).click()
    await expect(page.getByText('without its fan')).toBeVisible()
    await visit(app, '/runs?find=fan')
    await expect(rows).toHaveCount(1)

    await page.getByRole('checkbox', { name: /^Choose .*Raspberry/ }).check()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(rows).toHaveCount(0)
    await screenshot(page, '54-removed')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rows).toHaveCount(1)
    await visit(app, '/runs')
    await setSize(app, 1024, 700)
    await screenshot(page, '55-history-small')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})

test('a thousand runs are shown, searched and sorted', async () => {
  const data = newDataDir()
  const now = Date.now()
  const [first] = threeBoards(now)
  if (first === undefined) throw new Error('there are boards')
  const plan = { batches: [1], threads: [1] }
  writeHistory(
    data.path,
    Array.from({ length: 1000 }, (_, index) => ({
      ...first,
      plan,
      boardName: `rig${index % 40}x`,
      boardId: `board-${index % 40}`,
      createdMs: now - index * 3_600_000,
      medianNs: 1e6 * (1 + index),
    })),
  )
  const app = await startApp(data.path)
  const { page } = app
  try {
    await visit(app, '/runs')
    await expect(page.getByText('1000 of 1000 runs')).toBeVisible()
    await page.getByLabel('Search').fill('rig17x')
    await expect(page.getByText('25 of 1000 runs')).toBeVisible()
    await page.getByRole('button', { name: 'p50' }).click()
    await expect(page.locator('tbody tr').first()).toContainText('18.0 ms')
    await page.getByRole('checkbox', { name: 'Choose all that are found' }).check()
    await expect(page.getByText('25 chosen')).toBeVisible()
    const tookMs = await page.evaluate(async () => {
      const began = performance.now()
      await window.benchtop.call('runs.list', {})
      return performance.now() - began
    })
    console.log(`runs.list of 1000 runs: ${Math.round(tookMs)} ms`)
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
