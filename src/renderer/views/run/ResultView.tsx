// A run that has ended: what did it measure, and can it be trusted? Anything questionable is said before it is asked.

import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { headlinePoint } from '../../../shared/headline.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { measuredPoints } from '../../../shared/run.ts'
import { useCall } from '../../api.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { MeterSection } from '../meter/MeterSection.tsx'
import { Distribution } from './Distribution.tsx'
import { Headline, NothingMeasured } from './Headline.tsx'
import { Methods } from './Methods.tsx'
import { PointTable } from './PointTable.tsx'
import { Precisions } from './Precisions.tsx'
import { SweepCharts } from './SweepCharts.tsx'
import { useCharted } from './useCharted.ts'
import { Verdict } from './Verdict.tsx'

interface ResultViewProps {
  readonly snapshot: RunSnapshot
  readonly subtitle: string
}

export function ResultView({ snapshot, subtitle }: ResultViewProps) {
  const { t } = useTranslation()
  const models = useCall('models.list', {}).data ?? []
  const [charted, setCharted] = useCharted()
  const { countsInvalid } = charted
  const { record, view } = snapshot
  const fault = record.fault ?? (view.outcome?.kind === 'failed' ? view.outcome.fault : null)
  const found = headlinePoint(view, countsInvalid)
  const measured = measuredPoints(view)
  const invalid = measured.filter((point) => point.invalid.length > 0).length
  const severalModels = record.plan.models.length > 1
  return (
    <>
      {fault !== null && <FaultNotice fault={fault} about={{ board: record.boardId }} />}
      {found === null ? (
        <NothingMeasured />
      ) : (
        <Headline found={found} severalModels={severalModels} run={record.id} />
      )}
      {(found !== null || fault === null) && <Verdict snapshot={snapshot} />}
      {invalid > 0 && (
        <Switch
          size="xs"
          label={t('run.countInvalid', { count: invalid })}
          checked={countsInvalid}
          onChange={(event) => setCharted({ countsInvalid: event.currentTarget.checked })}
        />
      )}
      {found !== null && (
        <SweepCharts
          snapshot={snapshot}
          models={models}
          subtitle={subtitle}
          charted={charted}
          onChange={setCharted}
        />
      )}
      {found !== null && (
        <Precisions
          snapshot={snapshot}
          models={models}
          subtitle={subtitle}
          countsInvalid={countsInvalid}
        />
      )}
      <PointTable view={view} run={record.id} />
      {found !== null && (
        <Distribution
          run={record.id}
          points={measured}
          first={found}
          severalModels={severalModels}
        />
      )}
      {found !== null && <MeterSection run={record.id} subtitle={subtitle} />}
      <Methods snapshot={snapshot} />
    </>
  )
}
