// The frequencies that can be asked of a policy: those that its driver lists, else even ones between what the hardware
// reaches. A value that is set but is no step (a limit that the firmware chose) has the nearest as its place.

import type { TunablePolicy } from '../../../shared/tuning.ts'

const evenKhz = 100_000

type Reach = Pick<TunablePolicy, 'stepsKhz' | 'hardwareMinKhz' | 'hardwareMaxKhz'>

/** Ascending; empty where the board does not say what there is. */
export function stepsOf({ stepsKhz, hardwareMinKhz, hardwareMaxKhz }: Reach): readonly number[] {
  if (stepsKhz.length > 0) return [...new Set(stepsKhz)].toSorted((a, b) => a - b)
  if (hardwareMinKhz === null || hardwareMaxKhz === null || hardwareMaxKhz <= hardwareMinKhz)
    return []
  const first = Math.floor(hardwareMinKhz / evenKhz) + 1
  const count = Math.max(0, Math.ceil(hardwareMaxKhz / evenKhz) - first)
  const between = Array.from({ length: count }, (_, index) => (first + index) * evenKhz)
  return [hardwareMinKhz, ...between, hardwareMaxKhz]
}

/** The step that is least away from a frequency. */
export function nearestStep(steps: readonly number[], khz: number): number {
  return steps.reduce(
    (best, step) => (Math.abs(step - khz) < Math.abs(best - khz) ? step : best),
    steps[0] ?? khz,
  )
}

/** Where a frequency stands among the steps. */
export const placeOf = (steps: readonly number[], khz: number): number =>
  Math.max(0, steps.indexOf(nearestStep(steps, khz)))

/** So many of them, evenly spread, both ends among them. */
export function spreadOf<T>(values: readonly T[], count: number): readonly T[] {
  if (values.length <= count) return values
  return Array.from({ length: count }, (_, index) => {
    const at = Math.round((index * (values.length - 1)) / (count - 1))
    return values[at] as T
  })
}
