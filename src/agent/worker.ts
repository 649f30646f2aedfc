// The worker: one process, one point, one outcome. It tells its supervisor what happens and waits for the go-on,
// so that between two windows nothing else of ours runs; a supervisor that is gone ends it.

import { writeFileSync } from 'node:fs'
import {
  encodeSamples,
  maxSamplesPerEvent,
  type Phase,
  type PointOutcome,
} from '../shared/event.ts'
import { FaultError, toFault } from '../shared/fault.ts'
import type { Measurement } from '../shared/measurement.ts'
import { maxLineBytes } from '../shared/protocol.ts'
import { defaultSettings } from '../shared/session-settings.ts'
import { percentile } from '../shared/stats.ts'
import { nowNs } from './clock.ts'
import type { Engine } from './engine/engine.ts'
import { loadEngine } from './engine/load.ts'
import { readInputFile } from './input-file.ts'
import { makeInputs } from './inputs.ts'
import { peakResidentBytes } from './memory.ts'
import { tinyModel } from './model/tiny.ts'
import type { Program } from './program.ts'
import { endedBy } from './run/outcome.ts'
import { type WorkerHappening, type WorkerSpec, workerSpecSchema } from './run/worker-message.ts'
import { measureSingleStream, summarizeSingleStream } from './scenario/single-stream.ts'
import { warmUp } from './scenario/warm-up.ts'
import { readSome, writeAll } from './wire.ts'

/** Asks the kernel to choose this process, and not its supervisor, when memory is used up. */
function volunteerForOutOfMemory(): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch (error) {
    process.stderr.write(`oom_score_adj: ${String(error)}\n`)
  }
}

function readSpec(): WorkerSpec {
  const chunk = Buffer.alloc(maxLineBytes)
  let used = 0
  while (!chunk.subarray(0, used).includes(10)) {
    const count = readSome(0, chunk.subarray(used))
    if (count === 0) throw new Error('no point was given')
    used += count
  }
  return workerSpecSchema.parse(JSON.parse(chunk.toString('utf8', 0, chunk.indexOf(10))))
}

interface Which {
  readonly point: number
  readonly repetition: number
}

const reply = Buffer.alloc(1)

function tell(happening: WorkerHappening): void {
  writeAll(1, Buffer.from(`${JSON.stringify(happening)}\n`))
  if (readSome(0, reply) === 0) process.exit(1)
}

function tellSamples({ point, repetition }: Which, first: number, latencyNs: Float64Array): void {
  for (let at = 0; at < latencyNs.length; at += maxSamplesPerEvent) {
    const part = latencyNs.slice(at, at + maxSamplesPerEvent)
    tell({
      type: 'samples-recorded',
      point,
      repetition,
      window: null,
      first: first + at,
      count: part.length,
      latencyNs: encodeSamples(part),
      medianNs: percentile(part.sort(), 0.5),
    })
  }
}

/** The first session in a process costs extra: a throwaway one takes that on itself. */
async function warmRuntime(engine: Engine, threads: number): Promise<void> {
  const session = await engine.createSession(tinyModel(), {
    threads,
    modelName: 'tiny',
    batch: 1,
    settings: defaultSettings,
    dims: {},
    profilePrefix: null,
  })
  session.bind([{ name: 'x', type: 'float', dims: [1], data: new Float32Array(1) }])
  await session.run()
  await session.dispose()
}

async function measure(program: Program, spec: WorkerSpec): Promise<Measurement> {
  const { point, limits, seed, modelPath } = spec
  const which = { point: point.index, repetition: spec.repetition }
  const enter = (phase: Phase) => tell({ type: 'phase-entered', ...which, phase })
  enter('setup')
  const engine = loadEngine(point.engine, program.modulesDir, point.settings.library)
  await warmRuntime(engine, point.threads)
  const floorBytes = peakResidentBytes()

  enter('cold-start')
  const options = {
    threads: point.threads,
    modelName: point.model.name,
    batch: point.batch,
    settings: point.settings,
    dims: point.model.dims,
    profilePrefix: null,
  }
  const createNs = nowNs()
  const session = await engine.createSession(modelPath, options)
  const sessionNs = nowNs() - createNs
  const sessionBytes = peakResidentBytes()
  session.bind(
    makeInputs(session.inputs, {
      batch: point.batch,
      dims: point.model.dims,
      values: point.model.inputs,
      seed,
      modelName: point.model.name,
      readFile: (values, input) => readInputFile(program.home, point.model.name, values, input),
    }),
  )
  try {
    const firstNs = nowNs()
    await session.run()
    const firstInferenceNs = nowNs() - firstNs
    enter('warm-up')
    const warmup = await warmUp(session, limits)
    enter('measure')
    const stream = await measureSingleStream(session, limits, peakResidentBytes, (first, samples) =>
      tellSamples(which, first, samples),
    )
    return {
      ...summarizeSingleStream(stream, point.batch),
      coldStart: { sessionNs, firstInferenceNs },
      warmup,
      memory: {
        floorBytes,
        sessionBytes,
        peakBytes: stream.peakBytes,
        phases: null,
        arena: session.arenaStatistics(),
      },
      headline: null,
      warnings: [],
      providers: null,
      server: null,
      minutes: [],
      spread: null,
    }
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(session.runFault(error, point.batch))
  }
}

export async function work(program: Program): Promise<void> {
  volunteerForOutOfMemory()
  const spec = readSpec()
  const which = { point: spec.point.index, repetition: spec.repetition }
  const outcome = await measure(program, spec).then(
    (measurement): PointOutcome => ({ kind: 'measured', measurement }),
    (error: unknown) => endedBy(toFault(error)),
  )
  tell({ type: 'point-ended', ...which, outcome, environment: null, invalid: [] })
  // The outcome is told before the libraries are unloaded: what happens there can not take it back.
  tell({ type: 'phase-entered', ...which, phase: 'teardown' })
}
