// Looks at the environment ten times a second while a point is under way, in the supervisor's own process, and tells
// it about once a second: while the worker waits, where it does.

import {
  type EnvironmentRecord,
  environmentHz,
  maxEnvironmentSamples,
} from '../../shared/environment.ts'
import type { PolicyState } from './frequency.ts'
import { type Judgement, MeasuredWindow } from './measured-window.ts'
import { rowOf, type SeriesName, seriesOf } from './series.ts'
import type { EnvironmentWatch, Reading } from './watch.ts'

const recordEveryNs = 1e9
/** A worker that is busy for longer is not waited for. */
const recordAtLatestNs = 2e9
/** Over how long a load is taken, in readings. */
const loadReadings = environmentHz
/** How often it is looked which processes are Benchtop's own. */
const followEveryNs = 10e9

/** What is read in the same looks and told in the same pauses. */
interface Companion {
  sample(): void
  tellAfter(ns: number): void
}

export class EnvironmentSampler implements Disposable {
  readonly #watch: EnvironmentWatch
  readonly #tell: (record: EnvironmentRecord) => void
  readonly #expected: ReadonlyMap<string, PolicyState> | null
  readonly #companion: Companion | null
  readonly #timer: NodeJS.Timeout
  readonly #series: readonly SeriesName[]
  #worker: number | null = null
  #followedAtNs = 0
  /** Of the last second, oldest first; never empty. */
  #recent: readonly Reading[]
  #untold: { readonly atNs: number; readonly row: readonly (number | null)[] }[] = []
  #window: MeasuredWindow | null = null
  #isMeasuring = false

  /** `expected`: what the policies were set to for this point, where they were. */
  constructor(
    watch: EnvironmentWatch,
    tell: (record: EnvironmentRecord) => void,
    expected: ReadonlyMap<string, PolicyState> | null,
    companion: Companion | null = null,
  ) {
    this.#watch = watch
    this.#companion = companion
    this.#expected = expected
    this.#tell = tell
    this.#follow(null)
    const first = watch.look()
    this.#recent = [first]
    this.#series = seriesOf(watch.watched, first)
    this.#timer = setInterval(() => {
      this.#sample()
      this.#tellAfter(recordAtLatestNs)
    }, 1000 / environmentHz)
  }

  /** The process that measures from here on. */
  workerIs(pid: number): void {
    this.#follow(pid)
  }

  measuringBegins(): void {
    this.#follow(this.#worker)
    this.#window = new MeasuredWindow(this.#watch.watched, this.#series, this.#expected)
    this.#isMeasuring = true
    this.#sample()
  }

  measuringEnds(): void {
    if (!this.#isMeasuring) return
    this.#sample()
    this.#isMeasuring = false
  }

  /** A moment at which writing disturbs nobody. */
  workerWaits(): void {
    this.#tellAfter(recordEveryNs)
  }

  /** Of the measured window, where there was one. */
  judge(): Judgement {
    return this.#window?.judge() ?? { environment: null, invalid: [] }
  }

  /** Tells what was not told yet. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#tellAfter(0)
  }

  #follow(worker: number | null): void {
    this.#worker = worker
    this.#watch.follow(worker)
  }

  #sample(): void {
    const reading = this.#watch.look()
    this.#companion?.sample()
    if (reading.atNs - this.#followedAtNs > followEveryNs) {
      this.#followedAtNs = reading.atNs
      this.#follow(this.#worker)
    }
    const row = rowOf(this.#watch.watched, this.#recent[0] ?? reading, reading)
    this.#recent = [...this.#recent.slice(-loadReadings + 1), reading]
    if (this.#series.length > 0) this.#untold.push({ atNs: reading.atNs, row })
    if (this.#isMeasuring) this.#window?.add(reading, row)
  }

  #tellAfter(ns: number): void {
    this.#companion?.tellAfter(ns)
    const [first] = this.#untold
    const last = this.#untold.at(-1)
    if (first === undefined || last === undefined) return
    if (last.atNs - first.atNs < ns && this.#untold.length < maxEnvironmentSamples) return
    const untold = this.#untold
    this.#untold = []
    this.#tell({
      atNs: untold.map(({ atNs }) => atNs),
      series: this.#series.map(({ kind, name }, index) => ({
        kind,
        name,
        values: untold.map(({ row }) => row[index] ?? null),
      })),
    })
  }
}
