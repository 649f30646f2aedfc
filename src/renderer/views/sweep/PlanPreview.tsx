// What a draft would measure: its points as a grid for each model, how many there are and how long they take.

import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { estimateMs, type LatencyGuess } from '../../../shared/estimate.ts'
import { clockBlocks } from '../../../shared/order.ts'
import { type Plan, pointCount, pointsOf, tunesClocks } from '../../../shared/plan.ts'
import { clockSaying } from '../../../shared/result-sayings.ts'
import { formatDuration } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { modelWords } from '../models/variantWords.ts'
import type { Lack } from './draft.ts'
import { type PreviewRow, previewRows } from './previewRows.ts'
import { useSettingLabel } from './summary.ts'

interface PlanPreviewProps {
  readonly plan: Plan | null
  readonly lacks: readonly Lack[]
  readonly guess: LatencyGuess
}

/** Of more models only the first are drawn: the number of points says the rest. */
const drawnModels = 6

/** Of more rows only the first are drawn too. */
const drawnRows = 8

/** A ladder is one column: which of its steps are measured shows on the way. */
const columnsOf = ({ batches, ladder }: Plan): readonly string[] =>
  ladder === null ? batches.map(String) : [`${batches[0]} … ${batches.at(-1)}`]

function useRowWords() {
  const { t } = useTranslation()
  const labelOf = useSettingLabel()
  return ({ scenario, clock, engine, settings, named, threads }: PreviewRow, plan: Plan): string =>
    [
      ...(scenario === null ? [] : [t(`scenario.${scenario}.name`)]),
      ...(plan.governors.length > 1 ? [said(t, clockSaying(clock, 'governor'))] : []),
      ...(plan.frequenciesKhz.length > 1 ? [said(t, clockSaying(clock, 'frequency'))] : []),
      ...(engine === null ? [] : [engine]),
      ...named.map((name) => labelOf(name, settings[name])),
      ...(threads === null ? [] : [t('sweep.threadsRow', { count: threads })]),
    ].join(' · ')
}

function Grid({ plan, caption }: { readonly plan: Plan; readonly caption: string }) {
  const { t } = useTranslation()
  const wordsOf = useRowWords()
  const rows = previewRows(plan)
  const columns = columnsOf(plan)
  return (
    <Scroll label={plan.models.length > 1 ? `${t('sweep.grid')}: ${caption}` : t('sweep.grid')}>
      <table className="grid preview" aria-label={t('sweep.grid')}>
        {plan.models.length > 1 && <caption>{caption}</caption>}
        <thead>
          <tr>
            <th scope="col">{t('sweep.batch')}</th>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, drawnRows).map((row) => (
            <tr key={wordsOf(row, plan)}>
              <th scope="row">{wordsOf(row, plan)}</th>
              {columns.map((column) => (
                <td key={column} data-state="waiting" aria-label={t('sweep.planned')} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > drawnRows && (
        <Text size="xs" c="dimmed">
          {t('sweep.moreRows', { count: rows.length - drawnRows })}
        </Text>
      )}
    </Scroll>
  )
}

export function PlanPreview({ plan, lacks, guess }: PlanPreviewProps) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Title order={2}>{t('sweep.preview')}</Title>
      {plan === null ? (
        <ul className="lacks">
          {lacks.map((lack) => (
            <li key={lack}>{t(`sweep.lack.${lack}`)}</li>
          ))}
        </ul>
      ) : (
        <>
          <div role="status">
            <Text size="lg" fw={600}>
              {t('sweep.points', { count: pointCount(plan) })}
            </Text>
            {plan.repetitions > 1 && (
              <Text>
                {t('sweep.processes', {
                  repetitions: plan.repetitions,
                  count: pointCount(plan) * plan.repetitions,
                })}
              </Text>
            )}
            <Blocks plan={plan} />
            <Estimate plan={plan} guess={guess} />
          </div>
          {plan.models.slice(0, drawnModels).map((model, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same model may stand twice; its place tells it apart
            <Grid key={index} plan={plan} caption={modelWords(t, model, plan.models)} />
          ))}
          {plan.models.length > drawnModels && (
            <Text size="xs" c="dimmed">
              {t('sweep.moreGrids', { count: plan.models.length - drawnModels })}
            </Text>
          )}
        </>
      )}
    </Stack>
  )
}

/** How often the board's clocks are set, and that they are given back. */
function Blocks({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation()
  if (!tunesClocks(plan)) return null
  return <Text>{t('sweep.blocks', { count: clockBlocks(plan) })}</Text>
}

/** Says where it comes from: a slow model that was never measured can take longer than the estimate. */
function Estimate({ plan, guess }: { readonly plan: Plan; readonly guess: LatencyGuess }) {
  const { t } = useTranslation()
  const known = pointsOf(plan).every((point) => guess(point) !== null)
  return (
    <Text c="dimmed">
      {t('sweep.estimate', { duration: formatDuration(estimateMs(plan, guess)) })}
      <Text span size="xs" display="block">
        {t(known ? 'sweep.estimateKnown' : 'sweep.estimateUnknown')}
      </Text>
    </Text>
  )
}
