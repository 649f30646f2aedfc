// Under which name a thing of a login is known: a host's key, a file of the user's, a secret. Free of ssh2, so that who
// only names them does not load it.

import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Hop, Login } from '../../shared/login.ts'
import type { SecretName } from '../login/ask.ts'

/** What ssh tries by itself, in its order. */
const defaultKeyNames = ['id_rsa', 'id_ecdsa', 'id_ed25519']

/** Where a host's key is looked up; OpenSSH looks under an alias as under a name with the usual port. */
export function keyPlace({ host, port, hostKeyAlias }: Hop): { host: string; port: number } {
  return hostKeyAlias === undefined ? { host, port } : { host: hostKeyAlias, port: 22 }
}

/** A path with `~` as people write it. */
export function homePath(path: string): string {
  return /^~[/\\]/.test(path) ? join(homedir(), path.slice(2)) : path
}

/** The key files that a login may offer, whether they are there or not. */
export function keyPaths(login: Login): readonly string[] {
  if (login.kind === 'key') return [homePath(login.path)]
  return login.kind === 'auto' ? defaultKeyNames.map((name) => join(homedir(), '.ssh', name)) : []
}

/** Every secret that logging in to a host may have kept. */
export function secretNamesOf({ user, host, port, login }: Hop): readonly SecretName[] {
  return [
    { kind: 'password', user, host, port },
    ...keyPaths(login).map((keyPath) => ({ kind: 'passphrase', keyPath }) as const),
  ]
}
