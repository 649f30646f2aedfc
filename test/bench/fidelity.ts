// How near the product's engines come to a native loop over the same library: whole processes, interleaved, each engine
// beside the native loop of its own round and a second native loop (the A/A band). Prints, asserts nothing.
// `--json` prints one document; `--pairs N` and `--seconds S` change how long it takes.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, hostname, release } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadEngine } from '../../src/agent/engine/load.ts'
import { elementTypeNumber } from '../../src/agent/engine/ort-c/describe.ts'
import { makeInputs } from '../../src/agent/inputs.ts'
import { decodeSamples } from '../../src/shared/event.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { type EngineId, engineIds } from '../../src/shared/plan.ts'
import { defaultSettings } from '../../src/shared/session-settings.ts'
import { percentile, seededUniform } from '../../src/shared/stats.ts'
import { planOf, root, TestHome } from '../agent/agent.ts'
import { benchModels } from './fidelity-models.ts'

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    native: { type: 'string' },
  },
})
const pairs = Number(given.pairs)
const measureMs = Number(given.seconds) * 1000
const warmUpMs = 500
const native = given.native ?? ''
const seed = 7

const library = join(
  dirname(createRequire(import.meta.url).resolve('onnxruntime-node')),
  `../bin/napi-v6/${process.platform}/${process.arch}/libonnxruntime.so.1`,
)
const home = new TestHome()

const loads = ['native', 'native again', ...engineIds] as const
type Load = (typeof loads)[number]
interface Figures {
  readonly p50Ns: number
  readonly p99Ns: number
  readonly count: number
}

const figuresOf = (samples: Float64Array): Figures => {
  samples.sort()
  return {
    p50Ns: percentile(samples, 0.5),
    p99Ns: percentile(samples, 0.99),
    count: samples.length,
  }
}

/** Writes the very inputs that the product makes, and says of them what the native loop needs to know. */
async function nativeInputs(path: string): Promise<readonly string[]> {
  const session = await loadEngine('ort-c', root, null).createSession(path, {
    threads: 1,
    modelName: 'model',
    batch: 1,
    settings: defaultSettings,
    dims: {},
    profilePrefix: null,
  })
  const inputs = makeInputs(session.inputs, {
    batch: 1,
    dims: {},
    values: {},
    seed,
    modelName: 'model',
    readFile: () => {
      throw new Error('these models take no files')
    },
  })
  await session.dispose()
  return inputs.flatMap(({ name, type, dims, data }, index) => {
    const file = join(home.dir, `input-${index}.bin`)
    writeFileSync(file, data)
    return [name, String(elementTypeNumber(type)), dims.join('x') || 'scalar', file]
  })
}

function runNative(path: string, inputs: readonly string[]): Figures {
  const out = join(home.dir, 'native.bin')
  execFileSync(native, [library, path, out, String(warmUpMs), String(measureMs), ...inputs])
  const bytes = readFileSync(out)
  return figuresOf(
    new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  )
}

/** One point in the product's own worker, with its supervisor and its sampler, as a user measures it. */
async function runEngine(engine: EngineId, sha256: string): Promise<Figures> {
  const limits = { ...modeLimits.normal, minMs: measureMs, maxMs: measureMs }
  const { events } = await home.sweep(planOf(sha256, { engines: [engine], limits, seed }))
  const samples = events.flatMap((event) =>
    event.type === 'samples-recorded' ? [...decodeSamples(event.latencyNs)] : [],
  )
  if (samples.length === 0)
    throw new Error(`nothing was measured: ${JSON.stringify(events.at(-2))}`)
  return figuresOf(Float64Array.from(samples))
}

interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

const medianOf = (values: readonly number[]) => percentile(Float64Array.from(values).sort(), 0.5)

/** The median over the pairs with its 95 % bootstrap interval. */
function estimate(values: readonly number[]): Estimate {
  const random = seededUniform(seed)
  const medians = Float64Array.from({ length: 2000 }, () =>
    medianOf(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort()
  return {
    value: medianOf(values),
    low: percentile(medians, 0.025),
    high: percentile(medians, 0.975),
  }
}

async function compare({ name, bytes }: (typeof benchModels)[number]) {
  const sha256 = await home.addModel(bytes)
  const path = join(home.dir, 'models', sha256, 'model.onnx')
  const inputs = await nativeInputs(path)
  const rounds: Record<Load, Figures>[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const round: Partial<Record<Load, Figures>> = {}
    // Another load comes first in each round, so that a drift favours none.
    for (let turn = 0; turn < loads.length; turn++) {
      const load = loads[(pair + turn) % loads.length] ?? 'native'
      round[load] =
        load === 'native' || load === 'native again'
          ? runNative(path, inputs)
          : await runEngine(load, sha256)
    }
    rounds.push(round as Record<Load, Figures>)
    process.stderr.write(`${name}: ${pair + 1} of ${pairs}\r`)
  }
  const against = (load: Load) => ({
    load,
    p50Ratio: estimate(rounds.map((round) => round[load].p50Ns / round.native.p50Ns)),
    p99Ratio: estimate(rounds.map((round) => round[load].p99Ns / round.native.p99Ns)),
    moreNs: estimate(rounds.map((round) => round[load].p50Ns - round.native.p50Ns)),
  })
  return {
    model: name,
    nativeP50Ns: medianOf(rounds.map(({ native }) => native.p50Ns)),
    nativeP99Ns: medianOf(rounds.map(({ native }) => native.p99Ns)),
    samples: Object.fromEntries(
      loads.map((load) => [load, Math.min(...rounds.map((round) => round[load].count))]),
    ),
    loads: [against('native again'), ...engineIds.map(against)],
  }
}

const spell = ({ value, low, high }: Estimate, digits: number) =>
  `${value.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`

try {
  const results = []
  for (const model of benchModels) results.push(await compare(model))
  const machine = {
    host: hostname(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    kernel: release(),
    node: process.versions.node,
    date: new Date().toISOString(),
  }
  if (given.json) console.log(JSON.stringify({ machine, pairs, measureMs, results }, null, 2))
  else {
    console.log(
      `${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, Node ${machine.node}`,
    )
    console.log(
      `${machine.date}, ${pairs} pairs of processes, ${measureMs / 1000} s each, 1 thread`,
    )
    console.log('ratios to the native loop of the same round: median (95 % interval)\n')
    for (const { model, nativeP50Ns, nativeP99Ns, loads: rows } of results) {
      const micro = (ns: number) => `${(ns / 1000).toFixed(ns < 10_000 ? 2 : 1)} µs`
      console.log(`${model}: native p50 ${micro(nativeP50Ns)}, p99 ${micro(nativeP99Ns)}`)
      for (const { load, p50Ratio, p99Ratio, moreNs } of rows)
        console.log(
          `  ${load.padEnd(17)} p50 ${spell(p50Ratio, 3)}  p99 ${spell(p99Ratio, 3)}  p50 more by ${spell(moreNs, 0)} ns`,
        )
    }
  }
} finally {
  home.remove()
}
