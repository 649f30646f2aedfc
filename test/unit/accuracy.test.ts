// What is made of accuracy figures: verdicts, the headline, the layers to look at, what a line carries.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupsOf } from '../../src/agent/variant/groups.ts'
import { interfaceDifference } from '../../src/agent/variant/interface.ts'
import { fittingLayers } from '../../src/agent/variant/layers-told.ts'
import {
  accuracyVerdict,
  leastCosine,
  saysNothingBecause,
  worstLayers,
  worstOutput,
} from '../../src/shared/accuracy.ts'
import type { LayerAccuracy, OutputAccuracy } from '../../src/shared/variant.ts'

const output = (changes: Partial<OutputAccuracy> = {}): OutputAccuracy => ({
  output: 'y',
  cosine: 0.999,
  sqnrDb: 30,
  maxAbsError: 0.1,
  notFinite: 0,
  top1Agreement: 1,
  floorCosine: 0.4,
  ...changes,
})
const verdict = (...outputs: readonly Partial<OutputAccuracy>[]) =>
  accuracyVerdict({ outputs: outputs.map(output) }, 0.98)

test('the output that is furthest away speaks for all, with its own floor', () => {
  const worst = (...outputs: readonly Partial<OutputAccuracy>[]) =>
    worstOutput({ outputs: outputs.map(output) })
  expect(
    worst({ cosine: 0.9995, floorCosine: 0.999 }, { cosine: 0.985, floorCosine: 0.2 }),
  ).toEqual(output({ cosine: 0.985, floorCosine: 0.2 }))
  expect(worst({}, { output: 'n', cosine: null, maxAbsError: null })?.output).toBe('n')
  expect(worst({}, { output: '0', cosine: null, maxAbsError: 0 })?.output).toBe('y')
})

const layer = (
  tensor: string,
  sqnrDb: number | null,
  changes: Partial<LayerAccuracy> = {},
): LayerAccuracy => ({
  node: `make ${tensor}`,
  operator: 'Conv',
  tensor,
  cosine: 0.99,
  sqnrDb,
  maxAbsError: 0.1,
  notFinite: 0,
  ...changes,
})

describe('the verdict', () => {
  test('passes at the threshold and fails below it', () => {
    expect(verdict({ cosine: 0.98 })).toBe('passed')
    expect(verdict({ cosine: 0.97999 })).toBe('failed')
    expect(verdict({}, { cosine: 0.5 })).toBe('failed')
  })

  test('says nothing where other inputs give outputs as near', () => {
    expect(verdict({ cosine: 0.999, floorCosine: 0.9995 })).toBe('says-nothing')
    expect(verdict({ cosine: 0.999, floorCosine: null })).toBe('passed')
    expect(verdict({ cosine: 0.97, floorCosine: 0.9995 })).toBe('failed')
    expect(verdict({ floorCosine: 1 }, {})).toBe('passed')
  })

  test('fails where numbers were lost, or all of the signal', () => {
    expect(verdict({ cosine: null, maxAbsError: null, notFinite: 1 })).toBe('failed')
    expect(verdict({ cosine: null, maxAbsError: 2 })).toBe('failed')
    expect(verdict({ cosine: null, sqnrDb: null, maxAbsError: null })).toBe('says-nothing')
  })

  test('says why it says nothing', () => {
    const none = { cosine: null, sqnrDb: null, maxAbsError: null }
    const why = (...outputs: readonly Partial<OutputAccuracy>[]) =>
      saysNothingBecause({ outputs: outputs.map(output) })
    expect(why({ ...none, hasOtherSizes: true })).toBe('other-sizes')
    expect(why({ ...none, floorCosine: null })).toBe('no-numbers')
    expect(why({ floorCosine: 0.9995 })).toBe('inputs')
  })

  test('passes what is the same, whatever else', () => {
    expect(verdict({ cosine: null, maxAbsError: 0 })).toBe('passed')
    expect(verdict({ cosine: 1, maxAbsError: 0, floorCosine: 1 })).toBe('passed')
  })

  test('is not passed by outputs without a difference, where those with one say nothing', () => {
    const same = { cosine: 1, maxAbsError: 0 }
    const nothing = { cosine: 0.999, floorCosine: 0.9995 }
    expect(verdict(same, nothing)).toBe('says-nothing')
    expect(verdict(same, nothing, {})).toBe('passed')
    expect(verdict(same, same)).toBe('passed')
    expect(verdict(same, { cosine: 0.5 })).toBe('failed')
  })

  test('has the least cosine as its headline', () => {
    const headline = (...outputs: readonly Partial<OutputAccuracy>[]) =>
      leastCosine({ outputs: outputs.map(output) })
    expect(headline({ cosine: 0.99 }, { cosine: 0.97 })).toBe(0.97)
    expect(headline({ cosine: 0.99 }, { cosine: null, maxAbsError: 0 })).toBe(0.99)
    expect(headline({ cosine: 0.99 }, { cosine: null, maxAbsError: 1 })).toBeNull()
  })
})

describe('the layers to look at', () => {
  const names = (layers: readonly LayerAccuracy[], count = 5) =>
    worstLayers({ layers: [...layers] }, count).map(({ tensor }) => tensor)

  test('are those that brought in noise, not those that hand it on', () => {
    expect(names([layer('a', 50), layer('b', 20), layer('c', 20), layer('d', 21)])).toEqual([
      'b',
      'a',
    ])
    expect(names([layer('a', 50), layer('b', 40), layer('c', 10), layer('d', 9.9)], 2)).toEqual([
      'c',
      'd',
    ])
  })

  test('begin where numbers were lost', () => {
    const lost = { sqnrDb: null, cosine: null, maxAbsError: null, notFinite: 4 }
    expect(names([layer('a', 20), layer('b', 0, lost), layer('c', 0, lost)])).toEqual(['b', 'a'])
  })

  test('are none where nothing differs', () => {
    expect(names([layer('a', null, { maxAbsError: 0 }), layer('b', null)])).toEqual([])
    expect(names([])).toEqual([])
  })
})

describe('what a line carries', () => {
  const layers = fc.array(
    fc.record({
      sqnrDb: fc.oneof(fc.double({ min: -10, max: 120, noNaN: true }), fc.constant(null)),
      notFinite: fc.constantFrom(0, 0, 0, 3),
      maxAbsError: fc.constantFrom(0, 0.5, null),
    }),
    { maxLength: 60 },
  )

  test('is within bounds, in order, and the least near', () => {
    fc.assert(
      fc.property(layers, fc.integer({ min: 0, max: 12_000 }), (parts, bytes) => {
        const all = parts.map((part, at) => layer(`t${at}`, part.sqnrDb, part))
        const told = fittingLayers(all, bytes)
        expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThanOrEqual(Math.max(bytes, 0) + 2)
        expect(told).toEqual(all.filter((one) => told.includes(one)))
        const noise = ({ sqnrDb, notFinite, maxAbsError }: LayerAccuracy) =>
          notFinite > 0 ? -999 : (sqnrDb ?? (maxAbsError === 0 ? 999 : -999))
        const most = Math.max(-999, ...told.map(noise))
        const left = all.filter((one) => !told.includes(one))
        if (told.length > 0) for (const one of left) expect(noise(one)).toBeGreaterThanOrEqual(most)
      }),
    )
  })
})

describe('groups', () => {
  test('hold every value once, in order, and no more than they may', () => {
    const sizes = fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { maxLength: 50 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 300 }), (all, most) => {
        const named = new Map(all.map((bytes, at) => [`t${at}`, bytes]))
        const groups = groupsOf(named, most)
        expect(groups.flat()).toEqual([...named.keys()])
        const largest = Math.max(0, ...all.filter((bytes) => bytes !== null)) || 4 * 1024 ** 2
        for (const group of groups) {
          const bytes = group.map((name) => named.get(name) ?? largest)
          const sum = bytes.reduce((total, one) => total + one, 0)
          expect(sum <= most || group.length === 1).toBe(true)
        }
      }),
    )
  })

  test('are one where all fits', () => {
    expect(
      groupsOf(
        new Map([
          ['a', 5],
          ['b', null],
        ]),
      ),
    ).toEqual([['a', 'b']])
    expect(groupsOf(new Map())).toEqual([])
  })
})

test('interfaces differ by name and type, not by order or size', () => {
  const tensor = (name: string, type = 'float', dims: readonly (number | string)[] = ['N', 4]) => ({
    name,
    type,
    dims: [...dims],
  })
  const original = { inputs: [tensor('a'), tensor('b', 'int64')], outputs: [tensor('y')] }
  const difference = (changes: Partial<typeof original>) =>
    interfaceDifference(original, { ...original, ...changes })
  expect(difference({})).toBeNull()
  expect(difference({ inputs: [tensor('b', 'int64', ['batch', 4]), tensor('a')] })).toBeNull()
  expect(difference({ inputs: [tensor('a')] })).toContain('no input b')
  expect(difference({ outputs: [tensor('y', 'float16')] })).toContain('float16')
  expect(difference({ outputs: [tensor('y'), tensor('z')] })).toContain('no output z')
})
