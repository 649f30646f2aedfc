// Servers that ask for what OpenSSH seldom does: several prompts, hostile texts, an expired password. Played by ssh2's own
// server, which speaks the real protocol.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import ssh2, { type AuthContext, type KeyboardAuthContext, type PasswordAuthContext } from 'ssh2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SshAddress } from '../../src/shared/login.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { makeKey } from '../boards/loopback.ts'
import { Desk, faultOf, trustedKey } from './desk.ts'

describe.skipIf(skipped(loopbackLack()))('a server', () => {
  let desk = new Desk()
  let server: ssh2.Server | null = null
  beforeEach(() => {
    desk = new Desk()
  })
  afterEach(() => {
    server?.close()
    desk.dispose()
  })

  /** Serves one kind of login and gives its address. */
  async function serve(answer: (context: AuthContext) => void): Promise<SshAddress> {
    const hostKey = makeKey(desk.dir, 'host', 'ecdsa')
    desk.trusted = [trustedKey(readFileSync(`${hostKey}.pub`, 'utf8'))]
    server = new ssh2.Server({ hostKeys: [readFileSync(hostKey)] }, (client) => {
      client.on('error', () => undefined)
      client.on('authentication', answer)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { host: '127.0.0.1', port, user: 'edge', login: { kind: 'password' }, via: [] }
  }
  const interactive =
    (ask: (context: KeyboardAuthContext) => void) =>
    (context: AuthContext): void =>
      context.method === 'keyboard-interactive'
        ? ask(context)
        : context.reject(['keyboard-interactive'])

  test('that asks for a password and a code is answered prompt by prompt', async () => {
    const address = await serve(
      interactive((context) =>
        context.prompt([{ prompt: 'Password: ', echo: false }], ([password]) =>
          context.prompt(
            [
              { prompt: 'Code: ', echo: true },
              { prompt: 'One-time password (OATH) for `edge’:', echo: false },
            ],
            'Second factor',
            'From your device',
            ([code, oath]) =>
              password === 'secret' && code === '12' && oath === '34'
                ? context.accept()
                : context.reject(['keyboard-interactive']),
          ),
        ),
      ),
    )
    desk.says(['secret', ['12', 'wrong'], 'secret', ['12', '34']], true)
    const transport = await desk.transport(address)
    transport.close()
    const prompts = {
      kind: 'prompts',
      host: '127.0.0.1',
      name: 'Second factor',
      instructions: 'From your device',
      prompts: [
        { text: 'Code: ', echo: true },
        { text: 'One-time password (OATH) for `edge’:', echo: false },
      ],
    }
    const password = { kind: 'password', user: 'edge', host: '127.0.0.1' }
    expect(desk.asked).toEqual([
      { question: password, wrongBefore: false },
      { question: prompts, wrongBefore: false },
      { question: password, wrongBefore: true },
      { question: prompts, wrongBefore: true },
    ])
    const { user, host, port } = address
    expect(desk.secrets.get({ kind: 'password', user, host, port })).toBe('secret')
  })

  test('whose texts are hostile is shown as plain words of a bounded length, and few of them', async () => {
    let given: string[] = []
    const address = await serve(
      interactive((context) =>
        context.prompt(
          Array.from({ length: 30 }, () => ({
            prompt: `\u001b[2J\u0007\u202e${'long '.repeat(150)}`,
            echo: true,
          })),
          '\u001b]0;title\u0007Name',
          '\u0000Instructions',
          (answers) => {
            given = answers
            context.accept()
          },
        ),
      ),
    )
    desk.says([['only one']])
    const transport = await desk.transport(address)
    transport.close()
    const question = desk.asked[0]?.question
    if (question?.kind !== 'prompts') throw new Error('no prompts')
    expect(question).toMatchObject({ name: 'Name', instructions: 'Instructions' })
    expect(question.prompts).toHaveLength(20)
    expect(question.prompts[0]?.text).toMatch(/^long long /)
    expect(question.prompts[0]?.text.length).toBeLessThanOrEqual(500)
    expect(given).toEqual(['only one', ...Array.from({ length: 29 }, () => '')])
  })

  test('that names keyboard-interactive and asks nothing is tried by its next method', async () => {
    const address = await serve((context) => {
      if (context.method === 'password' && context.password === 'secret') context.accept()
      else context.reject(['keyboard-interactive', 'password'])
    })
    desk.says(['secret'])
    const transport = await desk.transport(address)
    transport.close()
    expect(desk.asked).toHaveLength(1)
  })

  test('that lets everybody in asks nobody', async () => {
    const transport = await desk.transport(await serve((context) => context.accept()))
    transport.close()
    expect(desk.asked).toEqual([])
  })

  test('that wants a new password says so', async () => {
    const address = await serve((context) => {
      if (context.method !== 'password') return context.reject(['password'])
      ;(context as PasswordAuthContext).requestChange('Your password has expired', () => undefined)
    })
    desk.says(['old'])
    expect(await faultOf(desk.transport(address))).toMatchObject({
      code: 'password-expired',
      params: { user: 'edge' },
    })
  })
})
