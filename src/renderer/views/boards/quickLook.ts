// The one-minute sweep behind “Measure this computer”: ResNet-50 at three batch sizes on all cores.

import type { ModelRecord } from '../../../shared/ipc.ts'
import { defaultSeed, modeLimits, type Plan } from '../../../shared/plan.ts'

export function quickLook(
  model: Pick<ModelRecord, 'sha256' | 'name'>,
  availableCores: number,
): Plan {
  return {
    models: [{ sha256: model.sha256, name: model.name, dims: {}, inputs: {} }],
    batches: [1, 2, 4],
    threads: [availableCores],
    engines: ['onnxruntime-node'],
    limits: modeLimits.quick,
    seed: defaultSeed,
  }
}
