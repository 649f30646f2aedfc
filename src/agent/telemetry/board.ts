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
import { together } from './observed.ts'

export interface Look {
  readonly atNs: number
  readonly row: readonly (number | null)[]
}

export class TelemetryBoard implements Disposable {
  readonly busiest: Busiest
  readonly #held: HeldFiles
  readonly #nowNs: () => number
  readonly #fast: ReturnType<typeof together>
  readonly #missing: readonly TelemetryMissing[]

  /** `nowNs`: the machine's monotonic clock. `root`: of a tree that was made. */
  constructor(nowNs: () => number, isRoot: boolean, root = '') {
    const kernel: Kernel = kernelAt(root)
    this.#held = new HeldFiles(root)
    this.#nowNs = nowNs
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
    this.#missing = devices.missing
  }

  describe(hz: number): TelemetryDescription {
    const { series } = this.#fast
    return {
      bootId: readBootId(),
      tracks: series.length === 0 ? [] : [{ hz, series: [...series] }],
      powerSources: [],
      missing: [...this.#missing, ...lacking(series, this.#missing)],
    }
  }

  look(): Look {
    return { atNs: this.#nowNs(), row: this.#fast.look().map(rounded) }
  }

  [Symbol.dispose](): void {
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
