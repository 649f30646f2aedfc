// Debian's Prometheus, for the one suite that has a real server scrape: the programs alone, no service is started.

import { existsSync } from 'node:fs'
import { isLinux, isRoot } from '../project.mjs'
import { installDebianPackages } from './debian.mjs'

const programs = ['/usr/bin/prometheus', '/usr/bin/promtool']
const isThere = () => programs.every((path) => existsSync(path))

/** Why this machine can not have it, or null. @param {string} command that needs it */
export function prometheusLack(command) {
  if (isThere()) return null
  if (!isLinux || !existsSync('/usr/bin/apt-get')) return 'it needs Debian’s prometheus'
  return isRoot ? null : `installing prometheus needs root: sudo ${command}`
}

export async function preparePrometheus() {
  if (!isThere()) await installDebianPackages(['prometheus'], 'prometheus and promtool are missing')
}
