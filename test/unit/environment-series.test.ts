import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EnvironmentRecord } from '../../src/shared/environment.ts'
import { joined, thinned } from '../../src/shared/environment-series.ts'

const kinds = ['frequency', 'throttle'] as const
const record = fc
  .tuple(
    fc.array(fc.nat(1e9), { minLength: 1, maxLength: 30 }),
    fc.subarray(['policy0', 'policy4']),
  )
  .chain(([atNs, names]) =>
    fc.record({
      atNs: fc.constant(atNs),
      series: fc.tuple(
        ...names.flatMap((name) =>
          kinds.map((kind) =>
            fc
              .array(fc.option(fc.nat(5)), { minLength: atNs.length, maxLength: atNs.length })
              .map((values) => ({ kind, name, values })),
          ),
        ),
      ),
    }),
  )

test('joining loses no reading and invents none', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), (records) => {
      const one = joined(records)
      expect(one.atNs).toEqual(records.flatMap(({ atNs }) => atNs))
      for (const { kind, name, values } of one.series)
        expect(values).toEqual(
          records.flatMap(({ atNs, series }) => {
            const own = series.find((other) => other.kind === kind && other.name === name)
            return own?.values ?? atNs.map(() => null)
          }),
        )
      const named = records.flatMap(({ series }) => series.map(({ kind, name }) => kind + name))
      expect(one.series.map(({ kind, name }) => kind + name).toSorted()).toEqual(
        [...new Set(named)].toSorted(),
      )
    }),
  )
})

test('thinning keeps within the number, in order, and hides no throttling', () => {
  fc.assert(
    fc.property(record, fc.integer({ min: 1, max: 40 }), (whole, most) => {
      const rising: EnvironmentRecord = { ...whole, atNs: whole.atNs.toSorted((a, b) => a - b) }
      const thin = thinned(rising, most)
      expect(thin.atNs).toHaveLength(Math.min(most, rising.atNs.length))
      expect(thin.atNs).toEqual(thin.atNs.toSorted((a, b) => a - b))
      thin.series.forEach(({ kind, values }, index) => {
        expect(values).toHaveLength(thin.atNs.length)
        const before = (rising.series[index]?.values ?? []).filter((value) => value !== null)
        const after = values.filter((value) => value !== null)
        expect(after.length > 0).toBe(before.length > 0)
        if (kind === 'throttle' && before.length > 0)
          expect(Math.max(...after)).toBe(Math.max(...before))
      })
    }),
  )
})
