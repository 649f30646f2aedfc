// What a login needs of a person: an answer to a question, and a place where a secret may be kept. The window, the
// command and the tests each bring their own.

import type { BoardId } from '../../shared/board.ts'
import type { LoginQuestion } from '../../shared/login.ts'

export interface Answers {
  /** One for each prompt; exactly one for a password or a passphrase. */
  readonly answers: readonly string[]
  readonly remember: boolean
}

/** Null where the person gave up. `signal` withdraws the question. */
export type Ask = (
  board: BoardId,
  question: LoginQuestion,
  wrongBefore: boolean,
  signal: AbortSignal,
) => Promise<Answers | null>

export type SecretName =
  | {
      readonly kind: 'password'
      readonly user: string
      readonly host: string
      readonly port: number
    }
  | { readonly kind: 'passphrase'; readonly keyPath: string }

export interface Secrets {
  get(name: SecretName): string | null
  set(name: SecretName, secret: string): void
  forget(name: SecretName): void
}

/** One text for each name, equal for equal names alone. */
export function secretId(name: SecretName): string {
  return JSON.stringify(
    name.kind === 'password'
      ? ['password', name.user, name.host.toLowerCase(), name.port]
      : ['passphrase', name.keyPath],
  )
}

/** Secrets that end with this program. */
export class SessionSecrets implements Secrets {
  readonly #kept = new Map<string, string>()

  get(name: SecretName): string | null {
    return this.#kept.get(secretId(name)) ?? null
  }

  set(name: SecretName, secret: string): void {
    this.#kept.set(secretId(name), secret)
  }

  forget(name: SecretName): void {
    this.#kept.delete(secretId(name))
  }
}
