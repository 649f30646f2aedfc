// The processes that measured a point, one row each: what each found, whether it counts, and which is looked at below.

import { Radio, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Measurement } from '../../../shared/measurement.ts'
import { invalidSaying, skipSaying } from '../../../shared/result-sayings.ts'
import type { PointView, RepetitionResult } from '../../../shared/run.ts'
import { formatNs, formatNsWithInterval, formatRate, threeDigits } from '../../../shared/units.ts'
import { faultWords } from '../../i18n/index.ts'
import { said } from '../../i18n/sayings.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'

function useReasons() {
  const { t } = useTranslation()
  return ({ outcome, invalid }: RepetitionResult): string => {
    if (outcome.kind === 'skipped') return said(t, skipSaying(outcome.reason))
    if (outcome.kind === 'cancelled') return t('run.cell.cancelled')
    if ('fault' in outcome) return faultWords(t, outcome.fault).message
    return invalid.map((reason) => said(t, invalidSaying(reason).says)).join(' ')
  }
}

function Numbers({ measurement: { latency, samplesPerSecond } }: { measurement: Measurement }) {
  const { percentilesNs, medianIntervalNs, meanNs } = latency
  const median = formatNsWithInterval(percentilesNs.p50 ?? meanNs, medianIntervalNs)
  return (
    <>
      <td>
        {median.value} <span className="spread">{median.spread}</span>
      </td>
      <td>{formatNs(percentilesNs.p90)}</td>
      <td>{formatRate(samplesPerSecond)}</td>
      <td>{latency.count}</td>
    </>
  )
}

interface RepetitionsProps {
  readonly view: PointView
  readonly planned: number
  readonly spread: Measurement['spread']
  readonly chosen: number | null
  /** Null where none is looked at more closely. */
  readonly onChoose: ((repetition: number) => void) | null
}

export function Repetitions({ view, planned, spread, chosen, onChoose }: RepetitionsProps) {
  const { t } = useTranslation()
  const reasonsOf = useReasons()
  const percent = (share: number) => threeDigits(share * 100)
  const rows = view.repetitions.toSorted((a, b) => a.repetition - b.repetition)
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('point.repetitions', { count: rows.length, total: planned })}
      </Title>
      <NumberTable
        label={t('point.repetitionsTable')}
        heads={[
          leftHead(t(onChoose === null ? 'report.repetition' : 'point.shown')),
          ...(['p50', 'p90', 'rate', 'samples'] as const).map((head) => ({
            words: t(`table.${head}`),
          })),
          leftHead(t('table.counts.title')),
        ]}
      >
        {rows.map((result) => {
          const { repetition, outcome } = result
          const measurement = outcome.kind === 'measured' ? outcome.measurement : null
          const reasons = reasonsOf(result)
          const state = reasons === '' ? 'measured' : 'invalid'
          return (
            <Fragment key={repetition}>
              <tr data-state={state}>
                <th scope="row" className="left">
                  {onChoose === null ? (
                    repetition + 1
                  ) : (
                    <Radio
                      size="xs"
                      name="repetition"
                      label={repetition + 1}
                      aria-label={t('point.repetition', { number: repetition + 1 })}
                      checked={chosen === repetition}
                      disabled={measurement === null}
                      onChange={() => onChoose(repetition)}
                    />
                  )}
                </th>
                {measurement === null ? <td colSpan={4} /> : <Numbers measurement={measurement} />}
                <td className="left">
                  {t(reasons === '' ? 'table.counts.yes' : 'table.counts.not')}
                </td>
              </tr>
              {reasons !== '' && (
                <tr data-state={state} className="continued">
                  <td colSpan={6} className="left wrap">
                    {reasons}
                  </td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </NumberTable>
      {spread !== null && (
        <Text size="sm" mt={6}>
          {spread.within !== null && t('point.spreadWithin', { within: percent(spread.within) })}{' '}
          {t('point.spreadBetween', { between: percent(spread.between) })}
        </Text>
      )}
    </section>
  )
}
