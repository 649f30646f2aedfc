// One rail: what is read of it, as plain data, since it may be handed to a thread; and reading it once.

import type { ReadText } from '../facts/read.ts'

/** `per…`: what the kernel's number is divided by. */
export type RailInput =
  | { readonly kind: 'power'; readonly path: string; readonly perMilliwatt: number }
  | {
      readonly kind: 'volts-and-amperes'
      readonly voltsPath: string
      readonly amperesPath: string
      readonly perMilliwatt: number
    }
  | { readonly kind: 'counter'; readonly path: string; readonly rangeMicrojoules: number }

/** A rail that gave a reading when it was looked for. */
export interface LiveRail {
  readonly name: string
  /** What tells it from another of its name. */
  readonly place: string
  readonly input: RailInput
  /** What reading it took. */
  readonly tookMs: number
}

/** A conversion may not be done yet (EAGAIN), or the bus be taken: that says nothing of the next read. */
const tries = 3

/** A number as drivers write it; some add its unit: `32760 ma`. */
export function numberIn(text: string | null): number | null {
  const digits = /^(-?\d{1,15})(?:\s*[A-Za-z]{1,3})?$/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Milliwatts; of a counter, its microjoules. Null where it can't be read now. */
export function readRail(input: RailInput, read: ReadText): number | null {
  if (input.kind === 'counter') return numberIn(read(input.path))
  if (input.kind === 'power') {
    const power = numberIn(read(input.path))
    return power === null ? null : power / input.perMilliwatt
  }
  const volts = numberIn(read(input.voltsPath))
  if (volts === null) return null
  const amperes = numberIn(read(input.amperesPath))
  return amperes === null ? null : (volts * amperes) / input.perMilliwatt
}

/** Null for one that can't be read: a channel that is switched off says ENODATA. */
export function liveRail(
  name: string,
  place: string,
  input: RailInput,
  read: ReadText,
): LiveRail | null {
  for (let tried = 0; tried < tries; tried++) {
    const startMs = performance.now()
    if (readRail(input, read) !== null)
      return { name: name.slice(0, 60), place, input, tookMs: performance.now() - startMs }
  }
  return null
}
