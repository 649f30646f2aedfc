// The order in which one logs in to a host: nothing, then keys, then what a person has to say. Each step is offered only
// where the server names its method; after a partial success whatever it demands further is offered too.

import type { AnyAuthMethod } from 'ssh2'
import { type Fault, fault } from '../../shared/fault.ts'
import type { Hop } from '../../shared/login.ts'
import { plainText } from '../board/printed.ts'
import { describeIdentity, type Identity, Offer } from './identity.ts'
import type { AskNow, Keyring } from './keyring.ts'
import type { PersonsWord } from './persons-word.ts'

/** What the server said to the last attempt. */
export interface Refusal {
  /** The methods that may go on. */
  readonly left: readonly string[]
  /** The attempt counted, and more is demanded. */
  readonly partial: boolean
}

export interface AttemptOptions {
  readonly hop: Hop
  readonly keyring: Keyring
  readonly ask: AskNow
  readonly word: PersonsWord
  /** Hears why an attempt could not be made. */
  readonly onFailure: (thrown: unknown) => void
}

type Attempt = AsyncGenerator<AnyAuthMethod, Refusal, Refusal>

export class Attempts {
  readonly #options: AttemptOptions
  readonly #steps: AsyncGenerator<AnyAuthMethod, void, Refusal>
  readonly #refused: Identity[] = []
  readonly #keys: AsyncGenerator<Identity, void>
  #left: readonly string[] = []

  constructor(options: AttemptOptions) {
    this.#options = options
    this.#keys = options.keyring.identities(options.hop.login, options.ask)
    this.#steps = this.#run()
  }

  /** The next thing to offer, after what the server said to the last one; null where nothing is left. */
  async next(left: readonly string[] | null, partial: boolean): Promise<AnyAuthMethod | null> {
    if (left !== null) this.#left = left
    if (partial) this.#options.word.accepted()
    const step = await this.#steps.next({ left: this.#left, partial })
    return step.done === true ? null : step.value
  }

  /** Why the server did not let the user in. */
  verdict(detail?: string): Fault {
    const { hop, word } = this.#options
    const { host, port, user, login } = hop
    if (word.wasWrong) return fault('password-wrong', { host, user }, detail)
    const tried = this.#refused.map(describeIdentity)
    const words = [...tried, detail].filter((line) => line !== undefined).join('\n')
    const [key] = this.#refused
    if (login.kind === 'key' && key !== undefined)
      return fault('key-refused', { host, port, user, path: key.name }, detail)
    if (login.kind === 'agent' && this.#left.includes('publickey'))
      return tried.length === 0
        ? fault('agent-empty', {})
        : fault('agent-refused', { host, port, user, count: tried.length }, words)
    const methods = plainText(this.#left.join(', ')).slice(0, 200) || '–'
    return login.kind === 'password'
      ? fault('password-unavailable', { host, user, methods }, detail)
      : fault('login-refused', { host, user, methods }, words)
  }

  async *#run(): AsyncGenerator<AnyAuthMethod, void, Refusal> {
    const { hop } = this.#options
    const { kind } = hop.login
    let refusal = yield { type: 'none', username: hop.user }
    for (let stage = 0; stage === 0 || refusal.partial; stage++) {
      const demanded = stage > 0
      refusal = { ...refusal, partial: false }
      if (kind !== 'password' || demanded) refusal = yield* this.#offerKeys(refusal)
      if (refusal.partial) continue
      if (kind === 'auto' || kind === 'password' || demanded)
        refusal = yield* this.#sayWord(refusal)
    }
  }

  async *#offerKeys(before: Refusal): Attempt {
    const { hop, onFailure } = this.#options
    let refusal = before
    while (refusal.left.includes('publickey')) {
      const { value: identity, done } = await this.#keys.next()
      if (done === true) break
      if (this.#isKnown(identity)) continue
      const offer = new Offer(identity, onFailure)
      const { user: username } = hop
      // What comes back of this first step is what the server said before it.
      yield { type: 'agent', username, agent: offer }
      if (offer.signed !== null) {
        refusal = yield { type: 'publickey', username, key: offer.signed }
        if (refusal.partial) break
      }
      this.#refused.push(identity)
    }
    return refusal
  }

  /** ssh prefers to be asked by the server, which knows what it wants, to sending a password of its own accord. */
  async *#sayWord(before: Refusal): Attempt {
    const { hop, word } = this.#options
    const username = hop.user
    let refusal = before
    while (refusal.left.includes('keyboard-interactive') && word.mayTry) {
      const asked = word.asked
      refusal = yield { type: 'keyboard-interactive', username, prompt: word.prompt }
      if (refusal.partial) return refusal
      if (word.asked === asked) break
      word.refused()
    }
    while (refusal.left.includes('password') && word.mayTry) {
      refusal = yield { type: 'password', username, password: await word.password() }
      if (refusal.partial) return refusal
      word.refused()
    }
    return refusal
  }

  #isKnown({ publicKey }: Identity): boolean {
    const blob = publicKey.getPublicSSH()
    return this.#refused.some((other) => other.publicKey.getPublicSSH().equals(blob))
  }
}
