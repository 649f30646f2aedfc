// Variants of one network at one precision: told apart by name, whatever they are called, and nowhere one for another.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sideNamed, sideNames } from '../../src/main/command/side-names.ts'
import { axisKey } from '../../src/shared/axes.ts'
import { compareSides } from '../../src/shared/compare.ts'
import { sidesOf } from '../../src/shared/compared-side.ts'
import { type PlannedModel, pointsOf } from '../../src/shared/plan.ts'
import { conditionsKey, precisionTitle } from '../../src/shared/point-label.ts'
import { precisions } from '../../src/shared/precision.ts'
import { networkKey, toldApart } from '../../src/shared/told-apart.ts'
import { endedRun } from '../fixtures/measured-runs.ts'
import { planOf } from '../fixtures/runs.ts'

const sha = (letter: string) => letter.repeat(64)

const model = (
  letter: string,
  precision: PlannedModel['precision'],
  name: string,
  from?: string,
): PlannedModel => ({
  sha256: sha(letter),
  name,
  dims: {},
  inputs: {},
  ...(precision === undefined ? {} : { precision }),
  ...(from === undefined ? {} : { original: sha(from), originalName: 'net' }),
})

const net = model('a', 'fp32', 'net')
const minMax = model('b', 'int8-static', 'min-max', 'a')
const percentile = model('c', 'int8-static', 'percentile', 'a')

describe('models of one network at one precision', () => {
  it('have a name where the precision does not tell them apart, and none where it does', () => {
    const half = model('d', 'fp16', 'net', 'a')
    const titles = toldApart([net, minMax, half, percentile]).map((one) => precisionTitle(one, '?'))
    expect(titles).toEqual(['fp32', 'int8-static · min-max', 'fp16', 'int8-static · percentile'])
    expect(toldApart([net, minMax, half])).toEqual([net, minMax, half])
  })

  it('are the same one at other sizes, and others in other networks', () => {
    const larger = { ...minMax, dims: { h: 2 } }
    const elsewhere = model('e', 'int8-static', 'net', 'f')
    expect(toldApart([minMax, larger, elsewhere])).toEqual([minMax, larger, elsewhere])
  })

  it('are each told apart whatever they are called', () => {
    const any = fc.record({
      letter: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      precision: fc.constantFrom(...precisions, undefined),
      name: fc.constantFrom('net', 'net (2)', 'other'),
      from: fc.constantFrom('a', 'f', undefined),
    })
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: ({ letter }) => letter }), (all) => {
        const models = toldApart(
          all.map(({ letter, precision, name, from }) => model(letter, precision, name, from)),
        )
        const titles = models.map((one) => networkKey(one) + precisionTitle(one, '?'))
        expect(new Set(titles).size).toBe(models.length)
      }),
    )
  })

  it('have what plans call them in every point', () => {
    const points = pointsOf(planOf({ models: [net, minMax, percentile], batches: [1] }))
    expect(points.map((point) => axisKey(point, 'precision'))).toEqual([
      'fp32',
      'int8-static · min-max',
      'int8-static · percentile',
    ])
  })
})

describe('a comparison', () => {
  const ns: Readonly<Record<string, number>> = { min: 3e6, per: 2e6, net: 4e6 }
  const run = endedRun(
    'pi5',
    ({ model: { name } }) => ({ medianNs: ns[name.slice(0, 3)] ?? 1e6 }),
    { models: [net, minMax, percentile], batches: [1] },
  )

  it('by precision holds each of them against the baseline', () => {
    const sides = sidesOf([run], 'precision')
    expect(sideNames(sides)).toEqual(['fp32', 'int8-static · min-max', 'int8-static · percentile'])
    const { rows } = compareSides(sides, sideNamed(sides, 'fp32') ?? '', 'same')
    expect(rows.map(({ cells }) => cells.map((cell) => cell?.medianNs))).toEqual([[4e6, 3e6, 2e6]])
    expect(sideNamed(sides, 'percentile')).toBe(sides[2]?.id)
    expect(sideNamed(sides, 'int8-static · min-max')).toBe(sides[1]?.id)
    // Which of the two is not said.
    expect(sideNamed(sides, 'int8-static')).toBeNull()
  })

  it('by network has a row for each, and takes none for another', () => {
    const second = (one: PlannedModel, letter: string): PlannedModel => ({
      ...one,
      sha256: sha(letter),
      ...(one.original === undefined
        ? { name: 'two' }
        : { original: sha('1'), originalName: 'two' }),
    })
    const both = endedRun('pi5', () => ({ medianNs: 1e6 }), {
      models: [
        net,
        minMax,
        percentile,
        second(net, '1'),
        second(minMax, '2'),
        second(percentile, '3'),
      ],
      batches: [1],
    })
    const sides = sidesOf([both], 'network')
    const { rows, unmatched } = compareSides(sides, sides[0]?.id ?? '', 'same')
    expect(rows.map(({ precision, variantName }) => [precision, variantName])).toEqual([
      ['fp32', null],
      ['int8-static', 'min-max'],
      ['int8-static', 'percentile'],
    ])
    expect(new Set(rows.map(conditionsKey)).size).toBe(3)
    expect(unmatched).toEqual([0, 0])
  })
})
