// The clock under which a run measures now: what was set for this block of points, what the board read after it, and how
// long it took to settle.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { clocksOf, type Plan, tunesClocks } from '../../../shared/plan.ts'
import { clockSayings } from '../../../shared/result-sayings.ts'
import type { RunView } from '../../../shared/run.ts'
import { formatDuration, threeDigits } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { MadeChanges } from '../tune/MadeChanges.tsx'

interface ClockNowProps {
  readonly plan: Plan
  readonly view: RunView
}

/** How often it is set in the whole run. */
function blocksOf(plan: Plan): number {
  const clocks = clocksOf(plan).length
  return clocks === 1 ? 1 : clocks * plan.repetitions
}

export function ClockNow({ plan, view }: ClockNowProps) {
  const { t } = useTranslation()
  if (!tunesClocks(plan)) return null
  const set = view.clocks.at(-1)
  if (view.givenBack !== null) return <Text size="xs">{t('run.clocks.back')}</Text>
  if (set === undefined) return <Text size="xs">{t('run.clocks.setting')}</Text>
  const words = clockSayings(set.clock).map((saying) => said(t, saying))
  return (
    <div>
      <Text>
        {t('run.clocks.now', {
          clock: words.join(t('axis.and')) || t('sweep.asFound'),
          block: view.clocks.length,
          blocks: blocksOf(plan),
          settled:
            set.settledMs < 1_000
              ? `${threeDigits(set.settledMs)} ms`
              : formatDuration(set.settledMs),
        })}
      </Text>
      <MadeChanges changes={set.changes} />
    </div>
  )
}
