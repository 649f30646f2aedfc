// What Benchtop keeps of a board's way, a jump host before it included: the keys that the user trusted and the secrets
// that were to be remembered. Both servers are ssh2's own, which speak the real protocol.

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Ask } from '../../src/main/login/ask.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import type { Cipher } from '../../src/main/store/secrets.ts'
import type { Fault } from '../../src/shared/fault.ts'
import type { SshAddress } from '../../src/shared/login.ts'
import { TestBench } from './bench.ts'

const secretOf = { password: 'let me through', passphrase: 'open sesame', sudo: '', prompts: '' }
const asked: string[] = []
const ask: Ask = async (_board, { kind }) => {
  asked.push(kind)
  return { answers: [secretOf[kind]], remember: true }
}
/** Stands for the system's. */
const cipher: Cipher = {
  seal: (secret) => Buffer.from(secret).map((byte) => byte ^ 0x5a),
  open: (sealed) => Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString(),
}
const person = { ask, cipher }

let core: TestBench
let gate: Served
let board: Served

interface Served {
  readonly port: number
  readonly server: ssh2.Server
}

async function serve(onClient: (client: ssh2.Connection) => void): Promise<Served> {
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519')
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined)
    onClient(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

/** Lets in who knows the password, and on to wherever they want. */
const serveGate = () =>
  serve((client) => {
    client.on('authentication', (context) =>
      context.method === 'password' && context.password === secretOf.password
        ? context.accept()
        : context.reject(['password']),
    )
    client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      const channel = accept()
      const socket = connect(destPort, destIP)
      socket.on('error', () => channel.end())
      channel.pipe(socket).pipe(channel)
    })
  })

/** Lets in whoever has a key, and runs nothing. */
const serveBoard = () =>
  serve((client) => {
    client.on('authentication', (context) =>
      context.method === 'publickey' ? context.accept() : context.reject(['publickey']),
    )
    client.on('session', (accept) => accept().on('exec', (_accept, reject) => reject()))
  })

beforeEach(async () => {
  asked.length = 0
  core = new TestBench(person)
  gate = await serveGate()
  board = await serveBoard()
  const { private: key } = ssh2.utils.generateKeyPairSync('ed25519', {
    passphrase: secretOf.passphrase,
    cipher: 'aes256-ctr',
    rounds: 16,
  })
  writeFileSync(join(core.dataDir, 'key'), key)
})
afterEach(async () => {
  for (const { server } of [gate, board]) server.close()
  await core.dispose()
})

const keyPath = () => join(core.dataDir, 'key')
const address = (hostKeyAlias?: string): SshAddress => ({
  host: '127.0.0.1',
  port: board.port,
  user: 'edge',
  login: { kind: 'key', path: keyPath() },
  via: [
    {
      host: '127.0.0.1',
      port: gate.port,
      user: 'guest',
      login: { kind: 'password' },
      ...(hostKeyAlias === undefined ? {} : { hostKeyAlias }),
    },
  ],
})

function kept() {
  const db = openDatabase(join(core.dataDir, 'benchtop.sqlite'))
  try {
    const rows = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => String(Object.values(row)[0]))
    return {
      keys: rows("SELECT host || ' ' || port FROM trusted_keys").toSorted(),
      secrets: rows('SELECT name FROM secrets').toSorted(),
    }
  } finally {
    db.close()
  }
}
const keysOf = (...places: readonly (readonly [string, number])[]) =>
  places.map(([host, port]) => `${host} ${port}`).toSorted()
const password = () => JSON.stringify(['password', 'guest', '127.0.0.1', gate.port])
const passphrase = () => JSON.stringify(['passphrase', keyPath()])

async function faultOf(id: string): Promise<Fault> {
  const { connection } = await core.bench.boards.connect(id)
  if (connection.kind !== 'fault') throw new Error(`the board is ${connection.kind}`)
  return connection.fault
}

/** Trusts every key that is shown on the way, as a person who compared each. */
async function trustAll(id: string): Promise<readonly Fault[]> {
  const shown: Fault[] = []
  for (;;) {
    const fault = await faultOf(id)
    if (fault.code !== 'host-key-unknown') return shown
    shown.push(fault)
    core.bench.boards.trust(id, String(fault.params.fingerprint))
  }
}

/** A board whose way is trusted and whose secrets are kept. */
async function known(name: string, own = address()): Promise<string> {
  const { id } = core.bench.boards.addSsh(name, own).board
  await trustAll(id)
  return id
}

test('the key of each host on the way is trusted under its own place, and only the one that was seen', async () => {
  const { boards } = core.bench
  const { id } = boards.addSsh('behind', address('the-gate')).board
  const first = await faultOf(id)
  expect(first).toMatchObject({
    code: 'host-key-unknown',
    params: { host: 'the-gate', port: 22 },
  })
  expect(() => boards.trust(id, `SHA256:${'A'.repeat(43)}`)).toThrow(/another key/)
  expect(kept().keys).toEqual([])
  const shown = await trustAll(id)
  expect(shown.map(({ params }) => [params.host, params.port])).toEqual([
    ['the-gate', 22],
    ['127.0.0.1', board.port],
  ])
  expect(shown[0]?.params.fingerprint).not.toBe(shown[1]?.params.fingerprint)
  expect(kept()).toEqual({
    keys: keysOf(['the-gate', 22], ['127.0.0.1', board.port]),
    secrets: [passphrase(), password()].toSorted(),
  })
  // What is kept is asked for once: the last attempts asked nothing.
  expect(asked.toSorted()).toEqual(['passphrase', 'password'])
})

test('a board that is removed takes its keys and secrets along, a jump host’s too', async () => {
  const id = await known('behind')
  expect(kept().keys).toHaveLength(2)
  expect(kept().secrets).toHaveLength(2)
  core.bench.boards.remove(id)
  expect(kept()).toEqual({ keys: [], secrets: [] })
})

test('what another board needs stays until that is gone too', async () => {
  const first = await known('behind')
  const second = await known('beside', { ...address(), user: 'other' })
  const both = kept()
  core.bench.boards.remove(first)
  expect(kept()).toEqual(both)
  const direct = { host: '127.0.0.1', port: gate.port, user: 'guest', via: [] }
  const third = core.bench.boards.addSsh('the gate', { ...direct, login: { kind: 'password' } })
  core.bench.boards.remove(second)
  expect(kept()).toEqual({ keys: keysOf(['127.0.0.1', gate.port]), secrets: [password()] })
  core.bench.boards.remove(third.board.id)
  expect(kept()).toEqual({ keys: [], secrets: [] })
})

test('an edited board keeps what its new address needs', async () => {
  const { boards } = core.bench
  const id = await known('behind')
  const before = kept()
  await boards.edit(id, 'renamed', address())
  expect(kept()).toEqual(before)
  await boards.edit(id, 'renamed', { ...address(), login: { kind: 'agent' } })
  expect(kept()).toEqual({ ...before, secrets: [password()] })
  await boards.edit(id, 'renamed', { ...address(), login: { kind: 'agent' }, via: [] })
  expect(kept()).toEqual({ keys: keysOf(['127.0.0.1', board.port]), secrets: [] })
  await boards.edit(id, 'renamed', { ...address(), host: 'elsewhere.invalid', via: [] })
  expect(kept()).toEqual({ keys: [], secrets: [] })
})

test('a program that can not open the secrets forgets them all the same', async () => {
  const id = await known('behind')
  expect(kept().secrets).toHaveLength(2)
  await core.restart({ ask, cipher: null })
  core.bench.boards.remove(id)
  expect(kept()).toEqual({ keys: [], secrets: [] })
})
