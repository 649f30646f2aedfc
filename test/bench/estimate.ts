// How near the estimates of a sweep's length come: before it starts, and of the rest while it runs. Ten sweeps of the
// product on this computer; each knows the latencies of those before it, as the app does. Prints, asserts nothing.

import { cpus, hostname, release } from 'node:os'
import { estimateMs, type LatencyGuess, timeLeftMs } from '../../src/shared/estimate.ts'
import { type RunEvent, withoutSamples } from '../../src/shared/event.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { percentile } from '../../src/shared/stats.ts'
import { buildAgent, planOf, TestHome } from '../agent/agent.ts'
import { matrixModel, perceptron } from '../fixtures/onnx.ts'
import { benchModels } from './fidelity-models.ts'

const median = (values: readonly number[]) => percentile(Float64Array.from(values).sort(), 0.5)
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(9)
const percent = (share: number) => `${(share * 100).toFixed(0)} %`.padStart(6)
const errorOf = (guessed: number, real: number) => Math.abs(guessed - real) / real

const changes: readonly Partial<Plan>[] = [
  { batches: [1, 2, 4] },
  { batches: [1, 8], threads: [1, 2] },
  { batches: [1, 4, 16], repetitions: 3 },
  { batches: [1, 2, 4, 8, 16], ladder: { latencyBoundMs: null } },
  { batches: [1], repetitions: 5, coolDown: { kind: 'time', ms: 1_000 } },
]

/** Half of the sweeps are of a model with an open batch, the others of fixed ones at one batch. */
async function plansOf(home: TestHome): Promise<readonly Plan[]> {
  const open = [await home.addModel(matrixModel()), await home.addModel(perceptron())]
  const fixed = await Promise.all(
    benchModels.filter(({ name }) => /about/.test(name)).map(({ bytes }) => home.addModel(bytes)),
  )
  const common = { limits: modeLimits.quick, engines: ['ort-c'] as Plan['engines'] }
  return [
    ...changes.map((change, index) =>
      planOf(open[index % open.length] ?? '', { ...common, ...change }),
    ),
    ...changes.map((change, index) =>
      planOf(fixed[index % fixed.length] ?? '', {
        ...common,
        ...change,
        batches: [1],
        threads: [1, 2],
      }),
    ),
  ]
}

/** What was measured of a model so far, in milliseconds at batch 1 and one thread. */
const history = new Map<string, number>()
const guess: LatencyGuess = ({ model, batch, threads }) => {
  const once = history.get(model.sha256)
  return once === undefined ? null : (once * batch) / threads
}

function remember(events: readonly RunEvent[], plan: Plan): void {
  const view = events.map(withoutSamples).reduce(applyEvent, emptyRun(plan))
  for (const { point, state } of view.points)
    if (state.kind === 'ended' && state.outcome.kind === 'measured')
      history.set(
        point.model.sha256,
        ((state.outcome.measurement.latency.percentilesNs.p50 ?? 0) / 1e6 / point.batch) *
          point.threads,
      )
}

/** Relative errors of the time left, each time that a process ended and another followed. */
function errorsWhileRunning(events: readonly RunEvent[], plan: Plan): readonly number[] {
  const endNs = events.at(-1)?.atNs ?? 0
  let view = emptyRun(plan)
  return events.flatMap((event) => {
    view = applyEvent(view, withoutSamples(event))
    const leftMs = (endNs - event.atNs) / 1e6
    return event.type === 'point-ended' && leftMs > 500
      ? [errorOf(timeLeftMs(view, plan, event.atNs, guess), leftMs)]
      : []
  })
}

console.log(`${hostname()}, ${cpus()[0]?.model}, ${cpus().length} cores, Linux ${release()}`)
buildAgent()
const home = new TestHome()
try {
  const before: number[] = []
  const running: number[] = []
  for (const [index, plan] of (await plansOf(home)).entries()) {
    const estimated = estimateMs(plan, guess)
    const { events } = await home.sweep(plan)
    const real = (events.at(-1)?.atNs ?? 0) / 1e6
    const errors = errorsWhileRunning(events, plan)
    before.push(errorOf(estimated, real))
    running.push(...errors)
    const left = errors.length === 0 ? '     –' : percent(median(errors))
    console.log(
      `sweep ${String(index + 1).padStart(2)}: estimated ${seconds(estimated)}, took ${seconds(real)}, off by ${percent(errorOf(estimated, real))}; time left off by ${left}`,
    )
    remember(events, plan)
  }
  console.log(
    `median error over ten sweeps: before the start ${percent(median(before))}, of the time left ${percent(median(running))}`,
  )
} finally {
  home.remove()
}
