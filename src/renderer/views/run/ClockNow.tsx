// The clock under which a run measures now: what was set for this block of points, what the board read after it, and how
// long it took to settle.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { clockBlocks } from '../../../shared/order.ts'
import { type Plan, tunesClocks } from '../../../shared/plan.ts'
import { clockSayings } from '../../../shared/result-sayings.ts'
import type { RunView } from '../../../shared/run.ts'
import { isOwed } from '../../../shared/tuning-seen.ts'
import { formatSettling } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { MadeChanges } from '../tune/MadeChanges.tsx'

interface ClockNowProps {
  readonly plan: Plan
  readonly view: RunView
}

export function ClockNow({ plan, view }: ClockNowProps) {
  const { t } = useTranslation()
  if (!tunesClocks(plan)) return null
  const set = view.clocks.at(-1)
  if (view.givenBack !== null)
    return (
      <Text size="xs">{t(isOwed(view.givenBack) ? 'run.clocks.owed' : 'run.clocks.back')}</Text>
    )
  if (set === undefined) return <Text size="xs">{t('run.clocks.setting')}</Text>
  const words = clockSayings(set.clock).map((saying) => said(t, saying))
  return (
    <div>
      <Text>
        {t('run.clocks.now', {
          clock: words.join(t('axis.and')) || t('sweep.asFound'),
          block: view.clocks.length,
          blocks: Math.max(view.clocks.length, clockBlocks(plan)),
          settled: formatSettling(set.settledMs),
        })}
      </Text>
      <MadeChanges changes={set.changes} />
    </div>
  )
}
