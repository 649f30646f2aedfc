// The tuning of one board as the page holds it: looked at once a second while it is on the screen and nothing is
// measured there, and changed only by what a person asks for. Every answer is followed by a look.

import { useMutation, useQuery } from '@tanstack/react-query'
import type { BoardId } from '../../../shared/board.ts'
import type { CallRequest } from '../../../shared/ipc.ts'
import { call, callKey, callOptions, queryClient } from '../../api.ts'

/** How often clocks are read while somebody looks at them. */
const everyMs = 1_000

/** `looks`: the board is connected, and no run is under way there that a look would disturb. */
export function useTuningReport(board: BoardId, looks: boolean) {
  return useQuery({
    ...callOptions('tuning.inspect', { board }),
    enabled: looks,
    staleTime: 0,
    // A look that failed is not repeated by itself: what it says stays to be read.
    refetchInterval: ({ state }) => (looks && state.status !== 'error' ? everyMs : false),
  })
}

export const lookAgain = (board: BoardId) =>
  queryClient.invalidateQueries({ queryKey: callKey('tuning.inspect', { board }) })

type TuningAct = 'tuning.apply' | 'tuning.renew' | 'tuning.restore' | 'tuning.forget'

/** One of the acts on a board's clocks; another tells the same story when two of them are asked for at once. */
export function useTuningAct<N extends TuningAct>(name: N, board: BoardId) {
  return useMutation({
    mutationKey: [name, board],
    mutationFn: (request: Omit<CallRequest<N>, 'board'>) =>
      call(name, { ...request, board } as CallRequest<N>),
    onSettled: () => lookAgain(board),
  })
}

export function useHelper(board: BoardId) {
  return useMutation({
    mutationFn: ({ remove }: { readonly remove: boolean }) =>
      call('tuning.install', { board, remove }),
    onSuccess: (report) => queryClient.setQueryData(callKey('tuning.inspect', { board }), report),
  })
}
