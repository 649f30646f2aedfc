// A board with a kernel of its own: Debian on an emulated x86 machine whose two processors the kernel's acpi-cpufreq
// clocks, each by a policy of its own, and a power meter that follows. Emulated: for function, never for speed. It starts
// from saved memory within seconds, and lives no longer than the process that started it.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, realpath } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { answers } from './answers.ts'
import { boardsCache, qemuImage } from './lack.ts'
import { freePort } from './loopback.ts'

export interface QemuBoardOptions {
  /** `systemd` boots as a board does; `small` has network and sshd alone. */
  readonly init: 'small' | 'systemd'
  /** Whom the desk logs in; `edge` has no rights. */
  readonly user: 'root' | 'edge'
}

export interface QemuBoard {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: QemuBoardOptions['user']
  readonly keyPath: string
  /** The public host keys: `ssh-ed25519 AAAA…`. */
  readonly hostKeys: readonly string[]
  /** Pulls the cable at the desk's card: nothing passes, and nobody is told. */
  cut(): Promise<void>
  uncut(): Promise<void>
  /** The machine is gone at once. */
  powerOff(): Promise<void>
  /** Runs a shell command on the board as root, past the card that is cut, and gives its stdout. */
  exec(command: string): Promise<string>
  stop(): Promise<void>
}

const longestOutputBytes = 64 * 1024 * 1024

export async function startQemuBoard({ init, user }: QemuBoardOptions): Promise<QemuBoard> {
  const image = await realpath(qemuImage)
  const [port, sidePort] = [await freePort(), await freePort()]
  const program = join(import.meta.dirname, 'qemu', 'board.sh')
  const child = spawn(program, [image, init, String(port), String(sidePort)], {
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
  const [, qemu = '', folder = ''] = /^ready (\d+) (\S+)$/.exec(line) ?? []
  if (folder === '') throw new Error(`the QEMU board did not start: ${log}`)
  const stop = async () => {
    child.stdin.end()
    await ended
  }
  try {
    await answers('127.0.0.1', sidePort, () => child.exitCode === null)
  } catch (error) {
    await stop()
    throw new Error(`${String(error)}: ${log}`)
  }
  const keyPath = join(boardsCache, 'key')
  return {
    host: '127.0.0.1',
    port,
    user,
    keyPath,
    hostKeys: await hostKeysOf(image),
    cut: () => setLink(folder, 'desk-card', false),
    uncut: () => setLink(folder, 'desk-card', true),
    powerOff: async () => {
      process.kill(Number(qemu), 'SIGKILL')
    },
    exec: async (command) => {
      const options = [...sideOptions(folder), '-i', keyPath, '-p', String(sidePort)]
      const { stdout } = await promisify(execFile)('ssh', [...options, 'root@127.0.0.1', command], {
        maxBuffer: longestOutputBytes,
      })
      return stdout
    },
    stop,
  }
}

/** One connection for all commands: a handshake takes long on an emulated processor. */
const sideOptions = (folder: string) =>
  [
    'BatchMode=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
    'ControlMaster=auto',
    `ControlPath=${join(folder, 'ssh')}`,
    'ControlPersist=600',
  ].flatMap((option) => ['-o', option])

/** Plugs the cable of a card in or out, as QEMU's machine protocol has it. */
async function setLink(folder: string, name: string, up: boolean): Promise<void> {
  const monitor = connect(join(folder, 'monitor'))
  const said = createInterface(monitor)[Symbol.asyncIterator]()
  const commands = [
    { execute: 'qmp_capabilities' },
    { execute: 'set_link', arguments: { name, up } },
  ]
  try {
    await said.next()
    for (const command of commands) {
      monitor.write(`${JSON.stringify(command)}\n`)
      let answer = ''
      while (!/^\{"(return|error)"/.test(answer)) {
        const next = await said.next()
        if (next.done) throw new Error('QEMU’s monitor ended')
        answer = next.value
      }
      if (answer.startsWith('{"error"')) throw new Error(answer)
    }
  } finally {
    monitor.destroy()
  }
}

async function hostKeysOf(image: string): Promise<string[]> {
  const keys = ['ed25519', 'ecdsa', 'rsa'].map((type) =>
    readFile(join(image, `ssh_host_${type}_key.pub`), 'utf8'),
  )
  return (await Promise.all(keys)).map((key) => key.split(' ').slice(0, 2).join(' '))
}
