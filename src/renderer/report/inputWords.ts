// Where the values of an input came from, in words.

import type { TFunction } from 'i18next'
import type { InputValues } from '../../shared/input.ts'

export function inputWords(t: TFunction, values: InputValues): string {
  switch (values.kind) {
    case 'random':
      return values.low === undefined && values.high === undefined
        ? t('report.inputFloats')
        : t('report.inputRandom', { low: values.low ?? 0, high: values.high ?? 1 })
    case 'number':
      return t('report.inputNumber', { value: values.value })
    case 'counting':
      return t('report.inputCounting')
    case 'file':
      return t('report.inputFile', { ...values, dims: values.dims.join(' × ') })
  }
}
