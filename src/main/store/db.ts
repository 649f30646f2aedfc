// Opens the database: one SQLite file for the app and the command, brought to the newest schema on the way.

import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fail } from '../../shared/fault.ts'
import { migrations } from './migrations.ts'

export type Database = DatabaseSync

/** `path` may be `:memory:`. Safe to open from several processes at once (WAL, busy timeout). */
export function openDatabase(path: string): Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    return openMigrated(path)
  } catch (error) {
    return fail('store-unreadable', { path }, error instanceof Error ? error.message : undefined)
  }
}

function openMigrated(path: string): Database {
  const db = new DatabaseSync(path, { timeout: 10_000 })
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function migrate(db: Database): void {
  inTransaction(db, () => {
    const row = db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (row.user_version > migrations.length)
      throw new Error(
        `the database is of version ${row.user_version}, newer than this program (${migrations.length})`,
      )
    for (const statements of migrations.slice(row.user_version)) db.exec(statements)
    db.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

/** Runs `work` in one transaction: all of it, or nothing when it throws. Within another it is a part of that one. */
export function inTransaction<T>(db: Database, work: () => T): T {
  if (db.isTransaction) return work()
  db.exec('BEGIN IMMEDIATE')
  try {
    const value = work()
    db.exec('COMMIT')
    return value
  } catch (thrown) {
    db.exec('ROLLBACK')
    throw thrown
  }
}
