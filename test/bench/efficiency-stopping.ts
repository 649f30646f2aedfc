// How soon a point may stop, and whether stopping early is honest: whole processes of the product measure stable models
// for long, and the product's own rule is then asked, window by window, where each mode would have stopped. Its interval
// is held against the same process's headline over the long window. Prints, asserts nothing.
// `--runs N`, `--seconds S`, `--model TEXT` (of its name), `--json`.

import { cpus, hostname, release } from 'node:os'
import { parseArgs } from 'node:util'
import { monotonicClock } from '../../src/agent/scenario/clock.ts'
import { halfWidthOf, headlineOf } from '../../src/agent/scenario/headline.ts'
import { Recording } from '../../src/agent/scenario/recording.ts'
import { Stopping } from '../../src/agent/scenario/stopping.ts'
import { decodeSamples } from '../../src/shared/event.ts'
import { type Limits, modeLimits } from '../../src/shared/limits.ts'
import type { Interval } from '../../src/shared/measurement.ts'
import { percentile, quantileOf } from '../../src/shared/stats.ts'
import { buildAgent, planOf, TestHome } from '../agent/agent.ts'
import { benchModels } from './fidelity-models.ts'

const { values: given } = parseArgs({
  options: {
    runs: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '12' },
    model: { type: 'string', default: 'about' },
    json: { type: 'boolean', default: false },
  },
})
const runs = Number(given.runs)
const longMs = Number(given.seconds) * 1000
const replayed = ['quick', 'normal'] as const
type Replayed = (typeof replayed)[number]
/** As single-stream has it. */
const headline = { quantile: 'p90', samplesPerQuery: 1 } as const
const fixedWindowMs = 10_000
const fixedRuns = 1000

const longLimits: Limits = {
  ...modeLimits.normal,
  minMs: longMs,
  maxMs: longMs,
  maxSamples: 5_000_000,
  pointTimeoutMs: longMs + 60_000,
}

interface Window {
  readonly startMs: number
  readonly endMs: number
  readonly latencyNs: Float64Array
}

/** One process of the product, with nothing looked at in between. Null where it is invalid: something disturbed it. */
async function measure(home: TestHome, sha256: string): Promise<readonly Window[] | null> {
  const { events } = await home.sweep(planOf(sha256, { limits: longLimits }))
  const windows = events.flatMap((event) =>
    event.type === 'samples-recorded' && event.window !== null
      ? [
          {
            startMs: event.window.startNs / 1e6,
            endMs: event.window.endNs / 1e6,
            latencyNs: decodeSamples(event.latencyNs),
          },
        ]
      : [],
  )
  if (windows.length === 0)
    throw new Error(`nothing was measured: ${JSON.stringify(events.at(-2))}`)
  const isInvalid = events.some((event) => event.type === 'point-ended' && event.invalid.length > 0)
  return isInvalid ? null : windows
}

const p90 = (windows: readonly Window[]): number => {
  const all = new Recording()
  for (const window of windows) all.add(window)
  return percentile(Float64Array.from(all.latencyNs).sort(), quantileOf.p90)
}

interface Stopped {
  readonly reason: string
  readonly stopMs: number
  /** When the interval was first within 1 %, whatever the least time; null: never. */
  readonly firstMs: number | null
  readonly value: number
  readonly interval: Interval | null
  readonly halfWidth: number | null
  /** The headline over the whole long window, and over what came after the stop. */
  readonly truth: number
  readonly truthAfter: number
  readonly meanNs: number
}

/** Where the product's rule would have stopped, and what it would have said; at the end where it would have gone on. */
function replay(windows: readonly Window[], mode: Replayed): Stopped {
  const stopping = new Stopping(modeLimits[mode], headline, monotonicClock)
  const eager = new Stopping({ ...modeLimits.normal, minMs: 0 }, headline, monotonicClock)
  const recording = new Recording()
  let firstMs: number | null = null
  for (const [index, window] of windows.entries()) {
    recording.add(window)
    if (firstMs === null && eager.reason(recording) === 'precision')
      firstMs = recording.wallNs / 1e6
    const isLast = index === windows.length - 1
    const reason = stopping.reason(recording) ?? (isLast ? 'end of the long window' : null)
    if (reason === null) continue
    const figure = headlineOf(headline, recording)
    const rest = windows.slice(index + 1)
    return {
      reason,
      stopMs: recording.wallNs / 1e6,
      firstMs,
      value: figure?.value ?? Number.NaN,
      interval: figure?.interval ?? null,
      halfWidth: halfWidthOf(figure),
      truth: p90(windows),
      truthAfter: rest.length === 0 ? Number.NaN : p90(rest),
      meanNs: recording.wallNs / recording.count,
    }
  }
  throw new Error('a process without windows')
}

/** Not a number where there are none. */
const middle = (values: readonly number[]) =>
  values.length === 0 ? Number.NaN : percentile(Float64Array.from(values).sort(), 0.5)
const holds = (interval: Interval | null, value: number) =>
  interval !== null && interval.low <= value && interval.high >= value
/** Not a number of none. */
const share = (all: readonly Stopped[], of: (one: Stopped) => boolean) =>
  all.filter(of).length / all.length

function resultOf(model: string, mode: Replayed, processes: readonly (readonly Window[])[]) {
  const all = processes.map((windows) => replay(windows, mode))
  const fixedMs = Math.max(
    fixedWindowMs,
    (fixedRuns * middle(all.map(({ meanNs }) => meanNs))) / 1e6,
  )
  const stopMs = all.map((one) => one.stopMs)
  const pooled = middle(all.map(({ truth }) => truth))
  return {
    model,
    mode,
    p90Ns: pooled,
    reasons: Object.fromEntries(
      [...Map.groupBy(all, ({ reason }) => reason)].map(([reason, some]) => [reason, some.length]),
    ),
    firstMs: middle(all.flatMap((one) => one.firstMs ?? [])),
    stopMs: middle(stopMs),
    latestStopMs: Math.max(...stopMs),
    fixedMs,
    ratio: middle(stopMs) / fixedMs,
    halfWidth: middle(all.flatMap((one) => one.halfWidth ?? [])),
    /** Of the interval at the stop. */
    coverage: share(all, ({ interval, truth }) => holds(interval, truth)),
    /** Of those that stopped before the end. */
    coverageAfter: share(
      all.filter(({ truthAfter }) => !Number.isNaN(truthAfter)),
      ({ interval, truthAfter }) => holds(interval, truthAfter),
    ),
    coverageOfPooled: share(all, ({ interval }) => holds(interval, pooled)),
    runs: all,
  }
}

buildAgent()
const home = new TestHome()
try {
  const chosen = benchModels.filter(({ name }) => name.includes(given.model))
  const found = new Map<string, (readonly Window[])[]>(chosen.map(({ name }) => [name, []]))
  const invalid = new Map<string, number>()
  for (let run = 0; run < runs; run++)
    for (const { name, bytes } of chosen) {
      const windows = await measure(home, await home.addModel(bytes))
      if (windows === null) invalid.set(name, (invalid.get(name) ?? 0) + 1)
      else found.get(name)?.push(windows)
      process.stderr.write(`${name}: ${run + 1} of ${runs}        \r`)
    }
  const results = [...found].flatMap(([name, all]) =>
    all.length === 0
      ? []
      : replayed.map((mode) => ({
          ...resultOf(name, mode, all),
          invalid: invalid.get(name) ?? 0,
        })),
  )
  if (results.length === 0) console.error('every process was disturbed: nothing can be said')
  const machine = {
    host: hostname(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    kernel: release(),
    node: process.versions.node,
    date: new Date().toISOString(),
  }
  if (given.json) console.log(JSON.stringify({ machine, runs, longMs, results }, null, 2))
  else {
    console.log(`${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}`)
    console.log(`${machine.date}, ${runs} processes a model, ${longMs / 1000} s each\n`)
    const seconds = (ms: number) => (Number.isNaN(ms) ? 'never' : `${(ms / 1000).toFixed(2)} s`)
    const percent = (value: number) =>
      Number.isNaN(value) ? '– %' : `${(100 * value).toFixed(1)} %`
    for (const result of results) {
      console.log(
        `${result.model}, mode ${result.mode}: p90 ${(result.p90Ns / 1000).toFixed(1)} µs`,
      )
      console.log(
        `  ±1 % first at ${seconds(result.firstMs)}, stops at ${seconds(result.stopMs)} (latest ${seconds(result.latestStopMs)}), half-width ${percent(result.halfWidth)}`,
      )
      console.log(
        `  the slower of 10 s and 1000 runs takes ${seconds(result.fixedMs)}: ${result.ratio.toFixed(2)} of it; ${result.runs.length} processes: ${JSON.stringify(result.reasons)}, ${result.invalid} invalid and left out`,
      )
      console.log(
        `  holds the long window's headline in ${percent(result.coverage)}, that of the rest alone in ${percent(result.coverageAfter)}, the median process's in ${percent(result.coverageOfPooled)}`,
      )
    }
  }
} finally {
  home.remove()
}
