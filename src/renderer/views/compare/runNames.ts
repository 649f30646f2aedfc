// What runs, and the sides of a comparison, are called beside one another: as short as tells them apart. A run by its
// board, else with the moment; a part of one run by its value alone.

import { useTranslation } from 'react-i18next'
import type { AxisName } from '../../../shared/axes.ts'
import type { Side } from '../../../shared/compared-side.ts'
import { distinctNames } from '../../../shared/distinct-names.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import type { Point } from '../../../shared/plan.ts'
import { useMoment } from '../../i18n/moment.ts'
import { useAxisWords } from '../run/axisWords.ts'
import { useRunBoard } from '../run/runWords.ts'

/** From short to long. */
function useRunCandidates(): (run: RunRecord) => readonly string[] {
  const momentOf = useMoment()
  const boardOf = useRunBoard()
  return (run) => {
    const board = boardOf(run)
    return [board, `${board}, ${momentOf(run.createdMs)}`]
  }
}

export function useRunNames(runs: readonly RunRecord[]): readonly string[] {
  return distinctNames(runs.map(useRunCandidates()))
}

const namesModels = (axis: AxisName) => axis === 'model' || axis === 'network'

const sizesOf = ({ model: { dims } }: Point) =>
  Object.entries(dims)
    .map(([name, size]) => ` ${name} = ${size}`)
    .join('')

export function useSideNames(sides: readonly Side[]): readonly string[] {
  const { t } = useTranslation()
  const words = useAxisWords()
  const runsOf = useRunCandidates()
  const isOneRun = new Set(sides.map(({ record }) => record.id)).size === 1
  return distinctNames(
    sides.map(({ record, part }) => {
      if (part === null) return runsOf(record)
      const value = words.value(part.point, part.axis)
      const values = namesModels(part.axis) ? [value, value + sizesOf(part.point)] : [value]
      return isOneRun
        ? values
        : runsOf(record).map((run, length) => [run, values[length] ?? value].join(t('axis.and')))
    }),
  )
}
