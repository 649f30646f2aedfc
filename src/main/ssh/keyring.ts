// The keys that one connecting may offer: from files, from an agent. A file's passphrase is asked for once in a
// connecting, however many hosts on the way want the key; an agent that holds the key spares the question.

import type { ParsedKey } from 'ssh2'
import { FaultError, fail } from '../../shared/fault.ts'
import type { Login, LoginQuestion } from '../../shared/login.ts'
import { cancelledError } from '../board/transport.ts'
import type { Answers, Secrets } from '../login/ask.ts'
import { agentIdentities } from './agent.ts'
import type { Identity } from './identity.ts'
import { keyPaths } from './place.ts'
import { type KeyFile, readKeyFile } from './private-key.ts'

const passphraseTries = 3

export type AskNow = (question: LoginQuestion, wrongBefore: boolean) => Promise<Answers | null>

export class Keyring {
  readonly #secrets: Secrets
  readonly #opened = new Map<string, ParsedKey>()

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  /** Finds out before anything is sent whether a key that the login names can be used. */
  async check(login: Login): Promise<void> {
    if (login.kind === 'key') await readKeyFile(login.path)
  }

  /**
   * In the order in which they are to be offered. Fails where the login names a key or an agent that can not be
   * used; what `auto` does not find is passed over.
   */
  async *identities(login: Login, ask: AskNow): AsyncGenerator<Identity, void> {
    if (login.kind === 'key') {
      yield await this.#fromFile(await readKeyFile(login.path), ask)
    } else if (login.kind === 'agent') {
      yield* await agentIdentities(login.socket)
    } else {
      yield* await agentIdentities(undefined).catch(passedOver)
      for (const path of keyPaths(login)) {
        const file = await readKeyFile(path).catch(passedOver)
        if ('path' in file) yield await this.#fromFile(file, ask)
      }
    }
  }

  async #fromFile(file: KeyFile, ask: AskNow): Promise<Identity> {
    const { path, publicKey } = file
    return {
      name: path,
      publicKey: publicKey ?? (await this.#open(file, ask)),
      sign: async (data, hash) => {
        const held = file.privateKey === null ? await heldByAgent(file) : null
        if (held !== null) return held.sign(data, hash)
        const signature: Buffer | Error = (await this.#open(file, ask)).sign(data, hash)
        return signature instanceof Error
          ? fail('key-unreadable', { path }, signature.message)
          : signature
      },
    }
  }

  async #open(file: KeyFile, ask: AskNow): Promise<ParsedKey> {
    const { path } = file
    const key = file.privateKey ?? this.#opened.get(path) ?? (await this.#unlock(file, ask))
    this.#opened.set(path, key)
    return key
  }

  async #unlock(file: KeyFile, ask: AskNow): Promise<ParsedKey> {
    const { path } = file
    const name = { kind: 'passphrase', keyPath: path } as const
    const kept = this.#secrets.get(name)
    const openedByKept = kept === null ? null : file.unlock(kept)
    if (openedByKept !== null) return openedByKept
    if (kept !== null) this.#secrets.forget(name)
    for (let tries = 0; tries < passphraseTries; tries++) {
      const given = await ask(name, kept !== null || tries > 0)
      if (given === null) throw cancelledError()
      const [passphrase = ''] = given.answers
      const key = file.unlock(passphrase)
      if (key === null) continue
      if (given.remember) this.#secrets.set(name, passphrase)
      return key
    }
    return fail('passphrase-wrong', { path })
  }
}

async function heldByAgent({ publicKey }: KeyFile): Promise<Identity | null> {
  if (publicKey === null) return null
  const held = await agentIdentities(undefined).catch(passedOver)
  const blob = publicKey.getPublicSSH()
  return held.find((identity) => identity.publicKey.getPublicSSH().equals(blob)) ?? null
}

function passedOver(thrown: unknown): readonly [] {
  if (thrown instanceof FaultError) return []
  throw thrown
}
