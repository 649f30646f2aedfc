// The energy that a meter saw over stretches of a run, once its clock is the run's: power is taken to run straight from one
// reading to the next. A stretch that the record does not cover was not measured.

import { meterSource } from './meter.ts'
import { type Energy, type EnergyFlag, leastEnergyWindowNs, leastPowerReadings } from './power.ts'

interface Span {
  readonly startNs: number
  readonly endNs: number
}

/** On the run's clock, ascending. */
export interface MeterOnClock {
  readonly atNs: Float64Array
  readonly milliwatts: Float64Array
  /** See `usualStepNs`. */
  readonly stepNs: number
  /** Whether it may lie elsewhere beside the run. */
  readonly isDoubtful: boolean
}

/** More than this many usual steps without a reading are a gap. */
const gapSteps = 5
const joulesPerMilliwattNs = 1e-12

/** Index of the first reading after a moment. */
function after(atNs: Float64Array, moment: number): number {
  let [low, high] = [0, atNs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((atNs[middle] ?? 0) <= moment) low = middle + 1
    else high = middle
  }
  return low
}

function milliwattsAt({ atNs, milliwatts }: MeterOnClock, moment: number): number {
  const to = Math.min(after(atNs, moment), atNs.length - 1)
  const from = Math.max(0, to - 1)
  const [a, b] = [atNs[from] ?? 0, atNs[to] ?? 0]
  const [low, high] = [milliwatts[from] ?? 0, milliwatts[to] ?? 0]
  return b > a ? low + ((moment - a) / (b - a)) * (high - low) : low
}

interface Seen {
  readonly joules: number
  readonly readings: number
  readonly peakMilliwatts: number
  readonly longestStepNs: number
}

/** Null where the record begins after the stretch does, or ends before it. */
function seenOver(meter: MeterOnClock, { startNs, endNs }: Span): Seen | null {
  const { atNs, milliwatts } = meter
  const [first, last] = [atNs[0], atNs.at(-1)]
  if (first === undefined || last === undefined || first > startNs || last < endNs) return null
  let joules = 0
  let peakMilliwatts = 0
  let readings = 0
  let longestStepNs = 0
  let [beforeNs, before] = [startNs, milliwattsAt(meter, startNs)]
  const step = (now: number, value: number) => {
    joules += ((before + value) / 2) * (now - beforeNs) * joulesPerMilliwattNs
    longestStepNs = Math.max(longestStepNs, now - beforeNs)
    beforeNs = now
    before = value
  }
  for (let at = after(atNs, startNs); at < atNs.length && (atNs[at] ?? 0) < endNs; at++) {
    const value = milliwatts[at] ?? 0
    step(atNs[at] ?? 0, value)
    peakMilliwatts = Math.max(peakMilliwatts, value)
    readings += 1
  }
  step(endNs, milliwattsAt(meter, endNs))
  return { joules, readings, peakMilliwatts, longestStepNs }
}

/** The middle of the steps between readings. */
export function usualStepNs(atNs: Float64Array): number {
  const steps = atNs.subarray(1).map((now, index) => now - (atNs[index] ?? 0))
  return steps.sort()[Math.floor(steps.length / 2)] ?? 0
}

export interface MeteredWork {
  /** Of one process of a point, in the order of time. */
  readonly windows: readonly Span[]
  readonly inferences: number
  readonly samples: number
  /** When the board was left alone before, under the same clock; null where it was not. */
  readonly rest: Span | null
}

const meanOver = (meter: MeterOnClock, span: Span): number | null => {
  const seen = seenOver(meter, span)
  const wallNs = span.endNs - span.startNs
  return seen === null || wallNs <= 0 ? null : seen.joules / wallNs / joulesPerMilliwattNs
}

/** Null where a window is not covered, or too few readings fell into them for an energy. */
export function meteredEnergy(
  meter: MeterOnClock,
  { windows, inferences, samples, rest }: MeteredWork,
): Energy | null {
  const seen = windows.map((window) => seenOver(meter, window))
  const all = seen.filter((one) => one !== null)
  if (all.length === 0 || all.length < windows.length || inferences < 1 || samples < 1) return null
  const sum = (of: (one: Seen) => number) => all.reduce((total, one) => total + of(one), 0)
  const windowNs = windows.reduce((total, { startNs, endNs }) => total + endNs - startNs, 0)
  const [joules, readings] = [sum((one) => one.joules), sum((one) => one.readings)]
  if (readings < 2 || windowNs <= 0 || joules < 0) return null
  const atRest = rest === null ? null : meanOver(meter, rest)
  const flags: readonly (readonly [EnergyFlag, boolean])[] = [
    ['short', windowNs < leastEnergyWindowNs],
    ['few-samples', readings < leastPowerReadings],
    ['gap', all.some(({ longestStepNs }) => longestStepNs > gapSteps * meter.stepNs)],
    ['doubtful-shift', meter.isDoubtful],
  ]
  return {
    source: meterSource,
    method: 'wall-meter',
    coverage: 'whole',
    uncertainty: null,
    joules,
    windowNs,
    inferences,
    samples,
    readings,
    meanMilliwatts: joules / windowNs / joulesPerMilliwattNs,
    peakMilliwatts: Math.max(...all.map((one) => one.peakMilliwatts)),
    idle:
      rest === null || atRest === null
        ? null
        : { milliwatts: atRest, wallNs: rest.endNs - rest.startNs },
    flags: flags.flatMap(([flag, holds]) => (holds ? [flag] : [])),
  }
}
