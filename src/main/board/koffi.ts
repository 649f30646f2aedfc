// Which files of koffi a board needs: the JavaScript that is loaded, and one architecture's native half. npm installs
// the native half of this computer alone; another's is fetched, pinned.

import { createHash } from 'node:crypto'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { contentHash, type FileSet } from './archive.ts'
import { withPinnedPackage } from './pinned-package.ts'
import type { BoardArch, RuntimePins } from './runtime-pins.ts'

export interface KoffiSource {
  /** Changes with any byte of it. */
  readonly identity: string
  /** Copies it below `folder`, fetching what is not here, and gives the files by their paths there. */
  place(folder: string, cacheDir: string): Promise<readonly string[]>
}

const manifestSchema = z.object({ version: z.string() })

/** A board measures without it too, so nobody waits long for it. */
const patienceMs = 20_000

const ownFiles = [
  'package.json',
  'LICENSE.txt',
  'index.cjs',
  'src/koffi/index.cjs',
  'src/koffi/src/static.cjs',
].map((file) => `node_modules/koffi/${file}`)

/** Null where this installation has no koffi of the pinned version. */
export async function koffiFor(
  arch: BoardArch,
  modulesDir: string,
  { koffi: { version, packages } }: RuntimePins,
): Promise<KoffiSource | null> {
  if ((await versionIn(join(modulesDir, 'node_modules/koffi'))) !== version) return null
  const pinned = packages[arch]
  const native = `node_modules/${pinned.name}`
  // Its index.js chooses by the C library; boards with musl are refused.
  const nativeFiles = ['package.json', 'index.js', `linux_${arch}/koffi.node`]
  const files = [...ownFiles, ...nativeFiles.map((file) => `${native}/${file}`)]
  const isHere = (await versionIn(join(modulesDir, native))) === version
  const here: FileSet = { folder: modulesDir, files: isHere ? files : ownFiles }
  const copy = async (from: string, file: string, to: string) => cp(join(from, file), to)
  return {
    identity: await contentHash(here).then((hash) =>
      isHere ? hash : hashOf(hash, pinned.integrity),
    ),
    place: async (folder, cacheDir) => {
      for (const file of here.files) await copy(modulesDir, file, join(folder, file))
      if (isHere) return files
      const item = `koffi ${version} for ${arch}`
      await withPinnedPackage(pinned, { item, version, cacheDir, patienceMs }, async (fetched) => {
        for (const file of nativeFiles)
          await copy(join(fetched, 'package'), file, join(folder, native, file))
      })
      return files
    },
  }
}

const hashOf = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('\0')).digest('hex')

async function versionIn(folder: string): Promise<string | null> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    return manifestSchema.parse(manifest).version
  } catch {
    return null
  }
}
