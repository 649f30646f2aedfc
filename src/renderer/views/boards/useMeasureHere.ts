// “Measure this computer”: builds the zoo model, starts the quick look on this computer, and opens the run.

import { useMutation } from '@tanstack/react-query'
import { localBoardId } from '../../../shared/board.ts'
import { FaultError } from '../../../shared/fault.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { navigate } from '../../state/address.ts'
import { connectBoard } from '../../state/connect.ts'
import { quickLook } from './quickLook.ts'

async function startQuickLook() {
  const { connection } = await connectBoard(localBoardId)
  if (connection.kind === 'fault') throw new FaultError(connection.fault)
  const model = await call('models.addZoo', { zoo: 'resnet50-v1.5' })
  void queryClient.invalidateQueries({ queryKey: callKey('models.list', {}) })
  const cores = connection.kind === 'ready' ? connection.facts.cpu.availableCores : 1
  return call('runs.start', { board: localBoardId, plan: quickLook(model, cores) })
}

export const useMeasureHere = () =>
  useMutation({
    mutationFn: startQuickLook,
    onSuccess: ({ id }) => navigate(`/runs/${id}`),
  })
