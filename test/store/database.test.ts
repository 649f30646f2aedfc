import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { BoardStore } from '../../src/main/store/boards.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { migrations } from '../../src/main/store/migrations.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { SettingsStore } from '../../src/main/store/settings.ts'
import { TrustedKeyStore } from '../../src/main/store/trusted-keys.ts'
import { boardSchema } from '../../src/shared/board.ts'
import { toFault } from '../../src/shared/fault.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-store-'))
const path = join(folder, 'deep', 'benchtop.sqlite')
afterEach(() => rmSync(join(folder, 'deep'), { recursive: true, force: true }))

test('what was stored is there after closing and opening', () => {
  const first = openDatabase(path)
  const plan = planOf()
  const runs = new RunStore(first)
  runs.add({ id: runId, boardId: 'b', boardName: 'B', plan, createdMs: 5 })
  runs.append(runId, journalOf(plan))
  new SettingsStore(first).set({ language: 'zh-CN' })
  first.close()

  const second = openDatabase(path)
  expect(new RunStore(second).events(runId)).toEqual(journalOf(plan))
  expect(new RunStore(second).get(runId)?.plan).toEqual(plan)
  expect(new SettingsStore(second).get()).toEqual({ language: 'zh-CN' })
  second.close()
})

test('two processes’ worth of connections see each other’s events', () => {
  const one = openDatabase(path)
  const two = openDatabase(path)
  const plan = planOf()
  const journal = journalOf(plan)
  new RunStore(one).add({ id: runId, boardId: 'b', boardName: 'B', plan, createdMs: 5 })
  new RunStore(one).append(runId, journal.slice(0, 4))
  expect(new RunStore(two).append(runId, journal)).toEqual(journal.slice(4))
  expect(new RunStore(one).events(runId)).toEqual(journal)
  one.close()
  two.close()
})

test('a database of a newer program is left alone', () => {
  openDatabase(path).close()
  const raw = new DatabaseSync(path)
  raw.exec('PRAGMA user_version = 99')
  raw.close()
  let refused: unknown
  try {
    openDatabase(path)
  } catch (thrown) {
    refused = thrown
  }
  expect(toFault(refused)).toMatchObject({
    code: 'store-unreadable',
    detail: expect.stringMatching(/newer than this program/),
  })
})

test('a board that was kept with the path of its key has a login by that key', () => {
  mkdirSync(dirname(path), { recursive: true })
  const old = new DatabaseSync(path)
  const before = 2
  for (const step of migrations.slice(0, before)) old.exec(step)
  old.exec(`PRAGMA user_version = ${before}`)
  const kept = old.prepare('INSERT INTO boards (id, board, added_ms) VALUES (?, ?, ?)')
  const address = { host: 'pi', port: 2222, user: 'edge', keyPath: '/home/me/it\'s "mine"' }
  kept.run('pi-1', JSON.stringify({ kind: 'ssh', id: 'pi-1', name: 'Pi', address }), 10)
  kept.run('this-computer', JSON.stringify({ kind: 'local', id: 'this-computer', name: 'It' }), 0)
  old.close()

  const db = openDatabase(path)
  const [local, pi] = new BoardStore(db).list().map(({ board }) => boardSchema.parse(board))
  expect(local).toEqual({ kind: 'local', id: 'this-computer', name: 'It' })
  expect(pi).toEqual({
    kind: 'ssh',
    id: 'pi-1',
    name: 'Pi',
    address: {
      host: 'pi',
      port: 2222,
      user: 'edge',
      login: { kind: 'key', path: address.keyPath },
      via: [],
    },
  })
  db.close()
})

test('settings change by what is named, and broken ones are forgotten', () => {
  const db = openDatabase(':memory:')
  const settings = new SettingsStore(db)
  settings.set({ language: 'en' })
  expect(settings.set({ colorScheme: 'dark' })).toEqual({ language: 'en', colorScheme: 'dark' })
  db.prepare('UPDATE settings SET value = ?').run('{"language":"tlh"}')
  expect(settings.get()).toEqual({})
})

test('this computer is the first board from the first start', () => {
  const boards = new BoardStore(openDatabase(':memory:'))
  const login = { kind: 'key' as const, path: 'id' }
  const address = { host: 'pi', port: 22, user: 'edge', login, via: [] }
  boards.add({ kind: 'ssh', id: 'pi-1', name: 'Pi', address }, 10)
  expect(boards.list().map(({ board }) => board.id)).toEqual(['this-computer', 'pi-1'])
})

test('a trusted key is one for its address and algorithm, and can be replaced', () => {
  const keys = new TrustedKeyStore(openDatabase(':memory:'))
  keys.trust('pi', 22, { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:a' }, 1)
  keys.trust('pi', 2222, { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:other' }, 1)
  keys.trust('pi', 22, { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:b' }, 2)
  expect(keys.trusted('pi', 22)).toEqual([{ algorithm: 'ssh-ed25519', fingerprint: 'SHA256:b' }])
  expect(keys.trusted('PI', 22)).toEqual([])
})
