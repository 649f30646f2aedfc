// What stands at an address that no view has.

import { Anchor, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ViewTitle } from './ViewTitle.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Stack gap="md">
      <ViewTitle title={t('shell.notFound')} />
      <Text>
        <Anchor href="#/">{t('shell.toBoards')}</Anchor>
      </Text>
    </Stack>
  )
}
