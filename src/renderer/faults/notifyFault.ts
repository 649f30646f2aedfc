// Says a fault that has no place of its own in a view, such as a setting that could not be kept.

import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { toFault } from '../../shared/fault.ts'
import { faultWords } from '../i18n/index.ts'

export function notifyFault(thrown: unknown): void {
  const { message, hint } = faultWords(i18next.t, toFault(thrown))
  notifications.show({
    title: message,
    message: hint,
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
  })
}
