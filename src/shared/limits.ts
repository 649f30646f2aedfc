// How long a point warms up and measures, and the named modes that people choose from.

import { z } from 'zod'

/** The longest that a board is seen at rest before the first point of a clock. */
export const longestRestMs = 600_000

/** A window from which on an energy is not called short [MLPerf Power]. */
export const leastEnergyWindowMs = 60_000

/** How many samples a point takes at the least: see `limitsSchema`. */
export const sampleSizes = ['least', 'normal-approximation'] as const

/**
 * Warm-up ends when two consecutive windows agree, or at its cap. Measuring ends when `minSamples` and `minMs` are
 * reached and the scenario's headline is known to `precision`, or at a cap. `maxMs` is stretched for a slow model that
 * has not reached `minSamples` by then, or can reach its headline's least number (see `stretchedMaxMs`).
 */
export const limitsSchema = z.object({
  warmupMaxIterations: z.int().min(1).max(100_000),
  warmupMaxMs: z.int().min(1).max(3_600_000),
  minSamples: z.int().min(1).max(1_000_000),
  minMs: z.int().min(0).max(3_600_000),
  maxMs: z.int().min(1).max(3_600_000),
  maxSamples: z.int().min(1).max(5_000_000),
  /** A point that has not ended by then is killed: it hangs. */
  pointTimeoutMs: z
    .int()
    .min(1_000)
    .max(24 * 3_600_000),
  /**
   * Half the width of the headline's 95 % interval, relative to it, at which it is known well enough. No interval of one
   * process is held to be narrower than 0.5 %.
   */
  precision: z.number().min(0.005).max(1).default(0.01),
  /**
   * `least`: the least number of samples for which LoadGen's early-stopping rule gives a bound of the headline.
   * `normal-approximation`: LoadGen's sample size z²p(1−p)/m² with m = (1−p)/20 at 99 % confidence, where more.
   */
  sampleSize: z.enum(sampleSizes).default('least'),
  /** On a board whose power is read: how long the least window is, and for how long the board is seen at rest before. */
  minEnergyMs: z.int().min(0).max(3_600_000).default(0),
  idleMs: z.int().min(0).max(longestRestMs).default(0),
})
export type Limits = z.infer<typeof limitsSchema>

const slowModelStretch = 4

/**
 * The time after which a point ends even without its least number of samples. A median of too few samples is
 * no result at all, so a slow model gets more time than a fast one, but not without bound.
 */
export function stretchedMaxMs(limits: Limits): number {
  return limits.maxMs * slowModelStretch
}

/** Of a point's timeout, what a least window of power may take of it. */
const energyShare = 0.8

/**
 * As they hold on a board whose power is read: the least window is as long as energy needs it, and after it there is as
 * much time for the headline as without energy.
 */
export function limitsWithPower(limits: Limits): Limits {
  const { minMs, maxMs, minEnergyMs, pointTimeoutMs } = limits
  const mostMs = Math.floor(energyShare * pointTimeoutMs)
  const leastMs = Math.min(minEnergyMs, mostMs)
  return {
    ...limits,
    minMs: Math.max(minMs, leastMs),
    maxMs: Math.max(maxMs, Math.min(leastMs + Math.max(0, maxMs - minMs), mostMs)),
  }
}

export const modes = ['quick', 'normal', 'submission', 'sustained'] as const
export type Mode = (typeof modes)[number]

const common = {
  warmupMaxIterations: 300,
  warmupMaxMs: 10_000,
  precision: 0.01,
  sampleSize: 'least',
  minEnergyMs: 0,
  idleMs: 30_000,
} as const

const minuteMs = 60_000

/**
 * METRICS section 3 gives quick a cap of 3 s, normal one of 20 s, submission the 600 s of LoadGen's rules; sustained
 * is 30 minutes, told minute by minute.
 */
export const modeLimits: Readonly<Record<Mode, Limits>> = {
  quick: {
    ...common,
    warmupMaxMs: 3_000,
    minSamples: 11,
    minMs: 1_000,
    maxMs: 3_000,
    maxSamples: 1_000_000,
    pointTimeoutMs: 10 * minuteMs,
    idleMs: 5_000,
  },
  normal: {
    ...common,
    minSamples: 64,
    minMs: 3_000,
    maxMs: 20_000,
    maxSamples: 2_000_000,
    pointTimeoutMs: 30 * minuteMs,
  },
  submission: {
    ...common,
    minSamples: 64,
    minMs: 10 * minuteMs,
    maxMs: 10 * minuteMs,
    maxSamples: 5_000_000,
    pointTimeoutMs: 60 * minuteMs,
  },
  sustained: {
    ...common,
    minSamples: 64,
    minMs: 30 * minuteMs,
    maxMs: 30 * minuteMs,
    maxSamples: 5_000_000,
    pointTimeoutMs: 60 * minuteMs,
  },
}

/** What is said of energy beside a mode. */
export type EnergyLimits = Pick<Limits, 'minEnergyMs' | 'idleMs'>

const isOfEnergy = (name: string) => name === 'minEnergyMs' || name === 'idleMs'

/** The mode whose limits these are, whatever they say of energy; null where they are nobody's. */
export function modeOf(limits: Limits): Mode | null {
  const isSame = (mode: Mode) =>
    Object.entries(modeLimits[mode]).every(
      ([name, value]) => isOfEnergy(name) || limits[name as keyof Limits] === value,
    )
  return modes.find(isSame) ?? null
}

/** What limits say of energy that these others do not; null where they say the same. */
export function ownEnergy(
  { minEnergyMs, idleMs }: Limits,
  usual: EnergyLimits,
): { readonly [K in keyof EnergyLimits]: number | null } {
  return {
    minEnergyMs: minEnergyMs === usual.minEnergyMs ? null : minEnergyMs,
    idleMs: idleMs === usual.idleMs ? null : idleMs,
  }
}

/** Where limits are nobody's: power is read as long as the point lasts, and the board is not seen at rest. */
export const noEnergyLimits: EnergyLimits = { minEnergyMs: 0, idleMs: 0 }
