// Writes a file whole or not at all: beside its place first, then moved there. What is there and is no file stays.

import { randomBytes } from 'node:crypto'
import { lstat, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fail } from '../shared/fault.ts'

const words = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** Gives back the absolute path. A link is replaced, not followed. */
export async function writeWhole(path: string, content: string): Promise<string> {
  const target = resolve(path)
  const there = await lstat(target).catch(() => null)
  if (there !== null && !there.isFile() && !there.isSymbolicLink())
    fail('file-unwritable', { path: target }, 'What is there is not a file.')
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`)
  try {
    await writeFile(part, content, { flag: 'wx' })
    await rename(part, target)
  } catch (thrown) {
    await rm(part, { force: true }).catch(() => undefined)
    fail('file-unwritable', { path: target }, words(thrown))
  }
  return target
}
