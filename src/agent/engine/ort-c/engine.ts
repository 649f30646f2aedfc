// The engine `ort-c`: ONNX Runtime's C interface, of the library that Benchtop brings or of any other on the board.

import { FaultError } from '../../../shared/fault.ts'
import type { Engine, SessionOptions } from '../engine.ts'
import { OrtError } from '../ort-error.ts'
import { ortLoadFault } from '../ort-faults.ts'
import type { Pointer } from './api.ts'
import { type OrtLibrary, openLibrary } from './library.ts'
import { sessionOptionsOf } from './options.ts'
import { providersOfLibrary } from './providers.ts'
import { OrtCSession } from './session.ts'

/** `OrtLoggingLevel`: errors alone. */
const logErrors = 3

function createSession(
  library: OrtLibrary,
  environment: Pointer,
  model: string | Uint8Array,
  options: SessionOptions,
): OrtCSession {
  const { api, version } = library
  const made = sessionOptionsOf(library, options)
  try {
    const session =
      typeof model === 'string'
        ? api.make('createSession', environment, model, made)
        : api.make('createSessionFromArray', environment, model, model.length, made)
    return new OrtCSession(api, session, options.modelName, options.profilePrefix !== null)
  } catch (error) {
    if (!(error instanceof OrtError)) throw error
    throw new FaultError(ortLoadFault(error, { ...options, model, version }))
  } finally {
    api.release('releaseSessionOptions', made)
  }
}

/** Faults: those of `openLibrary`. */
export function loadOrtC(modulesDir: string, path: string | null): Engine {
  const library = openLibrary(modulesDir, path)
  const environment = library.api.make('createEnv', logErrors, 'benchtop')
  return {
    id: 'ort-c',
    version: library.version,
    providers: providersOfLibrary(library),
    createSession: async (model, options) => createSession(library, environment, model, options),
  }
}
