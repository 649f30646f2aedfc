// Variants in the store: what is kept of one, what an older version kept reads on, and what a person says of them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { VariantLinks } from '../../src/main/model/variant-links.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { migrations } from '../../src/main/store/migrations.ts'
import { ModelStore } from '../../src/main/store/models.ts'
import { toFault } from '../../src/shared/fault.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import type { ModelInfo } from '../../src/shared/model.ts'
import type { Precision } from '../../src/shared/precision.ts'
import { recipeSchema, samplesSchema, type Variant } from '../../src/shared/variant.ts'
import { modelRecord } from '../fixtures/runs.ts'

const id = (letter: string) => letter.repeat(64)
const tensor = (name: string, dims: ModelInfo['inputs'][number]['dims'], type = 'float') => ({
  name,
  type,
  dims,
})
const interfaceOf = (over: Partial<ModelInfo> = {}) => ({
  inputs: [tensor('x', ['N', 4])],
  outputs: [tensor('y', ['N', 'classes'])],
  ...over,
})

const model = (letter: string, over: Partial<ModelRecord> = {}, info: Partial<ModelInfo> = {}) => ({
  ...modelRecord({ ...interfaceOf(), ...info }),
  sha256: id(letter),
  name: letter,
  ...over,
})

const made: Variant = {
  original: id('a'),
  precision: 'int8-static',
  recipe: recipeSchema.parse({
    precision: 'int8-static',
    samples: { count: 8, seed: 1 },
    keepNodes: ['n1'],
  }),
  made: {
    sha256: id('b'),
    bytes: 5,
    converted: { Conv: 2 },
    kept: [{ node: 'n1', operator: 'Conv', reason: 'recipe' }],
    keptCount: 1,
    inserted: { QuantizeLinear: 3 },
    clampedValues: 0,
    lostValues: 2,
  },
  accuracy: null,
  thresholdCosine: 0.97,
}

let store: ModelStore
beforeEach(() => {
  store = new ModelStore(openDatabase(':memory:'))
})

describe('the store', () => {
  it('keeps a variant as it is, and finds those of a model', () => {
    store.put(model('a'))
    const b = model('b', { source: 'made', variant: made, addedMs: 2 })
    const c = model('c', { variant: { ...made, recipe: null, made: null }, addedMs: 1 })
    for (const record of [b, c]) store.put(record)
    expect(store.get(id('b'))).toEqual(b)
    expect(store.variantsOf(id('a'))).toEqual([c, b])
    expect(store.variantsOf(id('b'))).toEqual([])
    store.put({ ...b, variant: null })
    expect(store.get(id('b'))?.variant).toBeNull()
  })

  it('reads a model of before there were variants', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'benchtop-store-')), 'benchtop.sqlite')
    const before = migrations.findIndex((step) => step.includes('ADD COLUMN variant'))
    const old = new DatabaseSync(path)
    for (const step of migrations.slice(0, before)) old.exec(step)
    old.exec(`PRAGMA user_version = ${before}`)
    const { weightTypes: _, ...info } = model('a').info
    old
      .prepare(
        `INSERT INTO models (sha256, name, path, source, info, added_ms)
         VALUES (?, 'a', '/a.onnx', 'file', ?, 1)`,
      )
      .run(id('a'), JSON.stringify(info))
    old.close()
    const db = openDatabase(path)
    expect(new ModelStore(db).get(id('a'))).toMatchObject({
      variant: null,
      info: { weightTypes: {} },
    })
    db.close()
    rmSync(dirname(path), { recursive: true })
  })
})

describe('what a person says', () => {
  const link = (from: string, to: string | null) =>
    new VariantLinks(store).link({
      sha256: id(from),
      to: to === null ? null : { original: id(to), precision: 'fp16' },
    })
  const faultOf = (work: () => unknown) => {
    try {
      work()
    } catch (thrown) {
      return toFault(thrown)
    }
    throw new Error('nothing failed')
  }

  it('makes a file a variant, keeps what was found of it, and takes it back', () => {
    for (const letter of ['a', 'b']) store.put(model(letter))
    expect(link('b', 'a').variant).toMatchObject({
      original: id('a'),
      precision: 'fp16',
      recipe: null,
      made: null,
      thresholdCosine: 0.999,
    })
    const links = new VariantLinks(store)
    expect(links.setThreshold({ sha256: id('b'), cosine: 0.9 }).variant?.thresholdCosine).toBe(0.9)
    expect(link('b', 'a').variant?.thresholdCosine).toBe(0.9)
    expect(link('b', null)).toEqual(model('b'))
    expect(store.get(id('b'))).toEqual(model('b'))
    expect(faultOf(() => links.setThreshold({ sha256: id('b'), cosine: 0.9 })).code).toBe(
      'bad-request',
    )
  })

  it('calls it by another precision, and keeps how near it is; against another model nothing is known', () => {
    for (const letter of ['a', 'b', 'c']) store.put(model(letter))
    const links = new VariantLinks(store)
    link('b', 'a')
    const output = { output: 'y', cosine: 0.99, sqnrDb: 20, maxAbsError: 1, notFinite: 0 }
    const accuracy = {
      samples: samplesSchema.parse({ count: 1, seed: 1 }),
      outputs: [{ ...output, top1Agreement: null, floorCosine: null }],
      layers: [],
    }
    const linked = store.get(id('b'))
    if (linked?.variant == null) throw new Error('it is a variant')
    store.put({ ...linked, variant: { ...linked.variant, accuracy } })
    const again = links.link({ sha256: id('b'), to: { original: id('a'), precision: 'int4' } })
    expect(again.variant).toMatchObject({ precision: 'int4', accuracy, thresholdCosine: 0.95 })
    links.setThreshold({ sha256: id('b'), cosine: 0.5 })
    const kept = links.link({ sha256: id('b'), to: { original: id('a'), precision: 'fp16' } })
    expect(kept.variant).toMatchObject({ accuracy, thresholdCosine: 0.5 })
    const other = links.link({ sha256: id('b'), to: { original: id('c'), precision: 'fp16' } })
    expect(other.variant).toMatchObject({ accuracy: null, thresholdCosine: 0.999 })
  })

  it('keeps what its bytes were called, and a recipe only of the precision that it is said to be', () => {
    store.put(model('a'))
    const remembered = { formerly: [id('d')], alsoMadeBy: [id('e')] }
    const variant = { ...made, ...remembered }
    store.put(model('b', { source: 'file', variant }))
    const as = (precision: Precision) =>
      new VariantLinks(store).link({ sha256: id('b'), to: { original: id('a'), precision } })
    expect(as('int8-static').variant).toEqual(variant)
    expect(as('int4').variant).toMatchObject({ ...remembered, recipe: null, made: null })
  })

  it.each<[string, Partial<ModelInfo>, RegExp]>([
    ['an input less', { inputs: [] }, /no input x/],
    [
      'an input more',
      { inputs: [tensor('x', ['N', 4]), tensor('mask', ['N'])] },
      /the input mask, which/,
    ],
    [
      'another type',
      { inputs: [tensor('x', ['N', 4], 'float16')] },
      /float16\[N, 4\].*float\[N, 4\]/,
    ],
    ['another size', { inputs: [tensor('x', ['N', 5])] }, /float\[N, 5\]/],
    ['another name for a size', { inputs: [tensor('x', ['batch', 4])] }, /float\[batch, 4\]/],
    ['another output', { outputs: [tensor('z', ['N', 10])] }, /no output y/],
    ['an output of another rank', { outputs: [tensor('y', ['N'])] }, /its output y is float\[N\]/],
  ])('does not make a file with %s one', (_, info, words) => {
    store.put(model('a'))
    store.put(model('b', {}, info))
    const fault = faultOf(() => link('b', 'a'))
    expect(fault).toMatchObject({ code: 'variant-interface-differs' })
    expect(fault.params.difference).toMatch(words)
    expect(store.get(id('b'))?.variant).toBeNull()
  })

  it('may call the sizes of outputs as it likes', () => {
    store.put(model('a'))
    store.put(model('b', {}, { outputs: [tensor('y', ['unk__1', 10])] }))
    expect(link('b', 'a').variant?.original).toBe(id('a'))
  })

  it('makes no circle, and nothing of what Benchtop made', () => {
    for (const letter of ['a', 'b', 'c']) store.put(model(letter))
    link('b', 'a')
    link('c', 'b')
    expect(faultOf(() => link('a', 'c')).params.reason).toMatch(/c is made of a/)
    expect(faultOf(() => link('a', 'a')).code).toBe('bad-request')
    store.put(model('d', { source: 'made', variant: made }))
    expect(faultOf(() => link('d', null)).code).toBe('bad-request')
    expect(faultOf(() => link('e', 'a')).code).toBe('not-found')
  })
})
