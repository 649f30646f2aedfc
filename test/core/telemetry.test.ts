// This computer looked at by the whole desk: the feed, what is kept of it, the marks of a run, and what Prometheus reads.

import { readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { localBoardId } from '../../src/shared/board.ts'
import { exporterSettingSchema } from '../../src/shared/exporter.ts'
import { planSchema } from '../../src/shared/plan.ts'
import type { TelemetryBatch, TelemetryFeedView } from '../../src/shared/telemetry.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { shortLimits, TestBench, until } from './bench.ts'

let desk: TestBench
beforeEach(() => {
  desk = new TestBench()
})
afterEach(() => desk.dispose())

const batches = () =>
  desk.news.flatMap(({ topic, message }) =>
    topic === 'telemetry.samples' ? [message as TelemetryBatch] : [],
  )
const views = () =>
  desk.news.flatMap(({ topic, message }) =>
    topic === 'telemetry.changed' ? [message as TelemetryFeedView] : [],
  )
const lookers = () =>
  readdirSync(join(desk.dataDir, 'this-computer', 'lookers')).map((name) =>
    Number(name.replace('.json', '')),
  )
const watch = (hz: number) => desk.bench.telemetry.look('window', [localBoardId], hz)

describe('the feed', () => {
  test('one stream a board, whoever looks; none when nobody does; what was seen is kept', async () => {
    watch(10)
    desk.bench.telemetry.look('exporter', [localBoardId], 1)
    await until(() => batches().length > 3)
    expect(lookers()).toHaveLength(1)
    const history = desk.bench.telemetry.history(localBoardId)
    expect(history.view.state).toEqual({ kind: 'live', hz: 10 })
    const [track] = history.tracks
    expect(track?.values).toHaveLength(history.view.description?.tracks[0]?.series.length ?? 0)
    const sent = batches().flatMap(({ atMs }) => [...atMs])
    expect([...(track?.atMs ?? [])].slice(0, sent.length)).toEqual(sent)
    expect(Math.abs((sent[0] ?? 0) - Date.now())).toBeLessThan(60_000)
    desk.bench.telemetry.look('exporter', [], 1)
    desk.bench.telemetry.look('window', [], 1)
    await until(() => views().at(-1)?.state.kind === 'off')
    await until(() => lookers().length === 0)
    expect(desk.bench.telemetry.history(localBoardId).tracks[0]?.atMs.length).toBeGreaterThan(0)
  })

  test('an agent that is killed is not the end: another goes on in the same history by itself', async () => {
    watch(10)
    await until(() => batches().length > 1)
    const [pid] = lookers()
    if (pid === undefined) throw new Error('nobody looks')
    process.kill(pid, 'SIGKILL')
    await until(() => views().some(({ state }) => state.kind === 'lost'))
    const before = desk.bench.telemetry.history(localBoardId).tracks[0]?.atMs.length ?? 0
    await until(
      () => (desk.bench.telemetry.history(localBoardId).tracks[0]?.atMs.length ?? 0) > before,
    )
    expect(desk.bench.telemetry.history(localBoardId).view.epoch).toBe(1)
  })

  test('a run slows it, and its points stand on its axis', async () => {
    watch(10)
    await until(() => batches().length > 1)
    const path = join(desk.dataDir, 'tiny.onnx')
    writeModel(path, perceptron())
    const { sha256, name } = await desk.bench.models.add(path)
    const limits = { ...shortLimits, maxSamples: 1_000_000, minMs: 1_500, maxMs: 2_500 }
    const models = [{ sha256, name }]
    const plan = planSchema.parse({ models, batches: [1], threads: [1], limits, seed: 1 })
    const { id } = desk.bench.runs.start(localBoardId, plan)
    await desk.bench.runs.settled(id)
    expect(views().some(({ state }) => state.kind === 'slowed')).toBe(true)
    const marked = desk.news.flatMap(({ topic, message }) =>
      topic === 'telemetry.marked' ? [message] : [],
    )
    // A point that began and ended between two looks at its events is told once.
    expect(marked.at(-1)).toMatchObject({ run: id, endMs: expect.any(Number) })
    const { marks, tracks } = desk.bench.telemetry.history(localBoardId)
    expect(marks).toHaveLength(1)
    expect(marks[0]).toMatchObject({ run: id, point: 0, repetition: 0 })
    const { startMs = 0, endMs = 0 } = marks[0] ?? {}
    const at = tracks[0]?.atMs ?? new Float64Array()
    expect(startMs).toBeGreaterThan(at[0] ?? 0)
    expect((endMs ?? 0) - startMs).toBeGreaterThan(1_500)
    expect(endMs).toBeLessThan(performance.timeOrigin + performance.now())
  })
})

describe('the exporter', () => {
  const anywhere = { address: '127.0.0.1', port: 0 }
  const url = () => {
    const { state } = desk.bench.exporter
    return state.kind === 'listening' ? state.url : ''
  }

  /** As a page of the web asks that has its name lead here. */
  const statusUnder = (host: string, address: string) =>
    new Promise((resolve, reject) => {
      get(address, { headers: { host } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).once('error', reject)
    })

  test('serves a board that it looks at itself, to programs of this computer alone', async () => {
    await desk.bench.exporter.start(anywhere, [localBoardId])
    await until(() => batches().length > 0)
    const answer = await fetch(url())
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const text = await answer.text()
    const name = desk.bench.boards.board(localBoardId).name
    expect(text).toContain(`benchtop_board_up{board="${name}"} 1`)
    const kib = /^MemTotal: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    expect(text).toContain(`benchtop_memory_size_bytes{board="${name}"} ${Number(kib) * 1024}`)
    expect((await fetch(url().replace('/metrics', '/'))).status).toBe(404)
    expect((await fetch(url(), { method: 'POST' })).status).toBe(405)
    const rebound = await statusUnder('evil.example', url())
    expect(rebound).toBe(403)
  })

  test('the switch serves what is connected, is remembered, and says what stands in its way', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const taken = exporterSettingSchema.parse({ on: true, port })
    expect(await desk.bench.setExporter(taken)).toMatchObject({
      kind: 'fault',
      fault: { code: 'exporter-port-taken', params: { port } },
    })
    await new Promise((resolve) => server.close(resolve))
    expect(await desk.bench.setExporter(taken)).toMatchObject({ kind: 'listening' })
    expect(desk.bench.settings.get().exporter).toEqual(taken)
    expect(await (await fetch(url())).text()).not.toContain('benchtop_board_up')
    await desk.bench.boards.connect(localBoardId)
    await until(() => batches().length > 0)
    expect(await (await fetch(url())).text()).toMatch(/^benchtop_board_up\{.*\} 1$/m)
    expect(await desk.bench.setExporter({ ...taken, on: false })).toEqual({ kind: 'off' })
    await until(() => views().at(-1)?.state.kind === 'off')
  })
})
