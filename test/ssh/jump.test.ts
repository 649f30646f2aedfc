// A board behind jump hosts: real OpenSSH servers in a chain, each with a key of its own, each judged by its own name.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Hop, SshAddress } from '../../src/shared/login.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { freePort, type LoopbackBoard, makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { addressOf, Desk, faultOf, output, trustedKey } from './desk.ts'

describe.skipIf(skipped(loopbackLack()))('a board behind a jump host', () => {
  let desk = new Desk()
  let gate: LoopbackBoard
  let inner: LoopbackBoard
  let board: LoopbackBoard
  beforeAll(async () => {
    gate = await startLoopbackBoard()
    inner = await startLoopbackBoard()
    board = await startLoopbackBoard({ configuration: ['LogLevel DEBUG1'] })
  })
  afterAll(async () => {
    for (const server of [gate, inner, board]) await server?.stop()
    desk.dispose()
  })
  beforeEach(() => {
    desk.dispose()
    desk = new Desk()
    knows(line(gate), line(inner), line(board))
  })

  const line = ({ port, hostKeys }: LoopbackBoard, name = `[127.0.0.1]:${port}`) =>
    `${name} ${hostKeys[0]}`
  const knows = (...lines: readonly string[]) => {
    const path = join(desk.dir, 'known_hosts')
    writeFileSync(path, `${lines.join('\n')}\n`)
    desk.knownHostsPaths = [path]
  }
  const hop = (server: LoopbackBoard): Hop => {
    const { via: _, ...own } = addressOf(server)
    return own
  }
  const through = (...via: readonly Hop[]): SshAddress => ({ ...addressOf(board), via: [...via] })
  const connections = async () => (await board.log()).split('Connection from').length

  test('is reached through one, and through two', async () => {
    for (const address of [through(hop(gate)), through(hop(gate), hop(inner))]) {
      const transport = await desk.transport(address)
      expect(transport.host).toBe(board.host)
      const bytes = Buffer.alloc(3_000_000, 'benchtop ')
      const sum = createHash('sha256').update(bytes).digest('hex')
      const chunks: Uint8Array[] = []
      await transport.exec(['sha256sum'], {
        stdin: bytes,
        onStdout: (chunk) => void chunks.push(chunk),
      })
      expect(Buffer.concat(chunks).toString()).toContain(sum)
      transport.close()
      await transport.closed
    }
  })

  test('an untrusted jump host is asked about by its own address, and the board hears nothing', async () => {
    knows(line(board))
    const before = await connections()
    expect(await faultOf(desk.transport(through(hop(gate))))).toMatchObject({
      code: 'host-key-unknown',
      params: { host: '127.0.0.1', port: gate.port, ...trustedKey(gate.hostKeys[0] ?? '') },
    })
    expect(await connections()).toBe(before)
    knows(line(gate))
    expect(await faultOf(desk.transport(through(hop(gate))))).toMatchObject({
      code: 'host-key-unknown',
      params: { port: board.port, ...trustedKey(board.hostKeys[0] ?? '') },
    })
  })

  test('the key of one host is no key of the next, and a revoked one ends the way', async () => {
    knows(line(gate), line(gate, `[127.0.0.1]:${board.port}`))
    expect(await faultOf(desk.transport(through(hop(gate))))).toMatchObject({
      code: 'host-key-changed',
      params: { port: board.port },
    })
    knows(line(gate), `@revoked * ${gate.hostKeys[0]}`, line(board))
    expect((await faultOf(desk.transport(through(hop(gate))))).code).toBe('host-key-revoked')
  })

  test('a host is known by its alias, where it has one', async () => {
    knows(line(gate, 'gate'), line(board, 'lab-pi'))
    const address = {
      ...through({ ...hop(gate), hostKeyAlias: 'gate' }),
      hostKeyAlias: 'lab-pi',
    }
    const transport = await desk.transport(address)
    transport.close()
    const fault = await faultOf(desk.transport({ ...address, hostKeyAlias: 'other' }))
    expect(fault).toMatchObject({
      code: 'host-key-unknown',
      params: { host: 'other', port: 22 },
    })
  })

  test('each is logged in to by itself, and a fault names the one that refused', async () => {
    const stranger = makeKey(desk.dir, 'stranger', 'ed25519')
    const login = { kind: 'key', path: stranger } as const
    expect(await faultOf(desk.transport(through({ ...hop(gate), login })))).toMatchObject({
      code: 'key-refused',
      params: { port: gate.port, path: stranger },
    })
    expect(await faultOf(desk.transport({ ...through(hop(gate)), login }))).toMatchObject({
      code: 'key-refused',
      params: { port: board.port },
    })
  })

  test('a passphrase that two hosts want is asked for once', async () => {
    const path = makeKey(desk.dir, 'locked', 'ed25519', 'open sesame')
    await gate.accept(`${path}.pub`)
    await board.accept(`${path}.pub`)
    desk.says(['open sesame'])
    const login = { kind: 'key', path } as const
    const transport = await desk.transport({ ...through({ ...hop(gate), login }), login })
    expect(await output(transport, 'echo in')).toBe('in\n')
    transport.close()
    expect(desk.asked).toHaveLength(1)
  })

  test('a jump host that forbids forwarding, and one that does not reach the board', async () => {
    const closed = await startLoopbackBoard({ configuration: ['AllowTcpForwarding no'] })
    try {
      knows(line(closed), line(gate), line(board))
      expect(await faultOf(desk.transport(through(hop(closed))))).toMatchObject({
        code: 'jump-refused',
        params: { jump: '127.0.0.1', host: '127.0.0.1', port: board.port },
      })
    } finally {
      await closed.stop()
    }
    const port = await freePort()
    expect(await faultOf(desk.transport({ ...through(hop(gate)), port }))).toMatchObject({
      code: 'jump-unreachable',
      params: { jump: '127.0.0.1', port },
      detail: /refused/i,
    })
    const host = 'no-such-board.invalid'
    expect((await faultOf(desk.transport({ ...through(hop(gate)), host }))).code).toBe(
      'jump-unreachable',
    )
  })

  test.each([
    ['near', () => gate],
    ['far', () => inner],
  ])('the %s jump host that is lost in mid-command is a lost link', async (_, lost) => {
    const transport = await desk.transport(through(hop(gate), hop(inner)))
    const running = transport.exec(['sh', '-c', 'echo started; sleep 60'], {
      onStdout: () => void lost().cutSessions(),
    })
    expect((await faultOf(running)).code).toBe('link-lost')
    await transport.closed
    expect((await faultOf(transport.exec(['true']))).code).toBe('link-lost')
  })

  test('cancelling while a jump host asks ends every connection', async () => {
    const stop = new AbortController()
    const path = makeKey(desk.dir, 'locked', 'ed25519', 'open sesame')
    await board.accept(`${path}.pub`)
    desk.person = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(null))
        stop.abort()
      })
    const login = { kind: 'key', path } as const
    const opening = desk.transport({ ...through(hop(gate)), login }, stop.signal)
    expect((await faultOf(opening)).code).toBe('cancelled')
  })

  test('ssh itself agrees on what is known', () => {
    const [path = ''] = desk.knownHostsPaths
    execFileSync('/usr/bin/ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'pipe' })
    expect(readFileSync(path, 'utf8')).toMatch(/^\|1\|/m)
    const [found = ''] = execFileSync(
      '/usr/bin/ssh-keygen',
      ['-F', `[127.0.0.1]:${board.port}`, '-f', path],
      { encoding: 'utf8' },
    ).split('\n')
    expect(found).toContain('found')
  })
})
