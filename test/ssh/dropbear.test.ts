// Dropbear, the server of many small boards: as the board itself and as a jump host. Where it is not installed, or
// the tests do not run as root, this says so.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hop } from '../../src/shared/login.ts'
import { answers } from '../boards/answers.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { freePort, type LoopbackBoard, makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { addressOf, Desk, faultOf, output, trustedKey } from './desk.ts'

const program = '/usr/sbin/dropbear'
const lack =
  loopbackLack() ??
  (existsSync(program) && process.getuid?.() === 0
    ? null
    : 'dropbear is not installed (apt-get install dropbear-bin), or this is not root')

describe.skipIf(skipped(lack))('dropbear', () => {
  const desk = new Desk()
  const stops: (() => Promise<void>)[] = []
  let folder = ''
  let board: LoopbackBoard
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'benchtop-dropbear-'))
    board = await startLoopbackBoard()
    stops.push(board.stop)
  })
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
    await rm(folder, { recursive: true, force: true })
    desk.dispose()
  })

  /** Root in a mount namespace in which its home is the test's own; so no login of this machine changes. */
  async function start(...options: readonly string[]): Promise<Hop> {
    const port = await freePort()
    const keyPath = makeKey(folder, `key-${port}`, 'ed25519')
    const hostKey = join(folder, `host-${port}`)
    const listed = execFileSync('/usr/bin/dropbearkey', ['-t', 'ed25519', '-f', hostKey], {
      encoding: 'utf8',
    })
    const publicKey = listed.split('\n').find((line) => line.startsWith('ssh-ed25519 ')) ?? ''
    desk.trusted = [...desk.trusted, trustedKey(publicKey)]
    const script = [
      `mount -t tmpfs -o mode=700 tmpfs "$HOME"`,
      `mkdir -m 700 "$HOME/.ssh"`,
      `printf '%s\\n' "$KEY" >"$HOME/.ssh/authorized_keys"`,
      `chmod 600 "$HOME/.ssh/authorized_keys"`,
      `exec "$@"`,
    ].join(' && ')
    const key = execFileSync('/bin/cat', [`${keyPath}.pub`], { encoding: 'utf8' }).trim()
    const argv = [program, '-F', '-E', '-m', '-r', hostKey, '-p', `127.0.0.1:${port}`, ...options]
    const server = spawn(
      '/usr/bin/unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', ...argv],
      { stdio: 'ignore', env: { ...process.env, HOME: '/root', KEY: key } },
    )
    stops.push(async () => {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGTERM')
      await once(server, 'exit')
    })
    await answers('127.0.0.1', port, () => server.exitCode === null)
    return { host: '127.0.0.1', port, user: 'root', login: { kind: 'key', path: keyPath } }
  }

  test('lets a key in, asks for a password, and says what it takes', async () => {
    const hop = await start()
    const transport = await desk.transport({ ...hop, via: [] })
    expect(await output(transport, 'id -un')).toBe('root\n')
    transport.close()
    desk.says(['wrong', 'wrong', 'wrong'])
    const login = { kind: 'password' } as const
    const fault = await faultOf(desk.transport({ ...hop, login, via: [] }))
    expect(fault.code).toBe('password-wrong')
    const keysOnly = await start('-s')
    expect(await faultOf(desk.transport({ ...keysOnly, login, via: [] }))).toMatchObject({
      code: 'password-unavailable',
      params: { methods: 'publickey' },
    })
  })

  test('is a jump host, unless it forbids it', async () => {
    desk.trusted = [...desk.trusted, ...board.hostKeys.map(trustedKey)]
    const hop = await start()
    const transport = await desk.transport({ ...addressOf(board), via: [hop] })
    expect(await output(transport, 'id -un')).toBe(`${board.user}\n`)
    transport.close()
    const closed = await start('-j')
    const fault = await faultOf(desk.transport({ ...addressOf(board), via: [closed] }))
    expect(fault.code).toBe('jump-refused')
  })
})
