// Who a process is: its pid with its start time and the boot it belongs to, so that a pid that was given to
// another process since is never taken for it. A zombie counts as dead.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

export const processIdentitySchema = z.object({
  pid: z.int().min(1),
  /** The system's own words for when it started; only ever compared for equality. */
  startTime: z.string(),
  bootId: z.string(),
})
export type ProcessIdentity = z.infer<typeof processIdentitySchema>

function ask(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    }).trim()
  } catch {
    return ''
  }
}

/** Linux: a random number per boot. Elsewhere what the system says of its boot; empty where it says nothing. */
export function readBootId(): string {
  if (process.platform === 'linux')
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  if (process.platform === 'darwin')
    return /sec = \d+/.exec(ask('sysctl', ['-n', 'kern.boottime']))?.[0] ?? ''
  return ''
}

/** Start time of a living process, or null. */
function startTimeOf(pid: number): string | null {
  if (process.platform === 'linux') return linuxStartTime(pid)
  if (process.platform === 'win32')
    return (
      ask('powershell.exe', [
        '-NoProfile',
        '-NonInteractive',
        '-Command',
        `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`,
      ]) || null
    )
  const [state = '', ...start] = ask('ps', ['-o', 'state=,lstart=', '-p', String(pid)]).split(/\s+/)
  return state === '' || state.startsWith('Z') ? null : start.join(' ')
}

/**
 * Field 22 of a stat file; the fields after the name, which may itself hold spaces and parentheses. It is the first
 * thread's: in an emulated system (an arm64 container on a PC) QEMU invents /proc/PID/stat for the process itself alone,
 * with another start time than everybody else reads.
 */
function linuxStartTime(pid: number): string | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0] ?? 'X'
  return 'ZXx'.includes(state) ? null : (fields[19] ?? null)
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '', bootId: readBootId() }
}

/** Whether some process has this pid now. */
export function isRunning(pid: number): boolean {
  return startTimeOf(pid) !== null
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identity.bootId === readBootId() && startTimeOf(identity.pid) === identity.startTime
}

/** The identity that a file holds, or null where there is none that can be read. */
export function readIdentity(path: string): ProcessIdentity | null {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}
