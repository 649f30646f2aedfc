// Resident memory of this process.

import { readFileSync } from 'node:fs'

/**
 * Peak resident memory of this process since it began, in bytes. Linux: VmHWM of /proc/self/status, never
 * ru_maxrss, which a process inherits from the one that it was forked from. Elsewhere: the system's ru_maxrss.
 */
export function peakResidentBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  const kib = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]
  return kib === undefined ? process.memoryUsage.rss() : Number(kib) * 1024
}
