// Connecting to a board from the page: asked once at a time for each board, and its answer put where all views look.

import { useMutation } from '@tanstack/react-query'
import type { BoardView } from '../../shared/ipc.ts'
import { call, callKey, queryClient } from '../api.ts'
import { withBoard } from './topics.ts'

export async function connectBoard(board: string): Promise<BoardView> {
  const view = await call('boards.connect', { board })
  queryClient.setQueryData<readonly BoardView[]>(callKey('boards.list', {}), (boards) =>
    boards === undefined ? undefined : withBoard(boards, view),
  )
  return view
}

export const useConnect = (board: string) =>
  useMutation({ mutationKey: ['connect', board], mutationFn: () => connectBoard(board) })
