import { describe, expect, test } from 'vitest'
import { ownNode, readProbe, supportedArch } from '../../src/main/board/probe.ts'
import { parseAnswer } from '../../src/main/board/script.ts'
import { FaultError } from '../../src/shared/fault.ts'

const pi = {
  os: 'Linux',
  machine: 'aarch64',
  bits: '64',
  libc: 'glibc 2.36',
  user: 'pi',
  home: '/home/pi',
  writable: 'yes',
  free_kib: '1048576',
}

function probe(said: Readonly<Record<string, string | readonly string[]>>) {
  const values = new Map(
    Object.entries({ ...pi, ...said }).map(([key, value]) => [key, [value].flat()]),
  )
  return readProbe({
    all: (key) => values.get(key) ?? [],
    one: (key) => values.get(key)?.[0] ?? '',
  })
}

function refusal(said: Readonly<Record<string, string | readonly string[]>>) {
  try {
    return supportedArch(probe(said))
  } catch (error) {
    if (error instanceof FaultError) return { code: error.fault.code, ...error.fault.params }
    throw error
  }
}

describe('which boards can be measured', () => {
  test.each([
    ['a Raspberry Pi', {}, 'arm64'],
    ['a PC', { machine: 'x86_64' }, 'x64'],
    ['the oldest C library', { libc: 'glibc 2.28' }, 'arm64'],
    ['a C library that says nothing: hello will tell', { libc: '', bits: '' }, 'arm64'],
    ['ldd of Debian', { libc: 'ldd (Debian GLIBC 2.36-9+deb12u4) 2.36 Copyright' }, 'arm64'],
    ['ldd of Ubuntu', { libc: 'ldd (Ubuntu GLIBC 2.31-0ubuntu9) 2.31' }, 'arm64'],
  ])('%s', (_, said, arch) => {
    expect(refusal(said)).toBe(arch)
  })

  test.each([
    ['macOS', { os: 'Darwin' }, { code: 'board-os-unsupported', os: 'Darwin' }],
    ['armv7', { machine: 'armv7l' }, { code: 'board-arch-unsupported', arch: 'armv7l' }],
    [
      'a 32-bit system under a 64-bit kernel',
      { bits: '32' },
      { code: 'board-arch-unsupported', arch: 'aarch64 with a 32-bit system' },
    ],
    ['JetPack 4', { libc: 'glibc 2.27' }, { code: 'board-libc-unsupported', libc: 'glibc 2.27' }],
    ['Alpine', { libc: 'musl' }, { code: 'board-libc-unsupported', libc: 'musl' }],
    [
      'Alpine by ldd',
      { libc: 'musl libc (aarch64) Version 1.2.4' },
      { code: 'board-libc-unsupported', libc: 'musl' },
    ],
    [
      'a bare system',
      { lacks: ['tar', 'sha256sum'] },
      { code: 'board-tools-missing', tools: 'tar, sha256sum' },
    ],
    [
      'a read-only home',
      { writable: [] },
      { code: 'home-not-writable', user: 'pi', path: '/home/pi' },
    ],
  ])('%s is refused with what it is', (_, said, expected) => {
    expect(refusal(said)).toEqual(expected)
  })
})

test('the board’s own Node serves when it is new enough and of the board’s architecture', () => {
  const path = '/usr/bin/node'
  expect(ownNode(probe({ node: `22.4.1 arm64 ${path}` }), 'arm64')).toBe(path)
  expect(ownNode(probe({ node: `18.19.0 arm64 ${path}` }), 'arm64')).toBeNull()
  expect(ownNode(probe({ node: `22.4.1 arm ${path}` }), 'arm64')).toBeNull()
  expect(ownNode(probe({ node: 'Segmentation fault' }), 'arm64')).toBeNull()
  const two = ['18.0.0 arm64 /usr/bin/node', '24.1.0 arm64 /opt/my node/bin/node']
  expect(ownNode(probe({ node: two }), 'arm64')).toBe('/opt/my node/bin/node')
})

test('what a board says of its parts is believed only where it has the right shape', () => {
  const sha256 = 'a'.repeat(64)
  const { parts, freeBytes } = probe({
    part: [`${sha256}.part 1234`, 'x.part 1', `${sha256}.part -1`, '../etc 5'],
    free_kib: '1e9',
  })
  expect([...parts]).toEqual([[sha256, 1234]])
  expect(freeBytes).toBeNull()
})

test('an answer is read between its marks, whatever stands around them', () => {
  const text =
    'Welcome!\nos=lie\nbenchtop-answer-begin\r\nos=Linux\nnode=1=2\nnode=b\nbenchtop-answer-end\nbye'
  expect(parseAnswer(text)?.get('os')).toEqual(['Linux'])
  expect(parseAnswer(text)?.get('node')).toEqual(['1=2', 'b'])
  expect(parseAnswer('benchtop-answer-begin\nos=Linux\n')).toBeNull()
  expect(parseAnswer('This account is currently not available.\n')).toBeNull()
})
