// Judges the key that a host shows. Only a key that the user trusted, here or through OpenSSH, passes;
// a revoked one never does, and where some key is known, any other one is a change.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Fault, fault } from '../../shared/fault.ts'
import type { TrustedKey } from '../board/session.ts'
import {
  type KnownHostLine,
  keyAlgorithm,
  knownHostName,
  namesMatch,
  parseKnownHosts,
} from './known-hosts.ts'

/** The host-key algorithms that are offered, each with the key type it belongs to, the preferred first. */
const offered = [
  { algorithm: 'ssh-ed25519', keyType: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', keyType: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', keyType: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', keyType: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', keyType: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', keyType: 'ssh-rsa' },
  { algorithm: 'ssh-rsa', keyType: 'ssh-rsa' },
] as const
export type HostKeyAlgorithm = (typeof offered)[number]['algorithm']

export interface KnownKeys {
  readonly host: string
  readonly port: number
  readonly trusted: readonly TrustedKey[]
  readonly revoked: readonly TrustedKey[]
}

/** As `ssh-keygen -lf` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/**
 * What is known of an address. For an algorithm of which the user trusted a key in Benchtop, that key alone
 * counts: so a key that was replaced here does not come back through an old line of known_hosts.
 */
export function knownKeys(
  host: string,
  port: number,
  own: readonly TrustedKey[],
  lines: readonly KnownHostLine[],
): KnownKeys {
  const name = knownHostName(host, port)
  const bareName = host.toLowerCase()
  const asKey = ({ algorithm, key }: KnownHostLine) => ({
    algorithm,
    fingerprint: fingerprintOf(key),
  })
  const replaced = new Set(own.map(({ algorithm }) => algorithm))
  return {
    host,
    port,
    trusted: [
      ...own,
      ...lines
        .filter(({ marker, names }) => marker === 'none' && namesMatch(names, name))
        .map(asKey)
        .filter(({ algorithm }) => !replaced.has(algorithm)),
    ],
    revoked: lines
      .filter(({ marker }) => marker === 'revoked')
      .filter(({ names }) => namesMatch(names, name) || namesMatch(names, bareName))
      .map(asKey),
  }
}

/** What to offer: the algorithms of known keys first, so that a host with several keys shows the known one. */
export function preferredAlgorithms(known: KnownKeys): HostKeyAlgorithm[] {
  const types = new Set(known.trusted.map(({ algorithm }) => algorithm))
  const first = offered.filter(({ keyType }) => types.has(keyType))
  const rest = offered.filter(({ keyType }) => !types.has(keyType))
  return [...first, ...rest].map(({ algorithm }) => algorithm)
}

/** Null where the key is trusted, else the fault that says why it is not. */
export function judgeHostKey(key: Buffer, known: KnownKeys): Fault | null {
  const { host, port } = known
  const algorithm = keyAlgorithm(key)
  const fingerprint = fingerprintOf(key)
  const isShown = (other: TrustedKey) => other.fingerprint === fingerprint
  if (known.revoked.some(isShown)) return fault('host-key-revoked', { host })
  if (known.trusted.some((other) => isShown(other) && other.algorithm === algorithm)) return null
  const comparable = known.trusted.filter((other) =>
    offered.some(({ keyType }) => keyType === other.algorithm),
  )
  // The port is no part of the sentence: with the host it is the address that trust would be for.
  const shown = { host, port, algorithm, fingerprint }
  if (comparable.length === 0) return fault('host-key-unknown', shown)
  const same = comparable.filter((other) => other.algorithm === algorithm)
  const expected = (same.length > 0 ? same : comparable)
    .map((other) => `${other.algorithm} ${other.fingerprint}`)
    .join(', ')
  return fault('host-key-changed', { ...shown, expected })
}

/** OpenSSH's own files, for this user and for the whole machine. */
export function openSshKnownHostsPaths(): string[] {
  const user = ['known_hosts', 'known_hosts2'].map((name) => join(homedir(), '.ssh', name))
  const machine =
    process.platform === 'win32'
      ? join(process.env.PROGRAMDATA ?? 'C:\\ProgramData', 'ssh', 'ssh_known_hosts')
      : '/etc/ssh/ssh_known_hosts'
  return [...user, machine]
}

/** The lines of every file that is there. */
export async function readKnownHosts(paths: readonly string[]): Promise<KnownHostLine[]> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')))
  return texts.flatMap(parseKnownHosts)
}
