// One view from the first point to the last chart: live while the run is under way, a result once it has ended.

import { Button, Group, Stack } from '@mantine/core'
import { IconPlayerStop, IconRepeat, IconScale, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RunId, runIdSchema } from '../../../shared/event.ts'
import { type Fault, fault } from '../../../shared/fault.ts'
import type { RunRecord, RunSnapshot } from '../../../shared/ipc.ts'
import { call, useCall } from '../../api.ts'
import { ConfirmRemoval } from '../../ConfirmRemoval.tsx'
import { CallFault, FaultNotice } from '../../faults/FaultNotice.tsx'
import type { FaultPlace } from '../../faults/remedies.tsx'
import { ExportMenu } from '../../reports/ExportMenu.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { navigate } from '../../state/address.ts'
import { useConnect } from '../../state/connect.ts'
import { isUnderWay } from '../../state/topics.ts'
import { useRun } from '../../state/useRun.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { offeredKey } from '../boards/state.ts'
import { compareAddress } from '../compare/basket.ts'
import { LiveRun } from './LiveRun.tsx'
import { ResultView } from './ResultView.tsx'
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

function CancelRun({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const cancel = useMutation({ mutationFn: () => call('runs.cancel', { run: record.id }) })
  const asked = cancel.isPending || cancel.isSuccess
  return (
    <>
      <CallFault error={cancel.error} />
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        onClick={() => cancel.mutate()}
        disabled={asked}
      >
        {asked ? t('run.cancelling') : t('run.cancel')}
      </Button>
    </>
  )
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

interface RemoveRunProps {
  readonly id: RunId
  readonly what: string
  readonly onClose: () => void
}

function RemoveRun({ id, what, onClose }: RemoveRunProps) {
  const { t } = useTranslation()
  return (
    <ConfirmRemoval
      title={t('run.removeTitle')}
      what={what}
      button={t('run.removeButton')}
      channel="runs.remove"
      request={{ run: id }}
      list="runs.list"
      onClose={onClose}
      onRemoved={() => navigate('/runs')}
    />
  )
}

/** A fault of a run with one model is about that model. */
function placeOf({ boardId, plan }: RunRecord): FaultPlace {
  const [model, ...others] = plan.models
  return {
    board: boardId,
    ...(model !== undefined && others.length === 0 ? { model: model.sha256 } : {}),
  }
}

function EndedActions({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const title = useRunTitle()(record)
  const [removing, setRemoving] = useState(false)
  const again = useMutation({
    mutationFn: () => call('runs.start', { board: record.boardId, plan: record.plan }),
    onSuccess: ({ id }) => navigate(`/runs/${id}`),
  })
  return (
    <>
      <CallFault error={again.error} about={placeOf(record)} onRetry={() => again.mutate()} />
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconRepeat size={16} aria-hidden />}
          onClick={() => again.mutate()}
          loading={again.isPending}
        >
          {t('run.again')}
        </Button>
        {record.measuredPoints > 0 && (
          <Button
            variant="default"
            component="a"
            href={`#${compareAddress([record.id])}`}
            leftSection={<IconScale size={16} aria-hidden />}
          >
            {t('history.compareWith')}
          </Button>
        )}
        <ExportMenu runs={[record.id]} name={title} />
        <Button
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => setRemoving(true)}
        >
          {t('run.remove')}
        </Button>
      </Group>
      {removing && (
        <RemoveRun id={record.id} what={t('run.removeWhat')} onClose={() => setRemoving(false)} />
      )}
    </>
  )
}
