// The clocks of a sweep: one session of the program that tunes, under a lease that this process renews. Each block's clock is
// laid over what the board had as the run began, so that no block inherits from another. When this process dies, the
// session ends, and the board is given back what it had.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Happening } from '../../shared/event.ts'
import { type Fault, fail, toFault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/plan.ts'
import type { MadeChange, Tuning } from '../../shared/tuning.ts'
import { changesFor, type Tunables } from '../../shared/tuning-plan.ts'
import { clockTuning, foundTuning } from '../../shared/tuning-presets.ts'
import { unmetWords } from '../../shared/tuning-sayings.ts'
import type { Unmet } from '../../shared/tuning-steps.ts'
import type { Home } from '../home.ts'
import { madeIn, statusIn } from '../tune/answers.ts'
import { openToWrite } from '../tune/privilege.ts'
import { granted } from '../tune/refusals.ts'
import type { TunerSession } from '../tune/session.ts'
import { readClocks, unattendedRoute } from '../tune/unattended.ts'
import { type Settled, settle } from './settle.ts'
import { differenceIn, isHeldDown, readStand, type Stand, standAfter } from './stand.ts'

/** Without a word for so long, the board gives itself back what it had. */
const leaseS = 30
const heartbeatMs = 10_000
/** A board that is still hot from what ran before is waited for. */
const coolTries = 12
const coolMs = 5_000
/** What moved while it settled is set once more. */
const settleTries = 2
/** They say nothing of the clock, and may be gone by the next point. */
const passing: readonly Fault['code'][] = [
  'tuning-tainted',
  'tuning-busy',
  'tuning-over',
  'tuning-unsafe',
  'tuning-program-failed',
]

type ClockNews = Extract<Happening, { readonly type: 'clock-set' | 'clock-given-back' }>

interface Block {
  readonly clock: Clock
  /** Why it could not be set. */
  readonly fault: Fault | null
  /** As the writes left it. */
  readonly stand: Stand
  /** As the policies read when they had settled. */
  readonly policies: Stand
}

export class Clocks {
  readonly #home: Home
  readonly #tell: (news: ClockNews) => void
  #session: TunerSession | null = null
  #found: Tunables | null = null
  #block: Block | null = null
  #hasBegun = false
  /** The program says that it holds nothing for this run any more. */
  #isLost = false
  #heartbeat: NodeJS.Timeout | null = null

  constructor(home: Home, tell: (news: ClockNews) => void) {
    this.#home = home
    this.#tell = tell
  }

  /** The process that holds the session: it is Benchtop's own. */
  get pid(): number | null {
    return this.#session?.pid ?? null
  }

  /** What the policies read as the block began that is being measured: what differs from it, somebody else has set. */
  get expected(): Stand | null {
    return this.#block?.policies ?? null
  }

  /** Gives back what an earlier tuning left, and takes the baseline. Throws where no clock can be set at all. */
  async begin(signal: AbortSignal): Promise<void> {
    await this.#end()
    const session = await openToWrite(await unattendedRoute(), this.#home, undefined)
    this.#session = session
    this.#isLost = false
    for (let tries = 1; ; tries++) {
      if (signal.aborted) return
      const answer = await session.ask('begin', 'run', String(leaseS))
      if (answer.refused?.[0] !== 'taint' || tries === coolTries) {
        granted(answer)
        break
      }
      await sleep(coolMs, undefined, { signal }).catch(() => undefined)
    }
    this.#hasBegun = true
    this.#found ??= readClocks()
    this.#heartbeat = setInterval(() => void this.#renew(session), heartbeatMs)
  }

  /** Sets a clock unless it stands. Gives the fault where it can't be: then the board has what it had before the run. */
  async set(clock: Clock, signal: AbortSignal): Promise<Fault | null> {
    // Who gave the board back meanwhile is noticed now, not at the next heartbeat.
    if (this.#session !== null && this.#holds()) await this.#renew(this.#session)
    const isSame = this.#block !== null && isEqual(this.#block.clock, clock)
    if (isSame && this.#block?.fault != null) return this.#block.fault
    if (isSame && this.#holds() && this.#stands()) return null
    this.#block = null
    try {
      // It would run at whatever the block before left.
      if (clock.governor === 'userspace' && clock.khz === null) fail('tuning-needs-frequency', {})
      if (!this.#holds()) await this.begin(signal)
      if (signal.aborted) return null
      const { changes, stand, settled } = await this.#makeAndSettle(clock, signal)
      this.#block = { clock, fault: null, stand, policies: settled.policies }
      this.#tell({ type: 'clock-set', clock, changes, settledMs: settled.ms })
      return null
    } catch (error) {
      const refused = toFault(error)
      if (!passing.includes(refused.code) && !isHeldDown())
        this.#block = { clock, fault: refused, stand: new Map(), policies: new Map() }
      await this.#end()
      return refused
    }
  }

  /** Afterwards nothing is owed that this run has set, or what is owed is told. */
  async giveBack(): Promise<void> {
    try {
      if (!this.#hasBegun) return
      this.#hasBegun = false
      if (this.#session === null || this.#session.isOver)
        this.#session = await openToWrite(await unattendedRoute(), this.#home, undefined)
      const status = statusIn(granted(await this.#session.ask('restore')))
      if (status !== null) this.#tell({ type: 'clock-given-back', status })
    } finally {
      await this.#end()
    }
  }

  /** Whether the session is there and has its lease: another's tuning may read alike. */
  #holds(): boolean {
    return this.#session !== null && !this.#session.isOver && !this.#isLost
  }

  async #renew(session: TunerSession): Promise<void> {
    // A session that is over is found so before the next point.
    const answer = await session.ask('renew', String(leaseS)).catch(() => null)
    if (answer !== null && answer.refused !== null && session === this.#session) this.#isLost = true
  }

  /** A foreign hand leaves policies that read otherwise: then it is set anew. */
  #stands(): boolean {
    return this.#block !== null && differenceIn(this.#block.stand, readStand()) === null
  }

  /** What somebody else set meanwhile must not pass for the clock that was asked for. */
  async #makeAndSettle(
    clock: Clock,
    signal: AbortSignal,
  ): Promise<{ changes: MadeChange[]; stand: Stand; settled: Settled }> {
    const changes: MadeChange[] = []
    for (let tries = 1; ; tries++) {
      changes.push(...(await this.#make(clock)))
      const stand = standAfter(changes)
      const settled = await settle(signal)
      const moved = differenceIn(stand, settled.policies)
      if (moved === null || signal.aborted) return { changes, stand, settled }
      if (tries === settleTries) fail('tuning-refused', moved)
    }
  }

  async #make(clock: Clock): Promise<readonly MadeChange[]> {
    const found = this.#found
    const session = this.#session
    if (found === null || session === null) return []
    const base = foundTuning(found)
    const tuning: Tuning = { ...base, policies: [...base.policies, ...clockTuning(clock).policies] }
    const { changes, unmet } = changesFor(tuning, readClocks(), found)
    const missed = unmet.find((one) => isOf(clock, one))
    if (missed !== undefined) fail('tuning-unmet', { what: unmetWords(missed) })
    const made: MadeChange[] = []
    for (const { path, value } of changes) {
      const one = madeIn(granted(await session.ask('set', path, value)))
      if (one !== null) made.push(one)
    }
    return made
  }

  async #end(): Promise<void> {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat)
    this.#heartbeat = null
    const session = this.#session
    this.#session = null
    await session?.close()
  }
}

const isEqual = (one: Clock, other: Clock) =>
  one.governor === other.governor && one.khz === other.khz

/** Whether a block misses what it is of; a frequency below the lowest step is held at that. */
const isOf = (clock: Clock, { wish, asked, why }: Unmet) =>
  (wish === 'governor' && asked === clock.governor) ||
  (wish === 'frequency' && asked === String(clock.khz) && why !== 'out-of-range')
