// Of one way of measuring, where several energies share an axis or a list: figures of unlike ones are never put beside one
// another there, and a point that was measured in another way only was not measured in this one.

import type { PooledEnergy } from './pooled-energy.ts'
import { headlineEnergy } from './power.ts'

/** What two energies have in common that see the same of their boards: parts of a board are the same by their source. */
export const meterOf = ({
  method,
  coverage,
  source,
}: Pick<PooledEnergy, 'method' | 'coverage' | 'source'>): string =>
  JSON.stringify(coverage === 'whole' ? [method] : [method, source])

/**
 * The way that stands for all these points: what sees the most of the board of all that half of those with an energy
 * have, else what most have. Null: no energy was measured.
 */
export function commonMeter(points: readonly (readonly PooledEnergy[])[]): string | null {
  const groups = [...Map.groupBy(points.flat(), meterOf).entries()]
  const most = Math.max(...groups.map(([, all]) => all.length))
  const enough = Math.min(most, points.filter(({ length }) => length > 0).length / 2)
  const found = headlineEnergy(
    groups.flatMap(([, all]) => (all.length < enough ? [] : all.slice(0, 1))),
  )
  return found === null ? null : meterOf(found)
}

/** What of a point was measured so; `meter`: see `meterOf`. */
export const energyBy = (
  energies: readonly PooledEnergy[],
  meter: string | null,
): readonly PooledEnergy[] => energies.filter((one) => meterOf(one) === meter)
