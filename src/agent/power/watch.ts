// The power of this board, read as long as it is watched: counters when they are looked at, all that is slow in a thread of
// its own. A look gives what was read since the last one, each source's in its order.

import { Worker } from 'node:worker_threads'
import type { PowerSource } from '../../shared/power.ts'
import { originNs } from '../clock.ts'
import { HeldFiles } from '../environment/kernel.ts'
import { agentArguments, type Program } from '../program.ts'
import { type PowerReading, type Readable, readableSource } from './reading.ts'
import type { FoundPower, FoundSource } from './source.ts'
import type { ProgramNews, ThreadNews, ThreadTask } from './thread.ts'

/** CPU time so far, in ticks of 10 ms. */
export interface PowerCost {
  /** Within this process. */
  readonly ownTicks: number
  /** Of programs that it runs. */
  readonly programTicks: number
}

/** Starts the thread that reads these; it is ended when what is given back is disposed of. */
export type StartThread = (task: ThreadTask, hear: (news: ThreadNews) => void) => Disposable

const microsecondsPerTick = 1e4

export class PowerWatch implements Disposable {
  readonly sources: readonly PowerSource[]
  readonly #held: HeldFiles
  readonly #fast: readonly Readable[]
  readonly #thread: Disposable | null
  #arrived: PowerReading[] = []
  #lookMicroseconds = 0
  #threadTicks = 0
  #programTicks = 0

  /**
   * `startedNs`: where the clock of the readings begins, on that of this process (see `clock.ts`). `root`: of a tree that
   * was made.
   */
  constructor(
    { sources }: FoundPower,
    startedNs: number,
    nowNs: () => number,
    startThread: StartThread,
    root = '',
  ) {
    this.sources = sources.map(({ told }) => told)
    this.#held = new HeldFiles(root)
    this.#fast = sources.flatMap((source) =>
      source.input.kind === 'files' && isFast(source)
        ? [readableSource(source, source.input, this.#held.read, nowNs)]
        : [],
    )
    const slow = sources.filter((source) => !isFast(source))
    const task = { sources: slow, originNs: originNs + BigInt(Math.round(startedNs)) }
    this.#thread = slow.length === 0 ? null : startThread(task, (news) => this.#hear(news))
  }

  look(): readonly PowerReading[] {
    const arrived = this.#arrived
    this.#arrived = []
    if (this.#fast.length === 0) return arrived
    const before = process.cpuUsage()
    const read = this.#fast.map((source) => source.read())
    const { user, system } = process.cpuUsage(before)
    this.#lookMicroseconds += user + system
    return [...arrived, ...read]
  }

  get cost(): PowerCost {
    return {
      ownTicks: this.#lookMicroseconds / microsecondsPerTick + this.#threadTicks,
      programTicks: this.#programTicks,
    }
  }

  [Symbol.dispose](): void {
    this.#thread?.[Symbol.dispose]()
    this.#held[Symbol.dispose]()
  }

  #hear({ reading, threadTicks, programTicks }: ThreadNews): void {
    this.#arrived.push(reading)
    this.#threadTicks = threadTicks
    this.#programTicks = programTicks
  }
}

/** A counter is a register of the processor's; all else waits for a bus, a controller or a program. */
const isFast = ({ told }: FoundSource) => told.reading === 'energy-counter'

/** It makes little that lives long: room for more would be taken and never needed. */
const little = { maxYoungGenerationSizeMb: 1 }

/** One that ends, for want of memory or of threads, is started once more. */
const mostStarts = 2

/** This agent's own file once more, as a thread. Where it can't be started, its sources have no readings. */
export const powerThread =
  (program: Program): StartThread =>
  (task, hear) => {
    const [file = '', ...words] = agentArguments(program, ['read-power']).slice(
      process.execArgv.length,
    )
    return keptRunning(hear, () => {
      return new Worker(file, { argv: words, workerData: task, resourceLimits: little })
    })
  }

interface PowerWorker {
  on(event: 'message', hear: (news: ThreadNews | ProgramNews) => void): unknown
  on(event: 'error', hear: (error: unknown) => void): unknown
  terminate(): Promise<number>
}

/** `start` may throw. */
export function keptRunning(
  hear: (news: ThreadNews) => void,
  start: () => PowerWorker,
): Disposable {
  const programs = new Set<number>()
  let thread: PowerWorker | null = null
  let startsLeft = mostStarts
  const endPrograms = () => {
    // A thread that is ended leaves what it has started.
    for (const pid of programs) end(pid)
    programs.clear()
  }
  const failed = (error: unknown) => {
    process.stderr.write(`the thread that reads power ended: ${String(error)}\n`)
    endPrograms()
    begin()
  }
  const begin = () => {
    if (startsLeft === 0) return
    startsLeft -= 1
    try {
      thread = start()
    } catch (error) {
      failed(error)
      return
    }
    thread.on('message', (news: ThreadNews | ProgramNews) => {
      if (news.kind === 'read') hear(news)
      else if (news.isRunning) programs.add(news.pid)
      else programs.delete(news.pid)
    })
    thread.on('error', failed)
  }
  begin()
  return {
    [Symbol.dispose]: () => {
      startsLeft = 0
      endPrograms()
      void thread?.terminate()
    },
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone.
  }
}
