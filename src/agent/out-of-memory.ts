// How it is known that memory was used up: by what libraries say when an allocation fails, and by the kernel's own
// counts of processes that it killed for want of memory, which every user may read.

import { readText } from './facts/read.ts'

const words =
  /bad_alloc|Failed to allocate memory|Array buffer allocation failed|out of memory|Cannot allocate memory|ENOMEM/i

/** Whether a library's or a runtime's last words are those of a failed allocation. */
export function saysNoMemory(text: string): boolean {
  return words.test(text)
}

/** Counts since boot, and since the group was made; null where the kernel does not count. */
export interface OomKills {
  /** On the whole machine, control groups included (since Linux 4.13). */
  readonly machine: number | null
  /** In the control group of this process, which its workers share. */
  readonly group: number | null
}

const places = [
  { version: /^0::(\/.*)$/m, at: '/sys/fs/cgroup', file: 'memory.events' },
  { version: /^\d+:memory:(\/.*)$/m, at: '/sys/fs/cgroup/memory', file: 'memory.oom_control' },
]

function killsIn(path: string): number | null {
  const count = /^oom_kill (\d+)$/m.exec(readText(path) ?? '')?.[1]
  return count === undefined ? null : Number(count)
}

export function readOomKills(): OomKills {
  const groups = readText('/proc/self/cgroup') ?? ''
  const counts = places.map(({ version, at, file }) => {
    const group = version.exec(groups)?.[1]
    return group === undefined || group.includes('..') ? null : killsIn(`${at}${group}/${file}`)
  })
  return { machine: killsIn('/proc/vmstat'), group: counts.find((count) => count !== null) ?? null }
}

/** What the kernel did since then, in words; null where it killed nothing for want of memory. */
export function oomKillSince(before: OomKills): string | null {
  const now = readOomKills()
  const rose = (count: keyof OomKills) =>
    (now[count] ?? 0) > (before[count] ?? Number.POSITIVE_INFINITY)
  if (rose('group')) return 'The kernel killed it for want of memory in its control group.'
  return rose('machine') ? 'The kernel killed it for want of memory.' : null
}
