// How busy each CPU is, and all of them together, as the kernel counts it: on Linux in ticks of 10 ms, so that a load at a
// moment is that of the second before it.

import { cpus } from 'node:os'
import { spread } from '../environment/spread.ts'
import type { ReadText } from '../facts/read.ts'
import type { Observed } from './observed.ts'

const mostCores = 64
/** Over how long a load is taken. */
const overNs = 1e9

interface Ticks {
  readonly busy: number
  readonly idle: number
  readonly steal: number
}

interface Count {
  readonly atNs: number
  /** By CPU; −1 is all of them. */
  readonly ticks: ReadonlyMap<number, Ticks>
}

const all = -1

/** `cpu  …` and `cpu0 …`, which are the first lines; the rest of the file, which may be long, is not looked at. */
function readTicks(read: ReadText): ReadonlyMap<number, Ticks> {
  const ticks = new Map<number, Ticks>()
  const text = read('/proc/stat') ?? ''
  const end = text.indexOf('\nintr')
  for (const line of text.slice(0, end === -1 ? text.length : end).split('\n')) {
    const [, cpu, counts] = /^cpu(\d{0,5}) +(\d[\d ]*)$/.exec(line) ?? []
    if (cpu === undefined || counts === undefined) break
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softIrq = 0, steal = 0] =
      counts.split(' ').map(Number)
    const busy = user + nice + system + irq + softIrq
    ticks.set(cpu === '' ? all : Number(cpu), { busy, idle: idle + wait, steal })
  }
  return ticks
}

/** Where there is no /proc: by what Node asks the system for, which knows of nothing stolen. */
function askTicks(): ReadonlyMap<number, Ticks> {
  const cores = cpus().map(({ times: { user, nice, sys, idle, irq } }, cpu): [number, Ticks] => [
    cpu,
    { busy: user + nice + sys + irq, idle, steal: 0 },
  ])
  const sum = (of: keyof Ticks) => cores.reduce((total, [, ticks]) => total + ticks[of], 0)
  return new Map([...cores, [all, { busy: sum('busy'), idle: sum('idle'), steal: 0 }]])
}

/** Counters that ran backwards, as on a CPU that came back, count as still. */
function shareBetween(
  before: Ticks | undefined,
  after: Ticks | undefined,
  of: 'busy' | 'steal',
): number | null {
  if (before === undefined || after === undefined) return null
  const grown = (what: keyof Ticks) => Math.max(0, after[what] - before[what])
  const total = grown('busy') + grown('idle') + grown('steal')
  return total === 0 ? null : grown(of) / total
}

export function observeLoads(held: ReadText, nowNs: () => number): Observed {
  const isLinux = process.platform === 'linux'
  const count = () => (isLinux ? readTicks(held) : askTicks())
  const first = count()
  const cores = spread(
    [...first.keys()].filter((cpu) => cpu !== all),
    mostCores,
  )
  if (!first.has(all)) return { series: [], look: () => [] }
  let counts: readonly Count[] = [{ atNs: nowNs(), ticks: first }]
  return {
    series: [
      ...cores.map((cpu) => ({ kind: 'core-load', name: `cpu${cpu}`, cpu }) as const),
      { kind: 'cpu-load', name: '' },
      ...(isLinux ? [{ kind: 'steal', name: '' } as const] : []),
    ],
    look: () => {
      const now: Count = { atNs: nowNs(), ticks: count() }
      // The latest count that is a second old stays, so that a load is never of less where there is more.
      const from = counts.findLastIndex(({ atNs }) => now.atNs - atNs >= overNs)
      counts = [...counts.slice(Math.max(0, from)), now]
      const before = counts[0]?.ticks
      const share = (cpu: number, of: 'busy' | 'steal') =>
        shareBetween(before?.get(cpu), now.ticks.get(cpu), of)
      const loads = [...cores, all].map((cpu) => share(cpu, 'busy'))
      return isLinux ? [...loads, share(all, 'steal')] : loads
    },
  }
}
