// Chromium's sandbox for an ordinary user on Linux: by user namespaces where the kernel lets users make them, else by
// the helper beside the binary, which root has to own with the setuid bit.

import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isLinux, isRoot } from '../project.mjs'
import { Stop } from '../say.mjs'

/** Kernel settings, and the value of each that keeps users from making namespaces. */
const refusals = {
  '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1',
  '/proc/sys/kernel/unprivileged_userns_clone': '0',
  '/proc/sys/user/max_user_namespaces': '0',
}

/** @param {string} path */
function setting(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

/** @param {string} path */
function isRootsSetuid(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4111) === 0o4111
}

/** Stops with the command that gives Electron its sandbox, where it would have none. @param {string} electron */
export function requireSandbox(electron) {
  if (!isLinux || isRoot) return
  const refused = Object.entries(refusals).some(([path, value]) => setting(path) === value)
  const helper = join(dirname(electron), 'chrome-sandbox')
  if (!refused || isRootsSetuid(helper)) return
  throw new Stop(
    'this system does not let users make namespaces, so Electron’s sandbox needs its helper to be root’s. ' +
      `Do this once, then try again:\n\n  sudo chown root:root ${helper} && sudo chmod 4755 ${helper}\n`,
  )
}
