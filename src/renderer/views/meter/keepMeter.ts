// Keeps what main answers of a run's meter, and shows the run anew: its figures have changed.

import type { RunId } from '../../../shared/event.ts'
import type { MeterView } from '../../../shared/ipc.ts'
import { callKey, queryClient } from '../../api.ts'
import { loadSnapshot } from '../../state/topics.ts'

export function keepMeter(run: RunId, view: MeterView | null): Promise<void> {
  queryClient.setQueryData(callKey('meters.get', { run }), view)
  void queryClient.invalidateQueries({ queryKey: ['runs.power'] })
  return loadSnapshot(run)
}
