// The energy of a point over its repetitions, source by source. The invocation is the unit of independence: figures are
// medians over the processes that a source was read in, and from three of them the spread between them is the doubt.

import { z } from 'zod'
import { type Interval, intervalSchema } from './measurement.ts'
import {
  type Energy,
  type EnergyFlag,
  energySchema,
  headlineEnergy,
  joulesPerInference,
  samplesPerJoule,
} from './power.ts'
import { invocationInterval, medianOf } from './stats/invocations.ts'

const { source, method, coverage, uncertainty, meanMilliwatts, peakMilliwatts, idle, flags } =
  energySchema.shape

export const pooledEnergySchema = z.object({
  source,
  method,
  coverage,
  uncertainty,
  joulesPerInference: z.number().min(0),
  /** 95 %, from the spread between processes; null for fewer than three. */
  interval: intervalSchema.nullable(),
  /** Null where no joule was counted. */
  samplesPerJoule: z.number().min(0).nullable(),
  meanMilliwatts,
  /** Of all processes. */
  peakMilliwatts,
  /** Of the board at rest; stands beside, is never taken off. Null: not measured. */
  idle,
  /** How long power was read in measured windows, and how often; of all processes. */
  windowNs: z.number().positive(),
  readings: z.int().min(2),
  /** Joules per inference of each process in which the source was read, in the order in which they were measured. */
  invocations: z.array(z.number().min(0)).min(1).max(1_000).readonly(),
  /** Those of any process. */
  flags,
})
export type PooledEnergy = z.infer<typeof pooledEnergySchema>

/** Energies of one source, of which there is at least one; `repetitions`: how many count. */
function pooledOf(first: Energy, all: readonly Energy[], repetitions: number): PooledEnergy {
  const invocations = all.map(joulesPerInference)
  const perJoule = all.flatMap((one) => samplesPerJoule(one) ?? [])
  const atRest = all.flatMap(({ idle }) => idle ?? [])
  const sum = (of: (one: Energy) => number) => all.reduce((total, one) => total + of(one), 0)
  const known = all.flatMap((one) => one.uncertainty ?? [])
  return {
    source: first.source,
    method: first.method,
    coverage: all.some(({ coverage }) => coverage === 'partial') ? 'partial' : 'whole',
    uncertainty: known.length < all.length ? null : Math.max(...known),
    joulesPerInference: medianOf(invocations),
    interval: invocationInterval(invocations),
    samplesPerJoule: perJoule.length < all.length ? null : medianOf(perJoule),
    meanMilliwatts: medianOf(all.map(({ meanMilliwatts }) => meanMilliwatts)),
    peakMilliwatts: Math.max(...all.map(({ peakMilliwatts }) => peakMilliwatts)),
    idle:
      atRest.length === 0
        ? null
        : {
            milliwatts: medianOf(atRest.map(({ milliwatts }) => milliwatts)),
            wallNs: Math.max(...atRest.map(({ wallNs }) => wallNs)),
          },
    windowNs: sum(({ windowNs }) => windowNs),
    readings: sum(({ readings }) => readings),
    invocations,
    flags: [
      ...new Set([
        ...all.flatMap(({ flags }) => flags),
        ...(all.length < repetitions ? (['some-repetitions'] as const) : []),
      ]),
    ],
  }
}

/**
 * `repetitions`: the energies of each process, of those that count. One figure for each source in the order in which
 * they are first met; first what sees the most of the board of those that were read in the most processes.
 */
export function pooledEnergies(
  repetitions: readonly (readonly Energy[])[],
): readonly PooledEnergy[] {
  const groups = Map.groupBy(repetitions.flat(), (one) => `${one.method} ${one.source}`)
  const pooled = [...groups.values()].flatMap((all) => {
    const [first] = all
    return first === undefined ? [] : [pooledOf(first, all, repetitions.length)]
  })
  const most = Math.max(...pooled.map(({ invocations }) => invocations.length))
  const headline = headlineEnergy(pooled.filter(({ invocations }) => invocations.length === most))
  return headline === null ? [] : [headline, ...pooled.filter((one) => one !== headline)]
}

/** How often a second it was read in the measured windows. */
export const readingHz = ({
  readings,
  windowNs,
}: Pick<PooledEnergy, 'readings' | 'windowNs'>): number => readings / (windowNs / 1e9)

/** An energy as comparisons take it. */
export interface EnergyFigure {
  readonly value: number
  readonly interval: Interval | null
  readonly invocations: readonly number[]
}

/** Joules per sample: what points of different batches can be held against one another by. */
export function joulesPerSample(
  { joulesPerInference, interval, invocations }: PooledEnergy,
  batch: number,
): EnergyFigure {
  return {
    value: joulesPerInference / batch,
    interval: interval === null ? null : { low: interval.low / batch, high: interval.high / batch },
    invocations: invocations.length < 2 ? [] : invocations.map((joules) => joules / batch),
  }
}

/** Flags in the order of the contract. */
export const flagsOf = ({ flags }: Pick<PooledEnergy, 'flags'>): readonly EnergyFlag[] =>
  energySchema.shape.flags.element.options.filter((flag) => flags.includes(flag))
