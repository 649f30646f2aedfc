// Reads a private key file and says exactly why it can't be used, before anything is sent anywhere.

import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { fail } from '../../shared/fault.ts'

const longestKeyBytes = 256 * 1024

/** The key's bytes, fit for the handshake. */
export async function readPrivateKey(keyPath: string): Promise<Buffer> {
  const path = /^~[/\\]/.test(keyPath) ? join(homedir(), keyPath.slice(2)) : keyPath
  const bytes = await readSmallFile(path)
  const parsed = ssh2.utils.parseKey(bytes)
  if (parsed instanceof Error)
    return /encrypted/i.test(parsed.message)
      ? fail('key-encrypted', { path })
      : fail('key-unreadable', { path }, parsed.message)
  if (!parsed.isPrivateKey()) return fail('key-unreadable', { path }, 'It is a public key.')
  return bytes
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
