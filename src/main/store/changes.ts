// Notices that another program wrote to the store. SQLite counts the commits of other connections, so looking costs
// nothing while nothing happens.

import type { Database } from './db.ts'

export class StoreChanges {
  readonly #db: Database
  #seen: number

  constructor(db: Database) {
    this.#db = db
    this.#seen = this.#version()
  }

  /** Whether another connection has committed since this was asked last. */
  happened(): boolean {
    const version = this.#version()
    const changed = version !== this.#seen
    this.#seen = version
    return changed
  }

  /** What the lists of boards, models and profiles hold, as one text to compare. */
  lists(): string {
    const { boards, models, profiles } = this.#db
      .prepare(
        `SELECT (SELECT group_concat(board || ifnull(last_facts, '') || ifnull(tuning, ''))
             FROM boards) AS boards,
           (SELECT group_concat(sha256 || name || path || dims || inputs || ifnull(variant, ''))
             FROM models) AS models,
           (SELECT group_concat(id || name || tuning) FROM tuning_profiles) AS profiles`,
      )
      .get() as Readonly<Record<'boards' | 'models' | 'profiles', string | null>>
    return [boards, models, profiles].join('\n')
  }

  #version(): number {
    const row = this.#db.prepare('PRAGMA data_version').get() as { data_version: number }
    return row.data_version
  }
}
