// What the sides of a comparison are called on a terminal, and which of them a person names: a run by its board, a part
// of one run by its value alone.

import type { AxisName } from '../../shared/axes.ts'
import type { Side } from '../../shared/compared-side.ts'
import { distinctNames } from '../../shared/distinct-names.ts'
import { frequencyText } from '../../shared/frequency-text.ts'
import type { Point } from '../../shared/plan.ts'
import { asFound } from '../../shared/plan-file-axes.ts'
import { modelTitle, precisionTitle } from '../../shared/point-label.ts'
import { clockSaying, englishOf, settingSaying } from '../../shared/result-sayings.ts'
import { unknown } from '../../shared/units.ts'
import { threadWords } from './result.ts'

/** Says by itself what it is a value of. */
function valueWords(point: Point, axis: AxisName): string {
  switch (axis) {
    case 'model':
      return modelTitle(point.model)
    case 'network':
      return point.model.originalName ?? point.model.name
    case 'precision':
      return precisionTitle(point.model, unknown)
    case 'scenario':
      return englishOf({ key: `scenario.${point.scenario}.name`, params: {} })
    case 'engine':
      return point.engine
    case 'governor':
    case 'frequency':
      return englishOf(clockSaying(point.clock, axis))
    case 'batch':
      return `batch ${point.batch}`
    case 'threads':
      return threadWords(point.threads)
    default:
      return englishOf(settingSaying(point.settings, axis))
  }
}

const namesModels = (axis: AxisName) => axis === 'model' || axis === 'network'

const sizesOf = ({ model: { dims } }: Point) =>
  Object.entries(dims)
    .map(([name, size]) => ` ${name}=${size}`)
    .join('')

/** In the order of the sides. */
export function sideNames(sides: readonly Side[]): readonly string[] {
  const isOneRun = new Set(sides.map(({ record }) => record.id)).size === 1
  return distinctNames(
    sides.map(({ record: { id, boardName }, part }) => {
      const runs = [boardName, `${boardName} ${id.slice(-6)}`]
      if (part === null) return runs
      const value = valueWords(part.point, part.axis)
      const values = namesModels(part.axis) ? [value, value + sizesOf(part.point)] : [value]
      return isOneRun ? values : runs.map((run, length) => `${run}, ${values[length] ?? value}`)
    }),
  )
}

/** What a value is also called: as a plan file or an option writes it. */
function writtenAs({ axis, key, point }: NonNullable<Side['part']>): readonly string[] {
  const name = valueWords(point, axis)
  if (axis === 'frequency' && point.clock.khz !== null)
    return [name, frequencyText(point.clock.khz), key]
  if ((axis === 'frequency' || axis === 'governor') && key === '') return [name, asFound]
  const value: unknown = axis in point.settings ? JSON.parse(key) : null
  const { variantName } = point.model
  if (axis === 'precision' && variantName !== undefined) return [name, key, variantName]
  switch (typeof value) {
    case 'boolean':
      return [name, value ? 'on' : 'off']
    case 'string':
      return [name, value, value.replace(/ExecutionProvider$/, '')]
    default:
      return [name, key]
  }
}

/** The id of the first side of which a person says this; null where there is none. */
export function sideNamed(sides: readonly Side[], said: string): string | null {
  const wanted = said.toLowerCase()
  const names = sideNames(sides)
  const found = sides.find(({ id, part }, index) =>
    [id, names[index] ?? '', ...(part === null ? [] : writtenAs(part))].some(
      (name) => name.toLowerCase() === wanted,
    ),
  )
  return found?.id ?? null
}
