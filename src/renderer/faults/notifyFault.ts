// Says a fault that has no place of its own in a view, such as a setting that could not be kept.

import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { faultCommand, toFault } from '../../shared/fault.ts'
import { faultWords } from '../i18n/index.ts'

export function notifyFault(thrown: unknown): void {
  const fault = toFault(thrown)
  const { message, hint } = faultWords(i18next.t, fault)
  notifications.show({
    title: message,
    message: [hint, faultCommand(fault)].filter(Boolean).join(' '),
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
  })
}
