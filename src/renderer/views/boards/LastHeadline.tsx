// The last completed run of a board in one line of figures; a click opens it.

import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { scenarios } from '../../../shared/plan.ts'
import { invalidSaying } from '../../../shared/result-sayings.ts'
import {
  formatJoulesWithInterval,
  formatNs,
  formatNsWithInterval,
  formatRate,
} from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { said } from '../../i18n/sayings.ts'
import { measuredBy } from '../energy/energyWords.ts'
import { modelWords } from '../models/variantWords.ts'
import { headlineWords } from '../run/headlineWords.ts'
import { usePointWords } from '../run/runWords.ts'

export function LastHeadline({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation()
  const words = usePointWords(false)
  if (run.headline === null) return null
  const { point, figure, invalid, medianNs, medianIntervalNs, p90Ns, samplesPerSecond, energy } =
    run.headline
  const own = point.scenario === scenarios[0] ? null : headlineWords(t, figure)
  const median = formatNsWithInterval(medianNs, medianIntervalNs)
  const few = t('common.tooFewSamples')
  return (
    <div>
      <Text size="xs" mb={4}>
        <Anchor href={`#/runs/${run.id}`} size="xs">
          {modelWords(t, point.model)}
        </Anchor>{' '}
        <Text span size="xs" c="dimmed">
          {words(point)}
        </Text>
      </Text>
      {invalid.length > 0 && (
        <Text size="xs" c="dimmed">
          {[t('boards.invalid'), ...invalid.map((one) => said(t, invalidSaying(one).says))].join(
            ' ',
          )}
        </Text>
      )}
      <dl className="figures" data-invalid={invalid.length > 0}>
        {own !== null && <Figure name={t(`scenario.${point.scenario}.headline`)} {...own} />}
        <Figure
          name={t('boards.median')}
          value={median.value}
          spread={median.spread}
          missing={medianNs === null ? few : null}
        />
        <Figure
          name={t('boards.p90')}
          value={formatNs(p90Ns)}
          missing={p90Ns === null ? few : null}
        />
        <Figure name={t('boards.rate')} value={formatRate(samplesPerSecond)} />
        {energy !== null && (
          <Figure
            name={t('energyUi.perInferenceBy', { by: measuredBy(t, energy) })}
            {...formatJoulesWithInterval(energy.joulesPerInference, energy.interval)}
          />
        )}
      </dl>
    </div>
  )
}
