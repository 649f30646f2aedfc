// The worker: one process, one point, one outcome. It tells its supervisor what happens and waits for the go-on,
// so that between two windows nothing else of ours runs; a supervisor that is gone ends it.

import { writeFileSync } from 'node:fs'
import { maxSamplesPerEvent, type PointOutcome } from '../shared/event.ts'
import { FaultError, fault, toFault } from '../shared/fault.ts'
import { maxLineBytes } from '../shared/protocol.ts'
import { percentileReordering } from '../shared/stats.ts'
import { eventLine } from './event-line.ts'
import { type Listener, measure } from './measure.ts'
import { saysNoMemory } from './out-of-memory.ts'
import type { Program } from './program.ts'
import { endedBy } from './run/outcome.ts'
import {
  samplesInBase64,
  toldAt,
  type WorkerHappening,
  type WorkerSpec,
  workerSpecSchema,
} from './run/worker-message.ts'
import { clockOffsetNs } from './scenario/clock.ts'
import type { Window } from './scenario/recording.ts'
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

const reply = Buffer.alloc(1)

function tell(happening: WorkerHappening): void {
  writeAll(toldAt, eventLine(happening))
  if (readSome(0, reply) === 0) process.exit(1)
}

type Which = Pick<Extract<WorkerHappening, { type: 'samples-recorded' }>, 'point' | 'repetition'>

function tellWindow(which: Which, first: number, window: Window, offsetNs: number): void {
  const { startMs, endMs, latencyNs } = window
  for (let at = 0; at < latencyNs.length; at += maxSamplesPerEvent) {
    const part = latencyNs.slice(at, at + maxSamplesPerEvent)
    tell({
      type: 'samples-recorded',
      ...which,
      window: {
        startNs: Math.max(0, startMs * 1e6 + offsetNs),
        endNs: Math.max(0, endMs * 1e6 + offsetNs),
      },
      first: first + at,
      count: part.length,
      latencyNs: samplesInBase64(part),
      medianNs: percentileReordering(part, 0.5),
    })
  }
}

/** Of several ends the last one counts: a crash takes back nothing that was told. */
function tellEnd(which: Which, outcome: PointOutcome): void {
  tell({ type: 'point-ended', ...which, outcome, environment: null, invalid: [], energy: [] })
}

/** Tells the supervisor, on its clock. */
function teller(which: Which, originNs: string): Listener {
  const offsetNs = clockOffsetNs(BigInt(originNs))
  const supervisor = process.ppid
  return {
    entered: (phase) => tell({ type: 'phase-entered', ...which, phase }),
    recorded: (first, window) => tellWindow(which, first, window, offsetNs),
    measured: (measurement) => tellEnd(which, { kind: 'measured', measurement }),
    tried: (trial) => tell({ type: 'rate-tried', ...which, trial }),
    // An orphan gets another parent.
    checkIn: () => {
      if (process.ppid !== supervisor) process.exit(1)
    },
  }
}

/** What a fault or an error that nobody foresaw makes of the point. */
function endedByError(error: unknown, { point }: WorkerSpec): PointOutcome {
  if (error instanceof FaultError || !(error instanceof Error) || !saysNoMemory(error.message))
    return endedBy(toFault(error))
  const { model, batch } = point
  return endedBy(fault('out-of-memory', { name: model.name, batch }, error.message))
}

export async function work(program: Program): Promise<void> {
  volunteerForOutOfMemory()
  const spec = readSpec()
  const which = { point: spec.point.index, repetition: spec.repetition }
  const listener = teller(which, spec.originNs)
  const outcome = await measure(program, spec, listener).then(
    (measurement): PointOutcome => ({ kind: 'measured', measurement }),
    (error: unknown) => endedByError(error, spec),
  )
  tellEnd(which, outcome)
  // The outcome is told before the libraries are unloaded: what happens there can not take it back.
  listener.entered('teardown')
}
