// koffi, by which C functions are called without a compiler. It runs them on a stack of its own making.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as KoffiModule from 'koffi'
import { fail } from '../../../shared/fault.ts'

export type Koffi = typeof KoffiModule

/** koffi's most. A thread has 8 MiB where its own 2 MiB stand; only what is used becomes memory. */
const stackBytes = 16 * 1024 * 1024

/** Throws the fault `ffi-broken` where it does not load from below `modulesDir`. */
export function loadKoffi(modulesDir: string): Koffi {
  try {
    const koffi: Koffi = createRequire(join(modulesDir, 'agent.cjs'))('koffi')
    // It can be set before the first call alone.
    if (koffi.config().sync_stack_size !== stackBytes)
      koffi.config({ sync_stack_size: stackBytes, async_stack_size: stackBytes })
    return koffi
  } catch (error) {
    return fail('ffi-broken', {}, error instanceof Error ? error.message : String(error))
  }
}

/** Null where it is missing or does not load. */
export function koffiVersion(modulesDir: string): string | null {
  try {
    return loadKoffi(modulesDir).version
  } catch {
    return null
  }
}
