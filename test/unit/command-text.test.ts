// What the command prints for people: never wider than a terminal, whatever the names and the numbers.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { resultText } from '../../src/main/command/result.ts'
import { listTable, terminalWidth, widthOf, wrapped } from '../../src/main/command/table.ts'
import { endedRun } from '../fixtures/measured-runs.ts'

const widest = (printed: string) => Math.max(...printed.split('\n').map(widthOf))

const word = fc.string({ unit: fc.constantFrom('开', '发', '板', 'a', '-', '…'), maxLength: 90 })

it('a list fits, and shows what fits whole', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word, fc.nat(10 ** 6)), { maxLength: 6 }), (rows) => {
      const columns = [{ head: 'one' }, { head: 'two' }, { head: 'three' }, { head: 'four' }]
      const printed = listTable(
        columns,
        rows.map(([a, b, c, d]) => [a, b, c, String(d)]),
      )
      expect(widest(printed)).toBeLessThanOrEqual(terminalWidth)
      expect(printed.split('\n')).toHaveLength(rows.length + 1)
      for (const [, , , number] of rows) expect(printed).toContain(String(number))
    }),
  )
})

it('prose is broken between words and loses none', () => {
  const words = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 30 }),
  )
  fc.assert(
    fc.property(words, (said) => {
      const printed = wrapped(said.join(' '), '  ')
      expect(widest(printed)).toBeLessThanOrEqual(terminalWidth)
      expect(printed.split(/\s+/).filter(Boolean)).toEqual(said)
    }),
  )
})

it('a result fits with any numbers that a model has, and says why a point has none', () => {
  const ns = fc.double({ min: 1e3, max: 1e12, noNaN: true })
  const share = fc.double({ min: 1e-4, max: 1, noNaN: true })
  fc.assert(
    fc.property(ns, share, word, (medianNs, spread, name) => {
      const run = endedRun(
        name,
        ({ batch }) =>
          batch === 1
            ? {
                medianNs,
                intervalNs: { low: medianNs * (1 - spread), high: medianNs * (1 + spread) },
                samplesPerSecond: 1e9 / medianNs,
                peakBytes: 123_456_789_012,
              }
            : null,
        { batches: [1, 65_536], threads: [1024] },
      )
      const printed = resultText(run)
      const table = printed.split('\n').slice(0, 4).join('\n')
      expect(widest(table)).toBeLessThanOrEqual(terminalWidth)
      expect(table).not.toContain('…')
      expect(printed).toContain('batch 65536, 1024 threads: cancelled')
    }),
  )
})
