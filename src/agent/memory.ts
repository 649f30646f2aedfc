// Memory of this process, phase by phase. Reading it takes up to milliseconds: never within what is timed.

import { readFileSync, writeFileSync } from 'node:fs'
import type { PhaseMemory } from '../shared/measurement.ts'

function kibibytesIn(path: string, field: RegExp): number | null {
  try {
    const kib = field.exec(readFileSync(path, 'latin1'))?.[1]
    return kib === undefined ? null : Number(kib) * 1024
  } catch {
    return null
  }
}

/**
 * Peak resident memory of this process, in bytes: since the last `resetPeak`, or since it began where the kernel does
 * not reset it. Linux: VmHWM of /proc/self/status, never VmPeak, which is address space, nor ru_maxrss, which a process
 * inherits from the one that it was forked from. Elsewhere: the system's ru_maxrss.
 */
function peakResidentBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return kibibytesIn('/proc/self/status', /^VmHWM:\s*(\d+) kB$/m) ?? process.memoryUsage.rss()
}

/** Sets the peak back to what is resident now, where the kernel allows it. */
export function resetPeak(): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // The peak goes on from before, and is an upper bound of the phase's own.
  }
}

/** What a phase took, at its end; the next one begins with it. */
export function endOfPhase(): PhaseMemory {
  const peakBytes = peakResidentBytes()
  /** Proportional set size: what is shared with other processes counts in parts (since Linux 4.14). */
  const pssBytes = kibibytesIn('/proc/self/smaps_rollup', /^Pss:\s*(\d+) kB$/m)
  resetPeak()
  return { peakBytes, pssBytes }
}
