// What this machine lacks for a kind of test board: null, or a reason that a skipped test prints.

import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { BoardArch } from '../../src/main/board/runtime-pins.ts'

const setUp = 'run: sh test/boards/setup.sh'

export const boardsCache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'benchtop',
  'boards',
)

/** The clean Debian from which namespace boards of an architecture start. */
export const debianRoot = (arch: BoardArch) =>
  join(boardsCache, arch === 'x64' ? 'debian' : `debian-${arch}`)

const isRoot = () => process.getuid?.() === 0

export function loopbackLack(): string | null {
  if (process.platform !== 'linux') return 'the loopback board needs Linux'
  if (!existsSync('/usr/sbin/sshd') || !existsSync('/usr/bin/ssh-keygen'))
    return `OpenSSH’s server is not installed; ${setUp}`
  if (isRoot() && !existsSync(join(boardsCache, 'key')))
    return `the test boards are not set up; ${setUp}`
  return null
}

export function namespaceLack(): string | null {
  if (process.platform !== 'linux') return 'namespace boards need Linux'
  if (!isRoot()) return 'namespace boards need root'
  if (!existsSync('/dev/net/tun')) return 'namespace boards need /dev/net/tun'
  if (!existsSync(join(debianRoot('x64'), '.complete')))
    return `the test boards are not set up; ${setUp}`
  return null
}

/** For a board whose /sys is a model. */
export function sysfsLack(): string | null {
  const lack = namespaceLack()
  if (lack !== null) return lack
  if (!existsSync('/dev/fuse')) return 'a board with a /sys of its own needs /dev/fuse'
  if (!readFileSync(join(debianRoot('x64'), '.complete'), 'utf8').includes('sudo'))
    return `the test boards were set up without sudo; ${setUp}`
  return null
}

export function arm64Lack(): string | null {
  const lack = namespaceLack()
  if (lack !== null) return lack
  if (process.arch !== 'x64') return `arm64 is emulated on x64, and this machine is ${process.arch}`
  if (!existsSync('/proc/sys/fs/binfmt_misc/qemu-aarch64'))
    return 'this kernel does not run arm64 programs; run: npm run test:arm64'
  if (!existsSync(join(debianRoot('arm64'), '.complete')))
    return 'the arm64 board is not set up; run: npm run test:arm64'
  return null
}

/** What QEMU boards boot from. */
export const qemuImage = join(boardsCache, 'qemu', 'current')

export function qemuLack(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'the QEMU board needs Linux on x64'
  if (!existsSync('/usr/bin/qemu-system-x86_64') || !existsSync(join(qemuImage, '.complete')))
    return 'the QEMU board is not set up; run: npm run test:qemu'
  return null
}

/** Says once why tests are skipped, so that a green run does not hide it. Returns whether they are. */
export function skipped(lack: string | null): boolean {
  if (lack !== null) console.warn(`skipped: ${lack}`)
  return lack !== null
}
