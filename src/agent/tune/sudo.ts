// What sudo lets this login do as root, asked in a way that changes nothing and that reports nobody; and the one way in which
// a password reaches it: its stdin.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { fail } from '../../shared/fault.ts'
import { helperPath } from '../../shared/tuning-helper.ts'

const patienceMs = 20_000
const longestListing = 256 * 1024
const folders = ['/usr/bin', '/usr/local/bin', '/bin', '/run/wrappers/bin']

/** A fixed environment: nothing of the session's reaches a program of root's. */
export const plainEnvironment = (home = '/'): NodeJS.ProcessEnv => ({
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  HOME: home,
})

/** Null where it is not there. */
export function findSudo(): string | null {
  const isThere = (path: string) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  }
  return folders.map((folder) => `${folder}/sudo`).find(isThere) ?? null
}

export interface Grants {
  /** Without a password: the helper, and everything. */
  readonly helper: boolean
  readonly all: boolean
  /** Everything, with a password or without; null: sudo tells only whom it knows by a password. */
  readonly withPassword: boolean | null
}

const nothing: Grants = { helper: false, all: false, withPassword: false }

export async function askGrants(sudo: string): Promise<Grants> {
  const listing = await new Promise<string | null>((resolve) => {
    const options = {
      timeout: patienceMs,
      maxBuffer: longestListing,
      env: plainEnvironment(),
    }
    execFile(sudo, ['-n', '-l'], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else resolve(/password/i.test(stderr) ? null : '')
    })
  })
  return listing === null ? { ...nothing, withPassword: null } : grantsIn(listing)
}

/** What `sudo -l` prints; of several lines for one command the last one counts. */
export function grantsIn(listing: string): Grants {
  const asksNobody = /^\s.*!authenticate/m.test(listing)
  let helper: boolean | null = null
  let all: boolean | null = null
  for (const [, runas = '', commands = ''] of listing.matchAll(/^\s+\(([^)]*)\)\s*(.+)$/gm)) {
    const users = (runas.split(':')[0] ?? '').split(',').map((user) => user.trim())
    if (!users.includes('root') && !users.includes('ALL')) continue
    let isFree = asksNobody
    for (const tagged of commands.split(/,\s+/)) {
      if (/\bNOPASSWD:/.test(tagged)) isFree = true
      else if (/\bPASSWD:/.test(tagged)) isFree = asksNobody
      const command = tagged.replace(/^([A-Z_]+:\s*)+/, '').trim()
      if (command === 'ALL') {
        all = isFree
        helper = isFree
      } else if (command === helperPath || command === `${helperPath} ""`) helper = isFree
    }
  }
  return { helper: helper ?? false, all: all ?? false, withPassword: all !== null }
}

/** Tries the password once, alone, so that a wrong one counts as one wrong try. */
export async function checkPassword(sudo: string, password: string): Promise<void> {
  const child = spawn(sudo, [...passwordArguments, 'true'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: plainEnvironment(),
    timeout: patienceMs,
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-1_000)
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(`${password}\n`)
  const [code] = await once(child, 'close')
  if (code !== 0) fail('tuning-password-wrong', {}, log.trim())
}

/** Asks anew whatever was typed elsewhere, and reads the password from stdin without a word. */
export const passwordArguments = ['-k', '-S', '-p', '', '--'] as const
