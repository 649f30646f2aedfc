// What the tests with real SSH need: OpenSSH's server, and the project's own boards (root on Linux only).

import { existsSync } from 'node:fs'
import { run } from '../command.mjs'
import { at, isLinux, isRoot } from '../project.mjs'
import { Stop, say } from '../say.mjs'
import { installDebianPackages } from './debian.mjs'

const sshServers = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/lib/ssh/sshd']

export async function prepareTestBoards() {
  if (!isLinux) {
    say('tests with boards need Linux: they will be skipped')
    return
  }
  if (!sshServers.some(existsSync))
    await installDebianPackages(['openssh-server'], 'Tests over SSH need OpenSSH’s server')
  if (!isRoot) {
    say('not root: tests that make their own network or disk will be skipped')
    return
  }
  const { code } = await run('bash', [at('test/boards/setup.sh')])
  if (code !== 0) throw new Stop(`test/boards/setup.sh ended with code ${code}.`)
}
