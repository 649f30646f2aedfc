// Reads a private key file and says exactly why it can't be used. An encrypted one gives its public half at once,
// where it can be had, and its private half only for the passphrase; what is decrypted stays in memory.

import { readFile, stat } from 'node:fs/promises'
import ssh2, { type ParsedKey } from 'ssh2'
import { fail } from '../../shared/fault.ts'
import { openPkcs8, pkcs8Kind } from './pkcs8.ts'
import { homePath } from './place.ts'

const longestKeyBytes = 256 * 1024

export interface KeyFile {
  readonly path: string
  /** Null where only the passphrase shows it. */
  readonly publicKey: ParsedKey | null
  /** Null where it is encrypted. */
  readonly privateKey: ParsedKey | null
  /** The private key, or null where the passphrase is wrong. */
  unlock(passphrase: string): ParsedKey | null
}

/** Fails with `file-unreadable`, `key-unreadable` or `key-format-unsupported`. */
export async function readKeyFile(keyPath: string): Promise<KeyFile> {
  const path = homePath(keyPath)
  const bytes = await readSmallFile(path)
  const opened = open(bytes)
  if (!(opened instanceof Error)) {
    if (!opened.isPrivateKey()) return fail('key-unreadable', { path }, 'It is a public key.')
    return { path, publicKey: opened, privateKey: opened, unlock: () => opened }
  }
  if (/unsupported (cipher|kdf|.*type|.*OID)/i.test(opened.message))
    return fail('key-format-unsupported', { path }, opened.message)
  if (!isLocked(opened)) return fail('key-unreadable', { path }, opened.message)
  const header = openSshHeader(bytes)
  // ssh2 knows its name, and gives it the wrong parameters.
  if (header?.cipher.startsWith('chacha20'))
    return fail('key-format-unsupported', { path }, `It is encrypted with ${header.cipher}.`)
  const publicKey = header?.publicKey ?? (await publicHalfBeside(path))
  return {
    path,
    publicKey,
    privateKey: null,
    unlock: (passphrase) => {
      const key = open(bytes, passphrase)
      if (key instanceof Error) return null
      if (publicKey !== null && !key.getPublicSSH().equals(publicKey.getPublicSSH()))
        return fail('key-unreadable', { path }, `${path}.pub is the public half of another key.`)
      return key
    },
  }
}

const isLocked = (error: Error) => /encrypted/i.test(error.message)

function open(bytes: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed =
    pkcs8Kind(bytes) === null
      ? ssh2.utils.parseKey(bytes, passphrase)
      : openPkcs8(bytes, passphrase)
  return parsed
}

interface OpenSshHeader {
  readonly cipher: string
  readonly publicKey: ParsedKey | null
}

/** OpenSSH's own format says in the clear: a magic, cipher, kdf, its options, a count, the public half. */
function openSshHeader(bytes: Buffer): OpenSshHeader | null {
  const [, base64] =
    /-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END/.exec(
      bytes.toString('latin1'),
    ) ?? []
  if (base64 === undefined) return null
  const blob = Buffer.from(base64, 'base64')
  let at = 'openssh-key-v1\0'.length
  const field = () => {
    const start = at + 4
    at = start + blob.readUInt32BE(at)
    return blob.subarray(start, at)
  }
  try {
    const cipher = field().toString('latin1')
    field()
    field()
    at += 4
    return { cipher, publicKey: asPublicKey(field()) }
  } catch {
    return null
  }
}

async function publicHalfBeside(path: string): Promise<ParsedKey | null> {
  const bytes = await readFile(`${path}.pub`).catch(() => null)
  return bytes === null || bytes.length > longestKeyBytes ? null : asPublicKey(bytes)
}

function asPublicKey(bytes: Buffer): ParsedKey | null {
  const parsed = ssh2.utils.parseKey(bytes)
  return parsed instanceof Error || parsed.isPrivateKey() ? null : parsed
}

async function readSmallFile(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > longestKeyBytes) return fail('key-unreadable', { path }, `${size} bytes`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return fail('file-unreadable', { path }, error.message)
    throw error
  }
}
