// The host keys that the user trusted: one for each address and algorithm.

import type { TrustedKey, TrustStore } from '../board/session.ts'
import type { Database } from './db.ts'

export class TrustedKeyStore implements TrustStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  trusted(host: string, port: number): readonly TrustedKey[] {
    return this.#db
      .prepare('SELECT algorithm, fingerprint FROM trusted_keys WHERE host = ? AND port = ?')
      .all(host, port)
      .map((row) => ({ algorithm: String(row.algorithm), fingerprint: String(row.fingerprint) }))
  }

  /** Replaces what was trusted for this address and algorithm. */
  trust(host: string, port: number, key: TrustedKey, trustedMs: number): void {
    this.#db
      .prepare(
        `INSERT INTO trusted_keys (host, port, algorithm, fingerprint, trusted_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (host, port, algorithm)
         DO UPDATE SET fingerprint = excluded.fingerprint, trusted_ms = excluded.trusted_ms`,
      )
      .run(host, port, key.algorithm, key.fingerprint, trustedMs)
  }

  forget(host: string, port: number): void {
    this.#db.prepare('DELETE FROM trusted_keys WHERE host = ? AND port = ?').run(host, port)
  }
}
