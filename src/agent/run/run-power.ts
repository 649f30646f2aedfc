// Power in a run: where it is read, what the board takes at rest under each of its clocks, and of each point the energy of the
// very windows that its latencies are of.

import { setTimeout as sleep } from 'node:timers/promises'
import type { InvalidReason } from '../../shared/environment.ts'
import type { Happening, PointOutcome } from '../../shared/event.ts'
import type { EnergyLimits } from '../../shared/limits.ts'
import { type Clock, multiStreamSamples, type Point } from '../../shared/plan.ts'
import type { Energy } from '../../shared/power.ts'
import type { Span } from '../power/account.ts'
import { type Done, type Idle, PointPower } from '../power/point-power.ts'
import type { PowerWatch } from '../power/watch.ts'

type PowerNews = Extract<
  Happening,
  { readonly type: 'phase-entered' | 'power-recorded' | 'idle-measured' }
>
type Which = Pick<Extract<Happening, { type: 'phase-entered' }>, 'point' | 'repetition'>

export interface PowerOutcome {
  readonly energy: readonly Energy[]
  readonly invalid: readonly InvalidReason[]
}

const lookEveryMs = 50
/** A slow source gives its next reading after a window's end; one that is stuck is not waited for. */
const closingMs = 1_000
/** The thread that reads has to start before. */
const openingMs = 5_000

export class RunPower {
  readonly watch: PowerWatch
  readonly nowNs: () => number
  readonly #limits: EnergyLimits
  #tellsPower: boolean | null = null
  /** By clock; null: it gave nothing. */
  readonly #idles = new Map<string, Idle | null>()

  constructor(watch: PowerWatch, limits: EnergyLimits, nowNs: () => number) {
    this.watch = watch
    this.#limits = limits
    this.nowNs = nowNs
  }

  point(point: Point, repetition: number, tell: (news: PowerNews) => void): PowerOfPoint {
    return new PowerOfPoint(this, point, repetition, tell)
  }

  /** Whether a point waits for anything because of power. */
  get isAwaited(): boolean {
    return this.#limits.idleMs > 0 || this.#limits.minEnergyMs > 0
  }

  /** Whether any source has told a power so far: a battery that is full tells none. Null: nobody has waited for it yet. */
  get tellsPower(): boolean | null {
    return this.#tellsPower
  }

  keepTellsPower(tells: boolean): void {
    this.#tellsPower = tells
  }

  /** How long the board is still to be seen at rest under this clock. */
  idleMsDue(clock: Clock): number {
    return this.#idles.has(keyOf(clock)) ? 0 : this.#limits.idleMs
  }

  idleOf(clock: Clock): Idle | null {
    return this.#idles.get(keyOf(clock)) ?? null
  }

  keepIdle(clock: Clock, idle: Idle | null): void {
    this.#idles.set(keyOf(clock), idle)
  }
}

const keyOf = ({ governor, khz }: Clock) => `${governor} ${khz}`

export class PowerOfPoint {
  readonly #run: RunPower
  readonly #point: Point
  readonly #which: Which
  readonly #tell: (news: PowerNews) => void
  readonly #readings: PointPower
  /** Those that its worker told. */
  readonly #windows: Span[] = []

  constructor(run: RunPower, point: Point, repetition: number, tell: (news: PowerNews) => void) {
    this.#run = run
    this.#point = point
    this.#which = { point: point.index, repetition }
    this.#tell = tell
    this.#readings = new PointPower(run.watch, (record) =>
      tell({ type: 'power-recorded', ...this.#which, record }),
    )
  }

  sample(): void {
    this.#readings.sample()
    if (this.#readings.hasPower) this.#run.keepTellsPower(true)
  }

  /** Known once it was seen at rest. */
  get tellsPower(): boolean {
    return this.#run.tellsPower === true
  }

  tellAfter(ns: number): void {
    this.#readings.tellAfter(ns)
  }

  /** The board is left alone, where it was not yet under this clock. */
  async rest(signal: AbortSignal): Promise<void> {
    const { clock } = this.#point
    if (!this.#run.isAwaited || signal.aborted) return
    if (this.#run.tellsPower === null) {
      await this.#untilRead(this.#run.nowNs(), openingMs, signal)
      this.#run.keepTellsPower(this.#readings.hasPower)
    }
    const idleMs = this.#run.idleMsDue(clock)
    if (!this.tellsPower || idleMs === 0 || signal.aborted) return
    this.#tell({ type: 'phase-entered', ...this.#which, phase: 'rest' })
    const startNs = this.#run.nowNs()
    await sleep(idleMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    const endNs = this.#run.nowNs()
    await this.#untilRead(endNs, closingMs, signal)
    const idle = this.#readings.restOver({ startNs, endNs })
    this.#run.keepIdle(clock, idle)
    if (idle === null) return
    this.#tell({
      type: 'idle-measured',
      clock,
      wallNs: idle.wallNs,
      sources: [...idle.sources],
    })
  }

  /** Until every source was read at this moment or later, as far as that happens in time. */
  async #untilRead(atNs: number, patienceMs: number, signal: AbortSignal): Promise<void> {
    this.sample()
    for (let ms = 0; ms < patienceMs && !this.#readings.reaches(atNs); ms += lookEveryMs) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      this.sample()
    }
  }

  /** A window of many samples is told in parts, and counts once. */
  measured({ startNs, endNs }: Span): void {
    if (endNs > startNs && this.#windows.at(-1)?.startNs !== startNs)
      this.#windows.push({ startNs, endNs })
  }

  /** Empty where nothing was measured, or no source could be read. */
  async ended(outcome: PointOutcome, signal: AbortSignal): Promise<PowerOutcome> {
    const last = this.#windows.at(-1)
    if (outcome.kind !== 'measured' || last === undefined) return { energy: [], invalid: [] }
    await this.#untilRead(last.endNs, closingMs, signal)
    const done = doneIn(this.#point, outcome.measurement.latency.count)
    const idle = this.#run.idleOf(this.#point.clock)
    const energy = this.#readings.energies(this.#windows, done, idle)
    const fed = this.#readings.chargedOver(this.#windows)
    const isFed = energy.some(({ flags }) => flags.includes('charging'))
    return {
      energy,
      invalid: isFed && fed !== null ? [{ kind: 'battery-charging', source: fed }] : [],
    }
  }
}

/** A query of multi-stream is as many inferences as its samples need. */
function doneIn({ scenario, batch }: Point, queries: number): Done {
  const inferences = scenario === 'multi-stream' ? queries * (multiStreamSamples / batch) : queries
  return { inferences, samples: inferences * batch }
}
