// Makes the archives that travel to boards: the same files always give the same bytes, compressed once and
// kept in the cache under a name that tells their content.

import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { create } from 'tar'
import { type Artifact, sha256Of } from './artifact.ts'

export interface FileSet {
  readonly folder: string
  /** Relative to `folder`, with forward slashes; they keep their paths in the archive. */
  readonly files: readonly string[]
}

export interface Archive {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly unpackedBytes: number
}

/** What a set of files holds, as one hash: it changes with any name and any byte. */
export async function contentHash({ folder, files }: FileSet): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [...files].sort())
    hash.update(`${file}\0${await sha256Of(join(folder, file))}\0`)
  return hash.digest('hex')
}

export async function writeArchive(path: string, { folder, files }: FileSet): Promise<void> {
  const gzip = { level: 6 }
  const options = { cwd: folder, gzip, portable: true, follow: true, mtime: new Date(0) }
  await create({ file: path, ...options }, [...files].sort())
}

/** The archive of this name, written if the cache does not have it. The name must tell the content. */
export async function cachedArchive(
  cacheDir: string,
  name: string,
  write: (path: string) => Promise<void>,
): Promise<Archive> {
  const folder = join(cacheDir, 'archives')
  const path = join(folder, `${name}.tgz`)
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    await mkdir(folder, { recursive: true })
    const draft = `${path}.${randomBytes(6).toString('hex')}`
    try {
      await write(draft)
      await rename(draft, path)
    } finally {
      await rm(draft, { force: true })
    }
  }
  const { size } = await stat(path)
  return {
    path,
    bytes: size,
    sha256: await sha256Of(path),
    unpackedBytes: await gzipSize(path, size),
  }
}

export function archiveArtifact(
  archive: Archive,
  about: Pick<Artifact, 'item' | 'target' | 'executable'>,
): Artifact {
  const { sha256, bytes, unpackedBytes } = archive
  return {
    ...about,
    sha256,
    bytes,
    unpackedBytes,
    form: 'archive',
    open: (start) => createReadStream(archive.path, { start, highWaterMark: 256 * 1024 }),
  }
}

/** A gzip file ends with the size of what it holds. */
async function gzipSize(path: string, bytes: number): Promise<number> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, bytes - 4)
    return buffer.readUInt32LE(0)
  } finally {
    await file.close()
  }
}
