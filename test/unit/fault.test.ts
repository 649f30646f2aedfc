import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Fault,
  FaultError,
  fail,
  fault,
  faultCodes,
  faultCommand,
  faultLines,
  faultSchema,
  fillPlaces,
  maxFaultTextLength,
  toFault,
} from '../../src/shared/fault.ts'
import { faultCatalogue } from '../../src/shared/fault-catalogue.ts'
import type { CatalogueEntry } from '../../src/shared/faults/entry.ts'

test('every fault of the catalogue says what failed and what to do, in whole sentences', () => {
  for (const code of faultCodes) {
    const { message, hint } = faultCatalogue[code]
    expect(message, code).toMatch(/[.]$/)
    expect(hint.length, code).toBeGreaterThan(10)
    const { command }: CatalogueEntry = faultCatalogue[code]
    expect(hint.endsWith(':') && command === undefined, code).toBe(false)
  }
})

test('a code stands in one area of the catalogue, and no area is left out', async () => {
  const folder = join(import.meta.dirname, '../../src/shared/faults')
  const areas: readonly object[] = await Promise.all(
    readdirSync(folder).map((file) => import(join(folder, file))),
  )
  const tables = areas.flatMap(Object.values).filter((table) => !Array.isArray(table))
  expect(tables.flatMap(Object.keys).toSorted()).toEqual(faultCodes.toSorted())
})

test('a fault fills its places and keeps what filled them', () => {
  const refused = fault('connection-refused', { host: 'pi5', port: 22 })
  expect(refused.message).toBe('pi5 refuses connections on port 22.')
  expect(refused.params).toEqual({ host: 'pi5', port: 22 })
  expect(faultSchema.parse(refused)).toEqual(refused)
})

test('a place without a value stays visible', () => {
  expect(fillPlaces('{{a}} and {{b}}', { a: 1 })).toBe('1 and {{b}}')
})

test('however long a board’s words are, the fault fits the wire', () => {
  const long = 'x'.repeat(10 * maxFaultTextLength)
  const made = fault('model-rejected', { name: long }, `${long}the end`)
  expect(faultSchema.parse(made)).toEqual(made)
  expect(made.detail?.endsWith('the end')).toBe(true)
})

test('what was thrown becomes a fault once', () => {
  const known: Fault = fault('link-lost', { host: 'pi5' })
  expect(toFault(new FaultError(known))).toBe(known)
  expect(toFault(new Error('boom'))).toMatchObject({ code: 'internal' })
  expect(toFault('boom').detail).toBe('boom')
  expect(() => fail('run-lost', {})).toThrow(FaultError)
})

const shell = (script: string, ...flags: string[]) =>
  execFileSync('sh', [...flags, '-c', script], { encoding: 'utf8' })

test.skipIf(process.platform === 'win32')(
  'every command of the catalogue is one that a shell can read',
  () => {
    for (const code of faultCodes) {
      const params = new Proxy({}, { get: () => 'it’s; $(id)' })
      const command = faultCommand({ code, params })
      if (command !== null) expect(() => shell(command, '-n'), `${code}: ${command}`).not.toThrow()
    }
  },
)

test.skipIf(process.platform === 'win32')('whatever fills a command stays one word of it', () => {
  const printable = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((text) => !/\p{Cc}/u.test(text))
  fc.assert(
    fc.property(printable, (host) => {
      const command = faultCommand(fault('host-unreachable', { host, port: 22 })) ?? ''
      const words = command.replace(/^ping/, "printf '%s\\n'")
      expect(shell(words)).toBe(`-c\n3\n${host}\n`)
    }),
    { numRuns: 50 },
  )
})

test('a command with a place that has no value is none', () => {
  expect(faultCommand({ code: 'host-unreachable', params: {} })).toBeNull()
  expect(faultCommand({ code: 'host-unreachable', params: { host: 'a\nb' } })).toBeNull()
  expect(faultCommand(fault('run-unknown', { run: 'x' }))).toBeNull()
})

test('the lines of a fault hold its command', () => {
  expect(faultLines(fault('board-tools-missing', { tools: 'tar' }, 'their words'))).toEqual([
    'The board lacks tar.',
    'Install them there. On Debian and Ubuntu:',
    '  sudo apt install tar gzip coreutils',
    'their words',
  ])
})
