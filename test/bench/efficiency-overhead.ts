// What a point costs besides warm-up and the measured windows, stage by stage, from the events of whole sweeps of the
// product. The goal: one second and the model's load. Prints, asserts nothing. `--repetitions N`.

import { cpus, hostname, release } from 'node:os'
import { parseArgs } from 'node:util'
import type { Phase, RunEvent } from '../../src/shared/event.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { percentile } from '../../src/shared/stats.ts'
import { buildAgent, planOf, TestHome } from '../agent/agent.ts'
import { benchModels } from './fidelity-models.ts'

const { values: given } = parseArgs({
  options: { repetitions: { type: 'string', default: '5' } },
  strict: false,
})
const repetitions = Number(given.repetitions)
const wanted = /1 element|about/

const stages = [
  'process start',
  'runtime',
  'inputs and first run',
  'warm-up, besides',
  'measuring, besides',
  'profile',
  'end',
] as const
type Costs = Readonly<Record<(typeof stages)[number] | 'load' | 'overhead', number>>

/** Milliseconds of one process of a point; null where it was not measured. */
function costsOf(events: readonly RunEvent[]): Costs | null {
  const first = events[0]
  const end = events.at(-1)
  if (first === undefined || end?.type !== 'point-ended' || end.outcome.kind !== 'measured')
    return null
  const { measurement } = end.outcome
  const entered = new Map<Phase, number>(
    events.flatMap((event) =>
      event.type === 'phase-entered' ? [[event.phase, event.atNs] as const] : [],
    ),
  )
  const at = (phase: Phase, otherwise: number) => entered.get(phase) ?? otherwise
  const teardown = at('teardown', end.atNs)
  const profile = at('profile', teardown)
  const measure = at('measure', profile)
  const warmup = at('warm-up', measure)
  const cold = at('cold-start', warmup)
  const setup = at('setup', cold)
  const load = measurement.coldStart.sessionNs
  const costs = {
    'process start': setup - first.atNs,
    runtime: cold - setup,
    'inputs and first run': warmup - cold - load,
    'warm-up, besides': measure - warmup - measurement.warmup.wallNs,
    'measuring, besides': profile - measure - measurement.wallNs,
    profile: teardown - profile,
    end: end.atNs - teardown,
  }
  const overhead = Object.values(costs).reduce((sum, ns) => sum + ns, 0)
  const all = { ...costs, load, overhead }
  return Object.fromEntries(Object.entries(all).map(([name, ns]) => [name, ns / 1e6])) as Costs
}

/** The events of each process, from its start to its end. */
function processesOf(events: readonly RunEvent[]): readonly (readonly RunEvent[])[] {
  const processes: RunEvent[][] = []
  for (const event of events) {
    if (event.type === 'point-started') processes.push([])
    if (event.type !== 'run-started' && event.type !== 'run-ended') processes.at(-1)?.push(event)
  }
  return processes
}

const median = (values: readonly number[]) => percentile(Float64Array.from(values).sort(), 0.5)
const ms = (value: number) => value.toFixed(0).padStart(8)

console.log(`${hostname()}, ${cpus()[0]?.model}, ${cpus().length} cores, Linux ${release()}`)
console.log(`overhead of a point, quick mode, median of ${repetitions} processes, ms`)
buildAgent()
const home = new TestHome()
try {
  const rows = new Map<string, readonly Costs[]>()
  for (const { name, bytes } of benchModels.filter((model) => wanted.test(model.name))) {
    const sha256 = await home.addModel(bytes)
    const engines = ['ort-c'] as const
    const plan = planOf(sha256, { engines: [...engines], repetitions, limits: modeLimits.quick })
    const { events } = await home.sweep(plan)
    rows.set(
      name,
      processesOf(events).flatMap((process) => costsOf(process) ?? []),
    )
  }
  const names = [...rows.keys()]
  console.log(`${' '.repeat(24)}${names.map((name) => name.padStart(24)).join('')}`)
  for (const stage of [...stages, 'overhead', 'load'] as const)
    console.log(
      `${stage.padEnd(24)}${names
        .map((name) => ms(median((rows.get(name) ?? []).map((costs) => costs[stage]))).padStart(24))
        .join('')}`,
    )
} finally {
  home.remove()
}
