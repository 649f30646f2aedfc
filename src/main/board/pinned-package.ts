// Packages that are fetched at run time, for boards: each by its exact version and the hash of its content, through the
// user's own npm configuration. Nothing else is ever fetched.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import { readNpmOptions } from './npm-config.ts'
import type { PinnedPackage } from './runtime-pins.ts'

interface FetchOptions {
  /** What it is called where it can't be had: the fault `runtime-unavailable`. */
  readonly item: string
  readonly version: string
  readonly cacheDir: string
  /** Gives up at the first failure and after this long, where a board can do without. */
  readonly patienceMs?: number
}

/** Hands `use` a folder of its own, with the package in `package`; the folder is gone afterwards. */
export async function withPinnedPackage(
  { name, integrity }: PinnedPackage,
  { item, version, cacheDir, patienceMs }: FetchOptions,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await mkdir(cacheDir, { recursive: true })
  const folder = await mkdtemp(join(cacheDir, 'fetch-'))
  try {
    const options = {
      ...(await readNpmOptions()),
      integrity,
      cache: join(folder, 'cache'),
      ...(patienceMs === undefined ? {} : { fetchRetries: 0, timeout: patienceMs }),
    }
    const { default: pacote } = await import('pacote')
    await pacote
      .extract(`${name}@${version}`, join(folder, 'package'), options)
      .catch((error: unknown) =>
        fail(
          'runtime-unavailable',
          { item },
          error instanceof Error ? error.message : String(error),
        ),
      )
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
