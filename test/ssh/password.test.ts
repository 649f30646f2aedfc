// Logins by what a person says, at a real OpenSSH server with PAM: who is asked what, when, and what is kept of it.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/main/login/ask.ts'
import type { SshAddress } from '../../src/shared/login.ts'
import { answers } from '../boards/answers.ts'
import { namespaceLack, skipped } from '../boards/lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from '../boards/namespace-board.ts'
import { addressOf, Desk, faultOf, output } from './desk.ts'

const password = 'correct horse; battery "staple"'

describe.skipIf(skipped(namespaceLack()))('a login by a password', () => {
  let desk = new Desk()
  let board: NamespaceBoard
  let nextPort = 2200
  beforeAll(async () => {
    board = await startNamespaceBoard({ diskMiB: 50 })
    await board.exec(`echo 'edge:${password}' | chpasswd`)
  })
  afterAll(async () => {
    await board?.stop()
  })
  beforeEach(() => {
    desk.dispose()
    desk = new Desk()
    desk.trust(board)
  })

  /** A second server on the same board, with a configuration of its own; its log is in `/log-PORT`. */
  async function server(...configuration: readonly string[]): Promise<number> {
    const port = nextPort++
    const options = configuration.map((line) => `-o '${line}'`).join(' ')
    await board.exec(`/usr/sbin/sshd -p ${port} -E /log-${port} ${options}`)
    await answers(board.host, port)
    return port
  }
  const by = (login: SshAddress['login'], other: Partial<SshAddress> = {}): SshAddress => ({
    ...addressOf(board),
    login,
    ...other,
  })
  const enter = async (address: SshAddress) => {
    const transport = await desk.transport(address)
    expect(await output(transport, 'id -un')).toBe('edge\n')
    transport.close()
  }
  const question = () => ({ kind: 'password', user: 'edge', host: board.host })

  test('nobody is asked before the host key is trusted', async () => {
    desk.trusted = []
    const fault = await faultOf(desk.transport(by({ kind: 'password' })))
    expect(fault.code).toBe('host-key-unknown')
    expect(desk.asked).toEqual([])
  })

  test('asks once, and is in', async () => {
    desk.says([password])
    await enter(by({ kind: 'password' }))
    expect(desk.asked).toEqual([{ question: question(), wrongBefore: false }])
    desk.says([])
    expect((await faultOf(desk.transport(by({ kind: 'password' })))).code).toBe('cancelled')
  })

  test('a wrong one is asked for again, three times in all', async () => {
    desk.says(['wrong', password])
    await enter(by({ kind: 'password' }))
    expect(desk.asked.map(({ wrongBefore }) => wrongBefore)).toEqual([false, true])

    desk.asked = []
    desk.says(['wrong', '', 'wronger', password], true)
    const fault = await faultOf(desk.transport(by({ kind: 'password' })))
    expect(fault).toMatchObject({
      code: 'password-wrong',
      params: { host: board.host, user: 'edge' },
    })
    expect(desk.asked).toHaveLength(3)
    expect(JSON.stringify(fault)).not.toContain('wronger')
    expect(desk.secrets.get({ ...question(), kind: 'password', port: 22 })).toBeNull()
  })

  test('a server that loses patience first says the same', async () => {
    const port = await server('MaxAuthTries 2')
    desk.says(['wrong', 'wrong', password])
    const fault = await faultOf(desk.transport(by({ kind: 'password' }, { port })))
    expect(fault.code).toBe('password-wrong')
  })

  test('what is remembered is not asked for again, until it is wrong', async () => {
    desk.says([password], true)
    await enter(by({ kind: 'password' }))
    await enter(by({ kind: 'password' }))
    await enter(by({ kind: 'auto' }, { user: 'edge' }))
    expect(desk.asked).toHaveLength(1)

    await board.exec(`echo 'edge:changed' | chpasswd`)
    try {
      desk.says(['changed'])
      await enter(by({ kind: 'password' }))
      expect(desk.asked.at(-1)).toEqual({ question: question(), wrongBefore: true })
      desk.says(['changed'])
      await enter(by({ kind: 'password' }))
      expect(desk.asked, 'the wrong one was not forgotten').toHaveLength(3)
      expect(desk.asked.at(-1)?.wrongBefore).toBe(false)
    } finally {
      await board.exec(`echo 'edge:${password}' | chpasswd`)
    }
  })

  test('keyboard-interactive with a single password prompt is a password like any other', async () => {
    const port = await server('KbdInteractiveAuthentication yes', 'PasswordAuthentication no')
    desk.says(['wrong', password], true)
    await enter(by({ kind: 'password' }, { port }))
    await enter(by({ kind: 'auto' }, { port }))
    expect(desk.asked).toEqual([
      { question: question(), wrongBefore: false },
      { question: question(), wrongBefore: true },
    ])
    desk.secrets.forget({ kind: 'password', user: 'edge', host: board.host, port })
    desk.says(['wrong', 'wrong', 'wrong', password])
    expect((await faultOf(desk.transport(by({ kind: 'auto' }, { port })))).code).toBe(
      'password-wrong',
    )
  })

  test.each(['password', 'keyboard-interactive'])(
    'a key and then %s, where the server demands both',
    async (second) => {
      const port = await server(
        `AuthenticationMethods publickey,${second}`,
        'KbdInteractiveAuthentication yes',
      )
      const { keyPath } = board
      desk.says(['wrong', password])
      await enter(by({ kind: 'key', path: keyPath }, { port }))
      expect(desk.asked.map(({ wrongBefore }) => wrongBefore)).toEqual([false, true])

      desk.asked = []
      const fault = await faultOf(desk.transport(by({ kind: 'password' }, { port })))
      expect(fault).toMatchObject({
        code: 'password-unavailable',
        params: { methods: 'publickey' },
      })
      expect(desk.asked).toEqual([])
    },
  )

  test('a server that waits no longer withdraws the question', async () => {
    const port = await server('LoginGraceTime 2')
    let withdrawn = false
    desk.person = (_question, signal) =>
      new Promise<Answers | null>((resolve) => {
        signal.addEventListener('abort', () => {
          withdrawn = true
          resolve(null)
        })
      })
    const fault = await faultOf(desk.transport(by({ kind: 'password' }, { port })))
    expect(fault.code).toBe('login-too-slow')
    expect(withdrawn).toBe(true)
  })

  test('giving up ends the connecting, and so does cancelling it', async () => {
    desk.says([])
    expect((await faultOf(desk.transport(by({ kind: 'password' })))).code).toBe('cancelled')
    const stop = new AbortController()
    desk.person = async (_question, signal) => {
      stop.abort()
      while (!signal.aborted) await sleep(5)
      return null
    }
    const cancelled = desk.transport(by({ kind: 'password' }), stop.signal)
    expect((await faultOf(cancelled)).code).toBe('cancelled')
  })

  test('a server that takes only keys says which methods it takes', async () => {
    const port = await server('PasswordAuthentication no')
    const fault = await faultOf(desk.transport(by({ kind: 'auto' }, { port })))
    expect(fault).toMatchObject({ code: 'login-refused', params: { methods: 'publickey' } })
    expect(desk.asked).toEqual([])
  })
})
