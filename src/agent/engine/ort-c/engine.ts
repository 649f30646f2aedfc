// The engine `ort-c`: ONNX Runtime's C interface, of the library that Benchtop brings or of any other on the board.

import { FaultError, fail } from '../../../shared/fault.ts'
import { dataFolderSetting } from '../data-folder.ts'
import type { Engine, ModelSource, SessionOptions } from '../engine.ts'
import { OrtError } from '../ort-error.ts'
import { ortLoadFault } from '../ort-faults.ts'
import type { Pointer } from './api.ts'
import { type OrtLibrary, openLibrary } from './library.ts'
import { sessionOptionsOf } from './options.ts'
import { providersOfLibrary } from './providers.ts'
import { OrtCSession } from './session.ts'

/** `OrtLoggingLevel`: errors alone. */
const logErrors = 3

/** The release that reads where the weights of a model in memory are. */
const dataFolderSince = 18

function open(
  { api, version }: OrtLibrary,
  environment: Pointer,
  model: ModelSource,
  made: Pointer,
) {
  if (typeof model === 'string') return api.make('createSession', environment, model, made)
  const { bytes, folder } = model instanceof Uint8Array ? { bytes: model, folder: null } : model
  if (folder !== null && api.version < dataFolderSince)
    fail('setting-unsupported', { setting: 'weights beside it', engine: `ONNX Runtime ${version}` })
  if (folder !== null) api.call('addSessionConfigEntry', made, dataFolderSetting, folder)
  return api.make('createSessionFromArray', environment, bytes, bytes.length, made)
}

function createSession(
  library: OrtLibrary,
  environment: Pointer,
  model: ModelSource,
  options: SessionOptions,
): OrtCSession {
  const { api, version } = library
  const made = sessionOptionsOf(library, options)
  try {
    const session = open(library, environment, model, made)
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
