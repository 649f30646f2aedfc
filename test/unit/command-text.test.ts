// What the command prints for people: never wider than a terminal, whatever the names and the numbers.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { resultText } from '../../src/main/command/result.ts'
import { runList } from '../../src/main/command/run-list.ts'
import { sideNamed, sideNames } from '../../src/main/command/side-names.ts'
import { listTable, terminalWidth, widthOf, wrapped } from '../../src/main/command/table.ts'
import { statusText } from '../../src/main/command/tune-text.ts'
import { sidesOf } from '../../src/shared/compared-side.ts'
import { headlineOf } from '../../src/shared/headline.ts'
import { sessionAxesSchema } from '../../src/shared/session-settings.ts'
import { endedRun, type Figures } from '../fixtures/measured-runs.ts'
import { failedRestore, governorPath, tunedRun } from '../fixtures/tuned-run.ts'

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
      const lines = printed.split('\n')
      const head = lines.findIndex((line) => /^ *batch +threads/.test(line))
      const table = lines.slice(head, head + 2).join('\n')
      expect(head).toBeGreaterThan(0)
      expect(widest(table)).toBeLessThanOrEqual(terminalWidth)
      expect(table).not.toContain('…')
      expect(printed).toContain('batch 65536, 1024 threads: cancelled')
    }),
  )
})

const caution = {
  medianNs: 1e6,
  over: {
    headline: {
      kind: 'latency',
      quantile: 'p90',
      value: 1.1e6,
      interval: { low: 1.09e6, high: 1.11e6 },
    },
    warnings: [{ kind: 'noisy', variation: 0.04 }],
    providers: [{ provider: 'CPUExecutionProvider', nodes: 12, timeShare: 1 }],
  },
  invalid: [{ kind: 'foreign-load', share: 0.11 }],
} as const satisfies Figures

it('a result says what does not count and why, what to know, and under what conditions it stands', () => {
  const run = endedRun('pi5', ({ batch }) => (batch === 1 ? caution : { medianNs: 2e6 }), {
    scenarios: ['single-stream', 'offline'],
    engines: ['onnxruntime-node'],
    settings: sessionAxesSchema.parse({ arena: [false] }),
  })
  const printed = resultText(run)
  expect(printed).toContain('tiny · single-stream · onnxruntime-node · arena off')
  expect(printed).toContain('tiny · offline · onnxruntime-node · arena off')
  expect(printed).toMatch(/^! +1 +1 +1\.10 ms ±0\.01/m)
  expect(printed).toMatch(/^ +2 +1 /m)
  expect(printed).toContain('does not count: Other programs took 11.0 % of the processor.')
  expect(printed).toContain('The latencies vary by 4.00 %')
  expect(printed).not.toContain('providers:')
  const full = resultText(run, true)
  expect(full).toContain('providers: CPUExecutionProvider 12 nodes, 100 % of the time')
  expect(full).toMatch(/too few samples\s+for p95, p99, p99\.9/)
  expect(full).toContain('100 latencies in 0 s, stopped at ±0.91 %')
  expect(widest(full)).toBeLessThanOrEqual(terminalWidth)
})

it('a list of runs marks a headline that does not count, and names what is unusual', () => {
  const { record, view } = endedRun('pi5', () => caution, {
    engines: ['onnxruntime-node'],
    repetitions: 3,
  })
  const printed = runList([{ ...record, headline: headlineOf(view) }])
  expect(printed).toMatch(/^2026\S+-\w+ .* tiny · on\S+ +\S+ +2\/2×3 +! p50 1\.00 ms$/m)
})

it('a run that set clocks says what was seen, and whether the board has its own again', () => {
  const given = resultText(tunedRun())
  expect(widest(given)).toBeLessThanOrEqual(terminalWidth)
  expect(given).toMatch(
    /governor performance · 1\.20 GHz\n {2}clock seen: policy0 1\.20 GHz, policy4/,
  )
  expect(given).toMatch(/policy4 900 MHz \(600 MHz–1\.20\s+GHz\)/)
  expect(given).toMatch(/given\s+back/)
  expect(runList([tunedRun().record])).not.toContain('clocks')

  const owed = resultText(tunedRun(failedRestore))
  expect(owed).toContain('NOT given')
  expect(owed).toContain(`echo ondemand | sudo tee ${governorPath}`)
  expect(runList([tunedRun(failedRestore).record])).toMatch(/clocks/)
  expect(resultText(tunedRun(null))).toMatch(/not\s+seen\s+to\s+be\s+given\s+back/)
})

it('what a board is owed is said with commands of our own', () => {
  const text = statusText(failedRestore)
  expect(text).toContain('NOT GIVEN BACK')
  expect(text).toContain('the kernel refuses it')
})

it('a part of a run by its frequency is named as an option has it', () => {
  const sides = sidesOf([tunedRun()], 'frequency')
  expect(sideNames(sides)).toEqual(['1.20 GHz', '1.80 GHz'])
  for (const said of ['1.8GHz', '1.80 ghz', '1800000'])
    expect(sideNamed(sides, said)).toBe(sides[1]?.id)
  const found = sidesOf([tunedRun(null, { governors: [null, 'performance'] })], 'governor')
  expect(sideNamed(found, 'as-found')).toBe(found[0]?.id)
  expect(sideNamed(found, 'performance')).toBe(found[1]?.id)
})
