// What fills an input, in words.

import type { TFunction } from 'i18next'
import type { InputValues } from '../../../shared/input.ts'

export const isFloat = (type: string) => /float|double/.test(type)

/** `type` is the ONNX element type: what is random differs between whole numbers and others. */
export function valuesWords(t: TFunction, values: InputValues, type: string): string {
  switch (values.kind) {
    case 'number':
      if (values.value === 0) return t('inputs.zeros')
      if (values.value === 1) return t('inputs.ones')
      return t('inputs.always', { value: values.value })
    case 'counting':
      return t('inputs.counting')
    case 'file':
      return values.name
    case 'random': {
      const { low, high } = values
      if (isFloat(type) && low === undefined && high === undefined) return t('inputs.randomFloat')
      return t('inputs.randomFrom', {
        low: low ?? (isFloat(type) ? -1 : 0),
        high: high ?? 1,
      })
    }
  }
}
