// All that can be looked at on this board, found once: what the kernel's files say at once as one track, and each slow
// sensor as one of its own.

import {
  type TelemetryDescription,
  type TelemetryMissing,
  type TelemetrySeries,
  telemetryKinds,
} from '../../shared/telemetry.ts'
import { HeldFiles, type Kernel, kernelAt } from '../environment/kernel.ts'
import { readBootId } from '../process-identity.ts'
import { Busiest } from './busiest.ts'
import { observeClocks } from './clocks.ts'
import { observeDevices } from './devices.ts'
import { observeHeat } from './heat.ts'
import { observeLoads } from './loads.ts'
import { observeMemory } from './memory.ts'
import { type Look, together } from './observed.ts'
import type { TelemetryPower } from './power.ts'

export class TelemetryBoard implements Disposable {
  readonly busiest: Busiest
  readonly #held: HeldFiles
  readonly #nowNs: () => number
  readonly #fast: ReturnType<typeof together>
  readonly #missing: readonly TelemetryMissing[]
  readonly #power: TelemetryPower

  /**
   * `nowNs`: the machine's monotonic clock. `isRoot`: this process may read what is root's alone. `power` goes with the
   * board. `root`: of a tree that was made.
   */
  constructor(nowNs: () => number, isRoot: boolean, power: TelemetryPower, root = '') {
    const kernel: Kernel = kernelAt(root)
    this.#held = new HeldFiles(root)
    this.#nowNs = nowNs
    this.#power = power
    this.busiest = new Busiest(kernel, this.#held)
    const held = this.#held.read
    const devices = observeDevices(kernel, held, isRoot)
    this.#fast = together([
      observeClocks(kernel, held),
      observeLoads(held, nowNs),
      observeHeat(kernel, held),
      observeMemory(held),
      devices.observed,
    ])
    this.#missing = [...devices.missing, ...power.missing]
  }

  describe(hz: number): TelemetryDescription {
    const { series } = this.#fast
    const fast = series.length === 0 ? [] : [{ hz, series: [...series] }]
    const tracks = [...fast, ...this.#power.tracks(hz)]
    const all = tracks.flatMap((track) => track.series)
    return {
      bootId: readBootId(),
      tracks,
      powerSources: [...this.#power.sources],
      missing: [...this.#missing, ...lacking(all, this.#missing)],
    }
  }

  /** From now on it is looked at so often. */
  pace(hz: number): void {
    this.#power.pace(hz)
  }

  /** What there is to read now, and what was read elsewhere meanwhile. */
  look(): readonly Look[] {
    const hasFast = this.#fast.series.length > 0
    const fast = hasFast ? [{ track: 0, atNs: this.#nowNs(), row: this.#fast.look() }] : []
    const power = this.#power
      .look()
      .map(({ track, ...look }) => ({ track: track + fast.length, ...look }))
    return [...fast, ...power].map(({ row, ...look }) => ({ ...look, row: row.map(rounded) }))
  }

  [Symbol.dispose](): void {
    this.#power[Symbol.dispose]()
    this.#held[Symbol.dispose]()
  }
}

/** Kinds of which there is nothing, and nothing that could be read by another login. */
function lacking(
  series: readonly TelemetrySeries[],
  told: readonly TelemetryMissing[],
): readonly TelemetryMissing[] {
  const known = new Set([...series, ...told].map(({ kind }) => kind))
  return telemetryKinds
    .filter((kind) => !known.has(kind))
    .map((kind) => ({ kind, reason: 'none', name: '' }))
}

/** To what a reading can mean: shares and degrees have few digits, hertz and bytes none after the point. */
const rounded = (value: number | null) =>
  value === null ? null : Math.abs(value) < 1e4 ? Math.round(value * 1e4) / 1e4 : Math.round(value)
