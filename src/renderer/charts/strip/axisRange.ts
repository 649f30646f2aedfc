// The range of a strip's value axis: round ends around what is drawn. It stays as it is while it still fits, so that the
// axis does not jump with every reading.

import type { Extremes } from './thin.ts'

export interface AxisRange {
  readonly min: number
  readonly max: number
  /** From tick to tick. */
  readonly step: number
}

const parts = 4
const roundSteps = [1, 2, 2.5, 5, 10]
/** An axis that uses less of itself than this is drawn anew. */
const leastUse = 0.4

function roundStep(span: number): number {
  const raw = span / parts
  const power = 10 ** Math.floor(Math.log10(raw))
  return power * (roundSteps.find((step) => step * power >= raw * (1 - 1e-9)) ?? 10)
}

/** A flat line gets some room on either side. */
function opened({ least, largest }: Extremes): Extremes {
  if (largest > least) return { least, largest }
  const room = Math.max(1e-3, Math.abs(largest) * 0.05)
  return { least: least === 0 ? 0 : least - room, largest: largest + room }
}

export function roundRange(drawn: Extremes): AxisRange {
  const { least, largest } = opened(drawn)
  const step = roundStep(largest - least)
  return {
    min: Math.floor(least / step + 1e-9) * step,
    max: Math.ceil(largest / step - 1e-9) * step,
    step,
  }
}

/** The same range where it still fits. */
export function rangeFor(before: AxisRange | null, drawn: Extremes): AxisRange {
  const { least, largest } = opened(drawn)
  const fits =
    before !== null &&
    before.min <= least &&
    largest <= before.max &&
    largest - least >= (before.max - before.min) * leastUse
  return fits ? before : roundRange(drawn)
}

const timeSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300]
const mostTimeTicks = 6

/** Seconds from tick to tick of a time axis of so many seconds. */
export const timeStep = (seconds: number): number =>
  timeSteps.find((step) => seconds / step <= mostTimeTicks) ?? 300

/** `−1:30`, `−45 s`, `−0.5 s`: how long before the end of the axis. */
export function beforeWords(seconds: number): string {
  const before = Math.abs(seconds)
  if (before < 60) return `−${Number(before.toFixed(1))} s`
  const whole = Math.round(before)
  return `−${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
