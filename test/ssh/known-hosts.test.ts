// known_hosts as OpenSSH itself reads it: for each file the line that `ssh-keygen -F` finds and the verdict of a real ssh
// on a real server are compared with ours. Where we differ on purpose, the case says so, and docs/trust.md why.

import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownHostName, namesMatch, parseKnownHosts } from '../../src/main/ssh/known-hosts.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { type LoopbackBoard, makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { addressOf, Desk } from './desk.ts'

type Verdict = 'trusted' | 'unknown' | 'changed' | 'revoked'

/** The server's keys, and others that it does not have. */
interface Keys {
  readonly ed: string
  readonly rsa: string
  readonly otherEd: string
  readonly otherRsa: string
  readonly ecdsa: string
}

interface Case {
  readonly what: string
  /** The file; `place` is how known_hosts calls the server's own address. */
  readonly file: (keys: Keys, place: string) => string
  /** HostKeyAlias; without one the server is asked for by its address and port. */
  readonly alias?: string
  readonly expected: Verdict
  /** What ssh says where we differ on purpose. */
  readonly ssh?: Verdict
  /** A key in it can not be read: ssh passes over its line, ssh-keygen -F does not look at it. */
  readonly unreadable?: true
  /** Arguments of ssh-keygen that is let loose on the file first. */
  readonly keygen?: readonly (readonly string[])[]
}

const base64 = (key: string) => key.split(' ')[1] ?? ''
const broken = (key: string) => key.replace(/(.{40}).{4}/, '$1!!!!')

const cases: readonly Case[] = [
  { what: 'an empty file', file: () => '', expected: 'unknown' },
  { what: 'a plain name', alias: 'pi.lab', file: ({ ed }) => `pi.lab ${ed}`, expected: 'trusted' },
  {
    what: 'capitals on either side',
    alias: 'Pi.LAB',
    file: ({ ed }) => `PI.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'several names',
    alias: 'pi.lab',
    file: ({ ed }) => `10.0.0.7,pi.lab,pi ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'a name that is the beginning of another',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.la,pi,pi.lab.example ${ed}`,
    expected: 'unknown',
  },
  { what: 'a star', alias: 'pi.lab', file: ({ ed }) => `*.lab ${ed}`, expected: 'trusted' },
  {
    what: 'a star of nothing',
    alias: '.lab',
    file: ({ ed }) => `*.lab ${ed}`,
    expected: 'trusted',
  },
  { what: 'a star alone', file: ({ ed }) => `* ${ed}`, expected: 'trusted' },
  {
    what: 'stars that are not enough',
    alias: 'pi.lab',
    file: ({ ed }) => `*.la,*b.lab,pi*p* ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'question marks',
    alias: 'pi5.lab',
    file: ({ ed }) => `pi?.??b ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'a question mark is one sign, not none',
    alias: 'pi.lab',
    file: ({ ed }) => `pi?.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a negated name, before',
    alias: 'bad.lab',
    file: ({ ed }) => `!bad.lab,*.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a negated name, after',
    alias: 'bad.lab',
    file: ({ ed }) => `*.lab,!bad.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a neighbour of a negated name',
    alias: 'good.lab',
    file: ({ ed }) => `!bad.lab,*.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'a negation alone',
    alias: 'good.lab',
    file: ({ ed }) => `!bad.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a negation in one line, the name in another',
    alias: 'bad.lab',
    file: ({ ed }) => `!bad.lab,*.lab ${ed}\nbad.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'an address with its port',
    file: ({ ed }, place) => `${place} ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'an address with another port',
    file: ({ ed }) => `[127.0.0.1]:22 ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a star within brackets',
    file: ({ ed }, place) => `${place.replace('127.0.0', '*')} ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'a star without brackets, of a host on another port',
    file: ({ ed }) => `127.0.*.2 ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'the bare name of a host on another port',
    file: ({ ed }) => `127.0.0.1 ${ed}`,
    expected: 'unknown',
    ssh: 'trusted',
  },
  {
    what: 'a hashed name',
    alias: 'pi.lab',
    file: ({ ed }) => `other.lab ${ed}\npi.lab ${ed}`,
    keygen: [['-H']],
    expected: 'trusted',
  },
  {
    what: 'a hashed name, asked for in capitals',
    alias: 'PI.lab',
    file: ({ ed }) => `pi.lab ${ed}`,
    keygen: [['-H']],
    expected: 'trusted',
  },
  {
    what: 'a hashed address with its port',
    file: ({ ed }, place) => `${place},pi.lab ${ed}`,
    keygen: [['-H']],
    expected: 'trusted',
  },
  {
    what: 'only another name hashed',
    alias: 'pi.lab',
    file: ({ ed }) => `pi2.lab ${ed}`,
    keygen: [['-H']],
    expected: 'unknown',
  },
  {
    what: 'a pattern, which is not hashed, among hashed names',
    alias: 'pi.lab',
    file: ({ ed, otherEd }) => `other ${otherEd}\n*.lab ${ed}`,
    keygen: [['-H']],
    expected: 'trusted',
  },
  {
    what: 'a hash that is none',
    alias: 'pi.lab',
    file: ({ ed }) => `|1|AAAA|BBBB ${ed}\n|2|x|y ${ed}\n|1| ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a name that was removed',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab ${ed}\nother.lab ${ed}`,
    keygen: [['-R', 'pi.lab']],
    expected: 'unknown',
  },
  {
    what: 'a neighbour of a name that was removed, all hashed',
    alias: 'other.lab',
    file: ({ ed }) => `pi.lab ${ed}\nother.lab ${ed}`,
    keygen: [['-H'], ['-R', 'pi.lab']],
    expected: 'trusted',
  },
  {
    what: 'several keys of a host, one of an algorithm that it has no more',
    alias: 'pi.lab',
    file: ({ rsa, ecdsa }) => `pi.lab ${ecdsa}\npi.lab ${rsa}`,
    expected: 'trusted',
  },
  {
    what: 'only the RSA key of a host that has two',
    alias: 'pi.lab',
    file: ({ rsa }) => `pi.lab ${rsa}`,
    expected: 'trusted',
  },
  {
    what: 'an old key beside the one that is shown',
    alias: 'pi.lab',
    file: ({ ed, otherEd }) => `pi.lab ${otherEd}\npi.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'another key of the algorithm',
    alias: 'pi.lab',
    file: ({ otherEd }) => `pi.lab ${otherEd}`,
    expected: 'changed',
  },
  {
    what: 'another key of the algorithm, the right one of another',
    alias: 'pi.lab',
    file: ({ otherEd, rsa }) => `pi.lab ${otherEd}\npi.lab ${rsa}`,
    expected: 'changed',
  },
  {
    what: 'only another RSA key',
    alias: 'pi.lab',
    file: ({ otherRsa }) => `pi.lab ${otherRsa}`,
    expected: 'changed',
  },
  {
    what: 'only a key of an algorithm that the host has not',
    alias: 'pi.lab',
    file: ({ ecdsa }) => `pi.lab ${ecdsa}`,
    expected: 'changed',
  },
  {
    what: 'a revoked key',
    alias: 'pi.lab',
    file: ({ ed }) => `@revoked pi.lab ${ed}`,
    expected: 'revoked',
  },
  {
    what: 'a key revoked everywhere and known here, blanks between',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab ${ed}\n@revoked \t *   ${ed} gone`,
    expected: 'revoked',
  },
  {
    what: 'a key revoked for another name',
    alias: 'pi.lab',
    file: ({ ed }) => `@revoked other.lab ${ed}\npi.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'another key that is revoked',
    alias: 'pi.lab',
    file: ({ ed, otherEd }) => `@revoked * ${otherEd}\npi.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'a key revoked for a hashed name',
    alias: 'pi.lab',
    file: ({ ed }) => `@revoked pi.lab ${ed}\npi.lab ${ed}`,
    keygen: [['-H']],
    expected: 'revoked',
  },
  {
    what: 'a key revoked for the bare name, known with its port',
    file: ({ ed }, place) => `@revoked 127.0.0.1 ${ed}\n${place} ${ed}`,
    expected: 'revoked',
    ssh: 'trusted',
  },
  {
    what: 'a certificate authority',
    alias: 'pi.lab',
    file: ({ ed }) => `@cert-authority *.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'a marker that nobody knows',
    alias: 'pi.lab',
    file: ({ ed }) => `@trusted pi.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'comments and blank lines',
    alias: 'pi.lab',
    file: ({ ed, otherEd }) =>
      `# pi.lab ${otherEd}\n\n \t\n   # x\npi.lab ${ed} # me@desk, a comment`,
    expected: 'trusted',
  },
  {
    what: 'a line that is commented out',
    alias: 'pi.lab',
    file: ({ ed }) => `#pi.lab ${ed}`,
    expected: 'unknown',
  },
  {
    what: 'lines that end as Windows ends them',
    alias: 'pi.lab',
    file: ({ ed, otherEd }) => `other.lab ${otherEd} comment\r\npi.lab ${ed}\r\n`,
    expected: 'trusted',
  },
  {
    what: 'blanks before and between',
    alias: 'pi.lab',
    file: ({ ed }) => ` \t pi.lab\t ${ed.replace(' ', ' \t ')}`,
    expected: 'trusted',
  },
  {
    what: 'a key of another algorithm than is said',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab ssh-rsa ${base64(ed)}`,
    expected: 'unknown',
    unreadable: true,
  },
  {
    what: 'a key that is cut off',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab ${ed.slice(0, -12)}`,
    expected: 'unknown',
    unreadable: true,
  },
  {
    what: 'a key with signs that no key has',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab ${broken(ed)}`,
    expected: 'unknown',
    unreadable: true,
  },
  {
    what: 'a key with a sign too many in it',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab ${ed.replace(/(.{40})/, '$1!')}`,
    expected: 'unknown',
    unreadable: true,
  },
  {
    what: 'a line without a key, then a good one',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab\npi.lab ssh-ed25519\npi.lab ${ed}`,
    expected: 'trusted',
  },
  {
    what: 'a key that no line of ours can hold, beside the good one',
    alias: 'pi.lab',
    file: ({ ed }) => `pi.lab 2048 35 1234567890123\npi.lab ${ed}`,
    expected: 'trusted',
  },
]

const faultVerdicts: Readonly<Record<string, Verdict>> = {
  'host-key-unknown': 'unknown',
  'host-key-changed': 'changed',
  'host-key-revoked': 'revoked',
}

describe.skipIf(skipped(loopbackLack()))('what known_hosts says of a host', () => {
  const desk = new Desk()
  let board: LoopbackBoard
  let keys: Keys
  beforeAll(async () => {
    board = await startLoopbackBoard({ hostKeyTypes: ['ed25519', 'rsa'] })
    const [ed = '', rsa = ''] = board.hostKeys
    const other = (type: 'ed25519' | 'rsa' | 'ecdsa') =>
      readFileSync(`${makeKey(desk.dir, `other-${type}`, type)}.pub`, 'utf8')
        .split(' ')
        .slice(0, 2)
        .join(' ')
    keys = { ed, rsa, otherEd: other('ed25519'), otherRsa: other('rsa'), ecdsa: other('ecdsa') }
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })

  const path = () => join(desk.dir, 'known_hosts')
  const place = () => `[127.0.0.1]:${board.port}`

  async function ours(alias: string | undefined): Promise<Verdict> {
    desk.knownHostsPaths = [path()]
    const own = addressOf(board)
    try {
      const transport = await desk.transport(
        alias === undefined ? own : { ...own, hostKeyAlias: alias },
      )
      transport.close()
      await transport.closed
      return 'trusted'
    } catch (thrown) {
      const verdict = thrown instanceof FaultError ? faultVerdicts[thrown.fault.code] : undefined
      if (verdict === undefined) throw thrown
      return verdict
    }
  }

  const options = (alias: string | undefined) => [
    ...['-F', 'none', '-p', String(board.port), '-i', board.keyPath],
    ...[
      `UserKnownHostsFile=${path()}`,
      'GlobalKnownHostsFile=/dev/null',
      'StrictHostKeyChecking=yes',
      'BatchMode=yes',
      'IdentitiesOnly=yes',
      'IdentityAgent=none',
      'UpdateHostKeys=no',
      'LogLevel=INFO',
      ...(alias === undefined ? [] : [`HostKeyAlias=${alias}`]),
    ].flatMap((option) => ['-o', option]),
  ]

  const bySsh = (alias: string | undefined) =>
    new Promise<Verdict>((resolve, reject) => {
      const args = [...options(alias), `${board.user}@127.0.0.1`, 'true']
      execFile('/usr/bin/ssh', args, (error, _stdout, stderr) => {
        if (error === null) resolve('trusted')
        else if (/REVOKED HOST KEY/.test(stderr)) resolve('revoked')
        else if (/IDENTIFICATION HAS CHANGED/.test(stderr)) resolve('changed')
        else if (/No \S+ host key is known/.test(stderr)) resolve('unknown')
        else reject(new Error(stderr))
      })
    })

  /** The numbers of the lines that ssh-keygen finds for a name. */
  function linesOfKeygen(name: string): number[] {
    try {
      const found = execFileSync('/usr/bin/ssh-keygen', ['-F', name, '-f', path()], {
        encoding: 'utf8',
        stdio: 'pipe',
      })
      return [...found.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line))
    } catch {
      return []
    }
  }

  function linesOfOurs(name: string): number[] {
    return readFileSync(path(), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        parseKnownHosts(line).some(({ names }) => namesMatch(names, name)) ? [index + 1] : [],
      )
  }

  test.each(cases)('$what', async ({ file, alias, expected, ssh, keygen, unreadable }) => {
    writeFileSync(path(), `${file(keys, place())}\n`)
    for (const args of keygen ?? [])
      execFileSync('/usr/bin/ssh-keygen', ['-q', ...args, '-f', path()], { stdio: 'pipe' })
    expect({ ours: await ours(alias), ssh: await bySsh(alias) }).toEqual({
      ours: expected,
      ssh: ssh ?? expected,
    })
    const name = alias === undefined ? knownHostName('127.0.0.1', board.port) : alias.toLowerCase()
    const isMarkedOtherwise = /^@(?!revoked)/m.test(readFileSync(path(), 'utf8'))
    if (!isMarkedOtherwise && unreadable !== true)
      expect(linesOfOurs(name)).toEqual(linesOfKeygen(name))
  })
})
