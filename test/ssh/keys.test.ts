// Logins by keys: encrypted ones in every format that people have, and keys that a real ssh-agent holds.

import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SshAddress } from '../../src/shared/login.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { type LoopbackBoard, makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { addressOf, Desk, faultOf, output, trustedKey } from './desk.ts'

const passphrase = 'open sesame'

describe.skipIf(skipped(loopbackLack()))('a login by a key', () => {
  let desk = new Desk()
  let board: LoopbackBoard
  const home = mkdtempSync(join(tmpdir(), 'benchtop-home-'))
  const environment = { HOME: process.env.HOME, SSH_AUTH_SOCK: process.env.SSH_AUTH_SOCK }
  beforeAll(async () => {
    board = await startLoopbackBoard()
    process.env.HOME = home
  })
  afterAll(async () => {
    for (const [name, value] of Object.entries(environment))
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    await board?.stop()
    rmSync(home, { recursive: true })
  })
  beforeEach(() => {
    desk.dispose()
    desk = new Desk()
    desk.trust(board)
    delete process.env.SSH_AUTH_SOCK
  })

  const by = (login: SshAddress['login']): SshAddress => ({ ...addressOf(board), login })
  const enter = async (login: SshAddress['login']) => {
    const transport = await desk.transport(by(login))
    expect(await output(transport, 'id -un')).toBe(`${board.user}\n`)
    transport.close()
  }
  const name = () => `key-${randomUUID().slice(0, 8)}`
  const keygen = (...argv: readonly string[]) => execFileSync('/usr/bin/ssh-keygen', argv)
  const openssl = (...argv: readonly string[]) =>
    execFileSync('/usr/bin/openssl', argv, { stdio: 'pipe' })

  /** Makes a key that the board accepts, and gives its path. */
  async function encrypted(type: 'ed25519' | 'rsa' | 'ecdsa'): Promise<string> {
    const path = makeKey(desk.dir, name(), type, passphrase)
    await board.accept(`${path}.pub`)
    return path
  }
  /** The same key as openssl writes it: PKCS#8, and PEM for RSA and EC. */
  async function written(by: readonly string[], encryptedToo = true): Promise<string> {
    const path = join(desk.dir, name())
    const plain = `${path}.plain`
    openssl(...by, '-out', plain)
    const lock = encryptedToo
      ? ['-v2', 'aes-256-cbc', '-passout', `pass:${passphrase}`]
      : ['-nocrypt']
    openssl('pkcs8', '-topk8', '-in', plain, '-out', path, ...lock)
    execFileSync('/bin/chmod', ['600', path, plain])
    writeFileSync(`${plain}.pub`, keygen('-y', '-P', '', '-f', plain))
    await board.accept(`${plain}.pub`)
    return path
  }

  test.each(['ed25519', 'rsa', 'ecdsa'] as const)(
    'an encrypted %s key is asked for by its path, and wrong passphrases again',
    async (type) => {
      const path = await encrypted(type)
      desk.says(['wrong', passphrase])
      await enter({ kind: 'key', path })
      const question = { kind: 'passphrase', keyPath: path }
      expect(desk.asked).toEqual([
        { question, wrongBefore: false },
        { question, wrongBefore: true },
      ])
    },
  )

  test('three wrong passphrases are a fault, and none of them is in it', async () => {
    const path = await encrypted('ed25519')
    desk.says(['wrong', 'wrong', 'wrong', passphrase], true)
    const fault = await faultOf(desk.transport(by({ kind: 'key', path })))
    expect(fault).toMatchObject({ code: 'passphrase-wrong', params: { path } })
    expect(desk.secrets.get({ kind: 'passphrase', keyPath: path })).toBeNull()
    desk.says([])
    expect((await faultOf(desk.transport(by({ kind: 'key', path })))).code).toBe('cancelled')
  })

  test('a passphrase that is remembered is not asked for again', async () => {
    const path = await encrypted('ed25519')
    desk.says([passphrase], true)
    await enter({ kind: 'key', path })
    await enter({ kind: 'key', path })
    expect(desk.asked).toHaveLength(1)
    keygen('-q', '-p', '-P', passphrase, '-N', 'another', '-f', path)
    desk.says(['another'])
    await enter({ kind: 'key', path })
    expect(desk.asked.at(-1)?.wrongBefore).toBe(true)
  })

  test('nobody is asked for the passphrase of a key that the board does not take', async () => {
    const path = makeKey(desk.dir, name(), 'ed25519', passphrase)
    expect((await faultOf(desk.transport(by({ kind: 'key', path })))).code).toBe('key-refused')
    expect(desk.asked).toEqual([])
  })

  test('an old PEM key, with and without its public half beside it', async () => {
    const path = await encrypted('rsa')
    keygen('-q', '-p', '-m', 'PEM', '-P', passphrase, '-N', passphrase, '-f', path)
    desk.says([passphrase])
    await enter({ kind: 'key', path })
    const alone = `${path}-alone`
    copyFileSync(path, alone)
    desk.says(['wrong', passphrase])
    await enter({ kind: 'key', path: alone })
    copyFileSync(`${makeKey(desk.dir, name(), 'rsa')}.pub`, `${alone}.pub`)
    await board.accept(`${alone}.pub`)
    desk.says([passphrase])
    const fault = await faultOf(desk.transport(by({ kind: 'key', path: alone })))
    expect(fault).toMatchObject({ code: 'key-unreadable', detail: /another key/ })
  })

  test.each([
    ['RSA', ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['EC', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
  ])('a PKCS#8 %s key of openssl’s, plain and encrypted', async (_, make) => {
    await enter({ kind: 'key', path: await written(make, false) })
    const path = await written(make)
    desk.says(['wrong', passphrase])
    await enter({ kind: 'key', path })
  })

  test('a PKCS#8 Ed25519 key, whose public half only we derive', async () => {
    const path = join(desk.dir, name())
    openssl('genpkey', '-algorithm', 'ed25519', '-out', path)
    const blob = openssl('pkey', '-in', path, '-pubout', '-outform', 'DER').subarray(-32)
    const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])
    const line = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(blob)]).toString('base64')
    writeFileSync(`${path}-accepted.pub`, `ssh-ed25519 ${line}\n`)
    await board.accept(`${path}-accepted.pub`)
    await enter({ kind: 'key', path })
  })

  test('a key of a kind or a cipher that is not read says how to bring it into one that is', async () => {
    const path = join(desk.dir, name())
    openssl('genpkey', '-algorithm', 'ed448', '-out', path)
    const other = makeKey(desk.dir, name(), 'ed25519')
    keygen('-q', '-p', '-N', 'secret', '-Z', 'chacha20-poly1305@openssh.com', '-f', other)
    for (const wrong of [path, other]) {
      const fault = await faultOf(desk.transport(by({ kind: 'key', path: wrong })))
      expect(fault).toMatchObject({ code: 'key-format-unsupported', params: { path: wrong } })
    }
    keygen('-q', '-p', '-P', 'secret', '-N', '', '-f', other)
    await board.accept(`${other}.pub`)
    await enter({ kind: 'key', path: other })
  })

  test('as ssh does: the default keys, and an encrypted one only where it is wanted', async () => {
    execFileSync('/bin/mkdir', ['-p', join(home, '.ssh')])
    const stranger = makeKey(join(home, '.ssh'), 'id_ecdsa', 'ecdsa', 'another passphrase')
    const path = makeKey(join(home, '.ssh'), 'id_ed25519', 'ed25519', passphrase)
    try {
      const refused = await faultOf(desk.transport(by({ kind: 'auto' })))
      expect(refused).toMatchObject({ code: 'login-refused', params: { methods: 'publickey' } })
      expect(refused.detail).toContain(stranger)
      expect(refused.detail).toContain(path)
      await board.accept(`${path}.pub`)
      desk.says([passphrase])
      await enter({ kind: 'auto' })
      expect(desk.asked).toEqual([
        { question: { kind: 'passphrase', keyPath: path }, wrongBefore: false },
      ])
    } finally {
      rmSync(join(home, '.ssh'), { recursive: true })
    }
  })

  describe('that an agent holds', () => {
    const socket = join(home, 'agent')
    let agent: ReturnType<typeof spawn>
    const add = (path: string) =>
      execFileSync('/usr/bin/ssh-add', ['-q', path], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: 'pipe',
      })
    beforeEach(async () => {
      agent = spawn('/usr/bin/ssh-agent', ['-D', '-a', socket], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (agent.stdout === null) throw new Error('no output')
      await once(agent.stdout, 'data')
      process.env.SSH_AUTH_SOCK = socket
      return async () => {
        agent.kill()
        await once(agent, 'exit')
        rmSync(socket, { force: true })
      }
    })
    const accepted = async (type: 'ed25519' | 'rsa' | 'ecdsa') => {
      const path = makeKey(desk.dir, name(), type)
      await board.accept(`${path}.pub`)
      return path
    }

    test.each(['ed25519', 'rsa', 'ecdsa'] as const)('is used, %s', async (type) => {
      add(makeKey(desk.dir, name(), 'ed25519'))
      add(await accepted(type))
      await enter({ kind: 'agent' })
      await enter({ kind: 'auto' })
      delete process.env.SSH_AUTH_SOCK
      await enter({ kind: 'agent', socket })
    })

    test('signs for its encrypted file, so that nobody is asked', async () => {
      const path = await accepted('ed25519')
      add(path)
      keygen('-q', '-p', '-N', passphrase, '-f', path)
      await enter({ kind: 'key', path })
      expect(desk.asked).toEqual([])
    })

    test('counts as one of two, where the board demands two', async () => {
      const path = await accepted('ed25519')
      add(path)
      const second = await accepted('ecdsa')
      add(second)
      const twice = await startLoopbackBoard({
        configuration: ['AuthenticationMethods publickey,publickey'],
      })
      try {
        await twice.accept(`${path}.pub`)
        await twice.accept(`${second}.pub`)
        desk.trust(twice)
        const transport = await desk.transport({ ...addressOf(twice), login: { kind: 'agent' } })
        expect(await output(transport, 'echo in')).toBe('in\n')
        transport.close()
      } finally {
        await twice.stop()
      }
    })

    test('is listed with the others where the board takes none', async () => {
      expect((await faultOf(desk.transport(by({ kind: 'agent' })))).code).toBe('agent-empty')
      const keys = ['ed25519', 'ecdsa'] as const
      const paths = keys.map((type) => makeKey(desk.dir, name(), type))
      for (const path of paths) add(path)
      const fault = await faultOf(desk.transport(by({ kind: 'agent' })))
      expect(fault).toMatchObject({ code: 'agent-refused', params: { count: 2 } })
      for (const path of paths) {
        const line = execFileSync('/bin/cat', [`${path}.pub`], { encoding: 'utf8' })
        expect(fault.detail).toContain(trustedKey(line).fingerprint)
        expect(fault.detail).toContain(path.split('/').at(-1))
      }
    })

    test('is one of too many, and the board ends it', async () => {
      for (let count = 0; count < 8; count++) add(makeKey(desk.dir, name(), 'ed25519'))
      const fault = await faultOf(desk.transport(by({ kind: 'agent' })))
      expect(fault).toMatchObject({ code: 'agent-refused', detail: /Too many authentication/ })
    })

    test('and is not there when the agent is not', async () => {
      process.env.SSH_AUTH_SOCK = join(home, 'nothing')
      const fault = await faultOf(desk.transport(by({ kind: 'agent' })))
      expect(fault).toMatchObject({ code: 'agent-not-running', detail: /nothing/ })
      delete process.env.SSH_AUTH_SOCK
      expect((await faultOf(desk.transport(by({ kind: 'agent' })))).code).toBe('agent-not-running')
      expect((await faultOf(desk.transport(by({ kind: 'auto' })))).code).toBe('login-refused')
    })
  })
})
