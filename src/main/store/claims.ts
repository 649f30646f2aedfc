// Who follows a run, among the programs that share a store: the window and any number of commands. A claim is a lock of
// the operating system, taken through SQLite, so that it ends with its program however that ends.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { RunId } from '../../shared/event.ts'

export type Release = () => void

const busy = 5

export class RunClaims {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Null where another program follows the run. */
  claim(run: RunId): Release | null {
    mkdirSync(this.#folder, { recursive: true })
    const path = join(this.#folder, `${run}.lock`)
    const db = new DatabaseSync(path, { timeout: 0 })
    try {
      db.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      db.close()
      if ((error as { errcode?: number }).errcode === busy) return null
      throw error
    }
    return () => {
      db.close()
      rmSync(path, { force: true })
    }
  }
}
