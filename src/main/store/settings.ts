// What the window remembers: language, colours, the last plan. One that no longer parses is forgotten.

import { type Settings, settingsSchema } from '../../shared/ipc.ts'
import type { Database } from './db.ts'

const row = 'window'

export class SettingsStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  get(): Settings {
    const stored = this.#db.prepare('SELECT value FROM settings WHERE name = ?').get(row)
    const parsed = settingsSchema.safeParse(
      stored === undefined ? {} : JSON.parse(String(stored.value)),
    )
    return parsed.success ? parsed.data : {}
  }

  /** Changes what is named and keeps the rest. */
  set(change: Settings): Settings {
    const next = { ...this.get(), ...change }
    this.#db
      .prepare(
        `INSERT INTO settings (name, value) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      )
      .run(row, JSON.stringify(next))
    return next
  }
}
