// A report of runs that were really measured, as its reader opens it: from a file, in a browser that is not ours,
// with every request watched. It has to be whole without a network, in both languages, light, dark and on paper.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, expect, type Page, test } from 'playwright/test'
import { openDatabase } from '../../src/main/store/db.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { commandOn } from '../fixtures/command.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'

/** Debian's own: no browser is fetched for a test. */
const executablePath = '/usr/bin/chromium'
test.skip(!existsSync(executablePath), `${executablePath} is not there`)

const folder = mkdtempSync(join(tmpdir(), 'benchtop-report-e2e-'))
const benchtop = commandOn(join(folder, 'data'))
const pictures = 'test/screenshots'
const note = '<b>with a fan</b> & on a desk'
let browser: Browser

async function measure(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await benchtop('run', '-t', '1', '--json', ...args)
  expect(code, stderr).toBe(0)
  return (JSON.parse(stdout) as { record: { id: string } }).record.id
}

function writeNote(run: string, words: string): void {
  const db = openDatabase(join(folder, 'data', 'benchtop.sqlite'))
  try {
    new RunStore(db).setNote(run, words)
  } finally {
    db.close()
  }
}

test.beforeAll(async () => {
  test.setTimeout(300_000)
  mkdirSync(pictures, { recursive: true })
  const dynamic = join(folder, 'tiny.onnx')
  const fixed = join(folder, 'fixed.onnx')
  writeModel(dynamic, perceptron())
  writeModel(fixed, perceptron({ batch: 2 }))
  const first = await measure('-m', dynamic, fixed, '-b', '1,2')
  const second = await measure('-m', dynamic, '-b', '1,2', '--seed', '2')
  const zoo = await measure('-b', '1,2')
  writeNote(second, note)
  for (const lang of ['en', 'zh-CN']) {
    const single = await benchtop(
      'report',
      zoo,
      '--html',
      join(folder, `one-${lang}.html`),
      '--lang',
      lang,
    )
    expect(single.code, single.stderr).toBe(0)
    const many = [first, second, zoo, '--html', join(folder, `many-${lang}.html`), '--lang', lang]
    expect((await benchtop('report', ...many)).code).toBe(0)
  }
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  browser = await chromium.launch({ executablePath, args })
})
test.afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  readonly problems: readonly string[]
  close(): Promise<void>
}

async function openReport(
  name: string,
  colorScheme: 'light' | 'dark',
  timezoneId = 'UTC',
): Promise<Opened> {
  const viewport = { width: 1200, height: 900 }
  const context = await browser.newContext({ colorScheme, viewport, timezoneId })
  const page = await context.newPage()
  const address = pathToFileURL(join(folder, `${name}.html`)).href
  const problems: string[] = []
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:'))
      problems.push(`asked for ${request.url()}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return { page, problems, close: () => context.close() }
}

/** How many different colours each chart shows: an empty one has one at the most. */
function colours(page: Page): Promise<number[]> {
  return page.locator('canvas').evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement
      const pixels = (canvas as HTMLCanvasElement)
        .getContext('2d')
        ?.getImageData(0, 0, width, height).data
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size
    }),
  )
}

for (const lang of ['en', 'zh-CN'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`a report is whole without a network: ${lang}, ${colorScheme}`, async () => {
      const { page, problems, close } = await openReport(`many-${lang}`, colorScheme)
      const drawn = await colours(page)
      expect(drawn.length).toBeGreaterThanOrEqual(9)
      for (const count of drawn) expect(count).toBeGreaterThan(3)
      await expect(page.locator('html')).toHaveAttribute('lang', lang)
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide).toBeLessThanOrEqual(1200)
      await page.screenshot({
        path: join(pictures, `report-${lang}-${colorScheme}.png`),
        fullPage: true,
      })
      expect(problems).toEqual([])
      await close()
    })

test('a report says what was found, what failed and how it was measured', async () => {
  const { page, close } = await openReport('many-en', 'light')
  const comparison = page.getByRole('region', { name: 'Comparison' })
  await expect(comparison.getByRole('listitem').first()).toContainText(
    /batch 1|no point in common that counts/,
  )
  await expect(comparison.getByText('Input seed')).toBeVisible()
  await expect(page.getByText('fixed batch of 2').first()).toBeVisible()
  const methods = page.getByRole('region', { name: 'Methods' })
  await expect(methods.getByText(/moving-block bootstrap/)).toBeVisible()
  await expect(methods.getByText('zoo: resnet50-v1.5').first()).toBeVisible()
  await expect(methods.getByText(/^[0-9a-f]{64}$/).first()).toBeVisible()
  await close()
})

test('a report brings the note of a run as it was written', async () => {
  const { page, close } = await openReport('many-en', 'light')
  await expect(page.getByText(`Note: ${note}`)).toHaveCount(1)
  await close()
})

test('every reader of a report reads the same moments', async () => {
  const texts: string[] = []
  for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
    const { page, close } = await openReport('many-en', 'light', zone)
    texts.push((await page.locator('main').textContent()) ?? '')
    await close()
  }
  expect(texts[0]).toBe(texts[1])
  expect(texts[0]?.match(/\d{4}, \d{2}:\d{2}\s[AP]M\sUTC/g)?.length).toBeGreaterThan(3)
})

test('references stand beside the model that they are of, and lead to their source', async () => {
  const { page, close } = await openReport('one-en', 'light')
  const references = page.getByRole('list', { name: 'References' }).first()
  const links = references.getByRole('link')
  expect(await links.count()).toBeGreaterThan(0)
  await expect(links.first()).toHaveAttribute('href', /^https:\/\//)
  await page.screenshot({ path: join(pictures, 'report-one-en-light.png'), fullPage: true })
  await close()
})

test('a chart can be set to another scale and taken as data, offline', async () => {
  const { page, problems, close } = await openReport('many-en', 'light')
  const [before] = await colours(page)
  await page.getByRole('switch', { name: 'Log scale' }).first().click()
  await expect(page.getByRole('switch', { name: 'Log scale' }).first()).toBeChecked()
  expect((await colours(page)).at(0)).toBeGreaterThan(3)
  expect(before).toBeGreaterThan(3)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as PNG' }).first().click()
  expect((await download).suggestedFilename()).toMatch(/\.png$/)
  expect(problems).toEqual([])
  await close()
})

test('on paper a dark report is light, no chart is cut, and every figure is compared', async () => {
  const { page, close } = await openReport('many-en', 'dark')
  const tables = page
    .getByRole('region', { name: 'Comparison' })
    .locator('.scroll-both table:visible')
  await expect(tables).toHaveCount(1)
  await page.setViewportSize({ width: 720, height: 1000 })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
  const cut = await page.locator('canvas').evaluateAll((canvases) =>
    canvases.filter((canvas) => {
      const box = canvas.getBoundingClientRect()
      const frame = canvas.closest('figure')?.getBoundingClientRect()
      return frame === undefined || box.right > frame.right + 1 || box.bottom > frame.bottom + 1
    }),
  )
  expect(cut).toEqual([])
  await expect(tables).toHaveCount(3)
  for (const metric of ['Median latency', 'Throughput', 'Peak memory'])
    await expect(page.getByRole('heading', { name: metric, exact: true })).toBeVisible()
  await page.screenshot({ path: join(pictures, 'report-paper.png'), fullPage: true })
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-')
  await close()
})
