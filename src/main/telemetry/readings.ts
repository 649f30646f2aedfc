// What is kept of one board: what there is to see, ten minutes of it, and the energy that was seen to go by. It outlives a
// link; another boot, or other series, begin anew.

import type { BoardId } from '../../shared/board.ts'
import {
  seriesKey,
  type TelemetryBatch,
  type TelemetryDescription,
  type TelemetryMessage,
  type TelemetryProcesses,
} from '../../shared/telemetry.ts'
import { BoardClock } from './board-clock.ts'
import { SeenEnergy } from './energy.ts'
import { ReadingsRing } from './ring.ts'

export class BoardReadings {
  readonly #board: BoardId
  #epoch = 0
  #description: TelemetryDescription | null = null
  #rings: readonly ReadingsRing[] = []
  #clock = new BoardClock()
  #energy = new SeenEnergy()
  #processes: TelemetryProcesses | null = null

  constructor(board: BoardId) {
    this.#board = board
  }

  get epoch(): number {
    return this.#epoch
  }
  get description(): TelemetryDescription | null {
    return this.#description
  }
  get rings(): readonly ReadingsRing[] {
    return this.#rings
  }
  get processes(): TelemetryProcesses | null {
    return this.#processes
  }
  /** Joules by source since it was looked at first. */
  get joules(): ReadonlyMap<string, number> {
    return this.#energy.joules
  }

  /** On the desk's axis; null where the board was never heard, or has booted since. */
  toDesk(bootId: string, atNs: number): number | null {
    return this.#description?.bootId === bootId ? this.#clock.toDesk(atNs) : null
  }

  open(
    { description, atNs }: Extract<TelemetryMessage, { type: 'opened' }>,
    arrivedMs: number,
  ): void {
    if (this.#description === null || shapeOf(this.#description) !== shapeOf(description)) {
      this.#epoch += 1
      this.#rings = description.tracks.map(({ series }) => new ReadingsRing(series.length))
      this.#energy = new SeenEnergy()
      this.#processes = null
      this.#clock = new BoardClock()
    }
    this.#description = description
    this.#clock.hear(atNs, arrivedMs)
  }

  /** What was new in it. */
  take(
    { track, atNs, values }: Extract<TelemetryMessage, { type: 'samples' }>,
    arrivedMs: number,
  ): TelemetryBatch {
    const ring = this.#rings[track] ?? new ReadingsRing(0)
    this.#clock.hear(atNs.at(-1) ?? 0, arrivedMs)
    // A clock that is known better now than before must not let time run backwards.
    let last = ring.lastMs
    const atMs = Float64Array.from(atNs, (at) => {
      last = Math.max(this.#clock.toDesk(at) ?? arrivedMs, last + 1e-3)
      return last
    })
    const batch = {
      board: this.#board,
      epoch: this.#epoch,
      track,
      atMs,
      values: values.map((row) => Float32Array.from(row, (value) => value ?? Number.NaN)),
    }
    ring.add(batch)
    this.#energy.take(this.#description?.tracks[track]?.series ?? [], batch)
    return batch
  }

  see(
    { atNs, processes, count }: Extract<TelemetryMessage, { type: 'processes' }>,
    arrivedMs: number,
  ): TelemetryProcesses {
    const atMs = this.#clock.toDesk(atNs) ?? arrivedMs
    this.#processes = { board: this.#board, atMs, processes, count }
    return this.#processes
  }
}

const shapeOf = ({ bootId, tracks }: TelemetryDescription) =>
  JSON.stringify([bootId, tracks.map(({ series }) => series.map(seriesKey))])
