// Brings node_modules to what package-lock.json says. It compares contents, not times: an interrupted
// install leaves no list of what is installed, and a checkout that changes nothing installs nothing.

import { existsSync, readFileSync } from 'node:fs'
import { runNpm } from '../command.mjs'
import { at } from '../project.mjs'
import { Stop, say } from '../say.mjs'

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {boolean} [peer]
 */

/** @param {string} path @returns {Readonly<Record<string, LockedPackage>> | null} */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * The first package that is not installed as locked, or null. What is installed for no platform but
 * others' (optional packages) may be missing.
 * @param {Readonly<Record<string, LockedPackage>>} wanted
 * @param {Readonly<Record<string, LockedPackage>>} installed
 * @param {(folder: string) => boolean} isThere
 */
export function firstStale(wanted, installed, isThere) {
  for (const [folder, { version, integrity, optional, devOptional, peer }] of Object.entries(
    wanted,
  )) {
    if (folder === '') continue
    const found = installed[folder]
    if (found === undefined) {
      if (optional || devOptional || peer) continue
      return folder
    }
    if (found.version !== version || found.integrity !== integrity) return folder
    if (!isThere(folder)) return folder
  }
  return null
}

function whatIsMissing() {
  const wanted = lockedPackages(at('package-lock.json'))
  if (wanted === null)
    throw new Stop('package-lock.json can not be read. Restore it: git checkout package-lock.json')
  const installed = lockedPackages(at('node_modules/.package-lock.json'))
  if (installed === null)
    return existsSync(at('node_modules'))
      ? 'an install was interrupted'
      : 'nothing is installed yet'
  const stale = firstStale(wanted, installed, (folder) => existsSync(at(folder, 'package.json')))
  return stale === null ? null : `${stale} is not as package-lock.json says`
}

/** Installs the packages when one is missing or another version than locked. */
export async function preparePackages() {
  const missing = whatIsMissing()
  if (missing === null) return
  say(`installing packages (${missing}): npm ci`)
  const { code } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    // npm before 11.18 does not know allowScripts: the CUDA download is switched off for it this way.
    env: { ONNXRUNTIME_NODE_INSTALL: 'skip' },
  })
  if (code !== 0)
    throw new Stop(
      `npm ci ended with code ${code}. What it printed above says why; run it again: npm ci`,
    )
}
