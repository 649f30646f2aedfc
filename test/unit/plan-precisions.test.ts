// Precisions in plan files: a recipe reads back as it was written, and a plan of originals and variants in any order opens
// as it was saved.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plannedModel } from '../../src/main/plan/convert.ts'
import { type FoundModel, Precisions } from '../../src/main/plan/precisions.ts'
import { recipeIn, recipeInFile } from '../../src/main/plan/recipes.ts'
import { savedModels } from '../../src/main/plan/saved-models.ts'
import { canonicalRecipe } from '../../src/shared/canonical-recipe.ts'
import { fail } from '../../src/shared/fault.ts'
import type { InputValues } from '../../src/shared/input.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import type { PlannedModel } from '../../src/shared/plan.ts'
import { planFileSchema } from '../../src/shared/plan-file.ts'
import type { PlanFileInput } from '../../src/shared/plan-file-input.ts'
import { type Precision, precisions } from '../../src/shared/precision.ts'
import { precisionOf } from '../../src/shared/precision-of.ts'
import { type Recipe, recipeSchema, type Samples } from '../../src/shared/variant.ts'
import { defaultThresholds, isNarrow, usualRecipe } from '../../src/shared/variant-terms.ts'
import { modelRecord } from '../fixtures/runs.ts'

const values = fc.constantFrom<InputValues>(
  { kind: 'random' },
  { kind: 'number', value: 3 },
  { kind: 'file', sha256: 'f'.repeat(64), name: 'a.npy', type: 'float', dims: [2, 3] },
)
const chosen = fc.record({
  dims: fc.dictionary(fc.constantFrom('h', 'w'), fc.nat(9)),
  inputs: fc.dictionary(fc.constantFrom('x', 'y'), values),
})
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'))
const option = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const recipe = fc
  .record({
    precision: fc.constantFrom(...precisions),
    keepNodes: option(names),
    keepOperators: option(names),
    perChannel: option(fc.boolean()),
    reduceRange: option(fc.boolean()),
    scheme: option(fc.constantFrom('u8s8', 's8s8')),
    calibration: option(
      fc.constantFrom(
        { kind: 'min-max' },
        { kind: 'percentile' },
        { kind: 'percentile', percent: 99.5 },
        { kind: 'entropy' },
      ),
    ),
    samples: fc
      .tuple(chosen, fc.integer({ min: 1, max: 20 }), fc.nat(3))
      .map(([given, count, seed]) => ({ ...given, count, seed })),
    blockSize: option(fc.constantFrom(16, 32, 64, 128)),
    symmetric: option(fc.boolean()),
  })
  .map((given) => recipeSchema.parse(given))

const inFile = (given: InputValues): PlanFileInput =>
  given.kind === 'file'
    ? { file: given.sha256 }
    : given.kind === 'number'
      ? { number: given.value }
      : 'random'
const fromFile = (given: PlanFileInput): InputValues =>
  typeof given === 'string'
    ? { kind: 'random' }
    : 'number' in given
      ? { kind: 'number', value: given.number }
      : { kind: 'file', sha256: 'f'.repeat(64), name: 'a.npy', type: 'float', dims: [2, 3] }
const inputs = async (given: Readonly<Record<string, PlanFileInput>>) =>
  Object.fromEntries(Object.entries(given).map(([name, one]) => [name, fromFile(one)]))

describe('a recipe in a plan file', () => {
  it('reads back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(recipe, chosen, async (written, entry) => {
        const said = recipeInFile(written, entry, { name: null, mayBeName: true }, inFile)
        const file = planFileSchema.parse({
          benchtop: 1,
          models: [{ path: 'a', precisions: [said] }],
        })
        const [read = said] = file.models[0]?.precisions ?? []
        if (typeof read === 'string') expect(usualRecipe(read, entry)).toEqual(written)
        else if ('path' in read) throw new Error('it is no file')
        else expect(await recipeIn(read, entry, inputs)).toEqual(written)
      }),
    )
  })

  it('is a name where that says it all, and a number where only the samples are more', () => {
    const entry = { dims: { h: 2 }, inputs: {} }
    const said = (over: object, mayBeName = true) =>
      recipeInFile(
        recipeSchema.parse({ ...usualRecipe('int8-static', entry), ...over }),
        entry,
        { name: null, mayBeName },
        inFile,
      )
    expect(said({})).toBe('int8-static')
    expect(said({}, false)).toEqual({ precision: 'int8-static' })
    expect(said({ samples: { ...entry, count: 32, seed: 1 } })).toEqual({
      precision: 'int8-static',
      samples: 32,
    })
    expect(said({ calibration: { kind: 'percentile' } })).toEqual({
      precision: 'int8-static',
      calibration: 'percentile',
    })
  })
})

/** Models that are made when they are asked for, as the agent would make them. */
class Bench {
  readonly records = new Map<string, ModelRecord>()
  readonly precisions = new Precisions({
    variants: { convert: async (model, wanted) => this.convert(model, wanted) },
    comparison: { compare: async ({ sha256, samples }) => this.compare(sha256, samples) },
    links: { link: () => fail('internal', {}) },
    find: (sha256) => this.find(sha256),
  })

  find(sha256: string): ModelRecord | null {
    return this.records.get(sha256) ?? null
  }

  add(operators: Record<string, number>, type = 'float'): ModelRecord {
    const name = `net ${this.records.size}`
    return this.#put({
      ...modelRecord({ operators, weightTypes: { [type]: 9 }, openDims: ['h'] }),
      path: `/models/${name}.onnx`,
      name,
      dims: { h: 1 },
    })
  }

  convert(model: ModelRecord, wanted: Recipe): ModelRecord {
    const isDirect = wanted.precision === 'fp32' || !isNarrow(precisionOf(model))
    const from = isDirect ? model : this.#make(model, usualRecipe('fp32', model))
    return this.#make(from, wanted)
  }

  /** What was compared, on what. */
  readonly compared: (readonly [string, Samples | undefined])[] = []

  compare(sha256: string, samples: Samples | undefined): ModelRecord {
    const record = this.records.get(sha256)
    if (record?.variant == null || samples === undefined) return fail('internal', {})
    this.compared.push([sha256, samples])
    const { precision } = record.variant
    if (precision === 'int4') return fail('internal', {})
    const accuracy = { samples, outputs: [], layers: [] }
    const now = { ...record, variant: { ...record.variant, accuracy } }
    this.records.set(sha256, now)
    return now
  }

  #make(model: ModelRecord, wanted: Recipe): ModelRecord {
    const known = [...this.records.values()].find(
      ({ variant }) =>
        variant?.original === model.sha256 &&
        variant.recipe !== null &&
        canonicalRecipe(variant.recipe) === canonicalRecipe(wanted),
    )
    const { precision } = wanted
    return (
      known ??
      this.#put({
        ...model,
        source: 'made',
        variant: {
          original: model.sha256,
          precision,
          recipe: wanted,
          made: null,
          accuracy: null,
          thresholdCosine: defaultThresholds[precision],
        },
      })
    )
  }

  #put(record: ModelRecord): ModelRecord {
    const sha256 = this.records.size.toString(16).padStart(64, '0')
    this.records.set(sha256, { ...record, sha256 })
    return { ...record, sha256 }
  }
}

describe('a plan of originals and variants', () => {
  const wanted = fc.array(
    fc.record({
      original: fc.nat(1),
      h: fc.integer({ min: 1, max: 2 }),
      name: fc.constantFrom('net', 'other'),
      of: fc.oneof(fc.constantFrom<Precision>(...precisions), recipe, fc.constant(null)),
    }),
    { minLength: 1, maxLength: 8 },
  )

  it('opens as it was saved, whatever stands beside what', async () => {
    await fc.assert(
      fc.asyncProperty(wanted, fc.constantFrom('fp32', 'fp16', 'int8'), async (all, second) => {
        const bench = new Bench()
        const find = (sha256: string) => bench.find(sha256)
        const originals = [
          bench.add({ Conv: 1 }),
          second === 'int8'
            ? bench.add({ MatMulInteger: 1, DynamicQuantizeLinear: 1 })
            : bench.add({ Gemm: 1 }, second === 'fp16' ? 'float16' : 'float'),
        ]
        const models: PlannedModel[] = []
        for (const { original, h, name, of } of all) {
          const record = originals[original]
          if (record === undefined) throw new Error('no such original')
          const base = { record, planned: plannedModel({ name, dims: { h } }, record, find) }
          const made =
            of === null
              ? base
              : typeof of === 'string'
                ? await bench.precisions.at(base, of)
                : {
                    record: bench.convert(record, of),
                    planned: base.planned,
                  }
          models.push(
            made === base
              ? base.planned
              : { ...plannedModel({ name, dims: { h } }, made.record, find), inputs: {} },
          )
        }
        const saved = savedModels(models, {
          path: '/plans/p.yaml',
          recordOf: find,
          placeOf: () => 'f',
        })
        const file = planFileSchema.parse({ benchtop: 1, models: saved })
        const opened: FoundModel[] = []
        for (const entry of file.models) {
          const record =
            [...bench.records.values()].find(({ sha256 }) => sha256 === entry.sha256) ??
            fail('internal', {})
          const base = {
            record,
            planned: plannedModel(
              { ...entry, inputs: await inputs(entry.inputs ?? {}) },
              record,
              find,
            ),
          }
          if (entry.precisions === undefined) opened.push(base)
          else {
            const tools = { file: () => fail('internal', {}), inputs }
            for (const one of (await bench.precisions.of(base, entry.precisions, tools)).found) {
              if (!('planned' in one)) throw new Error(JSON.stringify(one))
              opened.push(one)
            }
          }
        }
        expect(opened.map(({ planned }) => planned)).toEqual(models)
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  it('names what can not be had in its place, and goes on', async () => {
    const bench = new Bench()
    const record = bench.add({ Conv: 1 })
    const find = (sha256: string) => bench.find(sha256)
    const base = { record, planned: plannedModel({}, record, find) }
    const { found, notices } = await bench.precisions.of(
      base,
      ['fp16', { precision: 'int4', path: 'own.onnx' }, 'fp16', 'fp32'],
      { file: () => fail('file-unreadable', { path: 'own.onnx' }), inputs },
    )
    expect(
      found.map((one) =>
        'planned' in one ? `${one.planned.name} ${one.planned.precision}` : one.code,
      ),
    ).toEqual(['net 0 fp16', 'file-unreadable', 'net 0 fp32'])
    // The same recipe gives the same model, which is planned once, and that is said.
    expect(notices).toEqual([{ kind: 'same', model: 'net 0 (2) fp16' }])
  })

  it('compares what is made at once, on the inputs of the plan, and goes on where that fails', async () => {
    const bench = new Bench()
    const record = bench.add({ Conv: 1 })
    const find = (sha256: string) => bench.find(sha256)
    const base = { record, planned: plannedModel({ dims: { h: 3 } }, record, find) }
    const tools = { file: () => fail('internal', {}), inputs }
    const open = () => bench.precisions.of(base, ['fp32', 'fp16', 'int4'], tools)
    const { found, notices } = await open()
    expect(found).toHaveLength(3)
    expect(notices).toEqual([{ kind: 'not-compared', model: 'net 0 int4' }])
    expect(bench.compared.map(([, samples]) => samples)).toMatchObject([
      { dims: { h: 3 }, count: 8 },
      { dims: { h: 3 }, count: 8 },
    ])
    // What was compared is not compared again.
    await open()
    expect(bench.compared).toHaveLength(3)
    expect(await bench.precisions.at(base, 'fp16')).toMatchObject({ notice: null })
  })

  it('hears that it is given up, and makes nothing more', async () => {
    const bench = new Bench()
    const record = bench.add({ Conv: 1 })
    const find = (sha256: string) => bench.find(sha256)
    const base = { record, planned: plannedModel({}, record, find) }
    const stop = new AbortController()
    const tools = {
      file: () => {
        stop.abort()
        return fail('cancelled', {})
      },
      inputs,
    }
    const opening = bench.precisions.of(
      base,
      [{ precision: 'int4', path: 'own.onnx' }, 'fp16'],
      tools,
      stop.signal,
    )
    await expect(opening).rejects.toMatchObject({ fault: { code: 'cancelled' } })
    expect([...bench.records.values()]).toHaveLength(1)
  })
})
