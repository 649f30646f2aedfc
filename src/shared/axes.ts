// What the points of a plan differ in: the axes of its charts, of its tables and of comparisons. An axis with one value
// is none.

import { modelKey, type Point } from './plan.ts'
import { type SettingName, settingNames } from './session-settings.ts'

export const axisNames = [
  'model',
  'scenario',
  'batch',
  'threads',
  'engine',
  ...settingNames,
] as const satisfies readonly (string | SettingName)[]
export type AxisName = 'model' | 'scenario' | 'batch' | 'threads' | 'engine' | SettingName

export interface AxisValue {
  readonly key: string
  /** A point that has this value, for its words. */
  readonly point: Point
}

export interface Axis {
  readonly name: AxisName
  /** At least two; numbers ascending, others as the plan has them. */
  readonly values: readonly AxisValue[]
}

/** What tells the values of an axis apart. */
export function axisKey(point: Point, name: AxisName): string {
  switch (name) {
    case 'model':
      return modelKey(point.model)
    case 'scenario':
    case 'engine':
      return point[name]
    case 'batch':
    case 'threads':
      return String(point[name])
    default:
      return JSON.stringify(point.settings[name])
  }
}

/** The values that points have on an axis, be they one or several. */
export function axisValues(points: readonly Point[], name: AxisName): readonly AxisValue[] {
  const first = new Map<string, Point>()
  for (const point of points) {
    const key = axisKey(point, name)
    if (!first.has(key)) first.set(key, point)
  }
  const values = [...first].map(([key, point]) => ({ key, point }))
  if (name === 'batch' || name === 'threads') values.sort((a, b) => a.point[name] - b.point[name])
  return values
}

export function axesOf(points: readonly Point[]): readonly Axis[] {
  return axisNames.flatMap((name): readonly Axis[] => {
    const values = axisValues(points, name)
    return values.length > 1 ? [{ name, values }] : []
  })
}
