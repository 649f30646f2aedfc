// A real Prometheus against the real command: promtool finds nothing to complain of, the server scrapes it, and every query of
// the Grafana dashboard is understood and finds what this computer has.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Of `prometheus` and `promtool`. */
const programs = process.env.PROMETHEUS_PROGRAMS ?? '/usr/bin'
const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'benchtop-prometheus-'))
const started: ChildProcess[] = []
let exporter = ''
let server = ''

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0
      probe.close(() => done(port))
    })
  })
}

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(program, args, { stdio: 'ignore', env })
  started.push(child)
}

const textOf = async (url: string) => (await fetch(url)).text()

async function untilTrue(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await pause(200)
}

beforeAll(async () => {
  const listen = `127.0.0.1:${await freePort()}`
  exporter = `http://${listen}/metrics`
  start(process.execPath, [join(root, 'out/main/cli.js'), 'exporter', '--listen', listen], {
    ...process.env,
    BENCHTOP_DATA: join(folder, 'data'),
  })
  const config = join(folder, 'prometheus.yml')
  writeFileSync(
    config,
    `scrape_configs:\n  - job_name: benchtop\n    scrape_interval: 1s\n    static_configs:\n      - targets: ['${listen}']\n`,
  )
  const web = `127.0.0.1:${await freePort()}`
  server = `http://${web}`
  start(join(programs, 'prometheus'), [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=${web}`,
  ])
  await untilTrue(async () => (await textOf(exporter)).includes('benchtop_cpu_load_ratio{'))
})

afterAll(async () => {
  for (const child of started) child.kill('SIGTERM')
  await Promise.all(
    started.map((child) =>
      child.exitCode === null ? new Promise((done) => child.once('exit', done)) : null,
    ),
  )
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

interface Found {
  readonly status: string
  readonly data: { readonly result: readonly { readonly metric: Record<string, string> }[] }
}

const query = async (promql: string): Promise<Found> =>
  (
    await fetch(`${server}/api/v1/query?query=${encodeURIComponent(promql)}`)
  ).json() as Promise<Found>

test('promtool has nothing to say of the metrics', async () => {
  const { status, stdout, stderr } = spawnSync(join(programs, 'promtool'), ['check', 'metrics'], {
    input: await textOf(exporter),
    encoding: 'utf8',
  })
  expect(`${stdout}${stderr}`).toBe('')
  expect(status).toBe(0)
})

test('a server scrapes them', async () => {
  await untilTrue(async () => (await query('benchtop_board_up == 1')).data.result.length === 1)
  const memory = await query('benchtop_memory_size_bytes')
  expect(memory.data.result).toHaveLength(1)
  expect(memory.data.result[0]?.metric).toMatchObject({ job: 'benchtop' })
})

test('every query of the dashboard is understood', async () => {
  const dashboard = JSON.parse(readFileSync(join(root, 'resources/grafana/benchtop.json'), 'utf8'))
  const queries: readonly string[] = dashboard.panels.flatMap(
    (panel: { readonly targets: readonly { readonly expr: string }[] }) =>
      panel.targets.map(({ expr }) =>
        expr.replace('$board', '.*').replace('$__rate_interval', '1m'),
      ),
  )
  expect(queries.length).toBeGreaterThan(10)
  const served = new Set((await textOf(exporter)).match(/^benchtop_\w+/gm))
  for (const promql of queries) {
    const { status, data } = await query(promql)
    expect(status, promql).toBe('success')
    const name = /benchtop_\w+/.exec(promql)?.[0] ?? ''
    if (served.has(name) && !promql.includes('increase'))
      expect(data.result.length, promql).toBeGreaterThan(0)
  }
})
