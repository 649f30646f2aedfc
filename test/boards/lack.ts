// What this machine lacks for a kind of test board: null, or a reason that a skipped test prints.

import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const setUp = 'run: sh test/boards/setup.sh'

export const boardsCache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'benchtop',
  'boards',
)

const isRoot = () => process.getuid?.() === 0

export function loopbackLack(): string | null {
  if (process.platform !== 'linux') return 'the loopback board needs Linux'
  if (!existsSync('/usr/sbin/sshd') || !existsSync('/usr/bin/ssh-keygen'))
    return `OpenSSH’s server is not installed; ${setUp}`
  if (isRoot() && !existsSync(join(boardsCache, 'key')))
    return `the test boards are not set up; ${setUp}`
  return null
}

export function namespaceLack(): string | null {
  if (process.platform !== 'linux') return 'namespace boards need Linux'
  if (!isRoot()) return 'namespace boards need root'
  if (!existsSync('/dev/net/tun')) return 'namespace boards need /dev/net/tun'
  if (!existsSync(join(boardsCache, 'debian', '.complete')))
    return `the test boards are not set up; ${setUp}`
  return null
}

/** Says once why tests are skipped, so that a green run does not hide it. Returns whether they are. */
export function skipped(lack: string | null): boolean {
  if (lack !== null) console.warn(`skipped: ${lack}`)
  return lack !== null
}
