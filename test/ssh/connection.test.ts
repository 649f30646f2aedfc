// The way to a board up to the first command, against a real OpenSSH server.

import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { faultCommand } from '../../src/shared/fault.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { freePort, type LoopbackBoard, makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { addressOf, Desk, faultOf, output, trustedKey } from './desk.ts'

describe.skipIf(skipped(loopbackLack()))('a connection', () => {
  const desk = new Desk()
  let board: LoopbackBoard
  beforeAll(async () => {
    board = await startLoopbackBoard({ hostKeyTypes: ['ed25519', 'rsa', 'ecdsa'] })
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })
  beforeEach(() => {
    desk.trusted = []
    desk.knownHostsPaths = []
  })

  const keyOf = (algorithm: string) =>
    board.hostKeys.find((key) => key.startsWith(`${algorithm} `)) ?? ''
  const knownHosts = (text: string) => {
    const path = join(desk.dir, 'known_hosts')
    writeFileSync(path, text)
    desk.knownHostsPaths = [path]
  }
  const named = () => `[127.0.0.1]:${board.port}`

  test('an unknown key is shown, and once it is trusted the board is reached', async () => {
    const fault = await faultOf(desk.transport(addressOf(board)))
    expect(fault).toMatchObject({
      code: 'host-key-unknown',
      params: { host: '127.0.0.1', ...trustedKey(keyOf('ssh-ed25519')) },
    })
    desk.trusted = [
      { algorithm: String(fault.params.algorithm), fingerprint: String(fault.params.fingerprint) },
    ]
    const transport = await desk.transport(addressOf(board))
    expect(await output(transport, 'id -un')).toBe(`${board.user}\n`)
    transport.close()
    await transport.closed
    expect((await faultOf(transport.exec(['true']))).code).toBe('link-lost')
  })

  test('before the key is trusted, the server is offered no key', async () => {
    const silent = await startLoopbackBoard({ configuration: ['LogLevel DEBUG2'] })
    try {
      expect((await faultOf(desk.transport(addressOf(silent)))).code).toBe('host-key-unknown')
      expect(await silent.log()).not.toContain('userauth-request')
      desk.trust(silent)
      const transport = await desk.transport(addressOf(silent))
      transport.close()
      expect(await silent.log()).toContain('userauth-request')
    } finally {
      await silent.stop()
    }
  })

  test.each(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'])(
    'a host of which known_hosts has the %s key alone is reached by it',
    async (algorithm) => {
      knownHosts(`${named()} ${keyOf(algorithm)}\n`)
      const transport = await desk.transport(addressOf(board))
      transport.close()
    },
  )

  test('a revoked key is refused, though it is trusted', async () => {
    desk.trust(board)
    knownHosts(board.hostKeys.map((key) => `@revoked * ${key}\n`).join(''))
    expect((await faultOf(desk.transport(addressOf(board)))).code).toBe('host-key-revoked')
  })

  test('a key that changed is refused, with the old and the new', async () => {
    desk.trust(board)
    const old = trustedKey(keyOf('ssh-ed25519'))
    board = await board.replaceHostKeys(['ed25519', 'rsa', 'ecdsa'])
    const fault = await faultOf(desk.transport(addressOf(board)))
    expect(fault).toMatchObject({
      code: 'host-key-changed',
      params: trustedKey(keyOf('ssh-ed25519')),
    })
    expect(fault.params.expected).toContain(old.fingerprint)
  })

  test('each thing that can be wrong with a key has its own fault', async () => {
    desk.trust(board)
    const keyFault = async (keyPath: string) =>
      (await faultOf(desk.transport(addressOf({ ...board, keyPath })))).code
    expect(await keyFault(makeKey(desk.dir, 'stranger', 'ed25519'))).toBe('key-refused')
    expect(await keyFault(`${board.keyPath}.pub`)).toBe('key-unreadable')
    expect(await keyFault(join(desk.dir, 'none'))).toBe('file-unreadable')
    expect(await keyFault(desk.dir)).toBe('file-unreadable')
    writeFileSync(join(desk.dir, 'text'), 'not a key')
    expect(await keyFault(join(desk.dir, 'text'))).toBe('key-unreadable')
  })

  test('RSA and ECDSA keys of the user are accepted too', async () => {
    desk.trust(board)
    for (const type of ['rsa', 'ecdsa'] as const) {
      const keyPath = makeKey(desk.dir, `user-${type}`, type)
      await board.accept(`${keyPath}.pub`)
      const transport = await desk.transport(addressOf({ ...board, keyPath }))
      expect(await output(transport, 'echo in')).toBe('in\n')
      transport.close()
    }
  })

  test('a user whom the board does not let in is told that the key was refused', async () => {
    desk.trust(board)
    const fault = await faultOf(desk.transport({ ...addressOf(board), user: 'nobody-here' }))
    expect(fault).toMatchObject({ code: 'key-refused', params: { user: 'nobody-here' } })
    expect(faultCommand(fault)).toBe(
      `ssh-copy-id -i ${board.keyPath} -p ${board.port} nobody-here@127.0.0.1`,
    )
  })

  test('a port that is closed, a name that is none', async () => {
    const port = await freePort()
    expect((await faultOf(desk.transport({ ...addressOf(board), port }))).code).toBe(
      'connection-refused',
    )
    const host = 'no-such-board.invalid'
    expect((await faultOf(desk.transport({ ...addressOf(board), host }))).code).toBe('host-unknown')
  })

  test.each([
    ['speaks another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'not-ssh'],
    ['hangs up without a word', '', 'host-unreachable'],
  ])('a server that %s', async (_, words, code) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(words)
    })
    await listening(server)
    try {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      const fault = await faultOf(desk.transport({ ...addressOf(board), port: address.port }))
      expect(fault.code).toBe(code)
    } finally {
      server.close()
    }
  })

  test('cancelling ends the way at once, at any stage', async () => {
    desk.trust(board)
    const gone = AbortSignal.abort()
    expect((await faultOf(desk.transport(addressOf(board), gone))).code).toBe('cancelled')
    const server = createServer()
    await listening(server)
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const stop = new AbortController()
    server.once('connection', () => stop.abort())
    const waiting = desk.transport({ ...addressOf(board), port: address.port }, stop.signal)
    expect((await faultOf(waiting)).code).toBe('cancelled')
    server.close()
    const transport = await desk.transport(addressOf(board))
    const during = new AbortController()
    const running = transport.exec(['sh', '-c', 'echo started; sleep 60'], {
      signal: during.signal,
      onStdout: () => during.abort(),
    })
    expect((await faultOf(running)).code).toBe('cancelled')
    expect(await output(transport, 'echo alive')).toBe('alive\n')
    transport.close()
  })

  test('a command’s exit, its bytes and its errors come back as they are', async () => {
    desk.trust(board)
    const transport = await desk.transport(addressOf(board))
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256))
    const chunks: Uint8Array[] = []
    const exit = await transport.exec(['sh', '-c', 'cat; echo "it failed" >&2; exit 3'], {
      stdin: bytes,
      onStdout: (chunk) => void chunks.push(chunk),
    })
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
    expect(exit).toEqual({ code: 3, signal: null, stderr: 'it failed\n' })
    const killed = await transport.exec(['sh', '-c', 'kill -9 $$'])
    expect(killed).toMatchObject({ code: null, signal: 'SIGKILL' })
    const noisy = await transport.exec(['sh', '-c', 'yes error | head -c 1000000 >&2'])
    expect(noisy.stderr.length).toBeLessThanOrEqual(64 * 1024)
    transport.close()
  })

  test('short commands that end as soon as they begin keep their exits, many at a time', async () => {
    desk.trust(board)
    const transport = await desk.transport(addressOf(board))
    for (let round = 0; round < 10; round++) {
      const exits = await Promise.all(Array.from({ length: 8 }, () => transport.exec(['false'])))
      expect(exits.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 1))
    }
    transport.close()
  })

  test('a session that is cut in mid-command is a lost link, never a success', async () => {
    desk.trust(board)
    const transport = await desk.transport(addressOf(board))
    const running = transport.exec(['sh', '-c', 'echo started; sleep 60'], {
      onStdout: () => void board.cutSessions(),
    })
    expect((await faultOf(running)).code).toBe('link-lost')
    await transport.closed
  })

  test('a chatty login shell does not disturb the agent', async () => {
    desk.trust(board)
    const noise = join(board.home, '.bashrc')
    appendFileSync(
      noise,
      'echo "Welcome to your board"; echo \'{"kind":"greeting"}\'; printf "$ "\n',
    )
    try {
      const session = await desk.connect({
        kind: 'ssh',
        id: 'chatty',
        name: 'Chatty',
        address: addressOf(board),
      })
      expect((await session.call('hello', {})).os.platform).toBe('linux')
      session.close()
    } finally {
      rmSync(noise)
    }
  })

  test('a login shell that never lets a command through says so in its own words', async () => {
    desk.trust(board)
    const noise = join(board.home, '.bashrc')
    appendFileSync(noise, 'printf "\\033[31mThis account\\007 is closed.\\033[0m\\n"; exit 1\n')
    try {
      const fault = await faultOf(
        desk.connect({ kind: 'ssh', id: 'closed', name: 'Closed', address: addressOf(board) }),
      )
      expect(fault).toMatchObject({ code: 'agent-silent', detail: 'This account is closed.' })
    } finally {
      rmSync(noise)
    }
  })
})

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
