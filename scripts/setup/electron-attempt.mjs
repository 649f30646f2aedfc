// Remembers for a day that Electron could not be downloaded, so that each start does not wait for it again.

import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../project.mjs'

const marker = join(cacheFolder, 'electron-download-failed')
const dayMs = 24 * 60 * 60_000

export function recentlyFailed() {
  const stat = statSync(marker, { throwIfNoEntry: false })
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) < dayMs
}

export function rememberFailure() {
  mkdirSync(cacheFolder, { recursive: true })
  writeFileSync(marker, 'Remove this file to try the download again at once.\n')
}

export function forgetFailure() {
  rmSync(marker, { force: true })
}
