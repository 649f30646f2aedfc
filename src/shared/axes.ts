// What the points of a plan differ in: the axes of its charts, of its tables and of comparisons. An axis with one value
// is none. Models that are variants of one another are one network at several precisions, each told apart by its name
// where one precision is there twice.

import { modelKey, type Point } from './plan.ts'
import { precisionTitle } from './point-label.ts'
import { precisions } from './precision.ts'
import { type SettingName, settingNames } from './session-settings.ts'
import { networkKey } from './told-apart.ts'

export const axisNames = [
  'model',
  'network',
  'precision',
  'scenario',
  'governor',
  'frequency',
  'batch',
  'threads',
  'engine',
  ...settingNames,
] as const satisfies readonly (string | SettingName)[]
export type AxisName =
  | 'model'
  | 'network'
  | 'precision'
  | 'scenario'
  | 'governor'
  | 'frequency'
  | 'batch'
  | 'threads'
  | 'engine'
  | SettingName

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
    case 'network':
      return networkKey(point.model)
    case 'precision':
      return precisionTitle(point.model, '')
    case 'scenario':
    case 'engine':
      return point[name]
    case 'governor':
      return point.clock.governor ?? ''
    case 'frequency':
      return String(point.clock.khz ?? '')
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
  return inOrder(
    name,
    [...first].map(([key, point]) => ({ key, point })),
  )
}

function inOrder(name: AxisName, values: readonly AxisValue[]): readonly AxisValue[] {
  if (name === 'batch' || name === 'threads')
    return values.toSorted((a, b) => a.point[name] - b.point[name])
  if (name === 'frequency') {
    const khz = ({ point }: AxisValue) => point.clock.khz ?? Number.POSITIVE_INFINITY
    return values.toSorted((a, b) => khz(a) - khz(b))
  }
  if (name !== 'precision') return values
  const place = ({ point: { model } }: AxisValue) =>
    model.precision === undefined ? precisions.length : precisions.indexOf(model.precision)
  return values.toSorted((a, b) => place(a) - place(b))
}

/** Whether some are variants of one original. */
const haveVariants = (points: readonly Point[]): boolean =>
  axisValues(points, 'network').length < axisValues(points, 'model').length

/** Either `model`, or `network` and `precision`. */
export function axesOf(points: readonly Point[]): readonly Axis[] {
  const unused: readonly AxisName[] = haveVariants(points) ? ['model'] : ['network', 'precision']
  return axisNames
    .filter((name) => !unused.includes(name))
    .map((name) => ({ name, values: axisValues(points, name) }))
    .filter(({ values }) => values.length > 1)
}
