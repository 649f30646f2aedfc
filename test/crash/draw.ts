// What each round of the crash matrix does, drawn from a seed: the same seed and count draw the same rounds. Every cell of
// moment and victim that there is comes before any comes again.

import { seededUniform } from '../../src/shared/stats.ts'

/** Where the tuning stands when the victim dies, in the words of docs/tuning.md. */
export type Moment =
  | 'probed'
  | 'baselined'
  | 'armed'
  | 'applying'
  | 'applied'
  | 'measuring'
  | 'restoring'

/** Who dies; `link` is cut instead. `both` are the two that would give back: the session and the guardian. */
export type Victim =
  | 'app'
  | 'agent'
  | 'supervisor'
  | 'session'
  | 'guardian'
  | 'both'
  | 'sshd'
  | 'link'

/** How the board comes to be tuned: by the tuner's own protocol over SSH, by the desk for a while, or for a sweep. */
export type Way = 'session' | 'apply' | 'sweep'

export type Ground = 'namespace' | 'qemu'

export interface Round {
  readonly number: number
  readonly ground: Ground
  readonly moment: Moment
  readonly victim: Victim
  readonly way: Way
  /** 0 to 1: how long after the moment was seen, and what else is tuned. */
  readonly delay: number
  readonly choice: number
}

/** Who is alive at a moment of a way. A tuning of the desk's outlives its session and the agent that made it. */
const alive: Readonly<Record<Way, Partial<Record<Moment, readonly Victim[]>>>> = {
  session: {
    probed: ['session', 'sshd', 'link'],
    baselined: ['session', 'sshd', 'link'],
    armed: ['session', 'guardian', 'both', 'sshd', 'link'],
    applying: ['session', 'guardian', 'both', 'sshd', 'link'],
    applied: ['session', 'guardian', 'both', 'sshd', 'link'],
    restoring: ['session', 'guardian', 'sshd', 'link'],
  },
  apply: {
    baselined: ['app', 'agent', 'sshd'],
    armed: ['app', 'agent', 'session'],
    applying: ['app', 'agent', 'session', 'guardian', 'sshd', 'link'],
    applied: ['app', 'guardian', 'sshd', 'link'],
    restoring: ['app', 'agent', 'guardian'],
  },
  sweep: {
    baselined: ['supervisor'],
    armed: ['supervisor'],
    applying: ['app', 'supervisor', 'session', 'guardian', 'sshd', 'link'],
    applied: ['app', 'agent', 'supervisor', 'session', 'guardian'],
    measuring: ['app', 'agent', 'supervisor', 'session', 'guardian', 'both', 'sshd', 'link'],
    restoring: ['app', 'agent', 'supervisor', 'session', 'sshd', 'link'],
  },
}

interface Cell {
  readonly moment: Moment
  readonly victim: Victim
  readonly ways: readonly Way[]
}

export function cells(): readonly Cell[] {
  const found = new Map<string, { moment: Moment; victim: Victim; ways: Way[] }>()
  for (const [way, moments] of Object.entries(alive) as [Way, (typeof alive)[Way]][])
    for (const [moment, victims] of Object.entries(moments) as [Moment, readonly Victim[]][])
      for (const victim of victims) {
        const key = `${moment} ${victim}`
        const cell = found.get(key) ?? { moment, victim, ways: [] }
        cell.ways.push(way)
        found.set(key, cell)
      }
  return [...found.values()]
}

/** `qemuRounds` of them are spread evenly over all. */
export function drawRounds(seed: number, count: number, qemuRounds: number): readonly Round[] {
  const random = seededUniform(seed)
  const shuffled = <T>(values: readonly T[]): T[] =>
    values
      .map((value) => ({ value, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ value }) => value)
  let waiting: Cell[] = []
  return Array.from({ length: count }, (_, index): Round => {
    if (waiting.length === 0) waiting = shuffled(cells())
    const { moment, victim, ways } = waiting.shift() as Cell
    const isQemu =
      Math.floor(((index + 1) * qemuRounds) / count) > Math.floor((index * qemuRounds) / count)
    return {
      number: index + 1,
      ground: isQemu ? 'qemu' : 'namespace',
      moment,
      victim,
      way: ways[Math.floor(random() * ways.length)] as Way,
      delay: random(),
      choice: random(),
    }
  })
}
