// What runs are called beside one another: as short as tells them apart. The board alone, else with the moment.

import type { RunRecord } from '../../../shared/ipc.ts'
import { useMoment } from '../../i18n/moment.ts'
import { useRunBoard } from '../run/runWords.ts'

/** The first of each run's names, from short to long, by which all are told apart; at the end a number does it. */
export function distinctNames(candidates: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...candidates.map((names) => names.length))
  for (let length = 0; length < longest; length++) {
    const names = candidates.map((own) => own[Math.min(length, own.length - 1)] ?? '')
    if (new Set(names).size === names.length) return names
  }
  return candidates.map((own, index) => `${own.at(-1) ?? ''} (${index + 1})`)
}

export function useRunNames(runs: readonly RunRecord[]): readonly string[] {
  const momentOf = useMoment()
  const boardOf = useRunBoard()
  return distinctNames(
    runs.map((run) => {
      const board = boardOf(run)
      return [board, `${board}, ${momentOf(run.createdMs)}`]
    }),
  )
}
