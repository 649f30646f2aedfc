// What the window costs: the time until it shows something, how much of a core the app takes while it idles and while
// this computer measures itself (METRICS, environment: the agent's own processes aside), and how smoothly the monitor is
// drawn at full load. Prints, asserts nothing.

import { readdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { newDataDir, startApp } from '../e2e/app.ts'
import { visit } from '../e2e/looks.ts'
import { feedTelemetry } from '../e2e/telemetry-feed.ts'

const starts = 5
const ticksPerSecond = 100

interface ProcessRow {
  readonly pid: number
  readonly parent: number
  readonly ticks: number
  readonly isAgent: boolean
}

function processRow(pid: number): ProcessRow | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      pid,
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]),
      isAgent: readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('agent.cjs'),
    }
  } catch {
    return null
  }
}

/** CPU time of a process and all of its descendants but the agent's, in clock ticks. */
function appTicks(root: number): number {
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processRow(Number(name)) ?? [])
  const family = new Set([root])
  for (let before = 0; before < family.size; ) {
    before = family.size
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid)
  }
  return rows
    .filter(({ pid, isAgent }) => family.has(pid) && !isAgent)
    .reduce((sum, { ticks }) => sum + ticks, 0)
}

async function percentOfACore(pid: number, seconds: number): Promise<string> {
  const before = appTicks(pid)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  return `${(((appTicks(pid) - before) / ticksPerSecond / seconds) * 100).toFixed(1)} % of a core`
}

/** Frames that the window shows in so many seconds, and how long the page was busy for any of them. */
async function frames(page: Page, seconds: number): Promise<string> {
  const { gaps, longTasks } = await page.evaluate(async (ms) => {
    const times: number[] = []
    const tasks: number[] = []
    const watcher = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration)
    })
    watcher.observe({ entryTypes: ['longtask'] })
    const endMs = performance.now() + ms
    await new Promise<void>((resolve) => {
      const frame = (at: number) => {
        times.push(at)
        if (at < endMs) requestAnimationFrame(frame)
        else resolve()
      }
      requestAnimationFrame(frame)
    })
    watcher.disconnect()
    const between = times.slice(1).map((at, index) => at - (times[index] ?? at))
    return { gaps: between.toSorted((one, other) => one - other), longTasks: tasks }
  }, seconds * 1000)
  const at = (share: number) => gaps[Math.floor((gaps.length - 1) * share)] ?? 0
  const typical = at(0.5)
  const dropped = gaps.filter((gap) => gap > 1.5 * typical).length
  const longest = Math.max(0, ...longTasks)
  return [
    `${gaps.length} frames in ${seconds} s`,
    `${dropped} late (over 1.5 of the median ${typical.toFixed(1)} ms)`,
    `p99 ${at(0.99).toFixed(1)} ms`,
    `longest ${at(1).toFixed(1)} ms`,
    `${longTasks.length} tasks over 50 ms, longest ${longest.toFixed(0)} ms`,
  ].join(', ')
}

async function monitorFigures(): Promise<void> {
  const own = newDataDir()
  try {
    const app = await startApp(own.path)
    await feedTelemetry(app)
    await visit(app, '/monitor')
    await app.page.getByRole('button', { name: 'All 10 minutes' }).click()
    await app.page.waitForTimeout(3000)
    const what = '16 series of ten minutes at 10 Hz'
    console.log(`monitor, ${what}: ${await frames(app.page, 10)}`)
    const pid = app.electron.process().pid ?? 0
    console.log(`monitor, ${what}, the whole app: ${await percentOfACore(pid, 10)}`)
    await app.close()
  } finally {
    own.remove()
  }
}

const data = newDataDir()
try {
  const startMs: number[] = []
  for (let index = 0; index < starts; index++) {
    const startedMs = performance.now()
    const app = await startApp(data.path)
    startMs.push(Math.round(performance.now() - startedMs))
    await app.close()
  }
  console.log(`start until the first view: ${startMs.join(', ')} ms`)

  const app = await startApp(data.path)
  const pid = app.electron.process().pid ?? 0
  await app.page.getByText('Ready').first().waitFor()
  await app.page.waitForTimeout(3000)
  console.log(`idle: ${await percentOfACore(pid, 5)}`)
  await app.page.getByRole('button', { name: 'Measure this computer' }).click()
  await app.page.getByText('measuring', { exact: true }).waitFor({ timeout: 60_000 })
  console.log(`while this computer measures itself: ${await percentOfACore(pid, 10)}`)
  await app.close()
} finally {
  data.remove()
}
await monitorFigures()
