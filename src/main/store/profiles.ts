// Tunings that are kept under a name. One that another version stored otherwise is left out of the list, not removed.

import { randomUUID } from 'node:crypto'
import { fail } from '../../shared/fault.ts'
import type { Tuning } from '../../shared/tuning.ts'
import { type TuningProfile, tuningProfileSchema } from '../../shared/tuning-profile.ts'
import type { Database } from './db.ts'

const columns = 'id, name, tuning, saved_ms'

export class ProfileStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** By name. */
  list(): readonly TuningProfile[] {
    return this.#db
      .prepare(`SELECT ${columns} FROM tuning_profiles ORDER BY name`)
      .all()
      .flatMap((row) => profileOf(row) ?? [])
  }

  /** Under a name that a profile has already it takes that one's place. */
  save(name: string, tuning: Tuning, nowMs: number): TuningProfile {
    const row = this.#db
      .prepare(
        `INSERT INTO tuning_profiles (${columns}) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET name = excluded.name, tuning = excluded.tuning,
           saved_ms = excluded.saved_ms
         RETURNING ${columns}`,
      )
      .get(randomUUID(), name.trim(), JSON.stringify(tuning), nowMs)
    const saved = row === undefined ? null : profileOf(row)
    if (saved === null) throw new Error('a profile that was saved does not read')
    return saved
  }

  rename(id: string, name: string): TuningProfile {
    const wanted = name.trim()
    const taken = this.list().some(
      (other) => other.id !== id && other.name.toLowerCase() === wanted.toLowerCase(),
    )
    if (taken) fail('bad-request', { reason: `there is a profile ${wanted} already` })
    this.#db.prepare('UPDATE tuning_profiles SET name = ? WHERE id = ?').run(wanted, id)
    return this.list().find((one) => one.id === id) ?? fail('not-found', { what: 'profile', id })
  }

  remove(id: string): void {
    this.#db.prepare('DELETE FROM tuning_profiles WHERE id = ?').run(id)
  }
}

function profileOf(row: Record<string, unknown>): TuningProfile | null {
  const { id, name, tuning, saved_ms: savedMs } = row
  const read = { id, name, tuning: JSON.parse(String(tuning)) as unknown, savedMs }
  return tuningProfileSchema.safeParse(read).data ?? null
}
