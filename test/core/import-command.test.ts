// `benchtop boards import` as a child process, in a HOME of its own: with the ssh of this machine, and without any.

import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BoardView } from '../../src/shared/ipc.ts'
import type { ImportableHost } from '../../src/shared/login.ts'
import { root } from './bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A home with that configuration, and the command in it. */
function inHome(config: (home: string) => string, path: string | undefined) {
  const home = mkdtempSync(join(folder, 'home-'))
  mkdirSync(join(home, '.ssh'), { mode: 0o700 })
  writeFileSync(join(home, '.ssh', 'lab key'), '')
  writeFileSync(join(home, '.ssh', 'more'), 'Host nano\n  HostName 10.0.0.8\n  User nvidia\n')
  const text = config(home)
  if (text !== '') writeFileSync(join(home, '.ssh', 'config'), text)
  if (text !== '') chmodSync(join(home, '.ssh', 'config'), 0o600)
  const env = {
    ...process.env,
    HOME: home,
    PATH: path,
    BENCHTOP_DATA: join(home, 'data'),
  }
  return (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const cli = join(root, 'out', 'main', 'cli.js')
      execFile(process.execPath, [cli, 'boards', ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      })
    })
}

const laboratory = (home: string) => `
Include ${join(home, '.ssh', 'more')}
Host lab-pi
  HostName 10.0.0.7
  User edge
  Port 2222
  IdentityFile "~/.ssh/lab key"
  HostKeyAlias the-pi
Host inner
  HostName inner.lab
  User root
  ProxyJump guest@gate:2200
Host walled
  ProxyCommand nc %h %p
Host *.lab
  User nobody
`

describe.each([
  ['with ssh', process.env.PATH],
  ['without ssh', ''],
])('boards import, %s', (_, path) => {
  test('lists the hosts, and adds those that are named, once', async () => {
    const boards = inHome(laboratory, path)
    const listed = JSON.parse((await boards('import', '--json')).stdout) as ImportableHost[]
    expect(listed.map(({ name, board }) => [name, board])).toEqual([
      ['nano', null],
      ['lab-pi', null],
      ['inner', null],
      ['walled', null],
    ])
    const text = (await boards('import')).stdout
    expect(text).toMatch(/lab-pi +edge@10\.0\.0\.7:2222/)
    expect(text).toMatch(/inner +gate › root@inner\.lab/)
    expect(text).toMatch(/walled +– +ProxyCommand is not supported/)

    const added = await boards('import', 'lab-pi', 'inner', '--json')
    expect(added.code).toBe(0)
    const [pi, inner] = (JSON.parse(added.stdout) as BoardView[]).map(({ board }) => board)
    expect(pi).toMatchObject({
      name: 'lab-pi',
      address: {
        host: '10.0.0.7',
        port: 2222,
        user: 'edge',
        login: { kind: 'key', path: expect.stringMatching(/^\/.*\/\.ssh\/lab key$/) },
        hostKeyAlias: 'the-pi',
        via: [],
      },
    })
    expect(inner).toMatchObject({
      address: { host: 'inner.lab', via: [{ host: 'gate', port: 2200, user: 'guest' }] },
    })

    expect((await boards('import', 'lab-pi')).stdout).toMatch(/boards already/)
    expect((await boards('import')).stdout).toMatch(/lab-pi .*a board already/)
    const all = JSON.parse((await boards('--json')).stdout) as BoardView[]
    expect(all.map(({ board }) => board.name)).toEqual(['This computer', 'lab-pi', 'inner'])
  })

  test('adds nothing where one of the names can not be imported', async () => {
    const boards = inHome(laboratory, path)
    const walled = await boards('import', 'nano', 'walled')
    expect(walled.code).toBe(3)
    expect(walled.stderr).toMatch(/walled: ProxyCommand is not supported/)
    const missing = await boards('import', 'nano', 'nowhere')
    expect(missing.code).toBe(3)
    expect(missing.stderr).toMatch(/nowhere/)
    expect((await boards()).stdout).not.toMatch(/nano/)
  })

  test('says so where there is no configuration', async () => {
    const { code, stdout } = await inHome(() => '', path)('import')
    expect([code, stdout]).toEqual([0, 'No hosts in ~/.ssh/config.\n'])
  })
})
