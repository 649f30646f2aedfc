import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  fingerprintOf,
  judgeHostKey,
  knownKeys,
  preferredAlgorithms,
} from '../../src/main/ssh/host-key.ts'
import { knownHostName, namesMatch, parseKnownHosts } from '../../src/main/ssh/known-hosts.ts'

const keygen = '/usr/bin/ssh-keygen'
const hasKeygen = existsSync(keygen)
let folder = ''
let file = ''

interface Key {
  readonly line: string
  readonly algorithm: string
  readonly blob: Buffer
  readonly fingerprint: string
}

/** A real key; its fingerprint as ssh-keygen prints it. */
function makeKey(name: string, type: string): Key {
  const path = join(folder, name)
  execFileSync(keygen, ['-q', '-t', type, '-N', '', '-f', path])
  const [algorithm = '', base64 = ''] = readFileSync(`${path}.pub`, 'utf8').split(' ')
  const listed = execFileSync(keygen, ['-lf', `${path}.pub`], { encoding: 'utf8' })
  return {
    line: `${algorithm} ${base64}`,
    algorithm,
    blob: Buffer.from(base64, 'base64'),
    fingerprint: listed.split(' ')[1] ?? '',
  }
}

const trusted = (key: Key) => ({ algorithm: key.algorithm, fingerprint: key.fingerprint })

describe.skipIf(!hasKeygen)('with real keys and ssh-keygen’s own files', () => {
  let ed: Key
  let otherEd: Key
  let rsa: Key
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'benchtop-known-'))
    file = join(folder, 'known_hosts')
    ed = makeKey('ed', 'ed25519')
    otherEd = makeKey('other', 'ed25519')
    rsa = makeKey('rsa', 'rsa')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const judge = (text: string, key: Key, own: readonly Key[] = [], port = 22) =>
    judgeHostKey(key.blob, knownKeys('Board.lan', port, own.map(trusted), parseKnownHosts(text)))

  test('a fingerprint is ssh-keygen’s', () => {
    expect(fingerprintOf(ed.blob)).toBe(ed.fingerprint)
  })

  test('a host that is not there is unknown, and the fault carries what the user compares', () => {
    expect(judge('', ed)).toMatchObject({
      code: 'host-key-unknown',
      params: { host: 'Board.lan', algorithm: 'ssh-ed25519', fingerprint: ed.fingerprint },
    })
  })

  test('plain, listed, bracketed and wildcard names let the key pass', () => {
    expect(judge(`board.lan ${ed.line}`, ed)).toBeNull()
    expect(judge(`10.0.0.9,board.lan ${ed.line} a comment`, ed)).toBeNull()
    expect(judge(`*.lan,!printer.lan ${ed.line}`, ed)).toBeNull()
    expect(judge(`[board.lan]:2222 ${ed.line}`, ed, [], 2222)).toBeNull()
  })

  test('another name, another port, a negated name or a comment do not', () => {
    expect(judge(`board2.lan ${ed.line}`, ed)?.code).toBe('host-key-unknown')
    expect(judge(`board.lan ${ed.line}`, ed, [], 2222)?.code).toBe('host-key-unknown')
    expect(judge(`*.lan,!board.lan ${ed.line}`, ed)?.code).toBe('host-key-unknown')
    expect(judge(`# board.lan ${ed.line}`, ed)?.code).toBe('host-key-unknown')
    expect(judge(`board.lan ssh-rsa ${ed.line.split(' ')[1]}`, ed)?.code).toBe('host-key-unknown')
  })

  test('names that ssh-keygen hashed are found, and those it removed are gone', () => {
    const names = ['board.lan', '[board.lan]:2222', 'other.lan']
    writeFileSync(file, names.map((name) => `${name} ${ed.line}\n`).join(''))
    execFileSync(keygen, ['-H', '-f', file], { stdio: 'ignore' })
    const hashed = readFileSync(file, 'utf8')
    expect(hashed).not.toContain('board.lan')
    expect(judge(hashed, ed)).toBeNull()
    expect(judge(hashed, ed, [], 2222)).toBeNull()
    expect(judge(hashed, ed, [], 2223)?.code).toBe('host-key-unknown')
    execFileSync(keygen, ['-R', 'board.lan', '-f', file], { stdio: 'ignore' })
    expect(judge(readFileSync(file, 'utf8'), ed)?.code).toBe('host-key-unknown')
    expect(judge(readFileSync(file, 'utf8'), ed, [], 2222)).toBeNull()
  })

  test('another key of the same algorithm is a change, and the fault names both', () => {
    const fault = judge(`board.lan ${otherEd.line}`, ed)
    expect(fault).toMatchObject({ code: 'host-key-changed', params: trusted(ed) })
    expect(fault?.message).toContain(otherEd.fingerprint)
  })

  test('where only another algorithm is known it is asked for first, and any other key is a change', () => {
    const known = knownKeys('board.lan', 22, [], parseKnownHosts(`board.lan ${rsa.line}`))
    expect(preferredAlgorithms(known).slice(0, 3)).toEqual([
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-rsa',
    ])
    expect(judgeHostKey(ed.blob, known)?.code).toBe('host-key-changed')
    expect(judgeHostKey(rsa.blob, known)).toBeNull()
  })

  test('a revoked key never passes, not even where it is trusted', () => {
    for (const name of ['board.lan', '*', '[board.lan]:22,board.lan']) {
      const text = `@revoked ${name} ${ed.line}\nboard.lan ${ed.line}`
      expect(judge(text, ed, [ed])?.code).toBe('host-key-revoked')
      expect(judge(text, ed, [ed], 2222)?.code).toBe('host-key-revoked')
    }
    expect(judge(`@revoked board.lan ${otherEd.line}\nboard.lan ${ed.line}`, ed)).toBeNull()
  })

  test('a certificate authority vouches for nothing', () => {
    expect(judge(`@cert-authority *.lan ${ed.line}`, ed)?.code).toBe('host-key-unknown')
  })

  test('a key that was replaced in Benchtop does not come back through known_hosts', () => {
    expect(judge(`board.lan ${otherEd.line}`, ed, [ed])).toBeNull()
    expect(judge(`board.lan ${otherEd.line}`, otherEd, [ed])?.code).toBe('host-key-changed')
  })

  test('a public key that lies about its algorithm does not pass', () => {
    const lie = { ...rsa, algorithm: 'ssh-ed25519' }
    expect(judge('', rsa, [lie])?.code).toBe('host-key-changed')
  })
})

test('names are compared without regard to case, hosts on other ports with brackets', () => {
  expect(knownHostName('Pi.LAN', 22)).toBe('pi.lan')
  expect(knownHostName('Pi.LAN', 2022)).toBe('[pi.lan]:2022')
  expect(namesMatch('PI.lan', 'pi.lan')).toBe(true)
})

test('patterns match as a regular expression of the same meaning does', () => {
  const signs = fc.constantFrom('a', 'b', '.', '*', '?')
  const pattern = fc.array(signs, { minLength: 1, maxLength: 8 }).map((all) => all.join(''))
  const name = fc
    .array(fc.constantFrom('a', 'b', '.'), { minLength: 1, maxLength: 10 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(pattern, name, (sign, host) => {
      const meaning = sign.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
      expect(namesMatch(sign, host)).toBe(new RegExp(`^${meaning}$`).test(host))
    }),
  )
})

test('no text stops the reader', () => {
  fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void parseKnownHosts(text)))
  expect(parseKnownHosts('|1|x board ssh-rsa AAAA\n@revoked\n@revoked a\n a b c')).toEqual([])
})
