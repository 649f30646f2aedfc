// Passwords and passphrases that the user wanted kept, sealed by the system before they come here. One that can not be
// opened any more, after the system's key changed, counts as not kept.

import { type SecretName, type Secrets, SessionSecrets, secretId } from '../login/ask.ts'
import type { Database } from './db.ts'

/** What the operating system offers to seal a secret for this user. */
export interface Cipher {
  seal(secret: string): Uint8Array
  /** Throws where it was sealed by another user, or with a key that is gone. */
  open(sealed: Uint8Array): string
}

export class SecretStore implements Secrets {
  readonly #db: Database
  readonly #cipher: Cipher

  constructor(db: Database, cipher: Cipher) {
    this.#db = db
    this.#cipher = cipher
  }

  get(name: SecretName): string | null {
    const row = this.#db.prepare('SELECT sealed FROM secrets WHERE name = ?').get(secretId(name))
    if (!(row?.sealed instanceof Uint8Array)) return null
    try {
      return this.#cipher.open(row.sealed)
    } catch {
      this.forget(name)
      return null
    }
  }

  set(name: SecretName, secret: string): void {
    this.#db
      .prepare(
        `INSERT INTO secrets (name, sealed) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed`,
      )
      .run(secretId(name), this.#cipher.seal(secret))
  }

  forget(name: SecretName): void {
    forgetSealed(this.#db, name)
  }
}

/** Where there is no cipher secrets end with this program; one that another program sealed can still be forgotten. */
export class UnsealedSecrets extends SessionSecrets {
  readonly #db: Database

  constructor(db: Database) {
    super()
    this.#db = db
  }

  override forget(name: SecretName): void {
    super.forget(name)
    forgetSealed(this.#db, name)
  }
}

function forgetSealed(db: Database, name: SecretName): void {
  db.prepare('DELETE FROM secrets WHERE name = ?').run(secretId(name))
}
