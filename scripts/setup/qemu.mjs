// The board that is a whole emulated machine, for the suites that need a kernel of its own. Run on demand: its image
// takes minutes the first time.

import { existsSync } from 'node:fs'
import { run } from '../command.mjs'
import { at, isLinux, isRoot } from '../project.mjs'
import { Stop } from '../say.mjs'

/** Why this machine can not have a QEMU board, or null. @param {string} command that needs it */
export function qemuLack(command) {
  if (!isLinux || process.arch !== 'x64') return 'the QEMU board needs Linux on x64'
  if (!existsSync('/usr/bin/apt-get')) return 'the QEMU board is made with Debian’s tools'
  if (!isRoot) return `the QEMU board needs root: sudo ${command}`
  return null
}

/** After the other test boards, whose key it takes. */
export async function prepareQemuBoard() {
  const { code } = await run('bash', [at('test/boards/qemu/setup.sh')])
  if (code !== 0) throw new Stop(`test/boards/qemu/setup.sh ended with code ${code}.`)
}
