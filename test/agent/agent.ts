// Runs the built agent as real processes, in homes of their own. The agent is built first if it is older than
// its sources.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  eventSchema,
  newRunId,
  type PointOutcome,
  type RunEvent,
  type RunId,
} from '../../src/shared/event.ts'
import type { Fault } from '../../src/shared/fault.ts'
import type { Limits } from '../../src/shared/limits.ts'
import { LineSplitter } from '../../src/shared/ndjson.ts'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import {
  maxLineBytes,
  type Verb,
  type VerbReply,
  type VerbRequest,
  verbs,
  type WireMessage,
  wireMessageSchema,
} from '../../src/shared/protocol.ts'

export const root = resolve(import.meta.dirname, '../..')
export const agentPath = join(root, 'out/agent/agent.cjs')

function newestMs(dir: string): number {
  return Math.max(
    ...readdirSync(dir, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(dir, name)).mtimeMs,
    ),
  )
}

/** Builds the agent unless it is newer than everything that it is made of. */
export function buildAgent(): void {
  const sources = Math.max(newestMs(join(root, 'src/agent')), newestMs(join(root, 'src/shared')))
  if (existsSync(agentPath) && statSync(agentPath).mtimeMs > sources) return
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '-c', 'src/agent/vite.config.ts'],
    { cwd: root, stdio: 'pipe' },
  )
}

function findSystemNode(): string | null {
  const isNewEnough = (node: string) =>
    existsSync(node) &&
    Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]'])) >= 20
  return ['/usr/bin/node', '/usr/local/bin/node'].find(isNewEnough) ?? null
}
/** The Node that the system brings, which is another one than the tests run under; null where it is none for us. */
export const systemNode = findSystemNode()

export interface Spoken {
  readonly messages: readonly WireMessage[]
  readonly code: number | null
  readonly log: string
}

export interface CallOptions {
  /** A command that runs what follows it. */
  readonly prefix?: readonly string[]
  readonly node?: string
  readonly modules?: string
}

export class TestHome {
  readonly dir = mkdtempSync(join(tmpdir(), 'benchtop-home-'))

  remove(): void {
    for (const pid of this.supervisors()) signal(pid, 'SIGKILL')
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  runPath(run: RunId, name: string): string {
    return join(this.dir, 'runs', run, name)
  }

  journal(run: RunId): string {
    return this.runPath(run, 'journal.ndjson')
  }

  /** Puts a model where the desk would; gives its sha256. */
  async addModel(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const folder = join(this.dir, 'models', sha256)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'model.onnx'), bytes)
    return sha256
  }

  spawn(
    verb: string,
    { node = process.execPath, modules = root, prefix = [] }: CallOptions = {},
  ): ChildProcess {
    const [file = node, ...words] = [...prefix, node, agentPath]
    return spawn(file, [...words, '--home', this.dir, '--modules', modules, verb], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  }

  /** Sends raw text to a verb and collects all that it says. */
  speak(verb: string, request: string, options?: CallOptions): Promise<Spoken> {
    const child = this.spawn(verb, options)
    const messages: WireMessage[] = []
    const lines = new LineSplitter(maxLineBytes)
    let log = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) messages.push(wireMessageSchema.parse(JSON.parse(line)))
    })
    child.stdin?.end(request)
    return new Promise((done, reject) => {
      child.once('error', reject)
      child.once('close', (code) => done({ messages, code, log }))
    })
  }

  async call<V extends Verb>(
    verb: V,
    request: VerbRequest<V>,
    options?: CallOptions,
  ): Promise<VerbReply<V>> {
    const { messages, log } = await this.speak(verb, JSON.stringify(request), options)
    const last = messages.at(-1)
    if (last?.kind !== 'reply') throw new Error(`no reply: ${JSON.stringify(last)} ${log}`)
    return verbs[verb].reply.parse(last.value) as VerbReply<V>
  }

  async fault<V extends Verb>(
    verb: V,
    request: VerbRequest<V>,
    options?: CallOptions,
  ): Promise<Fault> {
    const { messages, code, log } = await this.speak(verb, JSON.stringify(request), options)
    const last = messages.at(-1)
    if (last?.kind !== 'fault' || code !== 3)
      throw new Error(`no fault: ${code} ${JSON.stringify(last)} ${log}`)
    return last.fault
  }

  /** The events after `since`, up to the run's end. */
  async attach(run: RunId, since = 0): Promise<readonly RunEvent[]> {
    const { messages, code } = await this.speak('attach', JSON.stringify({ run, since }))
    if (code !== 0) throw new Error(`attach: ${code} ${JSON.stringify(messages.at(-1))}`)
    return messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
  }

  /** Starts a run and reads it to its end. */
  async sweep(
    plan: Plan,
    options?: CallOptions,
  ): Promise<{ readonly run: RunId; readonly events: readonly RunEvent[] }> {
    const run = freshRun()
    await this.call('start', { run, plan }, options)
    return { run, events: await this.attach(run) }
  }

  /** What stands in the journal now. */
  written(run: RunId): readonly RunEvent[] {
    if (!existsSync(this.journal(run))) return []
    return readFileSync(this.journal(run), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => eventSchema.parse(JSON.parse(line)))
  }

  async until(run: RunId, condition: (events: readonly RunEvent[]) => boolean): Promise<void> {
    while (!condition(this.written(run))) await pause(20)
  }

  supervisor(run: RunId): number {
    return JSON.parse(readFileSync(this.runPath(run, 'supervisor.json'), 'utf8')).pid
  }

  supervisors(): readonly number[] {
    const runs = join(this.dir, 'runs')
    if (!existsSync(runs)) return []
    return readdirSync(runs).flatMap((name) => {
      const path = join(runs, name, 'supervisor.json')
      if (!existsSync(path)) return []
      const { pid } = JSON.parse(readFileSync(path, 'utf8'))
      return commandLine(pid).includes(this.dir) ? [pid] : []
    })
  }

  copyFrom(path: string, name: string): string {
    const target = join(this.dir, name)
    cpSync(path, target)
    return target
  }
}

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

let runs = 0
export function freshRun(): RunId {
  runs += 1
  return newRunId(new Date(), Uint8Array.from([process.pid & 255, runs >> 8, runs & 255]))
}

/** Short limits: the numbers mean nothing, the mechanism is the same. */
export const shortLimits: Limits = {
  warmupMaxIterations: 60,
  warmupMaxMs: 500,
  minSamples: 11,
  minMs: 0,
  maxMs: 600,
  maxSamples: 20_000,
  pointTimeoutMs: 60_000,
  precision: 0.01,
  sampleSize: 'least',
  minEnergyMs: 0,
  idleMs: 0,
}
/** A point that goes on until somebody ends it. */
export const endlessLimits: Limits = {
  ...shortLimits,
  minMs: 600_000,
  maxMs: 600_000,
  maxSamples: 5_000_000,
}

export function planOf(sha256: string, changes: Partial<Plan> = {}): Plan {
  return planSchema.parse({
    models: [{ sha256, name: 'model' }],
    batches: [1],
    threads: [1],
    engines: ['ort-c'],
    limits: shortLimits,
    seed: 7,
    ...changes,
  })
}

/** How the points ended, in the order of the plan: they are measured in another. */
export function outcomesOf(events: readonly RunEvent[]): readonly PointOutcome[] {
  return events
    .flatMap((event) => (event.type === 'point-ended' ? [event] : []))
    .toSorted((one, other) => one.point - other.point)
    .map(({ outcome }) => outcome)
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** The worker that a supervisor has now. */
export function workerOf(supervisor: number): number | null {
  const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8')
  const pid = Number(children.trim().split(' ')[0])
  return pid > 0 ? pid : null
}

export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}
