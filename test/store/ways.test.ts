// The ways to a board: what is shown of one that is closed, to where one leads that is opened while it is edited, and
// what is forgotten with the last board that needed it.

import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Boards } from '../../src/main/board/boards.ts'
import type { BoardSession } from '../../src/main/board/session.ts'
import { SessionSecrets } from '../../src/main/login/ask.ts'
import { BoardStore } from '../../src/main/store/boards.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { TrustedKeyStore } from '../../src/main/store/trusted-keys.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const [started] = journalOf(planOf())
if (started?.type !== 'run-started') throw new Error('a journal begins with the start of its run')
const { facts } = started

const address = (host: string) => ({
  host,
  port: 22,
  user: 'edge',
  login: { kind: 'auto' as const },
  via: [],
})

/** A board that answers at once; `hosts` grows by the host of every way that is opened. */
function boardsWith() {
  const db = openDatabase(':memory:')
  const hosts: string[] = []
  const secrets = new SessionSecrets()
  const boards = new Boards({
    store: new BoardStore(db),
    trustedKeys: new TrustedKeyStore(db),
    secrets,
    connect: async (board) => {
      if (board.kind === 'ssh') hosts.push(board.address.host)
      let close: () => void = () => {}
      const closed = new Promise<void>((resolve) => {
        close = resolve
      })
      const session: Partial<BoardSession> = {
        call: (async () => facts) as unknown as BoardSession['call'],
        close: () => close(),
        closed,
      }
      return session as BoardSession
    },
    publish: () => undefined,
  })
  return { boards, hosts, secrets, id: boards.addSsh('Pi', address('old')).board.id }
}

test('a board whose way was closed is idle', async () => {
  const { boards, id } = boardsWith()
  expect((await boards.connect(id)).connection.kind).toBe('ready')
  await boards.disconnect(id)
  expect(boards.view(id).connection.kind).toBe('idle')
})

test('who follows a run of a board that is edited is led to the new address', async () => {
  const { boards, hosts, id } = boardsWith()
  const session = await boards.session(id)
  const again = session.closed.then(() => boards.session(id))
  await boards.edit(id, 'Pi', address('new'))
  await again
  expect(hosts).toEqual(['old', 'new'])
  expect(boards.view(id).connection.kind).toBe('ready')
})

test('a passphrase is forgotten with the last board whose login may use its key', () => {
  const { boards, secrets, id } = boardsWith()
  const keyPath = join(homedir(), '.ssh', 'id_ed25519')
  const passphrase = { kind: 'passphrase', keyPath } as const
  secrets.set(passphrase, 'open sesame')
  const login = { kind: 'key' as const, path: '~/.ssh/id_ed25519' }
  const other = boards.addSsh('Other', { ...address('other'), login }).board.id
  boards.remove(other)
  expect(secrets.get(passphrase)).toBe('open sesame')
  boards.remove(id)
  expect(secrets.get(passphrase)).toBeNull()
})
