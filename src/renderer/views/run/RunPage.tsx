// One view from the first point to the last chart: live while the run is under way, a result once it has ended.

import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RunId, runIdSchema } from '../../../shared/event.ts'
import { type Fault, fault } from '../../../shared/fault.ts'
import type { RunRecord, RunSnapshot } from '../../../shared/ipc.ts'
import { useCall } from '../../api.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { useConnect } from '../../state/connect.ts'
import { isUnderWay } from '../../state/topics.ts'
import { useRun } from '../../state/useRun.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { offeredKey } from '../boards/state.ts'
import { ClocksNotice } from './ClocksNotice.tsx'
import { LiveRun } from './LiveRun.tsx'
import { ResultView } from './ResultView.tsx'
import { CancelRun, EndedActions, RemoveRun } from './RunActions.tsx'
import { RunNote } from './RunNote.tsx'
import { statusTone, useRunTitle } from './runWords.ts'

export function RunPage({ address }: { readonly address: string }) {
  const { t } = useTranslation()
  const id = runIdSchema.safeParse(address)
  if (id.success) return <Run id={id.data} />
  return (
    <Stack gap="md">
      <ViewTitle title={t('run.notThere')} />
      <FaultNotice fault={fault('not-found', { what: 'run', id: address.slice(0, 80) })} />
    </Stack>
  )
}

function Run({ id }: { readonly id: RunId }) {
  const { t } = useTranslation()
  const { snapshot, fault } = useRun(id)
  if (snapshot !== null) return <KnownRun snapshot={snapshot} />
  return (
    <Stack gap="md">
      <ViewTitle title={fault === null ? t('shell.loading') : t('run.notThere')} />
      {fault !== null && <FaultNotice fault={fault} />}
    </Stack>
  )
}

function KnownRun({ snapshot }: { readonly snapshot: RunSnapshot }) {
  const { t } = useTranslation()
  const { record } = snapshot
  const title = useRunTitle()(record)
  const underWay = isUnderWay(record)
  return (
    <Stack gap="md">
      <ViewTitle
        title={title}
        beside={
          <>
            <StateWord tone={statusTone[record.status]} word={t(`run.status.${record.status}`)} />
            <RandomWeights record={record} />
          </>
        }
        actions={underWay ? <CancelRun record={record} /> : <EndedActions record={record} />}
      />
      <RunNote key={record.note} record={record} />
      <ClocksNotice snapshot={snapshot} />
      {underWay && record.fault !== null && <Unheard record={record} fault={record.fault} />}
      {underWay ? (
        <LiveRun snapshot={snapshot} />
      ) : (
        <ResultView snapshot={snapshot} subtitle={title} />
      )}
    </Stack>
  )
}

/** Said where it is so: the numbers are of an architecture, not of a trained model. */
function RandomWeights({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const models = useCall('models.list', {}).data ?? []
  const random = record.plan.models.some(({ sha256 }) =>
    models.some((model) => model.sha256 === sha256 && model.source === 'zoo'),
  )
  return random ? <span className="chip">{t('sweep.randomWeights')}</span> : null
}

/** A run whose board is not heard: why, and what can be done about it. */
function Unheard({ record, fault }: { readonly record: RunRecord; readonly fault: Fault }) {
  const { t } = useTranslation()
  const connect = useConnect(record.boardId)
  const [removing, setRemoving] = useState(false)
  return (
    <FaultNotice
      fault={fault}
      about={{ board: record.boardId }}
      {...(offeredKey(fault) === null
        ? { onRetry: () => connect.mutate(), retrying: connect.isPending }
        : {})}
    >
      {offeredKey(fault) !== null && (
        <Button size="compact-sm" variant="light" component="a" href="#/">
          {t('run.toBoard')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={() => setRemoving(true)}>
        {t('run.removeThis')}
      </Button>
      {removing && (
        <RemoveRun
          id={record.id}
          what={t('run.removeUnheard')}
          onClose={() => setRemoving(false)}
        />
      )}
    </FaultNotice>
  )
}
