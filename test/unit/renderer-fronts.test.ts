// Accuracy against speed: each variant beside the original that it was compared with, and nothing said of one that failed
// or is not told apart.

import { describe, expect, it } from 'vitest'
import {
  areAlike,
  areTold,
  areToldApart,
  frontsOf,
  gainOf,
  isInRunning,
} from '../../src/renderer/views/run/precisionFronts.ts'
import { type PrecisionRow, precisionGroups } from '../../src/renderer/views/run/precisionRows.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import type { PlannedModel } from '../../src/shared/plan.ts'
import type { Precision } from '../../src/shared/precision.ts'
import { type OutputAccuracy, samplesSchema } from '../../src/shared/variant.ts'
import { endedRun, type Figures } from '../fixtures/measured-runs.ts'
import { modelRecord } from '../fixtures/runs.ts'

const sha = (letter: string) => letter.repeat(64)

const output = (cosine: number, over: Partial<OutputAccuracy> = {}): OutputAccuracy => ({
  output: 'y',
  cosine,
  sqnrDb: 30,
  maxAbsError: 0.01,
  notFinite: 0,
  top1Agreement: 1,
  floorCosine: 0.2,
  ...over,
})

interface Named {
  readonly letter: string
  readonly precision: Precision
  readonly from?: string
  readonly output?: OutputAccuracy
  /** Of what it was compared on. */
  readonly seed?: number
}

const record = ({ letter, precision, from, output: found, seed = 1 }: Named): ModelRecord => ({
  ...modelRecord({ weightTypes: { float: 10 } }),
  sha256: sha(letter),
  variant:
    from === undefined
      ? null
      : {
          original: sha(from),
          precision,
          recipe: null,
          made: null,
          accuracy:
            found === undefined
              ? null
              : {
                  samples: samplesSchema.parse({ count: 8, seed }),
                  outputs: [found],
                  layers: [],
                },
          thresholdCosine: 0.98,
        },
})

/** The rows of a run of these, all of one network whose root is the first. */
function rowsOf(
  named: readonly Named[],
  figures: (letter: string) => Figures,
): readonly PrecisionRow[] {
  const [root] = named
  const models = named.map(
    ({ letter, precision }): PlannedModel => ({
      sha256: sha(letter),
      name: 'net',
      dims: {},
      inputs: {},
      precision,
      ...(letter === root?.letter
        ? {}
        : { original: sha(root?.letter ?? ''), originalName: 'net' }),
    }),
  )
  const { view } = endedRun('pi5', ({ model }) => figures(model.sha256.charAt(0)), {
    models,
    batches: [1],
  })
  return precisionGroups(view.points, named.map(record), false)[0]?.rows ?? []
}

const tight = (medianNs: number): Figures => ({
  medianNs,
  intervalNs: { low: medianNs * 0.999, high: medianNs * 1.001 },
  mediansNs: Array.from({ length: 9 }, (_, index) => medianNs * (1 + index / 10_000)),
})

const ns: Readonly<Record<string, number>> = { a: 4e6, b: 3e6, c: 2e6, d: 1e6 }
const apart = (letter: string) => tight(ns[letter] ?? 1e6)
const letters = (rows: readonly PrecisionRow[]) =>
  rows.map(({ view }) => view.point.model.sha256.charAt(0))

describe('fronts', () => {
  it('are one for each original: of what is made of the fp32 of a quantized root, that fp32', () => {
    const rows = rowsOf(
      [
        { letter: 'a', precision: 'int8-dynamic' },
        { letter: 'b', precision: 'fp32', from: 'a', output: output(0.995) },
        { letter: 'c', precision: 'fp16', from: 'b', output: output(0.9999) },
        { letter: 'd', precision: 'int8-static', from: 'b', output: output(0.99) },
      ],
      apart,
    )
    const fronts = frontsOf(rows)
    expect(fronts.map(({ rows: own }) => letters(own))).toEqual([
      ['b', 'c', 'd'],
      ['a', 'b'],
    ])
    const gains = fronts.map((front) => front.rows.map((row) => gainOf(row, front, 'cosine')))
    expect(gains).toEqual([
      [1, 0.9999, 0.99],
      [1, 0.995],
    ])
    const sqnr = fronts.map((front) => front.rows.map((row) => gainOf(row, front, 'sqnr')))
    expect(sqnr[0]).toEqual([null, 30, 30])
  })

  it('are of an original that was not measured too, and none where nothing was compared', () => {
    const rows = rowsOf(
      [
        { letter: 'b', precision: 'fp16', from: 'a', output: output(0.9999) },
        { letter: 'c', precision: 'int8-static', from: 'a' },
      ],
      apart,
    )
    const [front, ...others] = frontsOf(rows)
    expect(others).toEqual([])
    expect([front?.original, front?.originalRow]).toEqual([sha('a'), null])
    expect(frontsOf(rows.slice(1))).toEqual([])
  })

  it('are one for each set of samples: what was compared on others is beside no other', () => {
    const rows = rowsOf(
      [
        { letter: 'a', precision: 'fp32' },
        { letter: 'b', precision: 'fp16', from: 'a', output: output(0.9999) },
        { letter: 'c', precision: 'int8-static', from: 'a', output: output(0.99), seed: 2 },
        { letter: 'd', precision: 'int4', from: 'a', output: output(0.98) },
      ],
      apart,
    )
    const fronts = frontsOf(rows)
    expect(fronts.map(({ rows: own }) => letters(own))).toEqual([
      ['a', 'b', 'd'],
      ['a', 'c'],
    ])
    expect(fronts.map(({ samples }) => samples.seed)).toEqual([1, 2])
    expect(areAlike(rows)).toBe(false)
    expect(areAlike(fronts[0]?.rows ?? [])).toBe(true)
  })

  it('name neither what failed its threshold nor what does not count as better', () => {
    const rows = rowsOf(
      [
        { letter: 'a', precision: 'fp32' },
        { letter: 'b', precision: 'fp16', from: 'a', output: output(0.9999) },
        { letter: 'c', precision: 'int8-static', from: 'a', output: output(0.5) },
        { letter: 'd', precision: 'int4', from: 'a', output: output(0.99) },
      ],
      (letter) => ({
        ...apart(letter),
        ...(letter === 'd' ? { invalid: [{ kind: 'foreign-load', share: 0.4 } as const] } : {}),
      }),
    )
    const [front] = frontsOf(rows)
    if (front === undefined) throw new Error('there is one')
    const running = (counts: boolean) =>
      letters(front.rows.filter((row) => isInRunning(row, front, counts)))
    expect(running(false)).toEqual(['a', 'b'])
    expect(running(true)).toEqual(['a', 'b', 'd'])
  })

  it('are a finding only where every two are told apart, not only each from the reference', () => {
    const named: readonly Named[] = [
      { letter: 'a', precision: 'fp32' },
      { letter: 'b', precision: 'fp16', from: 'a', output: output(0.9999) },
      { letter: 'c', precision: 'int8-static', from: 'a', output: output(0.99) },
    ]
    expect(areToldApart(rowsOf(named, apart), false)).toBe(true)
    const wide = (medianNs: number): Figures => ({
      medianNs,
      intervalNs: { low: medianNs * 0.8, high: medianNs * 1.2 },
    })
    // Both are faster than fp32; which of the two is faster is not known.
    const close = rowsOf(named, (letter) =>
      letter === 'a' ? wide(9e6) : wide(letter === 'b' ? 3e6 : 3.1e6),
    )
    const [base, ...others] = close
    for (const row of others) expect(areToldApart([base as PrecisionRow, row], false)).toBe(true)
    expect(areToldApart(close, false)).toBe(false)
  })

  it('are no finding where a cosine says nothing', () => {
    const rows = rowsOf(
      [
        { letter: 'a', precision: 'fp32' },
        {
          letter: 'b',
          precision: 'fp16',
          from: 'a',
          output: output(0.9999, { floorCosine: 0.99995 }),
        },
      ],
      apart,
    )
    const [front] = frontsOf(rows)
    if (front === undefined) throw new Error('there is one')
    expect(areTold(rows, front)).toBe(false)
    expect(areTold(rows.slice(0, 1), front)).toBe(true)
  })
})
