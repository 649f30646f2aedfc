// A board of its own on this machine: clean Debian in its own network, mount, process and name spaces, with a
// disk of limited size and a link that can be cut. It lives no longer than the process that started it. One for arm64
// needs this kernel to run arm64 programs: arm64/emulation.sh. With the option `sysfs` its /sys is a model of a board's,
// whose kernel can be tuned: board-sysfs.ts.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { BoardArch } from '../../src/main/board/runtime-pins.ts'
import { answers } from './answers.ts'
import { type BoardSysfs, type SysfsLayout, sysfsAt } from './board-sysfs.ts'
import { boardsCache, debianRoot } from './lack.ts'
import { grantSudo, type SudoGrant } from './sudo-grant.ts'

export interface NamespaceBoardOptions {
  /** Size of the board's disk, which holds only what is written after the start. */
  readonly diskMiB: number
  /** x64 unless said otherwise. arm64 is emulated: for function, never for speed. */
  readonly arch?: BoardArch
  /** All of the board's memory, its disk included: a real out-of-memory kill beyond it. */
  readonly memoryMiB?: number
  /** A /sys that is a model of this board's; without it, /sys is this machine's. */
  readonly sysfs?: { readonly layout: SysfsLayout }
  /** What the user `edge` may do by sudo; without it, there is no sudo. */
  readonly sudo?: SudoGrant
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
  /** Puts one of netns/programs there, as a vendor's image has it. */
  install(program: 'nvpmodel', path: string): Promise<void>
  /** The model of its /sys; throws where it has none. */
  readonly sys: BoardSysfs
  /** As after a boot: every process but its sshd is gone, the model is as its kernel makes it, the boot is another. */
  reboot(): Promise<void>
  stop(): Promise<void>
}

/** A journal of a fast board is megabytes. */
const longestOutputBytes = 64 * 1024 * 1024
/** Ends all but the first process, the sshd that listens and this shell; then the kernel names another boot. */
const rebootScript = `
for folder in /proc/[0-9]*; do
  pid=\${folder#/proc/}
  [ "$pid" = 1 ] || [ "$pid" = $$ ] && continue
  case $(tr '\\0' ' ' <"$folder/cmdline" 2>/dev/null) in *'sshd -D'* | *'[listener]'*) continue ;; esac
  kill -9 "$pid" 2>/dev/null
done
find /run -mindepth 1 -maxdepth 1 ! -name sshd -exec rm -rf {} +
cat /proc/sys/kernel/random/uuid >/etc/boot_id
mount --bind /etc/boot_id /proc/sys/kernel/random/boot_id`
/** The link looks at its control file this often. */
const linkRefreshMs = 60

export async function startNamespaceBoard(options: NamespaceBoardOptions): Promise<NamespaceBoard> {
  const { arch = 'x64' } = options
  const debian = debianRoot(arch)
  const program = join(import.meta.dirname, 'netns', 'board.sh')
  const { diskMiB, memoryMiB = '', sysfs } = options
  const words = [arch, debian, String(diskMiB), String(memoryMiB), sysfs?.layout ?? '']
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] })
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
  const exec = async (command: string) => {
    const enter = ['-t', initPid, '-m', '-n', '-p', '-u', 'chroot', join(folder, 'root')]
    const { stdout } = await promisify(execFile)('nsenter', [...enter, 'sh', '-c', command], {
      maxBuffer: longestOutputBytes,
    })
    return stdout
  }
  const sys = sysfs === undefined ? null : sysfsAt(join(folder, 'sysfs'))
  try {
    await answers(host, 22)
    await grantSudo(exec, options.sudo ?? 'absent')
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
    exec,
    install: async (name, path) => {
      const text = await readFile(join(import.meta.dirname, 'netns', 'programs', name), 'utf8')
      await exec(`cat >${path} <<'end of it'\n${text}\nend of it\nchmod 0755 ${path}`)
    },
    get sys() {
      if (sys === null) throw new Error('this board was started without the option sysfs')
      return sys
    },
    reboot: async () => {
      await exec(rebootScript)
      await sys?.control('boot')
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
