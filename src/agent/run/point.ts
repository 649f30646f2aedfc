// Runs one point in a process of its own. Whatever that process does (ends, crashes, is killed, hangs, prints
// nonsense), the point gets exactly one outcome.

import { type ChildProcess, spawn } from 'node:child_process'
import { happeningSchema, type PointOutcome } from '../../shared/event.ts'
import { type Fault, fault, toFault } from '../../shared/fault.ts'
import { LineSplitter, LineTooLongError } from '../../shared/ndjson.ts'
import { maxLineBytes, maxLogBytes } from '../../shared/protocol.ts'
import { type OomKills, oomKillSince, readOomKills, saysNoMemory } from '../out-of-memory.ts'
import { agentArguments, type Program } from '../program.ts'
import { endedBy } from './outcome.ts'
import { goOn, toldAt, type WorkerHappening, type WorkerSpec } from './worker-message.ts'

/** The last bytes of a stream, as text. */
class Tail {
  #text = ''

  add(chunk: Buffer | string): void {
    this.#text = (this.#text + chunk.toString()).slice(-maxLogBytes)
  }

  toString(): string {
    return this.#text.trim()
  }
}

function readHappening(line: string, index: number): WorkerHappening | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  const parsed = happeningSchema.safeParse(value)
  if (!parsed.success) return null
  const happening = parsed.data
  switch (happening.type) {
    case 'phase-entered':
    case 'samples-recorded':
    case 'rate-tried':
    case 'point-ended':
      return happening.point === index ? happening : null
    default:
      return null
  }
}

const leftBehindMs = 2_000

export interface PointRun {
  /** Null where it could not be started, which its outcome says. */
  readonly pid: number | null
  /** Resolves once the process is gone. */
  readonly outcome: Promise<PointOutcome>
  /** Kills the process at once; the outcome is then `cancelled`. */
  cancel(): void
  /** Kills the process and nothing more: for a supervisor that ends. */
  kill(): void
}

/**
 * `prefix`: a command that becomes the worker, as one that chooses its cores. `record` is called for all that the worker
 * tells but its end, which is the outcome; the worker waits meanwhile.
 */
export function runPoint(
  program: Program,
  spec: WorkerSpec,
  prefix: readonly string[],
  record: (happening: WorkerHappening) => void,
): PointRun {
  const command = [...prefix, process.execPath, ...agentArguments(program, ['worker'])]
  const [file = '', ...args] = command
  const worker = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], windowsHide: true })
  let cancelled = false
  const outcome = follow(worker, spec, record, () => cancelled)
  const kill = () => {
    worker.kill('SIGKILL')
  }
  return {
    pid: worker.pid ?? null,
    outcome,
    kill,
    cancel: () => {
      cancelled = true
      kill()
    },
  }
}

function follow(
  worker: ChildProcess & {
    readonly stdin: NodeJS.WritableStream
    readonly stdout: NodeJS.ReadableStream
    readonly stderr: NodeJS.ReadableStream
  },
  spec: WorkerSpec,
  record: (happening: WorkerHappening) => void,
  isCancelled: () => boolean,
): Promise<PointOutcome> {
  const words = new Tail()
  const lines = new LineSplitter(maxLineBytes)
  let told: PointOutcome | null = null
  let timedOut = false
  const oomKillsBefore = readOomKills()

  return new Promise((resolve, reject) => {
    const abandon = (error: unknown) => {
      worker.kill('SIGKILL')
      reject(error)
    }
    const hear = (chunk: Buffer) => {
      try {
        for (const line of lines.push(chunk)) {
          const happening = readHappening(line, spec.point.index)
          if (happening === null) {
            words.add(`${line}\n`)
            continue
          }
          if (happening.type === 'point-ended') told = happening.outcome
          else record(happening)
          worker.stdin.write(goOn)
        }
      } catch (error) {
        if (!(error instanceof LineTooLongError)) return abandon(error)
        words.add(error.message)
        worker.kill('SIGKILL')
      }
    }
    const timeout = setTimeout(() => {
      timedOut = true
      worker.kill('SIGKILL')
    }, spec.limits.pointTimeoutMs)

    // Libraries print where they like: what the worker tells has a pipe of its own.
    worker.stdio[toldAt]?.on('data', hear)
    worker.stdout.on('data', (chunk: Buffer) => words.add(chunk))
    worker.stderr.on('data', (chunk: Buffer) => words.add(chunk))
    // A worker that is gone no longer reads; its end is what counts.
    worker.stdin.on('error', () => undefined)
    // It could not be started: no process, no descriptor, no program.
    worker.once('error', (error) => resolve(endedBy(toFault(error))))
    // A process that the worker left behind may hold its pipes open; nothing more is heard of the worker.
    worker.once('exit', () => {
      setTimeout(() => {
        for (const pipe of worker.stdio) pipe?.destroy()
      }, leftBehindMs).unref()
    })
    worker.once('close', (code, signal) => {
      clearTimeout(timeout)
      if (isCancelled()) resolve({ kind: 'cancelled' })
      else if (told !== null) resolve(told)
      else if (timedOut) {
        const seconds = Math.round(spec.limits.pointTimeoutMs / 1000)
        resolve({ kind: 'failed', fault: fault('point-timeout', { seconds }, String(words)) })
      } else resolve(endedBy(deathFault(spec, code, signal, oomKillsBefore, words)))
    })
    worker.stdin.write(`${JSON.stringify(spec)}\n`)
  })
}

/**
 * Why a worker ended without a word of its own. It offers itself to the kernel when memory is used up: where the
 * kernel killed for want of it meanwhile, it was this one. Who shoots it on purpose leaves that count as it was.
 */
function deathFault(
  { point }: WorkerSpec,
  code: number | null,
  signal: NodeJS.Signals | null,
  oomKillsBefore: OomKills,
  words: Tail,
): Fault {
  const text = String(words)
  const noMemory = { name: point.model.name, batch: point.batch }
  const killed = signal === 'SIGKILL' ? oomKillSince(oomKillsBefore) : null
  if (killed !== null) return fault('out-of-memory', noMemory, `${killed}\n${text}`)
  if (signal !== 'SIGKILL' && saysNoMemory(text)) return fault('out-of-memory', noMemory, text)
  if (signal !== null) return fault('worker-killed', { signal }, text)
  return fault('worker-crashed', { code: code ?? 'unknown' }, text)
}
