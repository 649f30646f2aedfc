// Where things of the project lie, and what this machine is. Nothing here changes anything.

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

/** @param {readonly string[]} parts */
export const at = (...parts) => join(root, ...parts)

/** Node 24 from the `node` package: what everything but the set-up runs under. */
export const node24 = at(
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/** Things too large for the repository that every clone on this machine shares. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'benchtop')

export const isRoot = process.getuid?.() === 0
export const isLinux = process.platform === 'linux'
export const hasScreen =
  !isLinux || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
