// A session's settings in the library's own terms. What the library can not set is said, and never left out.

import { fail } from '../../../shared/fault.ts'
import type { SessionSettings } from '../../../shared/session-settings.ts'
import { poolAffinities } from '../affinities.ts'
import type { SessionOptions } from '../engine.ts'
import { OrtError } from '../ort-error.ts'
import type { Pointer } from './api.ts'
import type { OrtLibrary } from './library.ts'
import { askFor } from './providers.ts'

/** `GraphOptimizationLevel`; the layout level came late, and an older library refuses it. */
const optimizationLevels: Readonly<Record<SessionSettings['optimization'], number>> = {
  disabled: 0,
  basic: 1,
  extended: 2,
  layout: 3,
  all: 99,
}
/** `ExecutionMode`. */
const parallelMode = 1
/** The release that reads `session.intra_op_thread_affinities`; before it threads stay on the cores of the process. */
const affinitiesSince = 14

function fill(library: OrtLibrary, made: Pointer, options: SessionOptions): void {
  const { api, version } = library
  const { threads, settings, dims, profilePrefix } = options
  api.call('setIntraOpNumThreads', made, threads)
  api.call('setInterOpNumThreads', made, settings.execution === 'parallel' ? threads : 1)
  if (settings.execution === 'parallel') api.call('setExecutionMode', made, parallelMode)
  try {
    api.call('setGraphOptimizationLevel', made, optimizationLevels[settings.optimization])
  } catch (error) {
    if (!(error instanceof OrtError)) throw error
    const setting = `optimization ${settings.optimization}`
    fail('setting-unsupported', { setting, engine: `ONNX Runtime ${version}` }, error.message)
  }
  if (!settings.arena) api.call('disableCpuMemArena', made)
  const spin = settings.spinning ? '1' : '0'
  api.call('addSessionConfigEntry', made, 'session.intra_op.allow_spinning', spin)
  api.call('addSessionConfigEntry', made, 'session.inter_op.allow_spinning', spin)
  const affinities = poolAffinities(settings.placement, threads)
  if (affinities !== null && api.version >= affinitiesSince)
    api.call('addSessionConfigEntry', made, 'session.intra_op_thread_affinities', affinities)
  if (settings.dimensions === 'fixed')
    for (const [name, size] of Object.entries(dims))
      api.call('addFreeDimensionOverrideByName', made, name, size)
  if (profilePrefix !== null) api.call('enableProfiling', made, profilePrefix)
  askFor(library, made, settings.provider)
}

/** Makes the library's options; the caller releases them. */
export function sessionOptionsOf(library: OrtLibrary, options: SessionOptions): Pointer {
  const made = library.api.make('createSessionOptions')
  try {
    fill(library, made, options)
    return made
  } catch (error) {
    library.api.release('releaseSessionOptions', made)
    throw error
  }
}
