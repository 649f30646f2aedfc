// Connecting to a board from the page: asked once at a time for each board, and its answer put where all views look.

import { useMutation } from '@tanstack/react-query'
import type { BoardView } from '../../shared/ipc.ts'
import { call } from '../api.ts'
import { receiveBoard } from './topics.ts'

export async function connectBoard(board: string): Promise<BoardView> {
  const view = await call('boards.connect', { board })
  receiveBoard(view)
  return view
}

export const useConnect = (board: string) =>
  useMutation({ mutationKey: ['connect', board], mutationFn: () => connectBoard(board) })
