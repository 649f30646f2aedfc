// What CPU time each process took, as /proc/PID/stat counts it, in the same ticks as /proc/stat.

import { spoken } from '../facts/text.ts'
import { type Kernel, wholeNumber } from './kernel.ts'

export interface ProcessTimes {
  readonly pid: number
  readonly parent: number
  /** At most 15 characters, as the kernel keeps it. */
  readonly name: string
  /** User and system time of all its threads since it started. */
  readonly ticks: number
  /** The same of its children that have ended and were waited for, and of theirs. */
  readonly endedChildrenTicks: number
  /** When it started, in ticks since boot: tells a pid that was given again from the one before. */
  readonly startTicks: number
}

export const processTimesPath = (pid: number) => `/proc/${pid}/stat`

/** Of these processes, or of all that can be seen; one that is gone is left out. */
export function readProcessTimes(kernel: Kernel, pids?: readonly number[]): ProcessTimes[] {
  const asked =
    pids ?? kernel.list('/proc').flatMap((name) => (/^\d{1,10}$/.test(name) ? [Number(name)] : []))
  return asked.flatMap((pid) => {
    const stat = kernel.read(processTimesPath(pid))
    const times = stat === null ? null : parseStat(pid, stat)
    return times === null ? [] : [times]
  })
}

/** The name stands in parentheses and may hold any character, parentheses and spaces included. */
function parseStat(pid: number, stat: string): ProcessTimes | null {
  const end = stat.lastIndexOf(')')
  const fields = stat.slice(end + 2).split(' ')
  const [parent, user, system, endedUser, endedSystem, startTicks] = [1, 11, 12, 13, 14, 19].map(
    (index) => wholeNumber(fields[index]),
  )
  if (parent == null || user == null || system == null || startTicks == null) return null
  return {
    pid,
    parent,
    name: spoken(stat.slice(stat.indexOf('(') + 1, end)) ?? `process ${pid}`,
    ticks: user + system,
    endedChildrenTicks: (endedUser ?? 0) + (endedSystem ?? 0),
    startTicks,
  }
}

/** These processes and everything that they started, as far as its parents live. */
export function treeOf(roots: readonly number[], all: readonly ProcessTimes[]): Set<number> {
  const children = new Map<number, number[]>()
  for (const { pid, parent } of all) children.set(parent, [...(children.get(parent) ?? []), pid])
  const tree = new Set<number>()
  const waiting = [...roots]
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    if (tree.has(pid)) continue
    tree.add(pid)
    waiting.push(...(children.get(pid) ?? []))
  }
  return tree
}
