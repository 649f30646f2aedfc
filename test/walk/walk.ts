// A newcomer's way: first start, a result of this computer, a board, its result, the two compared, a report. Every
// picture of docs/walk.md is taken here, of what was really measured on the way. Stops at the first thing that fails.

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type ElectronApplication, expect, type Page } from 'playwright/test'
import { startLoopbackBoard } from '../boards/loopback.ts'
import { newDataDir, startApp } from '../e2e/app.ts'
import { boardForm } from '../e2e/board-form.ts'
import { startSweep } from '../e2e/start-sweep.ts'

const pictures = join(import.meta.dirname, '../../docs/pictures')
const chromiumPath = '/usr/bin/chromium'
const sweepTimeoutMs = 240_000

let taken = 0
async function picture(page: Page, name: string): Promise<void> {
  taken += 1
  mkdirSync(pictures, { recursive: true })
  // Charts draw themselves in; they are shown as they come to rest.
  await page.waitForTimeout(600)
  const path = join(pictures, `walk-${taken}-${name}.png`)
  await page.screenshot({ path })
  console.log(path)
}

async function measured(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({
    timeout: sweepTimeoutMs,
  })
}

function saveTo(app: ElectronApplication, path: string): Promise<void> {
  return app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
}

/** The report as somebody sees it who has only the file: in Debian's Chromium, or not at all. */
async function pictureOfReport(path: string): Promise<void> {
  if (!existsSync(chromiumPath)) {
    console.log(`no picture of the report: there is no ${chromiumPath}`)
    return
  }
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  try {
    const reader = await browser.newPage({ viewport: { width: 1280, height: 820 } })
    await reader.goto(pathToFileURL(path).href)
    await expect(reader.getByRole('heading', { level: 1 })).toBeVisible()
    await picture(reader, 'report')
  } finally {
    await browser.close()
  }
}

const board = await startLoopbackBoard()
const data = newDataDir()
const app = await startApp(data.path)
const { page } = app
try {
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 820),
  )
  await picture(page, 'first-start')
  await page.getByRole('button', { name: 'Measure this computer' }).click()
  await expect(page.getByText('1 of 3 points').first()).toBeVisible({ timeout: sweepTimeoutMs })
  await picture(page, 'live-run')
  await measured(page)
  await picture(page, 'result')

  await page.getByRole('link', { name: 'Boards', exact: true }).click()
  const address = ['Edge board', board.host, String(board.port), board.user, board.keyPath]
  const form = await boardForm(page, address)
  await picture(page, 'add-a-board')
  await form.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByRole('button', { name: 'Trust this key' })).toBeVisible()
  await picture(page, 'trust')
  await page.getByRole('button', { name: 'Trust this key' }).click()
  const card = page.getByRole('article', { name: 'Edge board' })
  await expect(card.getByText('Ready')).toBeVisible({ timeout: sweepTimeoutMs })

  await card.getByRole('link', { name: 'New sweep' }).click()
  await page.getByRole('button', { name: 'Quick look' }).click()
  await picture(page, 'sweep')
  await startSweep(page)
  await measured(page)

  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  await page.getByRole('button', { name: 'Compare the last results' }).click()
  await expect(page.getByRole('heading', { name: 'What the comparison finds' })).toBeVisible()
  await picture(page, 'compare')

  const report = join(data.path, 'report.html')
  await saveTo(app.electron, report)
  await page.getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('menuitem', { name: /HTML/ }).click()
  await expect(page.getByText('The report was saved.')).toBeVisible()
  await picture(page, 'exported')
  await pictureOfReport(report)
} finally {
  await app.close()
  await board.stop()
  data.remove()
}
