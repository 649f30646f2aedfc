// A real OpenSSH server on loopback with keys and a home folder of its own. It logs in a user without rights:
// `benchtop-test` when the tests run as root, else whoever runs them.

import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFile,
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { answers } from './answers.ts'

export type HostKeyType = 'ed25519' | 'rsa' | 'ecdsa'

export interface LoopbackBoard {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: string
  /** A private key that the board accepts. */
  readonly keyPath: string
  /** The home folder of the user on the board. */
  readonly home: string
  /** The server's public keys: `ssh-ed25519 AAAA…`. */
  readonly hostKeys: readonly string[]
  /** What the server has logged. */
  log(): Promise<string>
  /** Lets another key in. */
  accept(publicKeyPath: string): Promise<void>
  /** Kills every session's processes at once, as a link that breaks would end them. */
  cutSessions(): Promise<void>
  /** Stops the server, and starts it again with the same keys once `meanwhile` is over. */
  restart(meanwhile: () => Promise<void>): Promise<void>
  /** Restarts the server with new keys, on the same port. */
  replaceHostKeys(types: readonly HostKeyType[]): Promise<LoopbackBoard>
  stop(): Promise<void>
}

export interface LoopbackOptions {
  readonly hostKeyTypes?: readonly HostKeyType[]
  readonly port?: number
  /** More lines for sshd_config. */
  readonly configuration?: readonly string[]
}

export async function startLoopbackBoard(options: LoopbackOptions = {}): Promise<LoopbackBoard> {
  const user = process.getuid?.() === 0 ? 'benchtop-test' : userInfo().username
  const folder = await mkdtemp(join(tmpdir(), 'benchtop-loopback-'))
  await chmod(folder, 0o755)
  const home = join(folder, 'home')
  await mkdir(home)
  if (process.getuid?.() === 0) await chown(home, idOf(user, '-u'), idOf(user, '-g'))
  const keyPath = makeKey(folder, 'key', 'ed25519')
  await writeFile(join(folder, 'authorized_keys'), await readFile(`${keyPath}.pub`))
  const port = options.port ?? (await freePort())
  const server = await startServer({ folder, home, port, user }, options)
  let current = server
  const board = (): LoopbackBoard => ({
    host: '127.0.0.1',
    port,
    user,
    keyPath,
    home,
    hostKeys: current.hostKeys,
    log: () => readFile(join(folder, 'log'), 'utf8'),
    accept: async (publicKeyPath) =>
      appendFile(join(folder, 'authorized_keys'), await readFile(publicKeyPath)),
    cutSessions: async () => {
      for (const pid of await descendants(current.pid)) killQuietly(pid)
    },
    restart: async (meanwhile) => {
      await current.stop()
      await meanwhile()
      current = await startServer({ folder, home, port, user }, options, current.keyPaths)
    },
    replaceHostKeys: async (hostKeyTypes) => {
      await current.stop()
      current = await startServer({ folder, home, port, user }, { ...options, hostKeyTypes })
      return board()
    },
    stop: async () => {
      await current.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  })
  return board()
}

interface ServerPlace {
  readonly folder: string
  readonly home: string
  readonly port: number
  readonly user: string
}

async function startServer(
  place: ServerPlace,
  options: LoopbackOptions,
  keptKeyPaths?: readonly string[],
) {
  const { folder, home, port, user } = place
  const keyPaths =
    keptKeyPaths ??
    (options.hostKeyTypes ?? ['ed25519']).map((type) =>
      makeKey(folder, `host-${type}-${randomBytes(4).toString('hex')}`, type),
    )
  const config = join(folder, 'sshd_config')
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...keyPaths.map((path) => `HostKey ${path}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `AllowUsers ${user}`,
    `SetEnv HOME=${home}`,
    'PidFile none',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 50',
    ...(options.configuration ?? []),
  ]
  await writeFile(config, `${lines.join('\n')}\n`)
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true })
  const server = spawn('/usr/sbin/sshd', ['-D', '-f', config, '-E', join(folder, 'log')], {
    stdio: 'ignore',
  })
  const pid = server.pid
  if (pid === undefined) throw new Error('sshd did not start')
  const killAtExit = () => server.kill('SIGKILL')
  process.once('exit', killAtExit)
  await answers('127.0.0.1', port, () => server.exitCode === null)
  return {
    pid,
    keyPaths,
    hostKeys: await Promise.all(
      keyPaths.map(async (path) =>
        (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ').trim(),
      ),
    ),
    stop: async () => {
      process.off('exit', killAtExit)
      for (const child of await descendants(pid)) killQuietly(child)
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}

/** Makes a key pair and gives the private half's path. */
export function makeKey(folder: string, name: string, type: HostKeyType, passphrase = ''): string {
  const path = join(folder, name)
  execFileSync('/usr/bin/ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', path])
  return path
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

const idOf = (user: string, option: '-u' | '-g') =>
  Number(execFileSync('/usr/bin/id', [option, user], { encoding: 'utf8' }))

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** Every process below one, children before grandchildren. */
async function descendants(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = /^\d+ \(.*\) \S (\d+) /s.exec(stat)?.[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found = [root]
  for (const pid of found)
    for (const [child, parent] of parents) if (parent === pid) found.push(child)
  return found.slice(1)
}
