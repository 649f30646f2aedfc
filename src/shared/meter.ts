// The record of a meter outside the board, as a run keeps it: what was read, from which columns of a file, and by how much
// its clock is shifted to be that of the run. Its file is a foreign one: everything of it is bounded.

import { z } from 'zod'
import { repetitionSchema } from './event.ts'
import { energySchema, powerSourceSchema } from './power.ts'

export const mostMeterColumns = 64
/** Readings that are kept: ten hours at 50 Hz. */
export const mostMeterReadings = 2_000_000

const column = z
  .int()
  .min(0)
  .max(mostMeterColumns - 1)

/** `date`: a date with a time of day, or a time of day alone. The others count from anything. */
export const timeUnits = ['s', 'ms', 'us', 'ns', 'date'] as const
export type TimeUnit = (typeof timeUnits)[number]
export const powerUnits = ['W', 'mW', 'uW'] as const
export type PowerUnit = (typeof powerUnits)[number]
export const voltUnits = ['V', 'mV'] as const
export const ampereUnits = ['A', 'mA', 'uA'] as const

/** Which columns of a file tell time and power, counted from 0. */
export const meterColumnsSchema = z.object({
  time: z.object({ column, unit: z.enum(timeUnits) }),
  power: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('power'), column, unit: z.enum(powerUnits) }),
    z.object({
      kind: z.literal('volts-and-amperes'),
      volts: z.object({ column, unit: z.enum(voltUnits) }),
      amperes: z.object({ column, unit: z.enum(ampereUnits) }),
    }),
  ]),
})
export type MeterColumns = z.infer<typeof meterColumnsSchema>

/** A file as it was read, before anything is made of it. */
export interface MeterTable {
  /** Of the file, without its folder. */
  readonly name: string
  /** Of each column; a number where the file names none. */
  readonly heads: readonly string[]
  /** The first rows. */
  readonly rows: readonly (readonly string[])[]
  readonly rowCount: number
  /** What the names and the first rows tell; null: which columns are meant has to be said. */
  readonly guessed: MeterColumns | null
}

/** Readings in the order of time. */
export interface MeterReadings {
  /** Since the first, in nanoseconds. */
  readonly atNs: Float64Array
  readonly milliwatts: Float64Array
  /** When the first was taken, by the meter's own clock in milliseconds since 1970; null where its file does not say. */
  readonly startedMs: number | null
}

/** How well a record fits the load of a run. */
const meterFitSchema = z.object({
  /** The correlation of power and load, 0 to 1. */
  score: z.number().min(-1).max(1),
  /** Another shift, far from this one, fits as well: a run of equal points looks like itself shifted by one. */
  isAmbiguous: z.boolean(),
})

export const meterSchema = z.object({
  name: z.string().max(300),
  importedMs: z.number(),
  columns: meterColumnsSchema,
  readings: z.int().min(2),
  /** The run's clock less the meter's, which begins with its first reading. */
  offsetNs: z.number(),
  /** Null: the shift was given by hand. */
  fit: meterFitSchema.nullable(),
})
export type Meter = z.infer<typeof meterSchema>

/** What a meter saw of one process of a point. */
const meterEnergySchema = z.object({
  point: z.int().min(0),
  repetition: repetitionSchema,
  energy: energySchema,
})
export type MeterEnergy = z.infer<typeof meterEnergySchema>

/** What a record makes of a run. */
export const meteredSchema = z.object({
  source: powerSourceSchema,
  energies: z.array(meterEnergySchema).readonly(),
})
export type Metered = z.infer<typeof meteredSchema>

/** The source that a run has by its meter. */
export const meterSource = 'meter'
