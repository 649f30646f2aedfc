// One point's energy held against another's. Figures that see the same of their boards are compared where both sides have
// them; a ratio over a difference in what was seen is never given without its name.

import { meterOf } from './one-meter.ts'
import type { Point } from './plan.ts'
import { joulesPerSample, type PooledEnergy } from './pooled-energy.ts'
import { headlineEnergy, type PowerMethod, type PowerSource } from './power.ts'
import { type Ratio, ratioOf } from './ratio.ts'
import type { MeasuredPoint } from './run.ts'

/** What two energies differ in besides their value. */
export type EnergyMismatch =
  | { readonly term: 'method'; readonly own: PowerMethod; readonly base: PowerMethod }
  | {
      readonly term: 'coverage'
      readonly own: PowerSource['coverage']
      readonly base: PowerSource['coverage']
    }
  /** Two parts of a board are read by one method: which, only the names of their sources say. */
  | { readonly term: 'source'; readonly own: string; readonly base: string }

export interface EnergyComparison {
  readonly own: PooledEnergy
  readonly base: PooledEnergy
  /** Above 1 takes less energy. Per sample, so that batches may differ; null where one is not above zero. */
  readonly ratio: Ratio | null
  /** Empty: like with like. */
  readonly mismatches: readonly EnergyMismatch[]
}

type HasEnergy = { readonly point: Pick<Point, 'batch'> } & Pick<MeasuredPoint, 'energy'>

const isAlike = (one: PooledEnergy, other: PooledEnergy) => meterOf(one) === meterOf(other)

type Metered = Pick<PooledEnergy, 'method' | 'coverage' | 'source'>

export function energyMismatches(own: Metered, base: Metered): readonly EnergyMismatch[] {
  const isOfOneKind = own.method === base.method && own.coverage === base.coverage
  return [
    ...(own.method === base.method
      ? []
      : [{ term: 'method' as const, own: own.method, base: base.method }]),
    ...(own.coverage === base.coverage
      ? []
      : [{ term: 'coverage' as const, own: own.coverage, base: base.coverage }]),
    ...(isOfOneKind && own.coverage === 'partial' && own.source !== base.source
      ? [{ term: 'source' as const, own: own.source, base: base.source }]
      : []),
  ]
}

/** What sees the most of the board of all that both have, else what stands for each. Null where one has none. */
function pairOf(own: HasEnergy, base: HasEnergy): readonly [PooledEnergy, PooledEnergy] | null {
  const shared = headlineEnergy(
    own.energy.filter((one) => base.energy.some((other) => isAlike(one, other))),
  )
  const [mine, other] =
    shared === null
      ? [own.energy[0] ?? null, base.energy[0] ?? null]
      : [shared, base.energy.find((one) => isAlike(one, shared)) ?? null]
  return mine === null || other === null ? null : [mine, other]
}

/** Null where one of the two was not measured. */
export function compareEnergy(own: HasEnergy, base: HasEnergy): EnergyComparison | null {
  const pair = pairOf(own, base)
  if (pair === null) return null
  const [mine, other] = pair
  return {
    own: mine,
    base: other,
    ratio: ratioOf(
      joulesPerSample(other, base.point.batch),
      joulesPerSample(mine, own.point.batch),
    ),
    mismatches: energyMismatches(mine, other),
  }
}
