// How it is known that memory was used up: by what libraries say when an allocation fails, and by the kernel's own
// count of processes that it killed for want of memory, which every user may read.

import { readText } from './facts/read.ts'

const words =
  /bad_alloc|Failed to allocate memory|Array buffer allocation failed|out of memory|Cannot allocate memory|ENOMEM/i

/** Whether a library's or a runtime's last words are those of a failed allocation. */
export function saysNoMemory(text: string): boolean {
  return words.test(text)
}

/**
 * How many processes the kernel has killed for want of memory since it started, in control groups too; null where it
 * does not count them (before Linux 4.13, and elsewhere).
 */
export function oomKillCount(): number | null {
  const count = /^oom_kill (\d+)$/m.exec(readText('/proc/vmstat') ?? '')?.[1]
  return count === undefined ? null : Number(count)
}
