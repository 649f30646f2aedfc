// The wait after clocks were set: a short load of our own on all cores, until the frequencies that the kernel shows stand
// still, so that no point begins while they still move.

import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { findPolicies, type PolicyState, readPolicies } from '../environment/frequency.ts'
import { HeldFiles } from '../environment/kernel.ts'

const lookEveryMs = 50
const mostMs = 2_000
/** As many looks in a row have to agree, within the share by which counted frequencies waver. */
const steadyLooks = 6
const steadyShare = 0.01

export interface Settled {
  readonly ms: number
  /** What the policies read at its end. */
  readonly policies: ReadonlyMap<string, PolicyState>
}

/** Spins until it is told to stop. */
const spin = `const { workerData } = require('node:worker_threads')
while (Atomics.load(workerData, 0) === 0) for (let turn = 0; turn < 1e5; turn++) Math.sqrt(turn)`

export async function settle(signal: AbortSignal): Promise<Settled> {
  const startedMs = performance.now()
  using held = new HeldFiles()
  const names = findPolicies(held.read)
  const elapsedMs = () => performance.now() - startedMs
  const looks: (readonly PolicyState[])[] = []
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const ended = Array.from({ length: availableParallelism() }, () => startSpinner(stop))
  try {
    while (elapsedMs() < mostMs && !isSteady(looks) && !signal.aborted) {
      await sleep(lookEveryMs)
      looks.push(readPolicies(names, held.read))
    }
  } finally {
    Atomics.store(stop, 0, 1)
    await Promise.all(ended)
  }
  const last = readPolicies(names, held.read)
  return {
    ms: elapsedMs(),
    policies: new Map(
      names.flatMap((name, index) => {
        const state = last[index]
        return state === undefined ? [] : [[name, state]]
      }),
    ),
  }
}

/** Resolves when it has ended. A board without memory for another thread is loaded less. */
async function startSpinner(stop: Int32Array): Promise<void> {
  try {
    const spinner = new Worker(spin, { eval: true, workerData: stop })
    await new Promise<void>((resolve) => {
      spinner.once('error', () => resolve())
      spinner.once('exit', () => resolve())
    })
  } catch {
    // The thread could not even be asked for.
  }
}

function isSteady(looks: readonly (readonly PolicyState[])[]): boolean {
  const recent = looks.slice(-steadyLooks)
  if (recent.length < steadyLooks) return false
  return (recent[0] ?? []).every((_, index) => {
    const khz = recent.map((look) => look[index]?.khz ?? 0)
    return Math.max(...khz) - Math.min(...khz) <= steadyShare * Math.max(...khz)
  })
}
