// Whether a board came out of a crash as it must: with its whole baseline back, or with a status that says that it has
// not. A status that reads `untouched` while something is changed fails a round wherever it is seen.

import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CrashGround,
  differences,
  helper,
  readTree,
  stateFolder,
  type Tree,
} from './ground.ts'

export interface Seen {
  readonly state: string
  /** Of the lease; 0 where there is none. */
  readonly leftMs: number
  /** All that the tuner said. */
  readonly text: string
}

/** As anybody with the helper is told. */
export async function readStatus({ exec }: CrashGround): Promise<Seen> {
  const text = await exec(`printf 'status\\n' | ${helper}`)
  return {
    state: /^state\t(\S+)/m.exec(text)?.[1] ?? 'unknown',
    leftMs: Number(/^lease\t\w+\t(\d+)/m.exec(text)?.[1] ?? 0),
    text,
  }
}

export type Judgement =
  | { readonly kind: 'given-back'; readonly afterMs: number }
  /** Not given back, and said so; a person's `restore` then did it. */
  | { readonly kind: 'told'; readonly state: string }
  | { readonly kind: 'failed'; readonly why: string }

export interface Patience {
  /** Beyond the lease's end: the guardian's pace, and a machine that is busy. */
  readonly slackMs: number
  /** For a sweep that goes on by itself to its end. */
  readonly mostMs: number
}

const honest = new Set(['dirty', 'failed-restore'])

export async function judge(
  ground: CrashGround,
  baseline: Tree,
  { slackMs, mostMs }: Patience,
): Promise<Judgement> {
  const started = Date.now()
  let deadline = started + slackMs
  for (;;) {
    const status = await readStatus(ground)
    const changed = differences(baseline, await readTree(ground))
    if (status.state === 'untouched' && changed.length === 0)
      return { kind: 'given-back', afterMs: Date.now() - started }
    if (status.state === 'untouched' && (await isStillWrong(ground, baseline)))
      return failed(ground, 'the status reads untouched', baseline)
    const isLeased = status.state === 'tuned' && status.leftMs > 0
    if (isLeased || (await isSweeping(ground)))
      deadline = Math.max(deadline, Date.now() + status.leftMs + slackMs)
    if (Date.now() > Math.min(deadline, started + mostMs)) {
      if (!honest.has(status.state))
        return failed(ground, `the status reads ${status.state} after its time`, baseline)
      return byHand(ground, baseline, status.state)
    }
    await sleep(200)
  }
}

/** Two looks at different moments may see a restore between them; a third tells. */
async function isStillWrong(ground: CrashGround, baseline: Tree): Promise<boolean> {
  const isChanged = async () => differences(baseline, await readTree(ground)).length > 0
  const isUntouched = async () => (await readStatus(ground)).state === 'untouched'
  return (await isChanged()) && (await isUntouched()) && (await isChanged())
}

async function isSweeping({ exec }: CrashGround): Promise<boolean> {
  return (await exec("pgrep -f 'agent[.]cjs .* supervise ' || true")).trim() !== ''
}

/** What a person does who is told. */
async function byHand(ground: CrashGround, baseline: Tree, state: string): Promise<Judgement> {
  await ground.exec(`printf 'restore\\n' | ${helper}`)
  const status = await readStatus(ground)
  return status.state === 'untouched' && differences(baseline, await readTree(ground)).length === 0
    ? { kind: 'told', state }
    : failed(ground, `it said ${state}, and a restore by hand did not give back`, baseline)
}

async function failed(ground: CrashGround, why: string, baseline: Tree): Promise<Judgement> {
  const changed = differences(baseline, await readTree(ground))
  const { text } = await readStatus(ground)
  const journal = await ground.exec(
    `for file in ${stateFolder}/*; do echo "== $file"; cat "$file"; done 2>/dev/null; ps -ef --forest | grep -v ' \\['`,
  )
  return { kind: 'failed', why: [why, ...changed, text, journal].join('\n') }
}
