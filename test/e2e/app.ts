// Starts the real app with data of its own and shows it as a person would see it.

import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ElectronApplication, _electron as electron, expect, type Page } from 'playwright/test'
import type { Result } from '../../src/shared/fault.ts'
import type { CallAnswer, CallName, CallRequest } from '../../src/shared/ipc.ts'

const root = resolve(import.meta.dirname, '../..')
const screenshots = join(root, 'test', 'screenshots')

export interface RunningApp {
  readonly electron: ElectronApplication
  readonly page: Page
  /** Everything that the page logged as an error, and every error it threw. */
  readonly problems: readonly string[]
  close(): Promise<void>
}

export function newDataDir(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'benchtop-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export async function startApp(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  const asRoot = process.getuid?.() === 0
  const running = await electron.launch({
    args: [...(asRoot ? ['--no-sandbox'] : []), root],
    cwd: root,
    env: { ...process.env, BENCHTOP_DATA: dataDir, ...environment } as Record<string, string>,
  })
  const child = running.process()
  const page = await running.firstWindow()
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return { electron: running, page, problems, close: () => closeApp(running, child) }
}

/** Runs the app with a new data folder for a test, and expects that the page logged no error. */
export async function withApp(
  use: (app: RunningApp, dir: string) => Promise<void>,
  environmentOf: (dir: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<void> {
  const data = newDataDir()
  const app = await startApp(data.path, environmentOf(data.path))
  try {
    await use(app, data.path)
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
}

/** Calls main as the page does; throws where it fails. */
export async function call<Name extends CallName>(
  page: Page,
  name: Name,
  request: CallRequest<Name>,
): Promise<CallAnswer<Name>> {
  const asked: readonly [string, unknown] = [name, request]
  const answered = (await page.evaluate(
    ([called, what]) => window.benchtop.call(called as never, what as never),
    asked,
  )) as Result<CallAnswer<Name>>
  if (!answered.ok) throw new Error(answered.fault.message)
  return answered.value
}

/** Answers the next dialogs for files with this path, as a person who chose it. */
export async function answerFileDialogs({ electron }: RunningApp, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
}

/** Quits as a person would; one that asks whether to, because a test broke off in a run, is ended by a signal. */
async function closeApp(running: ElectronApplication, child: ChildProcess): Promise<void> {
  const impatience = setTimeout(() => child.kill('SIGTERM'), 20_000)
  await running.close()
  clearTimeout(impatience)
}

/** Pictures for people: test/screenshots/NAME.png, never compared by a machine. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}
