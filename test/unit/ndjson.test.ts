import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineSplitter, LineTooLongError } from '../../src/shared/ndjson.ts'

const encode = (text: string) => new TextEncoder().encode(text)

test('however a stream is cut, the lines are the same', () => {
  const lineText = fc
    .string({ unit: 'grapheme', maxLength: 30 })
    .map((s) => s.replace(/[\r\n]/g, ''))
  fc.assert(
    fc.property(fc.array(lineText), lineText, fc.array(fc.nat(400)), (lines, torn, cuts) => {
      const bytes = encode(lines.map((line) => `${line}\n`).join('') + torn)
      const ends = [...new Set([...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])]
      const splitter = new LineSplitter(1000)
      const seen: string[] = []
      let start = 0
      for (const end of ends.sort((a, b) => a - b)) {
        seen.push(...splitter.push(bytes.slice(start, end)))
        start = end
      }
      expect(seen).toEqual(lines)
      expect(splitter.rest()).toBe(torn)
    }),
  )
})

test('a line may be as long as the bound and no longer', () => {
  expect(new LineSplitter(4).push(encode('abcd\n'))).toEqual(['abcd'])
  expect(() => new LineSplitter(4).push(encode('abcde'))).toThrow(LineTooLongError)
})

test('bytes of a chunk may be overwritten after they were pushed', () => {
  const splitter = new LineSplitter(100)
  const chunk = encode('ab')
  splitter.push(chunk)
  chunk.fill(0)
  expect(splitter.push(encode('c\n'))).toEqual(['abc'])
})

test('a line end of two characters counts as one', () => {
  expect(new LineSplitter(100).push(encode('a\r\nb\n'))).toEqual(['a', 'b'])
})
