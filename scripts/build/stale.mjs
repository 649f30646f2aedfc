// Whether something built is older than what it is built from. A stamp written after a successful build, dated to
// its start, decides: a build that failed halfway, or a file saved during one, counts as stale.

import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../project.mjs'

/** The newest change in a file, or in a folder and all that is in it. @param {string} path @returns {number} */
function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    stat.mtimeMs,
  )
}

/** @param {string} name */
const stampOf = (name) => at('out', `.built-${name}`)

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {readonly string[]} inputs files and folders, from the project's root
 * @property {readonly string[]} outputs files that must be there
 */

/** @param {Target} target */
export function isStale({ name, inputs, outputs }) {
  if (outputs.some((path) => !existsSync(at(path)))) return true
  const stamp = statSync(stampOf(name), { throwIfNoEntry: false })
  return stamp === undefined || inputs.some((path) => newestMs(at(path)) > stamp.mtimeMs)
}

/** @param {Target} target @param {Date} startedAt */
export function markBuilt({ name }, startedAt) {
  mkdirSync(at('out'), { recursive: true })
  writeFileSync(stampOf(name), '')
  utimesSync(stampOf(name), startedAt, startedAt)
}
