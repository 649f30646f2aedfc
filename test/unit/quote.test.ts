import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandLine, quote } from '../../src/shared/quote.ts'

const word = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0'))

test.skipIf(process.platform === 'win32')('a real shell reads back every word', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const script = commandLine(['printf', '%s\\0', 'first', ...words])
      const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
      expect(read.slice(1, -1)).toEqual(words)
    }),
    { numRuns: 100 },
  )
})

test('what a shell would act on is inert', () => {
  const tricks = ['$(id)', '`id`', '; id', '&& id', "'; id; '", '\\', '\n', '~', '*', '-n', '']
  const script = commandLine(['printf', '%s|', ...tricks])
  if (process.platform !== 'win32')
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${tricks.join('|')}|`)
})

test('a NUL is refused', () => {
  expect(() => quote('a\0b')).toThrow(RangeError)
})
