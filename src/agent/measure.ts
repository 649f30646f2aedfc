// Measures one repetition of a point in this process, phase by phase. What a phase costs in memory is read at its end,
// outside of what is timed.

import type { Phase } from '../shared/event.ts'
import { FaultError } from '../shared/fault.ts'
import type { Measurement, PhaseMemory, RateTrial, Warning } from '../shared/measurement.ts'
import { summarize, warningsOf } from '../shared/stats.ts'
import type { Session, SessionOptions } from './engine/engine.ts'
import { loadEngine } from './engine/load.ts'
import { endOfPhase, resetPeak } from './memory.ts'
import { declaredInputs } from './model/declared-inputs.ts'
import { fallbackWarnings, providerTruth } from './profile/pass.ts'
import type { Program } from './program.ts'
import type { WorkerSpec } from './run/worker-message.ts'
import { monotonicClock as clock } from './scenario/clock.ts'
import { minutesOf } from './scenario/minutes.ts'
import { checkMultiStreamBatch } from './scenario/multi-stream.ts'
import type { Window } from './scenario/recording.ts'
import type { Measured } from './scenario/scenario.ts'
import { scenarioOf } from './scenario/scenarios.ts'
import { warmUp } from './scenario/warm-up.ts'
import { fixedSizes, inputsFor, warmRuntime } from './session-setup.ts'

/** Is told what happens, between what is timed. */
export interface Listener {
  entered(phase: Phase): void
  recorded(first: number, window: Window): void
  tried(trial: RateTrial): void
  /** The figures are complete, but for who ran each node: what becomes of looking at that takes nothing from them. */
  measured(measurement: Measurement): void
  /** Does not return where nobody waits for the result any more. */
  checkIn(): void
}

const sinceNs = (startMs: number) => Math.round((clock.now() - startMs) * 1e6)

interface Steady {
  readonly measured: Measured
  readonly warmup: Measurement['warmup']
  readonly firstInferenceNs: number
  readonly firstRun: PhaseMemory
  readonly steady: PhaseMemory
}

/** From the first inference to the last one that is measured. */
async function runSession(session: Session, spec: WorkerSpec, listener: Listener): Promise<Steady> {
  const { point, limits } = spec
  const firstMs = clock.now()
  await session.run()
  const firstInferenceNs = sinceNs(firstMs)
  const firstRun = endOfPhase()
  listener.entered('warm-up')
  const warmup = await warmUp(session, limits, clock)
  const steady = endOfPhase()
  listener.entered('measure')
  const measured = await scenarioOf[point.scenario]({
    session,
    clock,
    limits,
    batch: point.batch,
    // Each repetition has arrivals of its own: what they vary by is part of the spread between them.
    seed: spec.seed + spec.repetition * 1_000,
    boundNs: spec.server.boundMs * 1e6,
    handOn: listener.recorded,
    tried: listener.tried,
    checkIn: listener.checkIn,
  })
  return { measured, warmup, firstInferenceNs, firstRun, steady }
}

/** Waiting in a queue with random arrivals varies by itself: that says nothing against a rate. */
const ofQueues: readonly Warning['kind'][] = ['noisy', 'bimodal', 'outliers']

function warningsFor(
  { measured, warmup, firstInferenceNs }: Steady,
  sorted: Float64Array,
): readonly Warning[] {
  const { recording, inferences, server } = measured
  const context = {
    firstInferenceNs: firstInferenceNs * inferences,
    warmupEnd: warmup.end,
  }
  const warnings = warningsOf(recording.latencyNs, context, sorted)
  return server === null ? warnings : warnings.filter(({ kind }) => !ofQueues.includes(kind))
}

/** Throws a `FaultError` for what can not be measured. */
export async function measure(
  program: Program,
  spec: WorkerSpec,
  listener: Listener,
): Promise<Measurement> {
  const { point, modelPath } = spec
  if (point.scenario === 'multi-stream') checkMultiStreamBatch(point.batch)
  listener.entered('setup')
  const engine = loadEngine(point.engine, program.modulesDir, point.settings.library)
  await warmRuntime(engine, point.threads)
  const runtime = endOfPhase()
  const open: SessionOptions = {
    threads: point.threads,
    modelName: point.model.name,
    batch: point.batch,
    settings: point.settings,
    dims: {},
    profilePrefix: null,
  }
  const dims = await fixedSizes(() => declaredInputs(program, modelPath), point)
  const options = { ...open, dims }
  resetPeak()

  listener.entered('cold-start')
  const createMs = clock.now()
  const session = await engine.createSession(modelPath, options)
  const sessionNs = sinceNs(createMs)
  const created = endOfPhase()
  const inputs = inputsFor(program, spec, session)
  session.bind(inputs)
  const ran = await runSession(session, spec, listener).catch((error: unknown) => {
    throw error instanceof FaultError ? error : new FaultError(session.runFault(error, point.batch))
  })
  const { measured, warmup, firstInferenceNs, firstRun, steady } = ran
  const { recording, inferences, samplesPerSecond, stop, headline, server } = measured
  const sessionBytes = Math.max(runtime.peakBytes, created.peakBytes)
  const sorted = recording.sortedNs
  const measurement: Measurement = {
    latency: summarize(recording.latencyNs, sorted),
    samplesPerSecond,
    wallNs: recording.wallNs,
    stop,
    headline,
    runtimeVersion: engine.version.slice(0, 300),
    coldStart: { sessionNs, firstInferenceNs },
    warmup,
    memory: {
      floorBytes: runtime.peakBytes,
      sessionBytes,
      peakBytes: Math.max(sessionBytes, firstRun.peakBytes, steady.peakBytes),
      phases: { runtime, session: created, firstRun, steady },
      arena: session.arenaStatistics(),
    },
    warnings: [...warningsFor(ran, sorted)],
    providers: null,
    server,
    minutes: minutesOf(recording, inferences * point.batch),
    spread: null,
  }
  // Until the profiled pass is over it is not seen who ran what.
  listener.measured({
    ...measurement,
    warnings: [...measurement.warnings, ...fallbackWarnings(null, options)],
  })
  await session.dispose()
  const enter = () => listener.entered('profile')
  const pass = { engine, options, inputs, onceNs: sessionNs + firstInferenceNs, enter }
  const providers = await providerTruth(spec, pass)
  const warnings = [...measurement.warnings, ...fallbackWarnings(providers, options)]
  return { ...measurement, providers, warnings }
}
