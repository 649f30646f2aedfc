// The files of the user's that the page may name: those that a dialog of the system gave it, or that were dropped into
// the window. Everything else that a page asks to be read or written is refused, whatever made it ask.

import { fail } from '../shared/fault.ts'

type Use = 'read' | 'write'

export class GrantedPaths {
  readonly #paths: Readonly<Record<Use, Set<string>>> = { read: new Set(), write: new Set() }

  /** What the user chose, or null where they chose nothing; it may be used so until the program ends. */
  grant(use: Use, path: string | null): { readonly path: string | null } {
    if (path !== null) this.#paths[use].add(path)
    return { path }
  }

  /** Gives the path back, or fails with `bad-request`. */
  granted(use: Use, path: string): string {
    return this.#paths[use].has(path)
      ? path
      : fail('bad-request', { reason: 'the user did not choose this file' })
  }
}
