// Emulation of arm64 for the one suite that needs it. The kernel's registration is for the whole machine; it is held
// by a process of its own and ends with ours, however that ends.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { at, isLinux, isRoot } from '../project.mjs'
import { say } from '../say.mjs'
import { installDebianPackages } from './debian.mjs'

/** Why this machine can not have an emulated arm64 board, or null. */
export function arm64Lack() {
  if (!isLinux) return 'an emulated board needs Linux'
  if (process.arch !== 'x64') return `arm64 is emulated on x64, and this machine is ${process.arch}`
  if (!existsSync('/usr/bin/apt-get')) return 'the emulated board is made with Debian’s tools'
  if (!isRoot) return 'an emulated board needs root: sudo npm run test:arm64'
  return null
}

export async function prepareArm64Tools() {
  const tools = {
    'qemu-user-static': '/usr/bin/qemu-aarch64-static',
    'arch-test': '/usr/bin/arch-test',
  }
  const missing = Object.entries(tools).filter(([, path]) => !existsSync(path))
  const names = missing.map(([name]) => name)
  if (names.length > 0) await installDebianPackages(names, 'An arm64 board needs emulation')
}

/** @returns {Promise<{ end: () => Promise<void> } | { lack: string }>} */
export async function emulateArm64() {
  // Detached: Ctrl-C in the terminal must not take the emulation away under tests that are ending.
  const holder = spawn(at('test/boards/arm64/emulation.sh'), [], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = once(holder, 'exit')
  const [line] = await Promise.race([
    once(createInterface(holder.stdout), 'line'),
    ended.then(() => ['']),
  ])
  const [, word = '', rest = ''] = /^(\S+) (.+)$/.exec(line) ?? []
  if (word !== 'ready') {
    await ended
    return { lack: rest || 'the emulation did not start' }
  }
  const isOurs = rest === 'registered'
  say(
    isOurs
      ? 'the whole machine now runs arm64 programs through QEMU (binfmt_misc), until the tests are done'
      : 'this machine runs arm64 programs through QEMU already; that is left as it is',
  )
  return {
    end: async () => {
      holder.stdin.end()
      await ended
      if (isOurs) say('the machine no longer runs arm64 programs: the registration is taken back')
    },
  }
}
