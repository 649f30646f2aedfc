// A board of its own on this machine: clean Debian in its own network, mount, process and name spaces, with a
// disk of limited size and a link that can be cut. It lives no longer than the process that started it. One for arm64
// needs this kernel to run arm64 programs: arm64/emulation.sh.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { BoardArch } from '../../src/main/board/runtime-pins.ts'
import { answers } from './answers.ts'
import { boardsCache, debianRoot } from './lack.ts'

export interface NamespaceBoardOptions {
  /** Size of the board's disk, which holds only what is written after the start. */
  readonly diskMiB: number
  /** x64 unless said otherwise. arm64 is emulated: for function, never for speed. */
  readonly arch?: BoardArch
  /** All of the board's memory, its disk included: a real out-of-memory kill beyond it. */
  readonly memoryMiB?: number
}

export interface NamespaceBoard {
  readonly host: string
  readonly port: 22
  readonly user: 'edge'
  readonly keyPath: string
  /** The public host keys: `ssh-ed25519 AAAA…`. */
  readonly hostKeys: readonly string[]
  /** Drops every packet, both ways, silently. */
  cut(): Promise<void>
  uncut(): Promise<void>
  /** Words for the link: `delay_ms=30 loss=0.01 rate_mbit=20`. */
  link(words: string): Promise<void>
  /** Every process on the board dies at once. */
  powerOff(): Promise<void>
  /** Runs a shell command on the board as root, past its network, and gives its stdout. */
  exec(command: string): Promise<string>
  stop(): Promise<void>
}

/** A journal of a fast board is megabytes. */
const longestOutputBytes = 64 * 1024 * 1024
/** The link looks at its control file this often. */
const linkRefreshMs = 60

export async function startNamespaceBoard(options: NamespaceBoardOptions): Promise<NamespaceBoard> {
  const { arch = 'x64' } = options
  const debian = debianRoot(arch)
  const program = join(import.meta.dirname, 'netns', 'board.sh')
  const size = [options.diskMiB, ...(options.memoryMiB === undefined ? [] : [options.memoryMiB])]
  const child = spawn(program, [arch, debian, ...size.map(String)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (data: Buffer) => {
    log = (log + data.toString()).slice(-10_000)
  })
  const ended = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    ended.then((): [string] => ['']),
  ])
  const [, host = '', initPid = '', folder = ''] = /^ready (\S+) (\d+) (\S+)$/.exec(line) ?? []
  if (host === '') throw new Error(`the namespace board did not start: ${log}`)
  const stop = async () => {
    child.stdin.end()
    await ended
  }
  const link = async (words: string) => {
    await writeFile(join(folder, 'link'), `${words}\n`)
    await sleep(linkRefreshMs * 2)
  }
  try {
    await answers(host, 22)
  } catch (error) {
    await stop()
    throw new Error(`${String(error)}: ${log}`)
  }
  return {
    host,
    port: 22,
    user: 'edge',
    keyPath: join(boardsCache, 'key'),
    hostKeys: await hostKeysOf(debian),
    link,
    cut: () => link('cut=1'),
    uncut: () => link('cut=0'),
    powerOff: async () => {
      process.kill(Number(initPid), 'SIGKILL')
    },
    exec: async (command) => {
      const enter = ['-t', initPid, '-m', '-n', '-p', '-u', 'chroot', join(folder, 'root')]
      const { stdout } = await promisify(execFile)('nsenter', [...enter, 'sh', '-c', command], {
        maxBuffer: longestOutputBytes,
      })
      return stdout
    },
    stop,
  }
}

async function hostKeysOf(debian: string): Promise<string[]> {
  const keys = ['ed25519', 'ecdsa', 'rsa'].map((type) =>
    readFile(join(debian, 'etc', 'ssh', `ssh_host_${type}_key.pub`), 'utf8'),
  )
  return (await Promise.all(keys)).map((key) => key.split(' ').slice(0, 2).join(' '))
}
