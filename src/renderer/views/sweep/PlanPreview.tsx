// What a draft would measure: its points as a grid, how many there are and how long they take at the most.

import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { estimateMs, type Plan, pointsOf } from '../../../shared/plan.ts'
import { formatDuration } from '../../../shared/units.ts'
import type { Lack } from './draft.ts'

interface PlanPreviewProps {
  readonly plan: Plan | null
  readonly lacks: readonly Lack[]
}

function Grid({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation()
  return (
    <div className="scroll-x">
      <table className="grid" aria-label={t('sweep.grid')}>
        <thead>
          <tr>
            <th scope="col">{t('sweep.batch')}</th>
            {plan.batches.map((batch) => (
              <th scope="col" key={batch}>
                {batch}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.threads.map((threads) => (
            <tr key={threads}>
              <th scope="row">{t('sweep.threadsRow', { count: threads })}</th>
              {plan.batches.map((batch) => (
                <td key={batch} data-state="waiting">
                  <span>{t('sweep.planned')}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function PlanPreview({ plan, lacks }: PlanPreviewProps) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Title order={2}>{t('sweep.preview')}</Title>
      {plan === null ? (
        <ul style={{ margin: 0, paddingLeft: '1.2em' }}>
          {lacks.map((lack) => (
            <li key={lack}>{t(`sweep.lack.${lack}`)}</li>
          ))}
        </ul>
      ) : (
        <>
          <div role="status">
            <Text size="lg" fw={600}>
              {t('sweep.points', { count: pointsOf(plan).length })}
            </Text>
            <Text c="dimmed">
              {t('sweep.estimate', { duration: formatDuration(estimateMs(plan)) })}
            </Text>
          </div>
          <Grid plan={plan} />
        </>
      )}
    </Stack>
  )
}
