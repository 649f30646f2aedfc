// The thread that reads what is slow: sensors on an I²C bus, batteries, programs. It stamps its readings on the supervisor's
// clock itself, so that it is the same to them when the supervisor finds the time to hear them.

import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { HeldFiles, type Kernel } from '../environment/kernel.ts'
import { GpuReadings, PmicReadings } from './program-reading.ts'
import { type PowerReading, type Readable, readableSource } from './reading.ts'
import type { FoundSource } from './source.ts'

export interface ThreadTask {
  readonly sources: readonly FoundSource[]
  /** Where the supervisor's clock began, on the machine's monotonic clock. */
  readonly originNs: bigint
}

export interface ThreadNews {
  readonly kind: 'read'
  readonly reading: PowerReading
  /** CPU time so far, in ticks of 10 ms: of this thread, which is a part of its process; and of the programs. */
  readonly threadTicks: number
  readonly programTicks: number
}

/** A program that goes on beside the thread: whoever ends the thread ends it too, as long as it runs. */
export interface ProgramNews {
  readonly kind: 'program'
  readonly pid: number
  readonly isRunning: boolean
}

const nsPerTick = 1e7

/** Never ends by itself: whoever started the thread ends it. */
export async function readInThread(): Promise<void> {
  const { sources, originNs } = workerData as ThreadTask
  const nowNs = () => Number(process.hrtime.bigint() - originNs)
  const held = new HeldFiles()
  const kernel: Kernel = { read: held.read, list: () => [], forget: (path) => held.forget(path) }
  const programs: { readonly programTicks: number }[] = []
  const tell = (reading: PowerReading) => {
    const news: ThreadNews = {
      kind: 'read',
      reading,
      threadTicks: threadNs(held) / nsPerTick,
      programTicks: programs.reduce((sum, { programTicks }) => sum + programTicks, 0),
    }
    parentPort?.postMessage(news)
  }
  await Promise.all(
    sources.map((source) => {
      const { input, told } = source
      if (input.kind === 'files')
        return repeat(readableSource(source, input, held.read, nowNs), told.hz, tell)
      if (input.program === 'nvidia-smi') {
        const readings = new GpuReadings(source, kernel, nowNs, tell)
        programs.push(readings)
        tellWhileRunning(readings)
        return undefined
      }
      const readings = new PmicReadings(source, kernel, nowNs)
      programs.push(readings)
      return repeat(readings, told.hz, tell)
    }),
  )
  await new Promise(() => undefined)
}

function tellWhileRunning(readings: GpuReadings): void {
  const { pid } = readings
  if (pid === null) return
  const tell = (isRunning: boolean) => {
    const news: ProgramNews = { kind: 'program', pid, isRunning }
    parentPort?.postMessage(news)
  }
  tell(true)
  readings.onEnd(() => tell(false))
}

/** What this thread has run, as the scheduler counts it; 0 where the kernel does not. */
function threadNs({ read }: HeldFiles): number {
  const ns = Number(read('/proc/thread-self/schedstat')?.split(' ')[0])
  return Number.isFinite(ns) ? ns : 0
}

/** At even times; one that is missed is left out. */
async function repeat(
  readable: Readable,
  hz: number,
  tell: (reading: PowerReading) => void,
): Promise<void> {
  const periodMs = 1_000 / hz
  for (let dueMs = performance.now(); ; ) {
    tell(readable.read())
    dueMs += periodMs * Math.max(1, Math.ceil((performance.now() - dueMs) / periodMs))
    await sleep(Math.max(0, dueMs - performance.now()))
  }
}
