import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNs,
  formatNsWithInterval,
  formatRate,
  formatRatio,
  formatSettling,
  threeDigits,
  timeScaleFor,
} from '../../src/shared/units.ts'

test('three digits, whatever the size', () => {
  expect([0.000123, 0.0456, 1, 9.999, 12.345, 123.4, 1234.5, 0].map(threeDigits)).toEqual([
    '0.000123',
    '0.0456',
    '1.00',
    '10.0',
    '12.3',
    '123',
    '1230',
    '0',
  ])
})

test('a number that is not zero never reads as zero', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
      const text = threeDigits(value)
      expect(Number(text)).toBeGreaterThan(0)
      expect(Math.abs(Number(text) / value - 1)).toBeLessThan(0.006)
    }),
  )
})

test('durations take the unit that reads best', () => {
  expect([0.4, 870, 12_400, 9_996_000, 999_950, 3.2e9].map(formatNs)).toEqual([
    '0.400 ns',
    '870 ns',
    '12.4 µs',
    '10.0 ms',
    '1.00 ms',
    '3.20 s',
  ])
  expect(formatNs(null)).toBe('–')
  expect(timeScaleFor(2.5e7).unit).toBe('ms')
})

test('an interval stands in the unit of its value', () => {
  expect(formatNsWithInterval(12.4e6, { low: 12.2e6, high: 12.6e6 })).toEqual({
    value: '12.4 ms',
    spread: '±0.2',
  })
  expect(formatNsWithInterval(null, null)).toEqual({ value: '–', spread: '' })
})

test.each([
  [12_345_678, 10_500, '12.3 ms', '±0.01'],
  [1_234_000, 1.05, '1.23 ms', '±<0.001'],
  [456e6, 40e6, '456 ms', '±40'],
  [456e6, 1.24e6, '456 ms', '±1.2'],
  [456e6, 0, '456 ms', '±0'],
])('an interval of %d ns ±%d says no more than its value does', (ns, half, value, spread) => {
  const interval = { low: ns - half, high: ns + half }
  expect(formatNsWithInterval(ns, interval)).toEqual({ value, spread })
})

test('an interval is never finer than a tenth of the last digit, nor zero where it is none', () => {
  const decimals = (text: string) => /\.(\d+)/.exec(text)?.[1]?.length ?? 0
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 9e11, noNaN: true }),
      fc.double({ min: 1e-9, max: 2, noNaN: true }),
      (ns, share) => {
        const interval = { low: ns * (1 - share), high: ns * (1 + share) }
        fc.pre(interval.high > interval.low)
        const { value, spread } = formatNsWithInterval(ns, interval)
        expect(spread).toMatch(/^±<?\d+(\.\d+)?$/)
        expect(decimals(spread)).toBeLessThanOrEqual(decimals(value) + 1)
        expect(Number(spread.replace(/[±<]/g, ''))).toBeGreaterThan(0)
      },
    ),
  )
})

test('bytes, counts, rates, ratios, durations', () => {
  expect(formatBytes(25.5 * 1024 ** 2)).toBe('25.5 MiB')
  expect(formatCount(25_557_032)).toBe('25.6 M')
  expect(formatCount(7)).toBe('7')
  expect(formatRate(0.0123)).toBe('0.0123')
  expect(formatRate(null)).toBe('–')
  expect([1234, 28_299, 1_160_000].map(formatRate)).toEqual([
    '1230',
    '28\u202f300',
    '1\u202f160\u202f000',
  ])
  expect([2.14, 0.934, 1.043, 1.15].map(formatRatio)).toEqual(['2.1×', '0.93×', '1.04×', '1.1×'])
  expect([900, 45_000, 200_000, 4_800_000].map(formatDuration)).toEqual([
    '1 s',
    '45 s',
    '3 min',
    '1 h 20 min',
  ])
})

test('the time that a clock takes to settle is never said to be 0 s', () => {
  expect([0, 40.25, 999, 1_200, 61_000].map(formatSettling)).toEqual([
    '0 ms',
    '40.3 ms',
    '999 ms',
    '1.20 s',
    '1 min',
  ])
})
