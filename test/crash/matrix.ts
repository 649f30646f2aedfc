// The crash matrix: `--rounds 100 --seed 1 --qemu 20`. Each round brings a board's tuning to a drawn state, kills whom it
// drew, and judges what becomes of the board. The last line is the sum; a round that fails says all that is known of it.

import { parseArgs } from 'node:util'
import { namespaceLack, qemuLack } from '../boards/lack.ts'
import { drawRounds, type Ground, type Round } from './draw.ts'
import type { Judgement } from './judge.ts'
import { openPlace, type Place } from './place.ts'
import { play, settle } from './play.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    qemu: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
})
const [count, seed, qemuRounds] = [values.rounds, values.seed, values.qemu].map(Number)
const only = values.only?.split(',').map(Number)

const tally = { passed: 0, failed: 0, skipped: 0 }
/** A moment can be passed by before the blow falls: each further try strikes sooner after it, by this much of its delay. */
const tries = [1, 0.4, 0]

type Outcome = Judgement | { readonly kind: 'skipped'; readonly why: string }

const sayings = (outcome: Outcome): string => {
  if (outcome.kind === 'given-back')
    return `given back after ${(outcome.afterMs / 1000).toFixed(1)} s`
  if (outcome.kind === 'told') return `${outcome.state}, and given back by hand`
  return outcome.why
}

function tell(round: Round, outcome: Outcome, ms: number): void {
  const { number, ground, moment, victim, way } = round
  const { kind } = outcome
  const word = kind === 'failed' || kind === 'skipped' ? kind : 'passed'
  tally[word] += 1
  const what = [
    String(number).padStart(3),
    ground.padEnd(9),
    moment.padEnd(9),
    victim.padEnd(10),
    way.padEnd(7),
  ]
  console.log(`${what.join(' ')} ${word} ${(ms / 1000).toFixed(0)} s: ${sayings(outcome)}`)
  if (kind === 'failed')
    console.log(`again: --seed ${seed} --rounds ${count} --qemu ${qemuRounds} --only ${number}`)
}

async function playUntilHit(round: Round, place: Place): Promise<Judgement> {
  let said = ''
  for (const sooner of tries) {
    const played = await play({ ...round, delay: round.delay * sooner }, place)
    await settle(place)
    if (played.kind !== 'missed') return played
    said = played.why
  }
  const why = `${round.moment} did not come, or ${round.victim} was gone by then: ${said}`
  return { kind: 'failed', why }
}

/** The rounds on one kind of board, one after the other; a board that failed a round is not used again. */
async function playLane(
  kind: Ground,
  lack: string | null,
  rounds: readonly Round[],
): Promise<void> {
  let place: Place | null = null
  for (const round of rounds) {
    const started = Date.now()
    const say = (outcome: Outcome) => tell(round, outcome, Date.now() - started)
    if (lack !== null) {
      say({ kind: 'skipped', why: lack })
      continue
    }
    try {
      place ??= await openPlace(kind)
      const outcome = await playUntilHit(round, place)
      say(outcome)
      if (outcome.kind !== 'failed') continue
    } catch (thrown) {
      say({ kind: 'failed', why: String(thrown instanceof Error ? thrown.stack : thrown) })
    }
    await place?.dispose()
    place = null
  }
  await place?.dispose()
}

const rounds = drawRounds(seed ?? 1, count ?? 100, qemuRounds ?? 0).filter(
  ({ number }) => only === undefined || only.includes(number),
)
const on = (kind: Ground) => rounds.filter(({ ground }) => ground === kind)
await Promise.all([
  playLane('namespace', namespaceLack(), on('namespace')),
  playLane('qemu', qemuLack(), on('qemu')),
])
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1
