// The hosts on the way to a board, the nearest to this computer first: each with fields of its own, in an order that
// can be changed.

import { ActionIcon, Button, Fieldset, Group, Stack, Text } from '@mantine/core'
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { maxJumps } from '../../../shared/login.ts'
import { type BoardField, emptyHopForm, type HopForm } from './boardForm.ts'
import { HopFields } from './HopFields.tsx'

interface JumpHostsProps {
  readonly via: readonly HopForm[]
  readonly onChange: (via: readonly HopForm[]) => void
  readonly errorOf: (field: BoardField) => string | null
}

export function JumpHosts({ via, onChange, errorOf }: JumpHostsProps) {
  const { t } = useTranslation()
  const swapped = (index: number) =>
    via.map((hop, at) => {
      if (at === index) return via[index - 1] ?? hop
      return at === index - 1 ? (via[index] ?? hop) : hop
    })
  return (
    <Stack gap="sm">
      {via.map((hop, index) => {
        const number = index + 1
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a jump host is known by its place
          <Fieldset key={index} legend={t('addBoard.jump', { number })}>
            <HopFields
              form={hop}
              onChange={(part) =>
                onChange(via.map((other, at) => (at === index ? { ...other, ...part } : other)))
              }
              errorOf={(field) => errorOf(`via.${index}.${field}`)}
            />
            <Group justify="flex-end" gap="xs" mt="sm">
              {index > 0 && (
                <ActionIcon
                  variant="default"
                  aria-label={t('addBoard.jumpUp', { number })}
                  onClick={() => onChange(swapped(index))}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
              )}
              <ActionIcon
                variant="default"
                aria-label={t('addBoard.jumpRemove', { number })}
                onClick={() => onChange(via.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          </Fieldset>
        )
      })}
      <Group gap="sm">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={via.length >= maxJumps}
          onClick={() => onChange([...via, emptyHopForm])}
        >
          {t('addBoard.jumpAdd')}
        </Button>
        {via.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('addBoard.jumpHelp')}
          </Text>
        )}
      </Group>
    </Stack>
  )
}
