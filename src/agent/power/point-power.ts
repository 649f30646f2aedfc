// What was read of power while a point is under way: told about once a second beside the environment, and kept until the point
// has ended, for the energy of its measured windows and for what the board takes at rest.

import {
  type Energy,
  type EnergyFlag,
  leastEnergyWindowNs,
  leastPowerReadings,
  maxPowerSamples,
  type PowerRecord,
  type PowerSource,
} from '../../shared/power.ts'
import { EnergyAccount, type Span } from './account.ts'
import type { PowerReading } from './reading.ts'
import type { PowerWatch } from './watch.ts'

/** Fewer readings than this make no energy. */
const leastReadings = 2
/** So many in a row that are missing make a gap. */
const gapPeriods = 5

export interface Done {
  readonly inferences: number
  readonly samples: number
}

/** Of a source: milliwatts over a while. */
export interface Idle {
  readonly wallNs: number
  readonly sources: readonly { readonly source: string; readonly milliwatts: number }[]
}

/** What is measured of the processor or a card alone does not see what flows into a battery. */
const seesCharging = ({ method }: PowerSource) => method !== 'package' && method !== 'gpu'

export class PointPower {
  readonly #watch: Pick<PowerWatch, 'sources' | 'look'>
  readonly #tell: (record: PowerRecord) => void
  readonly #accounts: ReadonlyMap<string, EnergyAccount>
  readonly #charging: { readonly source: string; readonly atNs: number }[] = []
  #untold: PowerReading[] = []
  /** By source, whatever the reading gave. */
  readonly #readAtNs = new Map<string, number>()

  constructor(watch: Pick<PowerWatch, 'sources' | 'look'>, tell: (record: PowerRecord) => void) {
    this.#watch = watch
    this.#tell = tell
    this.#accounts = new Map(watch.sources.map(({ id }) => [id, new EnergyAccount()]))
    // What was read before is of no point, or of another.
    watch.look()
  }

  /** Takes what there is to read now. */
  sample(): void {
    for (const reading of this.#watch.look()) {
      this.#accounts.get(reading.source)?.add(reading)
      this.#readAtNs.set(reading.source, reading.atNs)
      if (reading.isCharging) this.#charging.push(reading)
      this.#untold.push(reading)
    }
  }

  /** Tells what was not told yet, where that reaches over so much time. */
  tellAfter(ns: number): void {
    const times = this.#untold.map(({ atNs }) => atNs)
    if (times.length === 0) return
    const lasts = Math.max(...times) - Math.min(...times)
    if (lasts < ns && times.length < maxPowerSamples) return
    const untold = this.#untold
    this.#untold = []
    for (const source of this.#watch.sources) {
      const readings = untold.filter((reading) => reading.source === source.id)
      for (let at = 0; at < readings.length; at += maxPowerSamples)
        this.#tell(recordOf(source, readings.slice(at, at + maxPowerSamples)))
    }
  }

  /** Whether every source was read at this moment or later. */
  reaches(atNs: number): boolean {
    const readAtNs = (id: string) => this.#readAtNs.get(id) ?? Number.NEGATIVE_INFINITY
    return this.#watch.sources.every(({ id }) => readAtNs(id) >= atNs)
  }

  /** Whether any source has told a power: a battery that is full tells none. */
  get hasPower(): boolean {
    return [...this.#accounts.values()].some((account) => account.hasReadings)
  }

  /** Null where no source was read. */
  restOver(span: Span): Idle | null {
    const wallNs = span.endNs - span.startNs
    const sources = this.#watch.sources.flatMap((source) => {
      const energy = this.#over(source, [span])
      return energy === null ? [] : [{ source: source.id, milliwatts: energy.meanMilliwatts }]
    })
    return sources.length === 0 ? null : { wallNs, sources }
  }

  /**
   * Of each source that was read in the measured windows. `idle`: of the board at rest under the same clock.
   */
  energies(windows: readonly Span[], done: Done, idle: Idle | null): readonly Energy[] {
    return this.#watch.sources.flatMap((source): Energy[] => {
      const over = this.#over(source, windows)
      if (over === null) return []
      const { id, method, coverage, uncertainty } = source
      const rest = idle?.sources.find((one) => one.source === id)
      return [
        {
          source: id,
          method,
          coverage,
          uncertainty,
          ...over,
          ...done,
          idle:
            idle === null || rest === undefined
              ? null
              : { milliwatts: rest.milliwatts, wallNs: idle.wallNs },
          flags: [...this.#flags(source, windows, over)],
        },
      ]
    })
  }

  /** The battery that was fed while this was measured. */
  chargedOver(windows: readonly Span[]): string | null {
    const [first] = windows
    const last = windows.at(-1)
    if (first === undefined || last === undefined) return null
    const fed = this.#charging.find(({ atNs }) => atNs >= first.startNs && atNs <= last.endNs)
    return fed?.source ?? null
  }

  #over(source: PowerSource, spans: readonly Span[]) {
    const account = this.#accounts.get(source.id)
    const joules = account?.joulesOver(spans) ?? null
    if (account === undefined || joules === null || joules < 0) return null
    // A counter that stands still, as under some hypervisors, counts nothing.
    if (joules === 0 && source.reading === 'energy-counter') return null
    const { count, peak } = account.readingsIn(spans)
    const windowNs = spans.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0)
    if (count < leastReadings || peak === null || windowNs <= 0) return null
    const meanMilliwatts = (joules / windowNs) * 1e12
    return { joules, windowNs, readings: count, meanMilliwatts, peakMilliwatts: peak }
  }

  #flags(
    source: PowerSource,
    windows: readonly Span[],
    { windowNs, readings }: Pick<Energy, 'windowNs' | 'readings'>,
  ): readonly EnergyFlag[] {
    const gapNs = (gapPeriods * 1e9) / source.hz
    const holds: Readonly<Partial<Record<EnergyFlag, boolean>>> = {
      short: windowNs < leastEnergyWindowNs,
      'few-samples': readings < leastPowerReadings,
      gap: this.#accounts.get(source.id)?.hasGap(windows, gapNs) ?? false,
      charging: seesCharging(source) && this.chargedOver(windows) !== null,
    }
    return (['short', 'few-samples', 'gap', 'charging'] as const).filter((flag) => holds[flag])
  }
}

const recordOf = (source: PowerSource, readings: readonly PowerReading[]): PowerRecord => ({
  source: source.id,
  atNs: readings.map(({ atNs }) => atNs),
  rails: source.rails.map(({ name }, index) => ({
    name,
    milliwatts: readings.map(({ milliwatts }) => milliwatts[index] ?? null),
  })),
})
