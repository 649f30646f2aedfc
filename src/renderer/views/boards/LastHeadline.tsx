// The last completed run of a board in one line of figures; a click opens it.

import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { formatNs, formatNsWithInterval, formatRate } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { headlinePoint } from '../../charts/series.ts'
import { Figure } from '../../Figure.tsx'

export function LastHeadline({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation()
  const { data } = useCall('runs.get', { run: run.id })
  const found = data === undefined ? null : headlinePoint(data.view)
  if (found === null) return null
  const { latency, samplesPerSecond } = found.measurement
  const median = formatNsWithInterval(latency.percentilesNs.p50, latency.medianIntervalNs)
  const few = t('common.tooFewSamples')
  return (
    <div>
      <Text size="xs" mb={4}>
        <Anchor href={`#/runs/${run.id}`} size="xs">
          {found.point.model.name}
        </Anchor>{' '}
        <Text span size="xs" c="dimmed">
          {t('boards.atBatch', { batch: found.point.batch })}
        </Text>
      </Text>
      <dl className="figures">
        <Figure
          name={t('boards.median')}
          value={median.value}
          spread={median.spread}
          missing={latency.percentilesNs.p50 === null ? few : null}
        />
        <Figure
          name={t('boards.p90')}
          value={formatNs(latency.percentilesNs.p90)}
          missing={latency.percentilesNs.p90 === null ? few : null}
        />
        <Figure name={t('boards.rate')} value={formatRate(samplesPerSecond)} />
      </dl>
    </div>
  )
}
