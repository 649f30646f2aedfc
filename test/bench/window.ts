// What the window costs: the time until it shows something, and how much of a core the app takes while it idles and
// while this computer measures itself (METRICS, environment: the agent's own processes aside). Prints, asserts nothing.

import { readdirSync, readFileSync } from 'node:fs'
import { newDataDir, startApp } from '../e2e/app.ts'

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
