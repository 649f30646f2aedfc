// A session of the program that tunes on the route that this login has, and what runs as root to install it. A password is
// passed on to sudo's stdin and kept nowhere.

import { homedir, userInfo } from 'node:os'
import { fail } from '../../shared/fault.ts'
import type { TuningRoute } from '../../shared/tuning.ts'
import { helperPath } from '../../shared/tuning-helper.ts'
import type { Home } from '../home.ts'
import { installHelper, removeHelper, runAs, runAsRoot, sentProgram } from './as-root.ts'
import { placeProgram } from './program-file.ts'
import { TunerSession } from './session.ts'
import { askGrants, checkPassword, findSudo, passwordArguments, plainEnvironment } from './sudo.ts'

/** As this login, which may always ask how things stand, also with what root has set. */
export function openAsLogin(home: Home): Promise<TunerSession> {
  const command = ['/bin/sh', placeProgram(home)]
  return TunerSession.open({ command, preface: '', env: plainEnvironment(homedir()) })
}

/** With the right to write. */
export async function openToWrite(
  route: TuningRoute,
  home: Home,
  password: string | undefined,
): Promise<TunerSession> {
  const env = plainEnvironment()
  switch (route) {
    case 'direct':
      return openAsLogin(home)
    case 'helper':
      return TunerSession.open({ command: [sudo(), '-n', helperPath], preface: '', env })
    case 'sudo':
    case 'password': {
      const { command, preface } = await asRoot(route, password)
      return TunerSession.open({
        command: [...command, '/bin/sh', '-c', runAsRoot],
        preface: `${preface}${sentProgram}`,
        env,
      })
    }
    case 'none':
      return fail('tuning-not-permitted', { user: userInfo().username })
  }
}

/** Installs the helper for this login, or takes it away. */
export async function changeHelper(
  route: TuningRoute,
  password: string | undefined,
  remove: boolean,
): Promise<void> {
  const user = userInfo().username
  const script = remove ? removeHelper(user) : installHelper(user)
  const { command, preface } =
    route === 'direct' && process.getuid?.() === 0
      ? { command: [], preface: '' }
      : await asRoot(route === 'helper' ? await routeBeside() : route, password)
  const done = await runAs([...command, '/bin/sh', '-c', script], `${preface}${sentProgram}`)
  if (done !== null) fail('helper-not-changed', {}, done.failed)
}

/** What else than the helper leads to root: it can't change itself. */
async function routeBeside(): Promise<TuningRoute> {
  return (await askGrants(sudo())).all ? 'sudo' : 'password'
}

async function asRoot(route: TuningRoute, password: string | undefined) {
  if (route === 'sudo') return { command: [sudo(), '-n', '--'], preface: '' }
  if (route !== 'password') return fail('tuning-not-permitted', { user: userInfo().username })
  if (password === undefined) return fail('tuning-needs-password', { user: userInfo().username })
  // A second line would be taken for a second try.
  if (/[\r\n]/.test(password)) return fail('tuning-password-wrong', {})
  await checkPassword(sudo(), password)
  return { command: [sudo(), ...passwordArguments], preface: `${password}\n` }
}

const sudo = (): string => findSudo() ?? fail('tuning-not-permitted', { user: userInfo().username })
