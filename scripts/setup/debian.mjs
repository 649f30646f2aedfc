// Debian's and Ubuntu's packages: installed when we are root, else named in the exact command that installs them.

import { existsSync } from 'node:fs'
import { run } from '../command.mjs'
import { isRoot } from '../project.mjs'
import { Stop, say } from '../say.mjs'

const aptGet = '/usr/bin/apt-get'
const quietly = { DEBIAN_FRONTEND: 'noninteractive' }

/** The name under which this release carries a package: newer ones added t64 to some. @param {string} name */
async function nameHere(name) {
  const { code, output } = await run('apt-cache', ['policy', `${name}t64`], { quiet: true })
  return code === 0 && /Candidate: \d/.test(output) ? `${name}t64` : name
}

/**
 * Installs packages, or stops with the command that a person has to run.
 * @param {readonly string[]} names
 * @param {string} reason what is missing and for what
 */
export async function installDebianPackages(names, reason) {
  if (!existsSync(aptGet))
    throw new Stop(
      `${reason}. Install what your system calls ${names.join(', ')} with its package manager, then try again.`,
    )
  if (!isRoot) {
    const here = await Promise.all(names.map(nameHere))
    throw new Stop(
      `${reason}. Install it, then try again:\n\n  sudo apt-get install ${here.join(' ')}\n`,
    )
  }
  await run(aptGet, ['update', '-q'], { quiet: true, env: quietly })
  const here = await Promise.all(names.map(nameHere))
  const command = ['install', '-y', '-q', '--no-install-recommends', ...here]
  say(`${reason}: apt-get install ${here.join(' ')}`)
  const { code, output } = await run(aptGet, command, { quiet: true, env: quietly })
  if (code !== 0)
    throw new Stop(`apt-get did not succeed:\n${output.trim().split('\n').slice(-8).join('\n')}`)
}
