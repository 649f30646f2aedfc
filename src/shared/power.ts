// Where a board's power is read, what was read there, and the energy that a measured window took (METRICS, section 6).
// Power in milliwatts, energy in joules. What was not measured is absent, never 0.

import { z } from 'zod'
import { leastEnergyWindowMs } from './limits.ts'
import { clockSchema } from './plan.ts'

/**
 * `wall-meter`: a meter outside, whose record was imported. `input-rail`: the rail that feeds the whole board. `rail-sum`:
 * rails that do not overlap, added up. `package`: the processor's own account (RAPL). `battery`: what the board draws from
 * it. `pmic`: the rails of a power management chip. `gpu`: a discrete GPU's own figure.
 */
export const powerMethods = [
  'wall-meter',
  'input-rail',
  'rail-sum',
  'package',
  'battery',
  'pmic',
  'gpu',
] as const
export type PowerMethod = (typeof powerMethods)[number]

/** What is read of a rail; power is made of it. A counter gives the mean power since the reading before. */
export const powerReadings = [
  'power',
  'average-power',
  'volts-and-amperes',
  'energy-counter',
] as const
export type PowerReadingKind = (typeof powerReadings)[number]

const sourceId = z.string().min(1).max(100)
const railName = z.string().max(100)
const milliwatts = z.number()

export const maxPowerSources = 16
export const maxPowerRails = 32
export const maxPowerSamples = 1_000

export const powerSourceSchema = z.object({
  /** The same after a reboot, as `ina3221 1-0040`: hwmon numbers are not. */
  id: sourceId,
  method: z.enum(powerMethods),
  reading: z.enum(powerReadings),
  rails: z
    .array(z.object({ name: railName, inTotal: z.boolean() }))
    .min(1)
    .max(maxPowerRails),
  /** Whether the total is all that the board takes: `partial` where parts of it have no rail. */
  coverage: z.enum(['whole', 'partial']),
  /** How often it is read. */
  hz: z.number().positive(),
  /** Relative, by the chip's data sheet or the meter's; null: not known. */
  uncertainty: z.number().min(0).max(1).nullable(),
})
export type PowerSource = z.infer<typeof powerSourceSchema>

/** Readings of one source over a stretch of time, on the supervisor's clock; null where one failed. */
export const powerRecordSchema = z.object({
  source: sourceId,
  atNs: z.array(z.number().min(0)).max(maxPowerSamples),
  rails: z
    .array(
      z.object({ name: railName, milliwatts: z.array(milliwatts.nullable()).max(maxPowerSamples) }),
    )
    .max(maxPowerRails),
})
export type PowerRecord = z.infer<typeof powerRecordSchema>

/** What a board takes at rest, by source. */
export const idleSchema = z.object({
  clock: clockSchema,
  wallNs: z.number().positive(),
  sources: z.array(z.object({ source: sourceId, milliwatts })).max(maxPowerSources),
})

/**
 * What a reader should know of an energy: `short`: a window under 60 s; `few-samples`: under 100 readings in it; `gap`: a
 * stretch of it without a reading; `charging`: a battery was fed meanwhile; `estimated`: scaled from what was read;
 * `doubtful-shift`: by how much a meter's clock is shifted was found, but not for sure; `some-repetitions`: of a point
 * of which only some of the processes that count were read.
 */
export const energyFlags = [
  'short',
  'few-samples',
  'gap',
  'charging',
  'estimated',
  'doubtful-shift',
  'some-repetitions',
] as const
export type EnergyFlag = (typeof energyFlags)[number]

/** Of one source over one measured window, the same in which the latencies were taken. */
export const energySchema = z.object({
  source: sourceId,
  method: z.enum(powerMethods),
  coverage: z.enum(['whole', 'partial']),
  uncertainty: z.number().min(0).max(1).nullable(),
  /** By the trapezoid of the total; of a counter, its own difference. */
  joules: z.number().min(0),
  windowNs: z.number().positive(),
  /** Done in the window. A sample is one of a batch. */
  inferences: z.int().min(1),
  samples: z.int().min(1),
  /** Of power, in the window. */
  readings: z.int().min(2),
  meanMilliwatts: milliwatts,
  peakMilliwatts: milliwatts,
  /** Of the board at rest before, under the same clock; stands beside, is never taken off. Null: not measured. */
  idle: z.object({ milliwatts, wallNs: z.number().positive() }).nullable(),
  flags: z.array(z.enum(energyFlags)).max(energyFlags.length),
})
export type Energy = z.infer<typeof energySchema>

export const leastEnergyWindowNs = leastEnergyWindowMs * 1e6
export const leastPowerReadings = 100

/** Which source is meant by "the energy": what sees the most of the board. */
const precedence: readonly PowerMethod[] = [
  'wall-meter',
  'input-rail',
  'pmic',
  'rail-sum',
  'battery',
  'package',
  'gpu',
]

/** The energy that stands for a point; null where none was measured. */
export function headlineEnergy<T extends Pick<Energy, 'method' | 'coverage'>>(
  energies: readonly T[],
): T | null {
  const rank = ({ method, coverage }: T) =>
    precedence.indexOf(method) + (coverage === 'whole' ? 0 : precedence.length)
  return energies.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}

export const joulesPerInference = ({ joules, inferences }: Energy): number => joules / inferences

export const samplesPerJoule = ({ joules, samples }: Energy): number | null =>
  joules > 0 ? samples / joules : null
