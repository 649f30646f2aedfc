// The axes of a sweep and the values on them in words: whole ones for labels, short ones for ticks.

import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { AxisName } from '../../../shared/axes.ts'
import type { Point } from '../../../shared/plan.ts'
import { clockSaying, settingSaying } from '../../../shared/result-sayings.ts'
import { said } from '../../i18n/sayings.ts'
import { modelWords, pointPrecisionWords } from '../models/variantWords.ts'

function nameOf(t: TFunction, axis: AxisName): string {
  switch (axis) {
    case 'model':
    case 'network':
      return t('axis.model')
    case 'precision':
    case 'scenario':
    case 'governor':
    case 'frequency':
    case 'batch':
    case 'threads':
    case 'engine':
      return t(`axis.${axis}`)
    default:
      return t(`setting.${axis}.name`)
  }
}

/** Says by itself what it is a value of. */
function wordOf(t: TFunction, point: Point, axis: AxisName): string {
  switch (axis) {
    case 'model':
      return modelWords(t, point.model)
    case 'network':
      return point.model.originalName ?? point.model.name
    case 'precision':
      return pointPrecisionWords(t, point.model)
    case 'scenario':
      return t(`scenario.${point.scenario}.name`)
    case 'governor':
    case 'frequency':
      return said(t, clockSaying(point.clock, axis))
    case 'batch':
      return t('axis.batchValue', { batch: point.batch })
    case 'threads':
      return t('sweep.threadsRow', { count: point.threads })
    case 'engine':
      return point.engine
    default:
      return said(t, settingSaying(point.settings, axis))
  }
}

/** A name begins with a capital where the language has them; none of them is a proper noun. */
const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)

export interface AxisWords {
  readonly name: (axis: AxisName) => string
  /** Within a sentence. */
  readonly inSentence: (axis: AxisName) => string
  readonly value: (point: Point, axis: AxisName) => string
  /** Under the name of its axis. */
  readonly tick: (point: Point, axis: AxisName) => string
  /** What a point has on several axes. */
  readonly values: (point: Point, axes: readonly AxisName[]) => string
}

export function useAxisWords(): AxisWords {
  const { t } = useTranslation()
  const value = (point: Point, axis: AxisName) => wordOf(t, point, axis)
  return {
    name: (axis) => nameOf(t, axis),
    inSentence: (axis) => lowered(nameOf(t, axis)),
    value,
    tick: (point, axis) =>
      axis === 'batch' || axis === 'threads' ? String(point[axis]) : value(point, axis),
    values: (point, axes) => axes.map((axis) => value(point, axis)).join(t('axis.and')),
  }
}
