// The settings as the page holds them: changed here at once, kept by main, and applied to colours and language.

import { useMantineColorScheme } from '@mantine/core'
import type { Settings } from '../../shared/ipc.ts'
import { call, callKey, queryClient, useCall } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { changeLanguage } from '../i18n/index.ts'

/** Keeps a part of the settings; the rest stays as it is. */
export async function keepSettings(part: Settings): Promise<void> {
  const key = callKey('settings.get', {})
  const next = { ...queryClient.getQueryData<Settings>(key), ...part }
  queryClient.setQueryData<Settings>(key, next)
  queryClient.setQueryData<Settings>(key, await call('settings.set', part))
}

export function useSettings() {
  const { data } = useCall('settings.get', {})
  const { setColorScheme } = useMantineColorScheme()
  const change = (part: Pick<Settings, 'colorScheme' | 'language'>) => {
    if (part.colorScheme !== undefined) setColorScheme(part.colorScheme)
    if (part.language !== undefined) void changeLanguage(part.language)
    keepSettings(part).catch(notifyFault)
  }
  return { settings: data ?? {}, change }
}
