// Runs as a list for a terminal: each by the point that stands for it, with what of its plan is not as usual.

import type { RunHeadline, RunRecord } from '../../shared/ipc.ts'
import { clockSayings, englishOf, settingSayings } from '../../shared/result-sayings.ts'
import { formatNs, formatRate, unknown } from '../../shared/units.ts'
import { listTable } from './table.ts'

/** Scenario, engine and settings where they are not the usual ones. */
function unusual(headline: RunHeadline | null): readonly string[] {
  if (headline === null) return []
  const { scenario, engine, clock, settings } = headline.point
  return [
    ...(scenario === 'single-stream' ? [] : [scenario]),
    ...(engine === 'ort-c' ? [] : [engine]),
    ...clockSayings(clock).map(englishOf),
    ...settingSayings({ settings }).map(englishOf),
  ]
}

function figureText({ figure, medianNs, invalid }: RunHeadline): string {
  const value =
    figure === null || figure.kind === 'latency'
      ? `p50 ${formatNs(medianNs)}`
      : `${formatRate(figure.value)}/s`
  return `${invalid.length === 0 ? '' : '! '}${value}`
}

/** Of a run that is over: whether its board was given back the clocks that it had. */
function clockWords({ clocks, status }: RunRecord): string {
  const isOver = status !== 'running' && status !== 'preparing'
  if (clocks === 'owed') return ', clocks not given back'
  return clocks === 'set' && isOver ? ', clocks not seen to be given back' : ''
}

/** A `!` stands before a figure that does not count. */
export function runList(records: readonly RunRecord[]): string {
  return listTable(
    [
      { head: 'run', whole: true },
      { head: 'board' },
      { head: 'models' },
      { head: 'status' },
      { head: 'points', align: 'right' },
      { head: 'headline', align: 'right', whole: true },
    ],
    records.map((record) => {
      const { id, boardName, plan, status, measuredPoints, totalPoints, headline } = record
      return [
        id,
        boardName,
        [plan.models.map(({ name }) => name).join(', '), ...unusual(headline)].join(' · '),
        `${status}${clockWords(record)}`,
        `${measuredPoints}/${totalPoints}${plan.repetitions > 1 ? `×${plan.repetitions}` : ''}`,
        headline === null ? unknown : figureText(headline),
      ]
    }),
  )
}
