// The references of a chart in words: the figure, in what it differs from the result, and a link to its source.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReportDocument } from '../../shared/report.ts'
import { formatRatio } from '../../shared/units.ts'
import { wordsOf } from './metricChart.ts'

type Line = ReportDocument['references'][number]['lines'][number]

interface DrawnReferencesProps {
  readonly lines: readonly Line[]
  /** The result's own value of the metric, for the ratio; null where it has none. */
  readonly own: number | null
}

export function DrawnReferences({ lines, own }: DrawnReferencesProps) {
  const { t } = useTranslation()
  if (lines.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t('chart.noReferences')}
      </Text>
    )
  return (
    <ul className="drawn-references" aria-label={t('chart.references')}>
      {lines.map(({ reference, label, mismatches }) => {
        const metric = reference.metric === 'throughput' ? 'throughput' : 'latency'
        const value = wordsOf[metric](reference.value)
        const terms = mismatches.map(({ term, ...sides }) => t(`chart.term.${term}`, sides))
        return (
          <li key={reference.id} className="reference">
            <svg width="24" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="24"
                y1="4"
                y2="4"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeDasharray={terms.length === 0 ? undefined : '6 4'}
              />
            </svg>
            <div>
              <a href={reference.sourceUrl} target="_blank" rel="noopener noreferrer">
                {label}
              </a>
              <Text size="xs" c="dimmed">
                {own === null
                  ? value
                  : t('chart.compared', { value, ratio: formatRatio(reference.value / own) })}
                {' · '}
                {terms.length === 0
                  ? t('chart.same')
                  : t('chart.differs', { terms: terms.join(', ') })}
              </Text>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
