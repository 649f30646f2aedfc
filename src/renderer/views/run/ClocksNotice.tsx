// Said above all else of a run that set a board's clocks: that the board was not given back what it had, or that nobody
// heard whether it was. With what was left, and the way to mend it; no alarm any more once the board was read to owe nothing.

import { Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import type { TuningStatus } from '../../../shared/tuning.ts'
import { owesNothingSince } from '../../../shared/tuning-seen.ts'
import { useCall } from '../../api.ts'
import { useMoment } from '../../i18n/moment.ts'
import { isUnderWay } from '../../state/topics.ts'
import { ByHand } from '../tune/ByHand.tsx'
import { MadeChanges, RestoreFailures } from '../tune/MadeChanges.tsx'

export function ClocksNotice({ snapshot: { record, view } }: { readonly snapshot: RunSnapshot }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const boards = useCall('boards.list', {}).data ?? []
  const seen = boards.find(({ board }) => board.id === record.boardId)?.tuning ?? null
  const isOwed = record.clocks === 'owed'
  const isUnheard = record.clocks === 'set' && !isUnderWay(record)
  if (!isOwed && !isUnheard) return null
  const look = (
    <Button component="a" href={`#/tune/${record.boardId}`} size="compact-sm" variant="light">
      {t('run.clocks.look')}
    </Button>
  )
  if (seen !== null && owesNothingSince(seen, record.createdMs))
    return (
      <section className="notice" data-tone="calm" aria-label={t('run.clocks.label')}>
        <Stack gap={6}>
          <Text>
            {t(isOwed ? 'run.clocks.owed' : 'run.clocks.unheard')}{' '}
            {t('run.clocks.mended', { when: moment(seen.atMs) })}
          </Text>
          <Group>{look}</Group>
        </Stack>
      </section>
    )
  return (
    <section
      className="notice"
      role="alert"
      {...(isOwed ? {} : { 'data-tone': 'warn' })}
      aria-label={t('run.clocks.label')}
    >
      <Stack gap={6}>
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconAlertTriangle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <div>
            <Text fw={600}>{t(isOwed ? 'run.clocks.owed' : 'run.clocks.unheard')}</Text>
            <Text>
              {isOwed
                ? t('run.clocks.owedWhat', { when: moment(view.lastWallMs ?? record.createdMs) })
                : t('run.clocks.unheardWhat')}
            </Text>
          </div>
        </Group>
        {view.givenBack !== null && <Left status={view.givenBack} />}
        <Group>{look}</Group>
      </Stack>
    </section>
  )
}

/** What the run left behind, as it was when it ended. */
function Left({ status }: { readonly status: TuningStatus }) {
  if (status.state === 'untouched') return null
  return (
    <>
      {status.state === 'failed-restore' && <RestoreFailures failures={status.failures} />}
      <MadeChanges changes={status.changes} />
      <ByHand status={status} />
    </>
  )
}
