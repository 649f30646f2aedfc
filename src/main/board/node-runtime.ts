// Node for boards that have none: the pinned package is fetched once, checked against its integrity, and only
// the program and its licence are kept, as an archive in the cache.

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import { type Archive, cachedArchive, writeArchive } from './archive.ts'
import { readNpmOptions } from './npm-config.ts'
import type { BoardArch, RuntimePins } from './runtime-pins.ts'

export const nodeItem = (pins: RuntimePins) => `Node ${pins.node.version}`

export async function nodeArchive(
  arch: BoardArch,
  pins: RuntimePins,
  cacheDir: string,
  onFetch: () => void,
): Promise<Archive> {
  const { version, packages } = pins.node
  const { name, integrity } = packages[arch]
  const pin = createHash('sha256').update(integrity).digest('hex').slice(0, 16)
  return cachedArchive(cacheDir, `node-${version}-${arch}-${pin}`, async (path) => {
    onFetch()
    await mkdir(cacheDir, { recursive: true })
    const folder = await mkdtemp(join(cacheDir, 'fetch-'))
    try {
      const options = { ...(await readNpmOptions()), integrity, cache: join(folder, 'cache') }
      const target = join(folder, 'package')
      const { default: pacote } = await import('pacote')
      await pacote.extract(`${name}@${version}`, target, options).catch((error: unknown) => {
        const detail = error instanceof Error ? error.message : String(error)
        return fail('runtime-unavailable', { item: `${nodeItem(pins)} for ${arch}` }, detail)
      })
      await writeArchive(path, { folder: target, files: ['LICENSE', 'bin/node'] })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
