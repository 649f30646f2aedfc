// Power while somebody looks: the sources of a run, each a track of its own, read no more often than is asked for.

import type { PowerSource } from '../../shared/power.ts'
import type { TelemetryMissing, TelemetrySeries, TelemetryTrack } from '../../shared/telemetry.ts'
import { nowNs, originNs } from '../clock.ts'
import type { PowerReading } from '../power/reading.ts'
import type { FoundPower } from '../power/source.ts'
import { PowerWatch, type StartThread } from '../power/watch.ts'
import { type Look, scaled } from './observed.ts'

const wattsPerMilliwatt = 1e-3

export class TelemetryPower implements Disposable {
  readonly sources: readonly PowerSource[]
  readonly missing: readonly TelemetryMissing[]
  readonly #found: FoundPower
  readonly #startThread: StartThread
  readonly #root: string
  #watch: PowerWatch | null = null

  /** `root`: of a tree that was made. */
  constructor(found: FoundPower, startThread: StartThread, root = '') {
    this.#found = found
    this.#startThread = startThread
    this.#root = root
    this.sources = found.sources.map(({ told }) => told)
    this.missing = found.unread.map(({ source, remedy }) => ({
      kind: 'power',
      reason: remedy === 'rapl' ? 'root-only' : 'unreadable',
      name: source.slice(0, 100),
    }))
  }

  tracks(hz: number): readonly TelemetryTrack[] {
    return this.sources.map((source) => ({
      hz: rateOf(source, hz),
      series: [...seriesOf(source)],
    }))
  }

  /** From now on so often. */
  pace(hz: number): void {
    this.#watch?.[Symbol.dispose]()
    if (this.sources.length === 0) return
    const sources = this.#found.sources.map((source) => ({
      ...source,
      told: { ...source.told, hz: rateOf(source.told, hz) },
    }))
    const found = { ...this.#found, sources }
    this.#watch = new PowerWatch(found, 0, nowNs, this.#startThread, this.#root)
  }

  /** What was read since the last look; tracks count from 0. */
  look(): readonly Look[] {
    return (this.#watch?.look() ?? []).map((reading) => ({
      track: this.sources.findIndex(({ id }) => id === reading.source),
      atNs: Number(originNs) + reading.atNs,
      row: rowOf(reading),
    }))
  }

  [Symbol.dispose](): void {
    this.#watch?.[Symbol.dispose]()
  }
}

/** A counter is read at any rate that is asked for. */
const rateOf = ({ reading, hz }: PowerSource, asked: number) =>
  reading === 'energy-counter' ? asked : Math.min(hz, asked)

/** The total, then its rails where there are several. */
const seriesOf = ({ id, rails }: PowerSource): readonly TelemetrySeries[] => [
  { kind: 'power', name: '', source: id, role: 'total' },
  ...(rails.length < 2
    ? []
    : rails.map(({ name }) => ({ kind: 'power', name, source: id, role: 'rail' }) as const)),
]

function rowOf({ totalMilliwatts, milliwatts }: PowerReading): readonly (number | null)[] {
  const told = milliwatts.length < 2 ? [totalMilliwatts] : [totalMilliwatts, ...milliwatts]
  return told.map((value) => scaled(value, wattsPerMilliwatt))
}
