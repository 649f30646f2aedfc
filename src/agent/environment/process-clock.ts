// CPU time of a set of processes that changes: what each took while it was followed, in the ticks of /proc/stat. The
// sum only grows; a process that ends keeps what it had.

import type { Kernel } from './kernel.ts'
import { processTimesPath, readProcessTimes } from './process-times.ts'

interface Followed {
  readonly startTicks: number
  readonly ticks: number
}

export class ProcessClock {
  readonly #kernel: Kernel
  readonly #followed = new Map<number, Followed | null>()
  #ticks = 0

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** From now on these and no others; the time of one that is new counts from its first reading. */
  follow(pids: Iterable<number>): void {
    const wanted = new Set(pids)
    for (const pid of [...this.#followed.keys()]) {
      if (wanted.has(pid)) continue
      this.#followed.delete(pid)
      this.#kernel.forget?.(processTimesPath(pid))
    }
    for (const pid of wanted) if (!this.#followed.has(pid)) this.#followed.set(pid, null)
  }

  /** Ticks so far. */
  read(): number {
    for (const { pid, startTicks, ticks } of readProcessTimes(this.#kernel, [
      ...this.#followed.keys(),
    ])) {
      const before = this.#followed.get(pid)
      if (before?.startTicks === startTicks) this.#ticks += Math.max(0, ticks - before.ticks)
      this.#followed.set(pid, { startTicks, ticks })
    }
    return this.#ticks
  }
}
