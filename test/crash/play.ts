// One round: the board is tuned, at the drawn moment the drawn victim dies, and the board is judged.

import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground, Moment, Round } from './draw.ts'
import { type Judgement, judge, type Patience } from './judge.ts'
import type { Place } from './place.ts'
import { strike } from './strike.ts'
import { drawChanges } from './tuning.ts'
import { byDesk, bySession, type OnTheWay } from './ways.ts'

/** Missed: the moment was passed by before it was seen, or did not come; why is what its way said. */
export type Played = Judgement | { readonly kind: 'missed'; readonly why: string }

interface Times extends Patience {
  readonly leaseSeconds: number
  readonly holdMs: number
  readonly strikeMs: number
  /** Of the delays after a moment: an emulated processor takes longer for each step. */
  readonly stretch: number
}

const times: Readonly<Record<Ground, Times>> = {
  namespace: {
    leaseSeconds: 4,
    holdMs: 1_000,
    strikeMs: 40_000,
    slackMs: 10_000,
    mostMs: 120_000,
    stretch: 1,
  },
  qemu: {
    leaseSeconds: 10,
    holdMs: 4_000,
    strikeMs: 90_000,
    slackMs: 25_000,
    mostMs: 240_000,
    stretch: 4,
  },
}

/** How long after each moment the blow may fall, so that all that follows is hit too. */
const mostDelayMs: Readonly<Record<Moment, number>> = {
  probed: 200,
  baselined: 30,
  armed: 50,
  applying: 60,
  applied: 200,
  measuring: 300,
  restoring: 40,
}

export async function play(round: Round, place: Place): Promise<Played> {
  const { ground, baseline } = place
  const { moment, victim, ground: kind } = round
  const { strikeMs, stretch, ...patience } = times[kind]
  await ground.exec('rm -rf /home/edge/.benchtop/runs')
  const { way, folder } = await begin(round, place)
  try {
    const delayMs = Math.round(round.delay * mostDelayMs[moment] * stretch)
    const hasHit = await strike(ground, { moment, victim, delayMs, baseline }, strikeMs)
    if (!hasHit) return { kind: 'missed', why: way.log() }
    if (victim === 'app') way.kill()
    if (victim === 'link') await ground.cut()
    return await judge(ground, baseline, patience)
  } finally {
    way.kill()
    await ground.uncut()
    await way.ended
    if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The board is left at a stage only where the blow falls there: else nothing waits. */
async function begin(
  { moment, way, choice, ground: kind }: Round,
  { ground, baseline, offers, desk }: Place,
): Promise<{ readonly way: OnTheWay; readonly folder: string | null }> {
  const { leaseSeconds, holdMs } = times[kind]
  const changes = drawChanges(offers, baseline, choice)
  if (way === 'session')
    return { way: bySession(ground, changes, { leaseSeconds, holdMs, moment }), folder: null }
  const { board, plan, folder } = await desk()
  const dataDir = folder()
  if (way === 'apply') {
    const restoresAfterMs = moment === 'restoring' ? holdMs : null
    const work = { dataDir, board, way, changes, leftMs: leaseSeconds * 1_000, restoresAfterMs }
    return { way: byDesk(work), folder: dataDir }
  }
  const governors = offers.governors.filter((word) => word !== 'userspace').slice(0, 2)
  return { way: byDesk({ dataDir, board, way, plan: plan(governors) }), folder: dataDir }
}

/** Nothing of a round may reach into the next. */
export async function settle({ ground }: Place): Promise<void> {
  let left = ''
  for (let tries = 0; tries < 100; tries++) {
    left = await ground.exec("pgrep -af 'agent[.]cjs|benchtop-tun[e]' || true")
    if (left.trim() === '') return
    await sleep(200)
  }
  throw new Error(`something of the round before still runs:\n${left}`)
}
