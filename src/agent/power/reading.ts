// One reading of a source: its rails, its total, and for a counter what it has counted since it is read.

import type { ReadText } from '../facts/read.ts'
import { readRail } from './rail.ts'
import type { FoundSource, SourceInput } from './source.ts'

export interface PowerReading {
  readonly source: string
  /** On the supervisor's clock: the middle of the time that reading the total took. */
  readonly atNs: number
  /** By rail; null where one could not be read. Of a counter the mean since it was read before. */
  readonly milliwatts: readonly (number | null)[]
  /** Null where a rail of it could not be read. */
  readonly totalMilliwatts: number | null
  /** Of counters: what their total has counted so far. */
  readonly joules: number | null
  /** Of a battery: it is being fed. */
  readonly isCharging: boolean
}

/** A source that is read whenever somebody wants to know. */
export interface Readable {
  read(): PowerReading
}

/** Null where a rail of it is not known, and of no rails. */
export function totalOf(
  values: readonly (number | null)[],
  rails: readonly { readonly inTotal: boolean }[],
): number | null {
  let total: number | null = null
  for (const [index, { inTotal }] of rails.entries()) {
    if (!inTotal) continue
    const value = values[index] ?? null
    if (value === null) return null
    total = (total ?? 0) + value
  }
  return total
}

export function readableSource(
  source: FoundSource,
  input: Extract<SourceInput, { kind: 'files' }>,
  read: ReadText,
  nowNs: () => number,
): Readable {
  return source.told.reading === 'energy-counter'
    ? new CounterSource(source, input, read, nowNs)
    : new PowerFiles(source, input, read, nowNs)
}

/** Sensors of power. Of a battery only what it gives counts: what it takes says nothing of the board. */
class PowerFiles implements Readable {
  readonly #source: FoundSource
  readonly #input: Extract<SourceInput, { kind: 'files' }>
  readonly #read: ReadText
  readonly #nowNs: () => number

  constructor(
    source: FoundSource,
    input: Extract<SourceInput, { kind: 'files' }>,
    read: ReadText,
    nowNs: () => number,
  ) {
    this.#source = source
    this.#input = input
    this.#read = read
    this.#nowNs = nowNs
  }

  read(): PowerReading {
    const { told } = this.#source
    const { rails, statusPaths } = this.#input
    const statuses = statusPaths?.map(this.#read) ?? null
    const isGiving = statuses?.includes('Discharging') ?? true
    let startNs = Number.POSITIVE_INFINITY
    let endNs = Number.NEGATIVE_INFINITY
    const milliwatts = rails.map((rail, index) => {
      if (!isGiving) return null
      // A battery that waits while another gives, gives nothing.
      const status = statuses?.[index]
      if (statuses !== null && status !== 'Discharging') return status === null ? null : 0
      const beforeNs = this.#nowNs()
      const value = readRail(rail, this.#read) ?? readRail(rail, this.#read)
      if (told.rails[index]?.inTotal === true) {
        startNs = Math.min(startNs, beforeNs)
        endNs = this.#nowNs()
      }
      // Drivers do not agree on the sign of a battery's current.
      return value !== null && statuses !== null ? Math.abs(value) : value
    })
    return {
      source: told.id,
      atNs: isGiving ? (startNs + endNs) / 2 : this.#nowNs(),
      milliwatts,
      totalMilliwatts: totalOf(milliwatts, told.rails),
      joules: null,
      isCharging: statuses?.includes('Charging') ?? false,
    }
  }
}

interface Counted {
  readonly atNs: number
  readonly microjoules: number
}

/** Counters of energy, each of which begins anew at its end. */
class CounterSource implements Readable {
  readonly #source: FoundSource
  readonly #input: Extract<SourceInput, { kind: 'files' }>
  readonly #read: ReadText
  readonly #nowNs: () => number
  readonly #before = new Map<number, Counted>()
  #joules = 0
  /** When the total was known last. */
  #totalAtNs: number | null = null

  constructor(
    source: FoundSource,
    input: Extract<SourceInput, { kind: 'files' }>,
    read: ReadText,
    nowNs: () => number,
  ) {
    this.#source = source
    this.#input = input
    this.#read = read
    this.#nowNs = nowNs
  }

  read(): PowerReading {
    const { told } = this.#source
    const startNs = this.#nowNs()
    const texts = this.#input.rails.map((rail) => readRail(rail, this.#read))
    const atNs = (startNs + this.#nowNs()) / 2
    const isKnown = totalOf(texts, told.rails) !== null
    let totalMicrojoules = 0
    const milliwatts = texts.map((microjoules, index) => {
      const inTotal = told.rails[index]?.inTotal === true
      // A total is taken of all its counters at one moment or not at all.
      if (microjoules === null || (inTotal && !isKnown)) return null
      const before = this.#before.get(index)
      this.#before.set(index, { atNs, microjoules })
      if (before === undefined || atNs <= before.atNs) return null
      const grown = grownBy(before.microjoules, microjoules, this.#rangeOf(index))
      if (inTotal) totalMicrojoules += grown
      return milliwattsOf(grown, atNs - before.atNs)
    })
    const sinceNs = this.#totalAtNs === null ? null : atNs - this.#totalAtNs
    if (isKnown) {
      this.#joules += totalMicrojoules / 1e6
      this.#totalAtNs = atNs
    }
    return {
      source: told.id,
      atNs,
      milliwatts,
      totalMilliwatts: isKnown && sinceNs !== null ? milliwattsOf(totalMicrojoules, sinceNs) : null,
      joules: isKnown ? this.#joules : null,
      isCharging: false,
    }
  }

  #rangeOf(index: number): number {
    const rail = this.#input.rails[index]
    return rail?.kind === 'counter' ? rail.rangeMicrojoules : Number.POSITIVE_INFINITY
  }
}

const milliwattsOf = (microjoules: number, ns: number) => (microjoules / ns) * 1e6

/** A counter that reads less than before has begun anew once: nobody can see a second time. */
export const grownBy = (before: number, now: number, range: number): number =>
  now >= before ? now - before : now + range - before
