// A run that has ended: what did it measure, and can it be trusted? Anything questionable is said before it is asked.

import { headlinePoint } from '../../../shared/headline.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { measuredPoints } from '../../../shared/run.ts'
import { useCall } from '../../api.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { BatchCharts } from './BatchCharts.tsx'
import { Distribution } from './Distribution.tsx'
import { Headline, NothingMeasured } from './Headline.tsx'
import { Methods } from './Methods.tsx'
import { PointTable } from './PointTable.tsx'
import { Verdict } from './Verdict.tsx'

interface ResultViewProps {
  readonly snapshot: RunSnapshot
  readonly subtitle: string
}

export function ResultView({ snapshot, subtitle }: ResultViewProps) {
  const models = useCall('models.list', {})
  const { record, view } = snapshot
  const fault = record.fault ?? (view.outcome?.kind === 'failed' ? view.outcome.fault : null)
  const found = headlinePoint(view)
  const severalModels = record.plan.models.length > 1
  const planned = record.plan.models[0]
  const model =
    severalModels || planned === undefined
      ? null
      : (models.data?.find(({ sha256 }) => sha256 === planned.sha256) ?? null)
  return (
    <>
      {fault !== null && <FaultNotice fault={fault} about={{ board: record.boardId }} />}
      {found === null ? (
        <NothingMeasured />
      ) : (
        <Headline found={found} severalModels={severalModels} />
      )}
      {(found !== null || fault === null) && <Verdict snapshot={snapshot} />}
      {found !== null && <BatchCharts snapshot={snapshot} model={model} subtitle={subtitle} />}
      <PointTable view={view} />
      {found !== null && (
        <Distribution
          run={record.id}
          points={measuredPoints(view)}
          first={found}
          severalModels={severalModels}
        />
      )}
      <Methods snapshot={snapshot} />
    </>
  )
}
