// What its user wrote of a run; the history finds it by these words.

import { Button, Group, Text, Textarea } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'

const longestNote = 500

export function RunNote({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<string | null>(null)
  const keep = useMutation({
    mutationFn: (note: string) => call('runs.note', { run: record.id, note }),
    onSuccess: () => setDraft(null),
  })
  if (draft === null)
    return (
      <Group gap="xs">
        {record.note !== '' && <Text style={{ overflowWrap: 'anywhere' }}>{record.note}</Text>}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconNote size={14} aria-hidden />}
          onClick={() => setDraft(record.note)}
        >
          {record.note === '' ? t('history.addNote') : t('history.editNote')}
        </Button>
      </Group>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        keep.mutate(draft)
      }}
    >
      <Textarea
        label={t('history.note')}
        description={t('history.noteWhat')}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        maxLength={longestNote}
        autosize
        minRows={1}
        maw={640}
        data-autofocus
        autoFocus
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" type="submit" loading={keep.isPending}>
          {t('history.saveNote')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setDraft(null)}>
          {t('common.cancel')}
        </Button>
      </Group>
      <CallFault error={keep.error} />
    </form>
  )
}
