// Which module is which engine.

import type { EngineId } from '../../shared/plan.ts'
import type { Engine } from './engine.ts'
import { loadOrtNode } from './ort-node.ts'

const loaders: Readonly<Record<EngineId, (modulesDir: string) => Engine>> = {
  'ort-c': loadOrtNode,
  'onnxruntime-node': loadOrtNode,
}

/** Throws the fault `runtime-broken` where the engine's library does not load. */
export function loadEngine(id: EngineId, modulesDir: string): Engine {
  return loaders[id](modulesDir)
}
