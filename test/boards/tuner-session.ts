// A session of benchtop-tune on a namespace board, as the agent holds one: over SSH, as the user whom sudo lets run this
// one program and nothing else.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { NamespaceBoard } from './namespace-board.ts'

export const helper = '/usr/local/libexec/benchtop-tune'
const programPath = join(import.meta.dirname, '..', '..', 'resources', 'board', 'benchtop-tune')

/** One line of an answer, in its fields. */
export type Line = readonly string[]

export interface TunerSession {
  /** What the program says of itself first. */
  readonly greeting: Line
  /** Every line of the answer; the last is `ok` or `refused`. */
  ask(...fields: readonly (string | number)[]): Promise<readonly Line[]>
  /** Closes its stdin, and waits until it has done what it does then. */
  end(): Promise<void>
}

/** As a person with root installs it, for the user `edge`. */
export async function installHelper(board: NamespaceBoard): Promise<void> {
  const text = await readFile(programPath, 'utf8')
  await board.exec(
    `mkdir -p /usr/local/libexec && cat >${helper} <<'END_OF_PROGRAM'\n${text}END_OF_PROGRAM\nchmod 755 ${helper}`,
  )
}

export async function openTuner(
  board: NamespaceBoard,
  command = `sudo -n ${helper}`,
): Promise<TunerSession> {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const child = spawn('ssh', [
    ...['-T', '-i', board.keyPath, ...options.flatMap((option) => ['-o', option])],
    ...[`${board.user}@${board.host}`, command],
  ])
  let complaints = ''
  child.stderr.on('data', (data: Buffer) => {
    complaints += data.toString()
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => {
    const { done, value } = await lines.next()
    if (done === true) throw new Error(`the tuner has ended: ${complaints}`)
    return String(value).split('\t')
  }
  const greeting = await next()
  return {
    greeting,
    ask: async (...fields) => {
      child.stdin.write(`${fields.join('\t')}\n`)
      const answer: Line[] = []
      do answer.push(await next())
      while (!['ok', 'refused'].includes(answer.at(-1)?.[0] ?? ''))
      return answer
    },
    end: async () => {
      const ended = child.exitCode ?? once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}
