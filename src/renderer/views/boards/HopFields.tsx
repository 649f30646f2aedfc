// The fields of one machine on the way to a board, or of the board itself: where it is, who logs in, and how.

import { Button, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { call } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'
import type { HopField, HopForm } from './boardForm.ts'

interface HopFieldsProps {
  readonly form: HopForm
  readonly onChange: (part: Partial<HopForm>) => void
  readonly errorOf: (field: HopField) => string | null
}

const logins = ['auto', 'key', 'agent', 'password'] as const

const helpBelow: ['label', 'input', 'description', 'error'] = [
  'label',
  'input',
  'description',
  'error',
]

export function HopFields({ form, onChange, errorOf }: HopFieldsProps) {
  const { t } = useTranslation()
  const chooseKey = async () => {
    const { path } = await call('dialog.openKey', {})
    if (path !== null) onChange({ keyPath: path })
  }
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <TextInput
          label={t('addBoard.host')}
          description={t('addBoard.hostHelp')}
          inputWrapperOrder={helpBelow}
          value={form.host}
          error={errorOf('host')}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
          style={{ flex: 1 }}
          required
          withAsterisk={false}
        />
        <NumberInput
          label={t('addBoard.port')}
          value={form.port}
          error={errorOf('port')}
          onChange={(port) => onChange({ port })}
          min={1}
          max={65535}
          allowDecimal={false}
          w={110}
          required
          withAsterisk={false}
        />
      </Group>
      <TextInput
        label={t('addBoard.user')}
        value={form.user}
        error={errorOf('user')}
        onChange={(event) => onChange({ user: event.currentTarget.value })}
        autoComplete="off"
        required
        withAsterisk={false}
      />
      <NativeSelect
        label={t('addBoard.login')}
        description={t(`addBoard.loginHelp.${form.login}`)}
        inputWrapperOrder={helpBelow}
        value={form.login}
        onChange={(event) => {
          const login = logins.find((kind) => kind === event.currentTarget.value)
          if (login !== undefined) onChange({ login })
        }}
        data={logins.map((kind) => ({ value: kind, label: t(`addBoard.logins.${kind}`) }))}
      />
      {form.login === 'key' && (
        <Group gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            label={t('addBoard.key')}
            description={t('addBoard.keyHelp')}
            inputWrapperOrder={helpBelow}
            value={form.keyPath}
            error={errorOf('key')}
            onChange={(event) => onChange({ keyPath: event.currentTarget.value })}
            classNames={{ input: 'mono' }}
            style={{ flex: 1 }}
            required
            withAsterisk={false}
          />
          <Button variant="default" mt={22} onClick={() => void chooseKey().catch(notifyFault)}>
            {t('addBoard.choose')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
