// Debian's Prometheus for the one suite that has a real server scrape. Its package is unpacked into the build's folder and
// not installed: that would leave a service running on this machine. No root is needed.

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../command.mjs'
import { at, isLinux, isRoot } from '../project.mjs'
import { Stop, say } from '../say.mjs'

const folder = at('out/tools/prometheus')
const unpacked = join(folder, 'usr/bin')

/** Where `prometheus` and `promtool` are, or null. */
function findPrograms() {
  const isThere = (/** @type {string} */ dir) =>
    ['prometheus', 'promtool'].every((name) => existsSync(join(dir, name)))
  return ['/usr/bin', unpacked].find(isThere) ?? null
}

/** Why this machine can not have it, or null. */
export function prometheusLack() {
  if (findPrograms() !== null) return null
  return isLinux && existsSync('/usr/bin/apt-get') ? null : 'it needs Debian’s prometheus'
}

/** Gives the folder of the programs. */
export async function preparePrometheus() {
  const found = findPrograms()
  if (found !== null) return found
  mkdirSync(folder, { recursive: true })
  say('downloading and unpacking Debian’s prometheus')
  if (isRoot) await run('apt-get', ['update', '-q'], { quiet: true })
  const download = await run('apt-get', ['download', 'prometheus'], { quiet: true, cwd: folder })
  const name = readdirSync(folder).find((file) => file.endsWith('.deb'))
  if (download.code !== 0 || name === undefined)
    throw new Stop(`apt-get could not download prometheus:\n${download.output.trim().slice(-1000)}`)
  const { code, output } = await run('dpkg-deb', ['-x', join(folder, name), folder], {
    quiet: true,
  })
  if (code !== 0) throw new Stop(`dpkg-deb could not unpack ${name}:\n${output.trim()}`)
  return unpacked
}
