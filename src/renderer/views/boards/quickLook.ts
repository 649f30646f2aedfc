// The one-minute sweep behind “Measure this computer”: ResNet-50 at three batch sizes on all cores.

import { estimateMs } from '../../../shared/estimate.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { modeLimits } from '../../../shared/limits.ts'
import { defaultSeed, type Plan, planSchema } from '../../../shared/plan.ts'

export function quickLook(
  model: Pick<ModelRecord, 'sha256' | 'name'>,
  availableCores: number,
): Plan {
  return planSchema.parse({
    models: [{ sha256: model.sha256, name: model.name }],
    batches: [1, 2, 4],
    threads: [availableCores],
    limits: modeLimits.quick,
    seed: defaultSeed,
  })
}

/** About how long it takes at the most, before its model was built and its cores were counted. */
export function quickLookMs(): number {
  return estimateMs(quickLook({ sha256: '0'.repeat(64), name: 'model' }, 1))
}
