// What is installed on a board so that a login may tune without a password: one program of root's, and one line that lets
// that login run it without arguments. It is shown before it is installed.

import { fail } from './fault.ts'

export const helperPath = '/usr/local/libexec/benchtop-tune'

/** What a name may look like that goes into a file of sudo's. */
const loginName = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/

function checked(user: string): string {
  return loginName.test(user) ? user : fail('helper-not-for-login', { user })
}

/**
 * sudo leaves out files with a dot in their name, and of several lines for a login the last one holds: a name that comes
 * late, so that a line that asks for a password does not come after it.
 */
export const sudoersPath = (user: string): string =>
  `/etc/sudoers.d/zz-benchtop-${checked(user).replaceAll('.', '_')}`

/** The empty argument: sudo lets it be run without arguments only. */
export const sudoersLine = (user: string): string =>
  `${checked(user)} ALL=(root) NOPASSWD: ${helperPath} ""`
