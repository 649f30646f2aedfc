// The allow-list stands twice: in TypeScript, where a change is asked for, and in the program that runs as root on a
// board and believes nobody. Whatever path and value, both say the same, under every shell that a board may have.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { isTunable, tunables } from '../../src/shared/tuning-paths.ts'

const program = join(import.meta.dirname, '..', '..', 'resources', 'board', 'benchtop-tune')

const shells = [['dash'], ['bash'], ['busybox', 'sh']].filter(([shell = '']) =>
  ['/bin', '/usr/bin'].some((folder) => existsSync(join(folder, shell))),
)

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values)
const listed = oneOf(tunables).chain(({ path, value }) =>
  fc.record({ path: fc.stringMatching(path), value: fc.stringMatching(value) }),
)
/** What is next to something that is allowed: a letter more, less or other, and the letters that escape. */
const letter = oneOf([...'/.*$`"\'\\;&|<>~!?[]{}()@:-_aZ09 é'])
const spoil = (text: string) =>
  fc
    .record({ at: fc.nat(text.length), cut: fc.nat(2), put: fc.array(letter, { maxLength: 3 }) })
    .map(({ at, cut, put }) => text.slice(0, at) + put.join('') + text.slice(at + cut))
const spoiled = listed.chain(({ path, value }) =>
  fc.record({
    path: fc.oneof(fc.constant(path), spoil(path)),
    value: fc.oneof(fc.constant(value), spoil(value)),
  }),
)
const crossed = fc.record({ one: listed, other: listed }).map(({ one, other }) => ({
  path: one.path,
  value: other.value,
}))
const anything = fc.record({ path: fc.string(), value: fc.string() })
const asked = fc
  .oneof(listed, spoiled, crossed, anything)
  .filter(({ path, value }) => !/[\t\n\0]/.test(path + value))

describe.skipIf(process.platform !== 'linux').each(shells)('in %s', (...shell) => {
  let end = () => {}
  afterEach(() => end())

  test('accepts and refuses what src/shared/tuning-paths.ts does', async () => {
    const [command = '', ...words] = shell
    const child = spawn(command, [...words, program, '--session'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    end = () => void child.stdin.end()
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    expect((await lines.next()).value).toMatch(/^benchtop-tune\t1\t[0-9a-f-]{36}\t\d+$/)
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, value }) => {
        child.stdin.write(`set\t${path}\t${value}\n`)
        // The list comes first, and only then whether anything was begun: nothing is written here.
        const [answer, why] = String((await lines.next()).value).split('\t')
        expect([answer, why]).toEqual([
          'refused',
          isTunable({ path, value }) ? 'not-begun' : 'not-tunable',
        ])
      }),
      { numRuns: 2_000 },
    )
  })
})

test('what the shells agree on is not nothing', () => {
  const [accepted, refused] = [true, false].map(
    (is) => fc.sample(asked, 500).filter((one) => isTunable(one) === is).length,
  )
  expect(accepted).toBeGreaterThan(50)
  expect(refused).toBeGreaterThan(50)
})
