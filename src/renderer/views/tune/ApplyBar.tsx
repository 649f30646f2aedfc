// What will be written, word for word and in its order, and for how long: seen before anything is. Stands at the bottom
// of the view while something is asked for.

import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { PreviewedChange } from '../../../shared/tuning-now.ts'
import type { TuningPlan } from '../../../shared/tuning-plan.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { LeaseChoice, leaseOf, usualLease } from './LeaseChoice.tsx'
import { changedFiles, nothingWords, PreviewTable, UnmetList } from './PreviewTable.tsx'
import { useTuningAct } from './useTuning.ts'

interface ApplyBarProps {
  readonly board: BoardId
  readonly name: string
  readonly plan: TuningPlan
  readonly rows: readonly PreviewedChange[]
  /** The board is throttled or cooling: what is kept to be given back is not its own. */
  readonly isTainted: boolean
  /** Why it can not be written now; null: it can. */
  readonly hindrance: string | null
  readonly onDone: () => void
}

export function ApplyBar(props: ApplyBarProps) {
  const { board, name, plan, rows, isTainted, hindrance, onDone } = props
  const { t } = useTranslation()
  const [lease, setLease] = useState(usualLease)
  const [acceptsTaint, setAcceptsTaint] = useState(false)
  const apply = useTuningAct('tuning.apply', board)
  const isHeld = rows.length === 0 || hindrance !== null || (isTainted && !acceptsTaint)
  const write = () =>
    apply.mutate(
      {
        changes: [...plan.changes],
        lease: leaseOf(lease),
        acceptTaint: isTainted && acceptsTaint,
      },
      { onSuccess: onDone },
    )
  return (
    <section className="surface apply-bar" aria-label={t('tune.preview')}>
      <Stack gap={8}>
        <Title order={2}>{t('tune.preview')}</Title>
        {rows.length === 0 ? <Text>{t(nothingWords(plan))}</Text> : <PreviewTable rows={rows} />}
        <UnmetList unmet={plan.unmet} />
        {isTainted && rows.length > 0 && (
          <Checkbox
            size="xs"
            label={t('tune.acceptTaint')}
            checked={acceptsTaint}
            onChange={({ currentTarget: { checked } }) => setAcceptsTaint(checked)}
          />
        )}
        {rows.some(({ path }) => path === 'nvpmodel') && <Text>{t('tune.modeOutlives')}</Text>}
        <CallFault error={apply.error} about={{ board }} />
        {hindrance !== null && <Text>{hindrance}</Text>}
        <Group gap="sm" align="flex-end">
          <LeaseChoice value={lease} onChange={setLease} />
          <Button onClick={write} loading={apply.isPending} disabled={isHeld}>
            {t('tune.write', { count: changedFiles(rows), name })}
          </Button>
          <Button variant="default" onClick={onDone} disabled={apply.isPending}>
            {t('tune.discard')}
          </Button>
        </Group>
      </Stack>
    </section>
  )
}
