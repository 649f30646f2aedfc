// Meters outside the board: a record is read, laid beside the load of a run that has ended, kept with it, and gives each of
// its processes an energy. What was imported can be shifted by hand, and taken away again.

import { align, isDoubtful } from '../../shared/align.ts'
import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import type { MeterView, RunRecord } from '../../shared/ipc.ts'
import {
  type Meter,
  type MeterColumns,
  type MeterEnergy,
  type MeterReadings,
  type MeterTable,
  meterSource,
} from '../../shared/meter.ts'
import { type MeterOnClock, meteredEnergy, usualStepNs } from '../../shared/meter-energy.ts'
import type { PowerSource } from '../../shared/power.ts'
import { type PowerSeries, thinnedPower } from '../../shared/power-series.ts'
import { type RunView, withEnergies } from '../../shared/run.ts'
import type { KeptMeter, MeterStore } from '../store/meters.ts'
import type { RunStore } from '../store/runs.ts'
import { unfinished } from '../store/runs.ts'
import { lookAtMeterFile, readMeterFile } from './read-csv.ts'
import { type RunLoad, runLoad } from './run-load.ts'

interface MetersOptions {
  readonly store: RunStore
  readonly meters: MeterStore
  /** After what a run's figures are was changed. */
  readonly changed: (record: RunRecord) => void
}

/** A shift is found to this, or to the meter's own step where that is longer. */
const finestNs = 50e6
/** Clocks of a meter and a board that somebody set are this near to one another. */
const clocksWithinNs = 300e9

const sourceOf = ({ readings }: Meter, lastsNs: number): PowerSource => ({
  id: meterSource,
  method: 'wall-meter',
  reading: 'power',
  rails: [{ name: 'meter', inTotal: true }],
  coverage: 'whole',
  hz: (readings - 1) / (lastsNs / 1e9),
  uncertainty: null,
})

export class Meters {
  readonly #options: MetersOptions

  constructor(options: MetersOptions) {
    this.#options = options
  }

  /** What stands in a file, and which columns seem to be meant. Rejects with a `FaultError`. */
  look(path: string): Promise<MeterTable> {
    return lookAtMeterFile(path)
  }

  /**
   * Keeps a record with a run, in place of one that it has. `columns`: null are guessed. `offsetNs`: null is found.
   * Rejects with a `FaultError`.
   */
  async attach(
    run: RunId,
    path: string,
    columns: MeterColumns | null,
    offsetNs: number | null,
  ): Promise<MeterView> {
    const record = this.#over(run)
    const meant = columns ?? (await this.#guess(path))
    const { name, ...readings } = await readMeterFile(path, meant)
    const load = this.#load(run)
    const aligned = offsetNs === null ? this.#align(name, readings, load) : null
    const meter: Meter = {
      name,
      importedMs: Date.now(),
      columns: meant,
      readings: readings.atNs.length,
      offsetNs: aligned?.offsetNs ?? offsetNs ?? 0,
      fit: aligned === null ? null : { score: aligned.score, isAmbiguous: aligned.isAmbiguous },
    }
    this.#keep(record, { meter, ...readings }, load)
    return this.#view(run, { meter, ...readings }, load)
  }

  /** Shifts the record of a run by hand. */
  move(run: RunId, offsetNs: number): MeterView {
    const record = this.#over(run)
    const kept = this.#kept(run)
    const load = this.#load(run)
    const moved = { ...kept, meter: { ...kept.meter, offsetNs, fit: null } }
    this.#keep(record, moved, load)
    return this.#view(run, moved, load)
  }

  remove(run: RunId): void {
    const record = this.#over(run)
    this.#options.meters.remove(run)
    this.#sumUp(record)
  }

  /** Null: the run has none. */
  view(run: RunId): MeterView | null {
    const kept = this.#options.meters.get(run)
    return kept === null ? null : this.#view(run, kept, this.#load(run))
  }

  /** A run with what its meter saw. */
  over(run: RunId, view: RunView): RunView {
    const found = this.#options.meters.metered(run)
    return found === null ? view : withEnergies(view, found)
  }

  /** The meter's power while one process of a point lasted; null where the run has no meter. */
  series(run: RunId, point: number, repetition: number): PowerSeries | null {
    const kept = this.#options.meters.get(run)
    if (kept === null) return null
    const process = this.#load(run).processes.find(
      (one) => one.point === point && one.repetition === repetition,
    )
    if (process === undefined) return null
    const atNs = kept.atNs.map((ns) => ns + kept.meter.offsetNs)
    const from = atNs.findIndex((ns) => ns >= process.startNs)
    const after = atNs.findIndex((ns) => ns > process.endNs)
    if (from < 0) return seriesOf([], [])
    const to = after < 0 ? atNs.length : after
    return seriesOf([...atNs.subarray(from, to)], [...kept.milliwatts.subarray(from, to)])
  }

  #over(run: RunId): RunRecord {
    const record = this.#options.store.get(run) ?? fail('not-found', { what: 'run', id: run })
    return unfinished.includes(record.status) ? fail('meter-run-not-over', { run }) : record
  }

  #kept(run: RunId): KeptMeter {
    return this.#options.meters.get(run) ?? fail('not-found', { what: 'meter', id: run })
  }

  #load(run: RunId): RunLoad {
    return runLoad(this.#options.store.timeline(run)) ?? fail('not-found', { what: 'run', id: run })
  }

  async #guess(path: string): Promise<MeterColumns> {
    const { name, heads, guessed } = await lookAtMeterFile(path)
    return guessed ?? fail('meter-columns-unknown', { name, heads: heads.join(', ') })
  }

  #align(name: string, { atNs, milliwatts, startedMs }: MeterReadings, load: RunLoad) {
    const expected =
      startedMs === null
        ? null
        : { offsetNs: (startedMs - load.zeroWallMs) * 1e6, withinNs: clocksWithinNs }
    const step = Math.max(finestNs, usualStepNs(atNs))
    return (
      align({ atNs, values: milliwatts }, load.busy, load.span, step, expected) ??
      fail('meter-not-alike', { name })
    )
  }

  #keep(record: RunRecord, kept: KeptMeter, load: RunLoad): void {
    const { store, meters } = this.#options
    const lastsNs = kept.atNs.at(-1) ?? 1
    const energies = energiesOf(store.view(record.id, record.plan), kept, load)
    meters.put(record.id, kept, { source: sourceOf(kept.meter, lastsNs), energies })
    this.#sumUp(record)
  }

  #sumUp({ id, plan }: RunRecord): void {
    const { store, changed } = this.#options
    store.setHeadline(id, this.over(id, store.view(id, plan)))
    const record = store.get(id)
    if (record !== null) changed(record)
  }

  #view(run: RunId, { meter, atNs, milliwatts }: KeptMeter, load: RunLoad): MeterView {
    const { total, atNs: at } = thinnedPower(seriesOf([...atNs], [...milliwatts]))
    const measured = load.processes.flatMap(({ windows }) => enclosing(windows))
    return {
      meter,
      atNs: at,
      milliwatts: total,
      span: load.span,
      busy: load.busy,
      measured,
      covered: this.#options.meters.metered(run)?.energies.length ?? 0,
      processes: measured.length,
    }
  }
}

const enclosing = (windows: RunLoad['processes'][number]['windows']) => {
  const [first, last] = [windows[0], windows.at(-1)]
  return first === undefined || last === undefined
    ? []
    : [{ startNs: first.startNs, endNs: last.endNs }]
}

const seriesOf = (atNs: readonly number[], milliwatts: readonly number[]): PowerSeries => ({
  source: meterSource,
  method: 'wall-meter',
  coverage: 'whole',
  atNs,
  rails: [{ name: 'meter', inTotal: true, milliwatts }],
  total: milliwatts,
})

/** Of every process that was measured, as far as the record covers it. */
function energiesOf(view: RunView, kept: KeptMeter, load: RunLoad): readonly MeterEnergy[] {
  const meter: MeterOnClock = {
    atNs: kept.atNs.map((ns) => ns + kept.meter.offsetNs),
    milliwatts: kept.milliwatts,
    stepNs: usualStepNs(kept.atNs),
    isDoubtful: kept.meter.fit !== null && isDoubtful(kept.meter.fit),
  }
  return load.processes.flatMap(({ point, repetition, windows }): readonly MeterEnergy[] => {
    const found = view.points[point]
    const result = found?.repetitions.find((one) => one.repetition === repetition)
    if (found === undefined || result?.outcome.kind !== 'measured') return []
    const { samplesPerSecond, wallNs } = result.outcome.measurement
    const samples = Math.round((samplesPerSecond * wallNs) / 1e9)
    const { clock, batch } = found.point
    const rest = load.rests.findLast(
      (one) => one.clock.governor === clock.governor && one.clock.khz === clock.khz,
    )
    const energy = meteredEnergy(meter, {
      windows,
      samples,
      inferences: Math.round(samples / batch),
      rest: rest ?? null,
    })
    return energy === null ? [] : [{ point, repetition, energy }]
  })
}
