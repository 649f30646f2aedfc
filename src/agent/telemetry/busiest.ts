// Which processes take most of the CPUs. Their names are whatever their programs chose, and are cleaned and bounded.

import { maxTelemetryProcesses, type TelemetryMessage } from '../../shared/telemetry.ts'
import type { HeldFiles, Kernel } from '../environment/kernel.ts'
import { processTimesPath, readProcessTimes } from '../environment/process-times.ts'

/** The ticks of /proc are of 10 ms for every program (USER_HZ). */
const ticksPerSecond = 100
/** More descriptors than this are not held: a process may have 1024 of them. */
const mostHeld = 400
const maxNameLength = 100

interface Seen {
  readonly startTicks: number
  readonly ticks: number
}

export class Busiest {
  readonly #kernel: Kernel
  readonly #held: HeldFiles
  #seen = new Map<number, Seen>()
  #seenAtNs: number | null = null

  constructor(kernel: Kernel, held: HeldFiles) {
    this.#kernel = kernel
    this.#held = held
  }

  /** Of the time since the look before; null at the first, or where there are no processes to be seen. */
  look(atNs: number): Extract<TelemetryMessage, { type: 'processes' }> | null {
    let held = 0
    const read = (path: string) =>
      held++ < mostHeld ? this.#held.read(path) : this.#kernel.read(path)
    const times = readProcessTimes({ ...this.#kernel, read })
    const before = this.#seen
    const beforeNs = this.#seenAtNs
    this.#seen = new Map(times.map(({ pid, startTicks, ticks }) => [pid, { startTicks, ticks }]))
    this.#seenAtNs = atNs
    for (const pid of before.keys())
      if (!this.#seen.has(pid)) this.#held.forget(processTimesPath(pid))
    if (beforeNs === null || atNs <= beforeNs || times.length === 0) return null
    const ticksPassed = ((atNs - beforeNs) / 1e9) * ticksPerSecond
    const busiest = times
      .map(({ pid, name, startTicks, ticks }) => {
        const then = before.get(pid)
        // Of one that is new, all that it took, which is since then too.
        const grown = ticks - (then?.startTicks === startTicks ? then.ticks : 0)
        return { pid, name, cores: Math.max(0, grown) / ticksPassed }
      })
      .filter(({ cores }) => cores > 0)
      .sort((one, other) => other.cores - one.cores)
      .slice(0, maxTelemetryProcesses)
    return {
      type: 'processes',
      atNs,
      count: times.length,
      processes: busiest.map(({ pid, name, cores }) => ({
        pid,
        name: name.slice(0, maxNameLength),
        cores: Math.round(cores * 1e3) / 1e3,
        residentBytes: this.#resident(pid),
      })),
    }
  }

  /** Pages differ in size from board to board; this file counts in kB everywhere. */
  #resident(pid: number): number | null {
    const kib = /^VmRSS:\s+(\d{1,15}) kB$/m.exec(
      this.#kernel.read(`/proc/${pid}/status`) ?? '',
    )?.[1]
    return kib === undefined ? null : Number(kib) * 1024
  }
}
