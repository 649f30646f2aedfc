// The look at a board before a sweep: taken when the board is chosen, again on demand and at the start. What was
// accepted holds for this board as long as the window is open.

import { useQuery } from '@tanstack/react-query'
import { create } from 'zustand'
import type { BoardId } from '../../../shared/board.ts'
import type { PreflightFinding } from '../../../shared/environment.ts'
import type { Plan } from '../../../shared/plan.ts'
import { findingsAgainst } from '../../../shared/preflight-sense.ts'
import { callOptions, queryClient } from '../../api.ts'
import { findingKey, mergedFindings } from './preflight.ts'

interface AcceptedState {
  readonly byBoard: Readonly<Record<BoardId, ReadonlySet<string>>>
}

const useAccepted = create<AcceptedState>(() => ({ byBoard: {} }))

const none: ReadonlySet<string> = new Set()

export function acceptFindings(
  board: BoardId,
  findings: readonly PreflightFinding[],
  isAccepted = true,
): void {
  const keys = findings.map(findingKey)
  useAccepted.setState(({ byBoard }) => {
    const others = [...(byBoard[board] ?? none)].filter((key) => !keys.includes(key))
    return { byBoard: { ...byBoard, [board]: new Set(isAccepted ? [...others, ...keys] : others) } }
  })
}

export const acceptedOn = (board: BoardId) => useAccepted.getState().byBoard[board] ?? none

/** How long what was seen of load and heat is taken to hold. */
const freshMs = 30_000

/** What a plan sets itself is nothing that speaks against it. */
type SetClocks = Pick<Plan, 'governors' | 'frequenciesKhz'>

/** Looks now, whatever was seen before. */
export async function lookAt(
  board: BoardId,
  plan: SetClocks,
): Promise<readonly PreflightFinding[]> {
  const options = callOptions('boards.preflight', { board })
  const found = await queryClient.fetchQuery({ ...options, staleTime: 0 })
  return mergedFindings(findingsAgainst(found, plan))
}

/** `enabled`: the board is connected, and nothing is measured there that a look would disturb. */
export function usePreflight(board: BoardId | null, enabled: boolean, plan: SetClocks) {
  const options = callOptions('boards.preflight', { board: board ?? '' })
  const look = useQuery({ ...options, enabled: enabled && board !== null, staleTime: freshMs })
  const accepted = useAccepted(({ byBoard }) => byBoard[board ?? ''] ?? none)
  return {
    findings: look.data === undefined ? null : mergedFindings(findingsAgainst(look.data, plan)),
    accepted,
    isLooking: look.isFetching,
    error: look.error,
    again: () => void look.refetch(),
  }
}
