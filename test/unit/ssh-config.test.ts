import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { importableHosts, importHosts } from '../../src/main/board/import.ts'
import { configuredHosts } from '../../src/main/ssh/config.ts'
import type { BoardView } from '../../src/shared/ipc.ts'
import type { SshAddress } from '../../src/shared/login.ts'
import { faultOf } from '../ssh/desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const key = join(folder, 'lab key')
writeFileSync(key, '')

let count = 0
function configured(text: string): string {
  const path = join(folder, `config-${count++}`)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

const ssh = '/usr/bin/ssh'
const me = userInfo().username
const auto = { kind: 'auto' } as const

describe.each([
  ['ssh -G', ssh],
  ['the library', null],
] as const)('the hosts of a configuration, by %s', (_, program) => {
  const hosts = (text: string) => configuredHosts({ path: configured(text), ssh: program })
  const skip = program !== null && !existsSync(program)

  test.skipIf(skip)(
    'are those with a name of their own, with what every line says of them',
    async () => {
      const found = await hosts(`
      # boards
      Host pi pi5 !nano *.lab
        HostName pi.local
        User edge
        Port 2222
        IdentityFile ${join(folder, 'none')}
        IdentityFile "${key}"
      host nano
        HostKeyAlias lab-nano
      Host *
        User someone
    `)
      const pi = {
        host: 'pi.local',
        port: 2222,
        user: 'edge',
        login: { kind: 'key', path: key },
        via: [],
      }
      expect(found).toEqual([
        { name: 'pi', address: pi, why: null },
        { name: 'pi5', address: pi, why: null },
        {
          name: 'nano',
          address: {
            host: 'nano',
            port: 22,
            user: 'someone',
            login: auto,
            hostKeyAlias: 'lab-nano',
            via: [],
          },
          why: null,
        },
      ])
    },
  )

  test.skipIf(skip)('lie behind jump hosts, which have lines of their own', async () => {
    const found = await hosts(`
      Host gate
        HostName gate.example.org
        User keeper
        ProxyJump outer@[::1]:2200
      Host inner
        HostName 10.0.0.1
        ProxyJump nowhere
      Host board
        HostName 10.0.0.2
        ProxyJump gate,ssh://root@inner:2022
      Host free
        ProxyJump none
      Host *
        User ${me}
    `)
    const board = found.find(({ name }) => name === 'board')
    expect(board?.address).toEqual({
      host: '10.0.0.2',
      port: 22,
      user: me,
      login: auto,
      via: [
        { host: '::1', port: 2200, user: 'outer', login: auto },
        { host: 'gate.example.org', port: 22, user: 'keeper', login: auto },
        { host: '10.0.0.1', port: 2022, user: 'root', login: auto },
      ],
    })
    expect(found.find(({ name }) => name === 'free')?.address?.via).toEqual([])
  })

  test.skipIf(skip)('that can not be taken over say why', async () => {
    const found = await hosts(`
      Host piped
        ProxyCommand nc %h %p
      Host one
        ProxyJump other
      Host other
        ProxyJump one
      Host -oProxyCommand=id
        User x
      Host good
        User x
    `)
    const why = Object.fromEntries(found.map(({ name, why: words }) => [name, words]))
    expect(why.piped).toMatch(/ProxyCommand is not supported/)
    expect(why.one).toMatch(/leads back to one/)
    expect(why.other).toMatch(/leads back to other/)
    expect(why['-oProxyCommand=id']).not.toBeNull()
    expect(why.good).toBeNull()
  })

  test.skipIf(skip)('stand in included files too', async () => {
    const more = join(folder, 'conf d')
    mkdirSync(more, { recursive: true })
    writeFileSync(join(more, 'b.conf'), 'Host two\n  Port 2\n', { mode: 0o600 })
    writeFileSync(join(more, 'a.conf'), `Include "${more}/b.conf"\nHost one\n  Port 1\n`, {
      mode: 0o600,
    })
    const found = await hosts(`
      Include "${more}/a.conf"
      Include ${join(folder, 'missing')}/*
      User everyone
      Host three
        Port 3
    `)
    expect(found.map(({ name, address }) => [name, address?.port])).toEqual([
      ['two', 2],
      ['one', 1],
      ['three', 3],
    ])
    expect(found.find(({ name }) => name === 'three')?.address?.user).toBe('everyone')
  })

  test.skipIf(skip)('are none where there is no file', async () => {
    expect(await configuredHosts({ path: join(folder, 'none'), ssh: program })).toEqual([])
  })
})

test('a file that includes itself ends', async () => {
  const path = configured('')
  writeFileSync(path, `Include ${path}\nInclude ${path}\nHost pi\n  User x\n`)
  const found = await configuredHosts({ path, ssh: null })
  expect(found.map(({ name }) => name)).toEqual(['pi'])
})

describe('importing', () => {
  const path = configured(
    'Host pi\n  User edge\nHost nano\n  User edge\nHost odd\n  ProxyCommand x\n',
  )
  const options = { path, ssh: null }
  const view = (id: string, name: string, address: SshAddress): BoardView => ({
    board: { kind: 'ssh', id, name, address },
    connection: { kind: 'idle' },
    lastFacts: null,
    tuning: null,
  })
  const login = { kind: 'password' } as const
  const boards = {
    list: () => [view('pi-1', 'My Pi', { host: 'PI', port: 22, user: 'edge', login, via: [] })],
    addSsh: (name: string, address: SshAddress) => view(`${name}-2`, name, address),
  }

  test('knows a host that is a board already, by its way and not by its login', async () => {
    const found = await importableHosts(boards, options)
    expect(found.map(({ name, board }) => [name, board])).toEqual([
      ['pi', 'pi-1'],
      ['nano', null],
      ['odd', null],
    ])
  })

  test('adds what was chosen and is no board yet', async () => {
    const added = await importHosts(boards, ['pi', 'nano'], options)
    expect(added.map(({ board }) => board.name)).toEqual(['nano'])
    expect((await faultOf(importHosts(boards, ['missing'], options))).code).toBe('not-found')
    expect(await faultOf(importHosts(boards, ['odd'], options))).toMatchObject({
      code: 'bad-request',
      params: { reason: expect.stringMatching(/^odd: ProxyCommand/) },
    })
  })
})
