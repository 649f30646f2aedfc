// Which module is which engine.

import type { EngineId } from '../../shared/plan.ts'
import type { Engine } from './engine.ts'
import { loadOrtC } from './ort-c/engine.ts'
import { loadOrtNode } from './ort-node.ts'

const loaders: Readonly<Record<EngineId, (modulesDir: string, library: string | null) => Engine>> =
  {
    'ort-c': loadOrtC,
    'onnxruntime-node': loadOrtNode,
  }

/**
 * `library` is the path of a libonnxruntime; null is the one below `modulesDir`. Faults: `runtime-broken` where that
 * one does not load, `ffi-broken`, `library-…` and `setting-unsupported` where the engine takes none.
 */
export function loadEngine(id: EngineId, modulesDir: string, library: string | null): Engine {
  return loaders[id](modulesDir, library)
}
