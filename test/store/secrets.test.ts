import { expect, test } from 'vitest'
import { openDatabase } from '../../src/main/store/db.ts'
import { type Cipher, SecretStore } from '../../src/main/store/secrets.ts'

/** Stands for the system's: what it seals can not be read without it. */
const cipher = (key: number): Cipher => ({
  seal: (secret) => Buffer.from([42, ...Buffer.from(secret)].map((byte) => byte ^ key)),
  open: (sealed) => {
    const [check, ...rest] = [...sealed].map((byte) => byte ^ key)
    if (check !== 42) throw new Error('sealed with another key')
    return Buffer.from(rest).toString('utf8')
  },
})

const name = { kind: 'password', user: 'edge', host: 'pi', port: 22 } as const

test('a secret is kept sealed, replaced and forgotten', () => {
  const db = openDatabase(':memory:')
  const secrets = new SecretStore(db, cipher(0x5a))
  expect(secrets.get(name)).toBeNull()
  secrets.set(name, 'pässword')
  secrets.set(name, 'correct hörse')
  secrets.set({ kind: 'passphrase', keyPath: '/key' }, 'open sesame')
  expect(secrets.get(name)).toBe('correct hörse')
  const rows = JSON.stringify(db.prepare('SELECT name, hex(sealed) AS sealed FROM secrets').all())
  expect(rows).not.toMatch(/correct|sesame/)
  expect(rows).not.toContain(Buffer.from('correct').toString('hex').toUpperCase())
  secrets.forget(name)
  expect(secrets.get(name)).toBeNull()
  expect(secrets.get({ kind: 'passphrase', keyPath: '/key' })).toBe('open sesame')
})

test('one that the system no longer opens counts as not kept', () => {
  const db = openDatabase(':memory:')
  new SecretStore(db, cipher(0x5a)).set(name, 'secret')
  expect(new SecretStore(db, cipher(0x33)).get(name)).toBeNull()
  expect(db.prepare('SELECT count(*) AS count FROM secrets').get()).toEqual({ count: 0 })
})
