// What a libonnxruntime says of itself once it is loaded. It is code that nobody here knows: see verbs/library-inspect.

import type { LibraryFacts } from '../../shared/board.ts'
import { openLibrary } from './ort-c/library.ts'
import { providersOfLibrary } from './ort-c/providers.ts'

/** Faults: those of `openLibrary`. */
export function libraryFacts(modulesDir: string, path: string): LibraryFacts {
  const library = openLibrary(modulesDir, path)
  return {
    version: library.version.slice(0, 300),
    apiVersion: library.api.version,
    providers: [...providersOfLibrary(library)],
  }
}
