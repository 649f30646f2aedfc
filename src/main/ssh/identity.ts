// A key that can be offered and, once the server wants it, sign: the private half is touched, and its passphrase
// asked for, only after the server accepted the public one.

import ssh2, { type ParsedKey } from 'ssh2'
import { fingerprintOf } from './host-key.ts'

/** RSA alone has a choice. */
export type SignatureHash = NonNullable<ssh2.SigningRequestOptions['hash']>

export interface Identity {
  /** What people know it by: a file's path, or the comment in the agent. */
  readonly name: string
  readonly publicKey: ParsedKey
  sign(data: Buffer, hash: SignatureHash | undefined): Promise<Buffer>
}

/** As `ssh-add -l` prints it: `SHA256:… name (algorithm)`. */
export function describeIdentity({ name, publicKey }: Identity): string {
  return `${fingerprintOf(publicKey.getPublicSSH())} ${name} (${publicKey.type})`
}

/**
 * A key on offer, in the two steps that ssh2 has for it. As an agent of one key it asks the server whether the key would
 * do; the signature is made then, in its own time. As a private key that only repeats this signature it logs in, since
 * ssh2 does not hear a partial success after an agent's key.
 */
export class Offer extends ssh2.BaseAgent<ParsedKey> {
  readonly #identity: Identity
  readonly #onFailure: (thrown: unknown) => void
  #signed: ParsedKey | null = null

  /** `onFailure` hears why a signature was not made. */
  constructor(identity: Identity, onFailure: (thrown: unknown) => void) {
    super()
    this.#identity = identity
    this.#onFailure = onFailure
  }

  /** Null where the server did not want the key, or no signature could be made. */
  get signed(): ParsedKey | null {
    return this.#signed
  }

  override getIdentities(done: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
    done(undefined, [this.#identity.publicKey])
  }

  override sign(
    _key: ParsedKey,
    data: Buffer,
    options: ssh2.SigningRequestOptions | ssh2.SignCallback,
    callback?: ssh2.SignCallback,
  ): void {
    const [done, hash] =
      typeof options === 'function' ? [options, undefined] : [callback, options.hash]
    const { publicKey } = this.#identity
    this.#identity
      .sign(data, hash)
      .then((signature) => {
        this.#signed = repeating(publicKey, data, signature)
      }, this.#onFailure)
      .finally(() => done?.(new Error('It is offered again, with its signature.')))
  }
}

/** A key that ssh2 takes for a private one: it knows a single signature, of a single text. */
function repeating(publicKey: ParsedKey, text: Buffer, signature: Buffer): ParsedKey {
  return Object.create(publicKey, {
    isPrivateKey: { value: () => true },
    sign: {
      value: (asked: Buffer) => (asked.equals(text) ? signature : new Error('another text')),
    },
  }) as ParsedKey
}
