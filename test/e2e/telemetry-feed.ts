// A board's telemetry as main would tell it, for looks and figures that this computer's own sensors can not give: answers
// of `telemetry.watch` and `telemetry.history` are made here, and readings go on arriving ten times a second.

import { localBoardId } from '../../src/shared/board.ts'
import {
  type TelemetryDescription,
  type TelemetrySeries,
  telemetryKeptMs,
} from '../../src/shared/telemetry.ts'
import type { RunningApp } from './app.ts'

const hz = 10

/** Sixteen series, as an eight-core board with rails has them. */
const fast: readonly TelemetrySeries[] = [
  { kind: 'frequency', name: 'policy0', cpus: [0, 1, 2, 3], mostHertz: 1.8e9 },
  { kind: 'frequency', name: 'policy4', cpus: [4, 5], mostHertz: 2.4e9 },
  { kind: 'cpu-load', name: '' },
  { kind: 'core-load', name: 'cpu0', cpu: 0 },
  { kind: 'core-load', name: 'cpu1', cpu: 1 },
  { kind: 'core-load', name: 'cpu4', cpu: 4 },
  { kind: 'core-load', name: 'cpu5', cpu: 5 },
  { kind: 'temperature', name: 'soc-thermal', passive: 85, critical: 115 },
  { kind: 'temperature', name: 'bigcore0-thermal', passive: 85, critical: 115 },
  { kind: 'memory', name: 'used', totalBytes: 8 * 1024 ** 3 },
  { kind: 'steal', name: '' },
  { kind: 'device-frequency', name: 'fb000000.gpu', device: 'gpu' },
  { kind: 'throttle-flags', name: 'Raspberry Pi' },
  { kind: 'power', name: '', source: 'ina3221 1-0040', role: 'total' },
  { kind: 'power', name: 'VDD_CPU', source: 'ina3221 1-0040', role: 'rail' },
  { kind: 'power', name: 'VDD_SOC', source: 'ina3221 1-0040', role: 'rail' },
]

const description: TelemetryDescription = {
  bootId: 'made',
  tracks: [{ hz, series: [...fast] }],
  powerSources: [],
  missing: [{ kind: 'device-load', reason: 'root-only', name: 'fdab0000.npu' }],
}

/** What each series is at, and how far it swings. */
const middles: readonly (readonly [middle: number, swing: number])[] = [
  [1.4e9, 4e8],
  [1.8e9, 6e8],
  [0.5, 0.2],
  [0.6, 0.4],
  [0.5, 0.45],
  [0.4, 0.4],
  [0.3, 0.3],
  [58, 6],
  [66, 9],
  [3 * 1024 ** 3, 3e8],
  [0.01, 0.01],
  [6e8, 3e8],
  [0, 0],
  [9, 3],
  [5, 2.5],
  [3, 1],
]

/**
 * From now on this computer tells of sixteen series, ten minutes of which it has told already: with a gap, a while of
 * under-voltage, and two points of a sweep. To be called before the monitor is opened.
 */
export async function feedTelemetry({ electron }: RunningApp): Promise<void> {
  const made = { board: localBoardId, description, middles, keptMs: telemetryKeptMs, hz }
  await electron.evaluate(({ ipcMain, BrowserWindow }, { board, keptMs, ...feed }) => {
    const nowMs = () => performance.timeOrigin + performance.now()
    const beganMs = nowMs()
    const everyMs = 1_000 / feed.hz
    const flags = feed.description.tracks[0]?.series.findIndex(
      ({ kind }) => kind === 'throttle-flags',
    )
    const valueAt = (series: number, atMs: number) => {
      const [middle = 0, swing = 0] = feed.middles[series] ?? []
      const ago = (beganMs - atMs) / 1_000
      if (series === flags) return ago > 20 && ago < 26 ? 5 : 0
      const noise = Math.sin(atMs * 12.9898 + series * 78.233) * 43_758.5453
      const wave = Math.sin(atMs / 9_000 + series) * 0.6 + (noise - Math.floor(noise) - 0.5) * 0.8
      return middle + swing * wave
    }
    const readings = (moments: readonly number[]) => ({
      atMs: Float64Array.from(moments),
      values: feed.middles.map((_, series) =>
        Float32Array.from(moments, (atMs) => valueAt(series, atMs)),
      ),
    })
    const view = {
      board,
      state: { kind: 'live', hz: feed.hz },
      epoch: 1,
      description: feed.description,
    }
    const processes = () => ({
      board,
      atMs: nowMs(),
      count: 143,
      processes: [
        { pid: 812, name: 'node', cores: 1.42, residentBytes: 3.1e8 },
        { pid: 1, name: 'systemd', cores: 0.004, residentBytes: null },
      ],
    })
    const past = Array.from({ length: (keptMs / 1_000) * feed.hz }, (_, index) =>
      Math.round(beganMs - keptMs + index * everyMs),
    ).filter((atMs) => beganMs - atMs < 40_000 || beganMs - atMs > 45_000)
    const mark = (point: number, startMs: number, endMs: number | null) => ({
      board,
      run: 'made',
      point,
      repetition: 0,
      startMs: beganMs + startMs,
      endMs: endMs === null ? null : beganMs + endMs,
    })
    const answers: Readonly<Record<string, () => unknown>> = {
      'telemetry.watch': () => [view],
      'telemetry.history': () => ({
        view,
        tracks: [readings(past)],
        processes: processes(),
        marks: [mark(0, -32_000, -14_000), mark(1, -12_000, null)],
      }),
    }
    type Handler = (event: unknown, name: string, request: unknown) => unknown
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })
      ._invokeHandlers
    const own = handlers.get('benchtop:call')
    ipcMain.removeHandler('benchtop:call')
    ipcMain.handle('benchtop:call', (event, name, request) => {
      const answer = answers[name]
      return answer === undefined ? own?.(event, name, request) : { ok: true, value: answer() }
    })
    const tell = (topic: string, message: unknown) => {
      for (const window of BrowserWindow.getAllWindows())
        if (!window.isDestroyed()) window.webContents.send('benchtop:news', topic, [message])
    }
    setInterval(() => {
      tell('telemetry.samples', { board, epoch: 1, track: 0, ...readings([nowMs()]) })
    }, everyMs)
    setInterval(() => tell('telemetry.processes', processes()), 1_000)
  }, made)
}
