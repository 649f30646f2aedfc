// Starts a supervisor that outlives the process, the terminal and the login session that asked for it.

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import type { RunId } from '../../shared/event.ts'
import type { RunFiles } from '../home.ts'
import { agentArguments, type Program } from '../program.ts'

function runtimeDirectory(): string {
  return process.env.XDG_RUNTIME_DIR ?? `/run/user/${userInfo().uid}`
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, command)))
}

/**
 * With lingering on, the user's systemd keeps its units after the last logout, where plain processes of a session
 * may be killed (KillUserProcesses). Null where that is not the case.
 */
function scopePrefix(run: RunId): readonly string[] | null {
  if (process.platform !== 'linux') return null
  const usable =
    existsSync(join('/var/lib/systemd/linger', userInfo().username)) &&
    existsSync(join(runtimeDirectory(), 'systemd/private')) &&
    onPath('systemd-run')
  return usable
    ? [
        ...['systemd-run', '--user', '--scope', '--quiet', '--collect'],
        // Else systemd stops the whole scope when the kernel kills one worker for memory.
        ...['--property=MemoryAccounting=no', `--unit=benchtop-${run}`, '--'],
      ]
    : null
}

function spawnDetached(command: readonly string[], log: string): ChildProcess {
  const [file = '', ...args] = command
  const logFd = openSync(log, 'a')
  try {
    const child = spawn(file, args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', logFd, logFd],
      windowsHide: true,
      // systemd-run finds the user's systemd by it; a command over SSH may come without.
      env: { ...process.env, XDG_RUNTIME_DIR: runtimeDirectory() },
    })
    child.unref()
    return child
  } finally {
    closeSync(logFd)
  }
}

/** Resolves to whether the supervisor came up (as `isUp` sees it) before its process ended. */
async function comesUp(child: ChildProcess, isUp: () => boolean): Promise<boolean> {
  let gone = false
  child.once('exit', () => {
    gone = true
  })
  child.once('error', () => {
    gone = true
  })
  for (;;) {
    const wasGone = gone
    if (isUp()) return true
    if (wasGone) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Launches the supervisor of a run and waits until `isUp`; false where it ended before. */
export async function launchSupervisor(
  program: Program,
  run: RunId,
  files: RunFiles,
  isUp: () => boolean,
): Promise<boolean> {
  const command = [process.execPath, ...agentArguments(program, ['supervise', run])]
  const scope = scopePrefix(run)
  if (scope !== null) {
    if (await comesUp(spawnDetached([...scope, ...command], files.log), isUp)) return true
    if (existsSync(files.supervisor)) return false
  }
  return comesUp(spawnDetached(command, files.log), isUp)
}
