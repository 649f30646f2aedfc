// What was set of a board's clocks for a run, the frequencies that were really seen then, and whether the board was given
// back what it had.

import { Text, Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { frequenciesSeen, spanText } from '../../shared/clock-seen.ts'
import { type Clock, clocksOf, tunesClocks } from '../../shared/plan.ts'
import { clockSayings } from '../../shared/result-sayings.ts'
import type { RunView } from '../../shared/run.ts'
import { isOwed } from '../../shared/tuning-seen.ts'
import { formatSettling, unknown } from '../../shared/units.ts'
import { said } from '../i18n/sayings.ts'
import { leftHead, NumberTable } from '../table/NumberTable.tsx'
import type { ShownRun } from './reportedRun.ts'

const isSame = (one: Clock, other: Clock) =>
  one.governor === other.governor && one.khz === other.khz

function endWords(t: TFunction, { givenBack }: RunView): string {
  if (givenBack === null) return t('report.clocks.unheard')
  return t(isOwed(givenBack) ? 'report.clocks.owed' : 'report.clocks.givenBack')
}

export function ClocksTable({ shown }: { readonly shown: ShownRun }) {
  const { t } = useTranslation()
  const { plan } = shown.run
  const { view } = shown.snapshot
  if (!tunesClocks(plan)) return null
  const title = `${t('report.clocks.title')}: ${shown.name}`
  return (
    <div className="surface">
      <Title order={3} mb={8}>
        {title}
      </Title>
      <NumberTable
        label={title}
        heads={[
          leftHead(t('report.clocks.asked')),
          leftHead(t('report.clocks.seen')),
          { words: t('report.clocks.settled') },
        ]}
      >
        {clocksOf(plan).map((clock) => {
          const asked = clockSayings(clock).map((saying) => said(t, saying))
          const points = view.points.filter(({ point }) => isSame(point.clock, clock))
          const seen = frequenciesSeen(points).map(spanText)
          const settled = view.clocks.filter((set) => isSame(set.clock, clock))
          return (
            <tr key={JSON.stringify(clock)}>
              <th scope="row" className="left">
                {asked.join(' · ') || t('report.clocks.asFound')}
              </th>
              <td className="left">{seen.join(', ') || unknown}</td>
              <td>
                {settled.length === 0
                  ? unknown
                  : formatSettling(Math.max(...settled.map(({ settledMs }) => settledMs)))}
              </td>
            </tr>
          )
        })}
      </NumberTable>
      <Text mt={8}>{endWords(t, view)}</Text>
    </div>
  )
}
