// The ways in which a board comes to be tuned, from the first step to the last. Each goes on by itself until it is done
// or until what was killed takes it along: a way that breaks is no failure here.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Change } from '../../src/shared/tuning.ts'
import { root } from '../core/bench.ts'
import type { DeskWork } from './desk.ts'
import type { Moment } from './draw.ts'
import { type CrashGround, helper } from './ground.ts'

export interface OnTheWay {
  /** Kills what of it runs on this computer: the app. */
  kill(): void
  /** Resolves when nothing of it runs on this computer any more. */
  readonly ended: Promise<void>
  /** What it said that nobody waited for. */
  log(): string
}

/** Where the board is left alone for a while, and for how long. */
export interface Pace {
  readonly moment: Moment
  readonly leaseSeconds: number
  readonly holdMs: number
}

/** Ends with its stdin; a board that is cut off keeps its side of it. */
export function bySession(
  { host, port, user, keyPath }: CrashGround,
  changes: readonly Change[],
  { moment, leaseSeconds, holdMs }: Pace,
): OnTheWay {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
  ]
  const ssh = spawn(
    'ssh',
    [
      ...options.flatMap((option) => ['-o', option]),
      ...['-i', keyPath, '-p', String(port), `${user}@${host}`, `sudo -n ${helper}`],
    ],
    { stdio: 'pipe' },
  )
  const talk = async () => {
    const said = createInterface(ssh.stdout)[Symbol.asyncIterator]()
    const answered = async () => {
      for (;;) {
        const { value, done } = await said.next()
        if (done || value.startsWith('refused')) throw new Error(String(value))
        if (value === 'ok') return
      }
    }
    const say = async (...words: readonly string[]) => {
      ssh.stdin.write(`${words.join('\t')}\n`)
      await answered()
    }
    const hold = (at: Moment) => (at === moment ? sleep(holdMs) : undefined)
    // The greeting; probed is what the tuner is until it is told to begin.
    await said.next()
    await hold('probed')
    await say('begin', 'run', String(leaseSeconds))
    await hold('armed')
    for (const { path, value } of changes) await say('set', path, value)
    await hold('applied')
    await hold('restoring')
    await say('restore')
    ssh.stdin.end()
  }
  ssh.stdin.on('error', () => undefined)
  const way = child(ssh)
  void talk().catch((thrown: unknown) => {
    way.note(String(thrown))
    ssh.stdin.end()
  })
  return way
}

export function byDesk(work: DeskWork): OnTheWay {
  const desk = spawn(process.execPath, [join(import.meta.dirname, 'desk.ts')], {
    stdio: 'pipe',
    cwd: root,
  })
  desk.stdout.resume()
  desk.stdin.on('error', () => undefined)
  desk.stdin.end(JSON.stringify(work))
  return child(desk)
}

function child(process: ChildProcessWithoutNullStreams) {
  let log = ''
  const note = (words: string) => {
    log = `${log}${words}`.slice(-4_000)
  }
  process.stderr.on('data', (data: Buffer) => note(data.toString()))
  return {
    kill: () => void process.kill('SIGKILL'),
    ended: once(process, 'exit').then(() => undefined),
    log: () => log,
    note,
  }
}
