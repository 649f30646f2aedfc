// Variants in the window: which belong together, what is chosen of them for a sweep, how a run that swept precisions is
// read, and which of them no other beats.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frontOf } from '../../src/renderer/charts/frontChart.ts'
import { chartInks } from '../../src/renderer/charts/palette.ts'
import { paretoFront } from '../../src/renderer/charts/pareto.ts'
import { sliceOf, tableOf } from '../../src/renderer/charts/slice.ts'
import { layerPlot } from '../../src/renderer/views/models/layerPlot.ts'
import { countOf } from '../../src/renderer/views/models/sampleCount.ts'
import {
  familyOf,
  makeablePrecisions,
  modelTree,
  recipeWithout,
  rootOf,
  worstError,
} from '../../src/renderer/views/models/variants.ts'
import {
  countWords,
  formatDecibels,
  formatError,
} from '../../src/renderer/views/models/variantWords.ts'
import { verdictOn } from '../../src/renderer/views/models/verdict.ts'
import { precisionGroups } from '../../src/renderer/views/run/precisionRows.ts'
import { slowerReasons } from '../../src/renderer/views/run/slower.ts'
import {
  chosenModels,
  draftOfRecord,
  draftsOfPlan,
  plannedModel,
} from '../../src/renderer/views/sweep/chosen.ts'
import { axesOf, axisKey } from '../../src/shared/axes.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import { modelKey, type PlannedModel, pointsOf } from '../../src/shared/plan.ts'
import { type Precision, precisions } from '../../src/shared/precision.ts'
import { formatCosine } from '../../src/shared/units.ts'
import {
  type LayerAccuracy,
  type Made,
  type OutputAccuracy,
  recipeSchema,
  samplesSchema,
  type Variant,
} from '../../src/shared/variant.ts'
import { areCalibrated, comparedSamples } from '../../src/shared/variant-terms.ts'
import { endedRun } from '../fixtures/measured-runs.ts'
import { modelRecord, planOf } from '../fixtures/runs.ts'

const sha = (letter: string) => letter.repeat(64)
const samples = samplesSchema.parse({ count: 8, seed: 1 })

const output = (over: Partial<OutputAccuracy> = {}): OutputAccuracy => ({
  output: 'y',
  cosine: 0.999,
  sqnrDb: 30,
  maxAbsError: 0.01,
  notFinite: 0,
  top1Agreement: 1,
  floorCosine: 0.2,
  ...over,
})

function variantOf(original: string, precision: Precision, over: Partial<Variant> = {}): Variant {
  return {
    original,
    precision,
    recipe: null,
    made: null,
    accuracy: null,
    thresholdCosine: 0.98,
    ...over,
  }
}

const madeOf = (over: Partial<Made>): Made => ({
  ...{ sha256: sha('f'), bytes: 5, converted: {}, kept: [], keptCount: 0, inserted: {} },
  ...{ clampedValues: 0, lostValues: 0 },
  ...over,
})

const recordOf = (sha256: string, over: Partial<ModelRecord> = {}): ModelRecord => ({
  ...modelRecord({ weightTypes: { float: 10 } }),
  sha256,
  ...over,
})

const [o, f, s, h, other] = ['a', 'b', 'c', 'd', 'e'].map(sha) as [
  string,
  string,
  string,
  string,
  string,
]
const original = recordOf(o)
const half = recordOf(h, { variant: variantOf(o, 'fp16'), addedMs: 1 })
const dynamic = recordOf(s, { variant: variantOf(o, 'int8-dynamic'), addedMs: 2 })
const models = [dynamic, half, original, recordOf(other, { name: 'other' })]

describe('models and their variants', () => {
  it('stand under their original by precision, and each once', () => {
    const shown = modelTree(models).map(({ model, depth }) => [model.sha256, depth])
    expect(shown).toEqual([
      [o, 0],
      [h, 1],
      [s, 1],
      [other, 0],
    ])
    expect(modelTree([half])).toMatchObject([{ depth: 0 }])
  })

  it('are each listed once, whatever they name as their originals', () => {
    const ids = [o, f, s, h]
    const originals = fc.array(fc.option(fc.constantFrom(...ids)), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(originals, (named) => {
        const all = ids.map((sha256, index) => {
          const to = named[index] ?? null
          return recordOf(sha256, { variant: to === null ? null : variantOf(to, 'fp16') })
        })
        const listed = modelTree(all).map(({ model }) => model.sha256)
        expect(listed.toSorted()).toEqual(ids.toSorted())
      }),
    )
  })

  it('are a family from the first original on', () => {
    const back = recordOf(f, { variant: variantOf(o, 'fp32') })
    const again = recordOf(s, { variant: variantOf(f, 'int8-static') })
    const all = [again, original, back]
    expect(rootOf(all, again)).toBe(original)
    expect(familyOf(all, original)).toEqual([original, back, again])
  })

  it('are made from fp32, and fp32 from what is quantized', () => {
    expect(makeablePrecisions('fp32')).toEqual(precisions.filter((one) => one !== 'fp32'))
    expect(makeablePrecisions('int8-dynamic')).toEqual(['fp32'])
  })

  it('can be made without one more layer, once', () => {
    const recipe = recipeSchema.parse({ precision: 'fp16', keepNodes: ['a'] })
    const made = madeOf({
      converted: { Conv: 2 },
      kept: [{ node: 'c', operator: 'Conv', reason: 'exact' }],
    })
    const of = (node: string, operator = 'Conv') =>
      recipeWithout({ recipe, made }, { node, operator })
    expect(of('b')).toEqual({ ...recipe, keepNodes: ['a', 'b'] })
    // Left as it is already, by the recipe or by itself, or nothing that the recipe converts.
    for (const nothing of [of('a'), of('c'), of('d', 'TopK'), of('e', 'Relu')])
      expect(nothing).toBeNull()
    expect(
      recipeWithout({ recipe: { precision: 'fp32' }, made }, { node: 'a', operator: 'Conv' }),
    ).toBeNull()
    const fixed = recipeSchema.parse({ precision: 'int8-static', samples: { count: 1, seed: 1 } })
    expect(recipeWithout({ recipe: fixed, made }, { node: 'e', operator: 'Relu' })).toMatchObject({
      keepNodes: ['e'],
    })
  })
})

describe('accuracy', () => {
  const compared = (...outputs: readonly OutputAccuracy[]) =>
    variantOf(o, 'fp16', { accuracy: { samples, outputs: [...outputs], layers: [] } })

  it('is that of the output that is furthest away', () => {
    const variant = compared(output(), output({ output: 'z', cosine: 0.5, maxAbsError: 3 }))
    expect(worstError(variant)).toBe(3)
    expect(worstError(variantOf(o, 'fp16'))).toBeNull()
  })

  it('has a verdict only where it says something', () => {
    expect(verdictOn(variantOf(o, 'fp16'))).toBe('not-compared')
    expect(verdictOn(compared(output()))).toBe('passed')
    expect(verdictOn(compared(output({ cosine: 0.9 })))).toBe('failed')
    expect(verdictOn(compared(output({ floorCosine: 0.9995 })))).toBe('says-nothing')
  })

  it('is never rounded to what it is not', () => {
    expect(formatCosine(1)).toBe('1')
    expect(formatCosine(0.98765)).toBe('0.9877')
    expect(formatCosine(0.9999982)).toBe('0.999998')
    expect(formatCosine(0.99999998)).toBe('>0.999999')
    expect(formatCosine(null)).toBe('–')
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (cosine) => {
        const words = formatCosine(cosine)
        expect(words === '1').toBe(cosine === 1)
        expect(Number(words.replace('>', ''))).toBeCloseTo(cosine, 3)
      }),
    )
    expect(formatDecibels(31.26)).toBe('31.3 dB')
    expect(formatError(0.00000123)).toBe('1.2e-6')
    expect(formatError(0)).toBe('0')
  })

  it('is drawn layer by layer with the worst marked, and a gap where there is no noise', () => {
    const layer = (node: string, sqnrDb: number | null): LayerAccuracy => ({
      node,
      operator: 'MatMul',
      tensor: node,
      cosine: 0.9,
      sqnrDb,
      maxAbsError: sqnrDb === null ? 0 : 1,
      notFinite: 0,
    })
    const layers = [layer('a', 40), layer('b', null), layer('c', 10)]
    const words = { xTitle: '', yTitle: '', all: 'all', worst: 'worst', of: () => '' }
    const [lane] = layerPlot(layers, layers.slice(2), words, chartInks.light).lanes
    expect(lane?.curves[0]?.points.map(({ y }) => y)).toEqual([40, null, 10])
    expect(lane?.curves[1]?.points).toMatchObject([{ x: 3, y: 10 }])
  })

  it('counts operators, the most frequent first', () => {
    expect(countWords({ Cast: 2, Conv: 7, Add: 0 })).toBe('Conv ×7, Cast ×2')
  })
})

describe('samples', () => {
  const file = (letter: string, rows: number) => ({
    kind: 'file' as const,
    sha256: sha(letter),
    name: 'pictures',
    type: 'float',
    dims: [rows, 3, 8, 8],
  })

  it('are as many as what was just chosen holds, until somebody says otherwise', () => {
    const taking = (first: string | number) =>
      ['x', 'y'].map((name) => ({ name, type: 'float', dims: [first, 3, 8, 8] }))
    const [open, eight] = [taking('n'), taking(8)]
    const none = { inputs: {}, count: 8 }
    expect(countOf({ x: file('a', 100) }, none, open)).toBe(100)
    expect(countOf({ x: file('a', 100) }, none, eight)).toBe(12)
    expect(countOf({ x: file('a', 3) }, none, eight)).toBe(1)
    expect(countOf({ x: file('a', 9_999) }, none, open)).toBe(1_024)
    expect(countOf({ x: { kind: 'random' } }, none, open)).toBe(8)
    const chosen = { inputs: { x: file('a', 100) }, count: 100 }
    expect(countOf({ x: file('b', 4) }, chosen, open)).toBe(4)
    expect(countOf({ x: { kind: 'random' } }, chosen, open)).toBe(100)
    // What somebody typed stays.
    for (const inputs of [{}, { x: file('a', 100) }]) {
      const typed = { inputs, count: 20 }
      expect(countOf({ x: file('b', 50) }, typed, open)).toBe(20)
    }
  })

  it('stand along the axis that holds the batch, and are one where none does', () => {
    const inputs = [
      { name: 'x', type: 'float', dims: ['n', 3] },
      { name: 'state', type: 'float', dims: [2, 'n', 64] },
    ]
    const state = { ...file('a', 2), dims: [2, 40, 64] }
    expect(countOf({ state }, { inputs: {}, count: 8 }, inputs)).toBe(40)
    const fixed = [
      { name: 'x', type: 'float', dims: ['h', 3, 8] },
      { name: 'y', type: 'float', dims: [4, 'w'] },
    ]
    expect(
      countOf({ x: { ...file('a', 50), dims: [50, 3, 8] } }, { inputs: {}, count: 8 }, fixed),
    ).toBe(8)
  })

  it('that a variant is compared on are the user’s own that it was calibrated on', () => {
    const own = samplesSchema.parse({ count: 4, seed: 3, inputs: { x: file('a', 4) } })
    const recipe = recipeSchema.parse({ precision: 'int8-static', samples: own })
    expect(comparedSamples({ recipe }, original)).toEqual(own)
    const random = recipeSchema.parse({ precision: 'int8-static', samples: { count: 4, seed: 3 } })
    for (const one of [random, null])
      expect(comparedSamples({ recipe: one }, original)).toMatchObject({ count: 8, seed: 1 })
  })
})

describe('a variant that was compared on what its ranges were set on', () => {
  const of = (calibrated: object, compared: object) => {
    const recipe = recipeSchema.parse({
      precision: 'int8-static',
      samples: { count: 4, seed: 1, ...calibrated },
    })
    const taken = samplesSchema.parse({ count: 8, seed: 1, ...compared })
    return areCalibrated({ recipe, accuracy: { samples: taken, outputs: [output()], layers: [] } })
  }
  const inputs = {
    x: { kind: 'file', sha256: sha('a'), name: 'x.npy', type: 'float', dims: [9, 3] },
  }

  it('is told from one that was compared on others', () => {
    expect(of({}, {})).toBe(true)
    expect(of({}, { seed: 4 })).toBe(true)
    expect(of({}, { seed: 5 })).toBe(false)
    expect(of({}, { inputs })).toBe(false)
    expect(of({ inputs }, { inputs: { x: { ...inputs.x, name: 'y.npy' } }, seed: 99 })).toBe(true)
    expect(of({ inputs }, { inputs: { x: { ...inputs.x, sha256: sha('b') } } })).toBe(false)
    expect(areCalibrated({ recipe: null, accuracy: null })).toBe(false)
  })
})

describe('a Pareto front', () => {
  const candidate = fc.record({ cost: fc.nat(20), gain: fc.nat(20) })

  it('holds what no other beats, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(candidate), (all) => {
        const front = paretoFront(all)
        const beats = (a: (typeof all)[number], b: (typeof all)[number]) =>
          a.cost <= b.cost && a.gain >= b.gain && (a.cost !== b.cost || a.gain !== b.gain)
        for (const one of all)
          expect(front.includes(one)).toBe(!all.some((rival) => beats(rival, one)))
        const gains = front.map(({ gain }) => gain)
        expect(gains).toEqual(gains.toSorted((a, b) => a - b))
      }),
    )
  })

  it('leaves out what does not count', () => {
    const point = { label: '', ink: 0, marker: 'circle' as const, words: [] }
    const fast = { ...point, cost: 1, gain: 1, counts: false }
    const slow = { ...point, cost: 2, gain: 1, counts: true }
    expect(frontOf({ points: [fast, slow] })).toEqual([slow])
  })
})

const planned = (
  sha256: string,
  precision: Precision | undefined,
  from?: string,
): PlannedModel => ({
  sha256,
  name: 'net',
  dims: {},
  inputs: {},
  ...(precision === undefined ? {} : { precision }),
  ...(from === undefined ? {} : { original: from, originalName: 'net' }),
})

describe('precision as an axis', () => {
  const swept = planOf({
    models: [planned(s, 'int8-dynamic', o), planned(o, 'fp32'), planned(h, 'fp16', o)],
  })

  it('takes the place of the models that differ in it, the widest first', () => {
    const axes = axesOf(pointsOf(swept))
    expect(axes.map(({ name, values }) => [name, values.map(({ key }) => key)])).toEqual([
      ['precision', ['fp32', 'fp16', 'int8-dynamic']],
      ['batch', ['1', '2']],
    ])
    const two = planOf({ models: [...swept.models, planned(other, 'fp32')] })
    expect(axesOf(pointsOf(two)).map(({ name }) => name)).toEqual(['network', 'precision', 'batch'])
  })

  it('has the names of those that share one beside it', () => {
    const twice = planOf({
      models: [
        planned(o, 'fp32'),
        { ...planned(h, 'fp16', o), name: 'min-max' },
        { ...planned(s, 'fp16', o), name: 'percentile' },
      ],
    })
    const [axis, ...others] = axesOf(pointsOf(twice))
    expect(others.map(({ name }) => name)).toEqual(['batch'])
    expect([axis?.name, axis?.values.map(({ key }) => key)]).toEqual([
      'precision',
      ['fp32', 'fp16 · min-max', 'fp16 · percentile'],
    ])
    const { view } = endedRun('pi5', () => ({ medianNs: 1e6 }), { models: twice.models })
    expect(precisionGroups(view.points, models, false)[0]?.rows).toHaveLength(3)
  })

  it('is none where nothing is a variant of anything', () => {
    const strangers = planOf({ models: [planned(o, 'fp32'), planned(other, 'fp16')] })
    expect(axesOf(pointsOf(strangers)).map(({ name }) => name)).toEqual(['model', 'batch'])
  })

  it('gives every point of any plan exactly one place', () => {
    const model = fc.record({
      sha256: fc.constantFrom(o, f, s, h, other),
      precision: fc.constantFrom(...precisions, undefined),
      from: fc.constantFrom(o, other, undefined),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(model, { minLength: 1, maxLength: 4, selector: ({ sha256 }) => sha256 }),
        (chosen) => {
          const { view } = endedRun('pi5', () => ({ medianNs: 1e6 }), {
            models: chosen.map(({ sha256, precision, from }) => planned(sha256, precision, from)),
          })
          const axes = axesOf(view.points.map(({ point }) => point))
          const names = axes.map(({ name }) => name)
          const places = view.points.map(({ point }) =>
            JSON.stringify(names.map((name) => axisKey(point, name))),
          )
          expect(new Set(places).size).toBe(places.length)
          expect(names.includes('model') && names.includes('precision')).toBe(false)
          for (const x of names) {
            const slice = sliceOf(axes, { x, series: names })
            const { rows } = tableOf(view.points, slice)
            const shown = rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null))
            expect(shown).toHaveLength(view.points.length)
          }
        },
      ),
    )
  })

  it('reads a run against fp32 under the same conditions', () => {
    const ns: Readonly<Record<string, number>> = { [o]: 4e6, [h]: 6e6, [s]: 2e6 }
    const { view } = endedRun(
      'pi5',
      ({ model, batch }) => {
        const medianNs = (ns[model.sha256] ?? 1e6) * batch
        return { medianNs, intervalNs: { low: medianNs * 0.99, high: medianNs * 1.01 } }
      },
      { models: swept.models },
    )
    const groups = precisionGroups(view.points, models, false)
    expect(groups.map(({ point }) => point.batch)).toEqual([1, 2])
    const [group] = groups
    expect(group?.reference?.precision).toBe('fp32')
    expect(
      group?.rows.map(({ precision, compared }) => [precision, compared?.latencyRatio?.value]),
    ).toEqual([
      ['fp32', undefined],
      ['fp16', 4 / 6],
      ['int8-dynamic', 2],
    ])
    for (const { rows } of groups)
      expect(new Set(rows.map(({ view: { point } }) => axisKey(point, 'network'))).size).toBe(1)
    expect(precisionGroups(endedRun('x', () => ({ medianNs: 1 })).view.points, [], false)).toEqual(
      [],
    )
  })

  it('says why one is slower only from what was recorded', () => {
    const providers = (nodes: number) => [
      { provider: 'CPUExecutionProvider' as const, nodes, timeShare: 1 },
    ]
    const nodes: Readonly<Record<string, number>> = { [o]: 10, [h]: 30, [s]: 12 }
    const { view } = endedRun(
      'pi5',
      ({ model }) => {
        const medianNs = model.sha256 === h ? 6e6 : model.sha256 === s ? 2e6 : 4e6
        const intervalNs = { low: medianNs * 0.99, high: medianNs * 1.01 }
        return { medianNs, intervalNs, over: { providers: providers(nodes[model.sha256] ?? 0) } }
      },
      { models: swept.models, batches: [1] },
    )
    const made = {
      sha256: h,
      bytes: 5,
      converted: { MatMul: 3 },
      kept: [{ node: 'n', operator: 'TopK', reason: 'operator' as const }],
      keptCount: 1,
      inserted: { Cast: 2, QuantizeLinear: 0 },
      clampedValues: 0,
      lostValues: 0,
    }
    const slow = recordOf(h, {
      variant: variantOf(o, 'fp16', { made }),
      info: { ...half.info, operators: { MatMul: 12 } },
    })
    const [group] = precisionGroups(view.points, [original, slow, dynamic], false)
    if (group === undefined || group.reference === null) throw new Error('there is a group')
    const [base, fp16, int8] = group.rows
    if (base === undefined || fp16 === undefined || int8 === undefined)
      throw new Error('three rows')
    expect(slowerReasons(fp16, group.reference)).toEqual([
      { kind: 'inserted', operators: { Cast: 2 } },
      { kind: 'added', ran: 30, inFile: 12 },
      { kind: 'more-nodes', ran: 30, reference: 10 },
      { kind: 'kept', count: 1 },
    ])
    expect(slowerReasons(int8, group.reference)).toBeNull()
    expect(slowerReasons(base, group.reference)).toBeNull()
    expect(slowerReasons({ ...fp16, model: null }, group.reference)).toEqual([
      { kind: 'more-nodes', ran: 30, reference: 10 },
    ])
  })
})

describe('a sweep of precisions', () => {
  it('measures what is chosen of a family, and says of each what it is', () => {
    const draft = { models: [{ ...draftOfRecord(half, models), measured: [s, o] }] }
    const chosen = chosenModels(draft, models)
    expect(chosen.map((one) => plannedModel(one, chosen))).toMatchObject([
      { sha256: o, precision: 'fp32' },
      { sha256: s, precision: 'int8-dynamic', original: o, originalName: 'net' },
    ])
    expect(plannedModel(chosen[0] as (typeof chosen)[number], chosen).original).toBeUndefined()
  })

  it('is called as the plan file calls it, and else by the names that models have now', () => {
    const plan = [planned(o, 'fp32'), { ...planned(s, 'int8-dynamic', o), name: 'mine' }]
    const namesOf = (drafts: ReturnType<typeof draftsOfPlan>) => {
      const chosen = chosenModels({ models: drafts }, models)
      return chosen.map((one) => plannedModel(one, chosen).name)
    }
    expect(namesOf(draftsOfPlan(plan, models, true))).toEqual(['net', 'mine'])
    expect(namesOf(draftsOfPlan(plan, models))).toEqual(['net', 'net'])
    // What the form itself put behind a name is no name that somebody gave.
    const sized = [{ ...planned(o, 'fp32'), name: 'net (h 2)' }]
    expect(namesOf(draftsOfPlan(sized, models, true))).toEqual(['net'])
  })

  it('is found by the content that a model had before it was made anew', () => {
    const variant = variantOf(o, 'int8-dynamic', { formerly: [f] })
    const now = [original, recordOf(s, { variant })]
    const [draft] = draftsOfPlan([planned(f, 'int8-dynamic', o)], now)
    expect(draft).toMatchObject({ sha256: o, measured: [s] })
    const before = { models: [{ ...draftOfRecord(original, now), measured: [f] }] }
    expect(chosenModels(before, now).map(({ model }) => model.sha256)).toEqual([s])
  })

  it('comes back from its plan as it was, with other sizes apart', () => {
    const draft = {
      models: [
        { ...draftOfRecord(original, models), measured: [o, h] },
        { ...draftOfRecord(original, models), measured: [s], dims: { n: 3 } },
      ],
    }
    const plan = draft.models.flatMap((one) =>
      one.measured.map((sha256) => ({ ...planned(sha256, undefined), dims: one.dims })),
    )
    const back = draftsOfPlan(plan, models)
    expect(back.map(({ sha256, measured, dims }) => [sha256, measured, dims])).toEqual([
      [o, [o, h], {}],
      [o, [s], { n: 3 }],
    ])
    const again = draftsOfPlan([...plan, ...plan], models)
    expect(again.flatMap(({ measured }) => measured).toSorted()).toEqual(
      [o, o, h, h, s, s].toSorted(),
    )
    expect(new Set(plan.map(modelKey)).size).toBe(3)
  })
})
