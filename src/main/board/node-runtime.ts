// Node for boards that have none: the pinned package is fetched once, checked against its integrity, and only
// the program and its licence are kept, as an archive in the cache.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Archive, cachedArchive, writeArchive } from './archive.ts'
import { withPinnedPackage } from './pinned-package.ts'
import type { BoardArch, RuntimePins } from './runtime-pins.ts'

export const nodeItem = (pins: RuntimePins) => `Node ${pins.node.version}`

export async function nodeArchive(
  arch: BoardArch,
  pins: RuntimePins,
  cacheDir: string,
  onFetch: () => void,
): Promise<Archive> {
  const { version, packages } = pins.node
  const pinned = packages[arch]
  const pin = createHash('sha256').update(pinned.integrity).digest('hex').slice(0, 16)
  return cachedArchive(cacheDir, `node-${version}-${arch}-${pin}`, async (path) => {
    onFetch()
    const item = `${nodeItem(pins)} for ${arch}`
    await withPinnedPackage(pinned, { item, version, cacheDir }, (folder) =>
      writeArchive(path, { folder: join(folder, 'package'), files: ['LICENSE', 'bin/node'] }),
    )
  })
}
