// What the sampler of live telemetry costs at 10 Hz (its share of a core, its memory beside that of a Node that does
// nothing), and what a running point feels of it: p50 without it, with it as the product does (it keeps out of the way), and
// with it at 10 Hz all the same, in turn. Prints, asserts nothing. `--seconds N` `--rounds N`.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, hostname, release } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { modeLimits } from '../../src/shared/limits.ts'
import { medianOf } from '../../src/shared/stats/invocations.ts'
import { buildAgent, planOf, TestHome } from '../agent/agent.ts'
import { benchModels } from './fidelity-models.ts'

const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '10' },
  },
})
const seconds = Number(given.seconds)
const rounds = Number(given.rounds)
const hz = 10
const settleMs = 3_000

interface Taken {
  readonly cpuNs: number
  readonly residentKib: number
  readonly ownKib: number
}

/** `ownKib`: what would come back if it ended, without the libraries that others use too. */
function taken(pid: number): Taken {
  const cpuNs = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
    return sum + Number(ns)
  }, 0)
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kib = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(rollup)?.[1])
  return { cpuNs, residentKib: kib('Rss'), ownKib: kib('Private_Clean') + kib('Private_Dirty') }
}

async function costOf(start: () => ChildProcess): Promise<Taken & { readonly share: number }> {
  const child = start()
  const pid = child.pid ?? 0
  await pause(settleMs)
  const before = taken(pid)
  const beganNs = process.hrtime.bigint()
  await pause(seconds * 1000)
  const after = taken(pid)
  const share = (after.cpuNs - before.cpuNs) / Number(process.hrtime.bigint() - beganNs)
  child.kill('SIGTERM')
  return { ...after, share }
}

function look(home: TestHome): ChildProcess {
  const child = home.spawn('telemetry')
  child.stdout?.resume()
  child.stderr?.resume()
  child.stdin?.end(JSON.stringify({ hz }))
  return child
}

const idleNode = () => spawn(process.execPath, ['-e', `setInterval(() => {}, ${1000 / hz})`])

const mib = (kib: number) => `${(kib / 1024).toFixed(1)} MiB`
const percent = (share: number) => `${(share * 100).toFixed(2)} %`

console.log(`${hostname()}, ${cpus()[0]?.model}, ${cpus().length} cores, Linux ${release()}`)
console.log(`Node ${process.versions.node}; ${hz} Hz; ${seconds} s; ${rounds} rounds`)
buildAgent()
const home = new TestHome()
/** Another home does not know that a point is measured in the first. */
const elsewhere = new TestHome()
try {
  const floor = await costOf(idleNode)
  const sampler = await costOf(() => look(home))
  console.log(
    `a core's share: sampler ${percent(sampler.share)}, idle Node ${percent(floor.share)}`,
  )
  console.log(
    `memory: sampler ${mib(sampler.residentKib)} resident, ${mib(sampler.ownKib)} its own; ` +
      `idle Node ${mib(floor.residentKib)}, ${mib(floor.ownKib)}; ` +
      `besides ${mib(sampler.residentKib - floor.residentKib)}, ${mib(sampler.ownKib - floor.ownKib)}`,
  )

  const model = benchModels.find(({ name }) => name.includes('about'))
  if (model === undefined) throw new Error('there is no model of about a millisecond')
  const sha256 = await home.addModel(model.bytes)
  const ways = {
    without: () => null,
    'with it, as the product does': () => look(home),
    'with it, 10 Hz all the same': () => look(elsewhere),
  }
  const names = Object.keys(ways) as (keyof typeof ways)[]
  const p50 = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    // Each way is first, second and third equally often.
    for (const at of names.keys()) {
      const name = names[(at + round) % names.length] ?? 'without'
      const child = ways[name]()
      const { events } = await home.sweep(planOf(sha256, { limits: modeLimits.quick, seed: round }))
      child?.kill('SIGTERM')
      for (const event of events)
        if (event.type === 'point-ended' && event.outcome.kind === 'measured')
          p50.get(name)?.push(event.outcome.measurement.latency.percentilesNs.p50 ?? Number.NaN)
    }
  }
  console.log(`p50 of a running point (${model.name}), median of ${rounds}, and against without:`)
  const without = p50.get('without') ?? []
  for (const name of names) {
    const values = p50.get(name) ?? []
    const ratios = values.map((value, round) => value / (without[round] ?? Number.NaN))
    const ms = (medianOf(values) / 1e6).toFixed(4)
    console.log(`  ${name.padEnd(30)} ${ms} ms  ${(medianOf(ratios) * 100 - 100).toFixed(2)} %`)
  }
} finally {
  home.remove()
  elsewhere.remove()
}
