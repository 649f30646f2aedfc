// Variants before anything is made: what a model computes in, one spelling for one recipe, who comes from whom, what
// passes, and work that is shared.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SharedWork } from '../../src/main/model/shared-work.ts'
import { variantKey } from '../../src/main/model/variant-key.ts'
import { canonicalRecipe } from '../../src/shared/canonical-recipe.ts'
import { toFault } from '../../src/shared/fault.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import { descends, lineage, plannedPrecision } from '../../src/shared/lineage.ts'
import { modelTitle } from '../../src/shared/point-label.ts'
import { type Precision, precisions } from '../../src/shared/precision.ts'
import { precisionOf } from '../../src/shared/precision-of.ts'
import { type Recipe, recipeSchema, type Variant } from '../../src/shared/variant.ts'
import { defaultThresholds, usualRecipe } from '../../src/shared/variant-terms.ts'
import { modelRecord } from '../fixtures/runs.ts'

const id = (letter: string) => letter.repeat(64)

const variantOf = (original: string, precision: Precision): Variant => ({
  original,
  precision,
  recipe: null,
  made: null,
  accuracy: null,
  thresholdCosine: defaultThresholds[precision],
})

function record(sha256: string, variant: Variant | null = null): ModelRecord {
  return { ...modelRecord({ weightTypes: { float: 9 } }), sha256, name: sha256[0] ?? '', variant }
}

const found =
  (...records: readonly ModelRecord[]) =>
  (sha256: string) =>
    records.find((known) => known.sha256 === sha256) ?? null

describe('what a model computes in', () => {
  const read = (operators: Record<string, number>, weightTypes: Record<string, number> = {}) =>
    precisionOf(modelRecord({ operators, weightTypes }))

  it.each<[Record<string, number>, Record<string, number>, Precision | null]>([
    [{ Conv: 1 }, { float: 100, int64: 4000 }, 'fp32'],
    [{ Conv: 1, Cast: 2 }, { float: 3, float16: 100 }, 'fp16'],
    [{ Conv: 1 }, { bfloat16: 100 }, null],
    [{ MatMulInteger: 1, DynamicQuantizeLinear: 1 }, { int8: 9, float: 20 }, 'int8-dynamic'],
    [{ 'com.microsoft:DynamicQuantizeMatMul': 1 }, { int8: 9 }, 'int8-dynamic'],
    [{ QuantizeLinear: 1, DequantizeLinear: 2, Conv: 1 }, { int8: 9, float: 1 }, 'int8-static'],
    [{ QLinearConv: 1 }, { int8: 9 }, 'int8-static'],
    [{ 'com.microsoft:MatMulNBits': 1 }, { uint4: 9, float: 4 }, 'int4'],
    // Of 8 bits.
    [{ 'com.microsoft:MatMulNBits': 1 }, { uint8: 9, float: 4 }, null],
    [{ DequantizeLinear: 1, MatMul: 1 }, { int4: 9, float: 1 }, 'int4'],
    [{ DequantizeLinear: 1, MatMul: 1 }, { int8: 9, float: 1 }, null],
  ])('%j with %j is %s', (operators, weightTypes, expected) => {
    expect(read(operators, weightTypes)).toBe(expected)
  })

  it('is told from the inputs where there are no weights, and not at all without floats', () => {
    const input = (type: string) => modelRecord({ inputs: [{ name: 'x', type, dims: [1] }] })
    expect(precisionOf(input('float'))).toBe('fp32')
    expect(precisionOf(input('float16'))).toBe('fp16')
    expect(precisionOf(input('int64'))).toBeNull()
  })

  it('is what a variant was made or named as, whatever its file looks like', () => {
    expect(precisionOf(record(id('b'), variantOf(id('a'), 'int4')))).toBe('int4')
  })
})

describe('a recipe', () => {
  const values = fc.constantFrom(
    { kind: 'random' as const },
    { kind: 'number' as const, value: 3 },
    { kind: 'file' as const, sha256: id('f'), name: 'a.npy', type: 'float', dims: [2, 3] },
  )
  const recipe = fc
    .record({
      precision: fc.constantFrom(...precisions),
      keepNodes: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
      perChannel: fc.boolean(),
      samples: fc.record({
        dims: fc.dictionary(fc.constantFrom('h', 'w'), fc.nat(9)),
        inputs: fc.dictionary(fc.constantFrom('x', 'y'), values),
        count: fc.integer({ min: 1, max: 9 }),
        seed: fc.nat(9),
      }),
    })
    .map((given) => recipeSchema.parse(given))

  it('has one spelling, whatever the order and however the files of its samples are called', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.toReversed()
      if (value === null || typeof value !== 'object') return value
      const entries = Object.entries(value).toReversed()
      return Object.fromEntries(
        entries.map(([key, inner]) => [key, key === 'name' ? 'b.npy' : shuffled(inner)]),
      )
    }
    fc.assert(
      fc.property(recipe, (given) => {
        // The sizes of a tensor follow from its content.
        const other = shuffled(given) as Recipe
        expect(canonicalRecipe(other)).toBe(canonicalRecipe(given))
        expect(variantKey(id('a'), other)).toBe(variantKey(id('a'), given))
        expect(variantKey(id('b'), given)).not.toBe(variantKey(id('a'), given))
      }),
    )
  })

  it('of something else has another', () => {
    fc.assert(
      fc.property(recipe, recipe, (one, other) => {
        const isSame = canonicalRecipe(one) === canonicalRecipe(other)
        if (one.precision !== other.precision) expect(isSame).toBe(false)
        if ('keepNodes' in one && 'keepNodes' in other)
          if (one.keepNodes.toSorted().join() !== other.keepNodes.toSorted().join())
            expect(isSame).toBe(false)
      }),
    )
  })

  it('of a precision alone takes the model’s own sizes and inputs for its samples', () => {
    const inputs = { x: { kind: 'number' as const, value: 1 } }
    expect(usualRecipe('int8-static', { dims: { height: 8 }, inputs })).toMatchObject({
      samples: { dims: { height: 8 }, inputs, count: 8, seed: 1 },
    })
    for (const precision of precisions)
      expect(usualRecipe(precision, { dims: {}, inputs: {} }).precision).toBe(precision)
  })
})

describe('the integers of int8-static', () => {
  const on = (arch: string, ...features: readonly string[]) => {
    const processor = { os: { arch }, cpu: { features: [...features] } }
    const recipe = usualRecipe('int8-static', { dims: {}, inputs: {} }, processor)
    return recipe.precision === 'int8-static' ? [recipe.scheme, recipe.reduceRange] : null
  }

  it('are those that the processor multiplies best', () => {
    expect(on('arm64')).toEqual(['s8s8', false])
    expect(on('arm64', 'asimd', 'asimddp')).toEqual(['s8s8', false])
    expect(on('x64', 'avx2', 'avx_vnni')).toEqual(['u8s8', false])
    expect(on('x64', 'avx512f', 'avx512_vnni')).toEqual(['u8s8', false])
  })

  it('are right on every board where it does not, or is not known', () => {
    expect(on('x64', 'avx2', 'avx512f')).toEqual(['u8s8', true])
    expect(on('riscv64')).toEqual(['u8s8', true])
    const unknown = { os: { arch: 'x64' }, cpu: { features: null } }
    for (const processor of [unknown, null])
      expect(usualRecipe('int8-static', { dims: {}, inputs: {} }, processor)).toMatchObject({
        scheme: 'u8s8',
        reduceRange: true,
      })
  })
})

describe('where a variant comes from', () => {
  const a = record(id('a'))
  const b = record(id('b'), variantOf(id('a'), 'fp32'))
  const c = record(id('c'), variantOf(id('b'), 'fp16'))

  it('is the model at the beginning of its line', () => {
    const find = found(a, b, c)
    expect(lineage(id('c'), find)).toEqual([c, b, a])
    expect(plannedPrecision(c, find)).toEqual({
      precision: 'fp16',
      original: id('a'),
      originalName: 'a',
    })
    expect(plannedPrecision(a, find)).toEqual({ precision: 'fp32' })
    expect([descends(id('c'), id('a'), find), descends(id('a'), id('c'), find)]).toEqual([
      true,
      false,
    ])
  })

  it('ends where a model was removed, and where it would go in a circle', () => {
    expect(lineage(id('c'), found(b, c))).toEqual([c, b])
    const circle = record(id('a'), variantOf(id('c'), 'fp32'))
    expect(lineage(id('c'), found(circle, b, c))).toEqual([c, b, circle])
  })

  it('does not change what it is called; its precision tells it apart', () => {
    expect(modelTitle({ name: 'net', precision: 'fp32' })).toBe('net')
    expect(modelTitle({ name: 'net' })).toBe('net')
    expect(modelTitle({ name: 'net', precision: 'fp16' })).toBe('net fp16')
  })
})

describe('work that several ask for', () => {
  const ready = async () => null

  it('is done once for all of them, one after another, and again when it is over', async () => {
    const work = new SharedWork<string>()
    const order: string[] = []
    const ask = (key: string) =>
      work.ask(key, 'model', ready, async () => {
        order.push(`${key} begins`)
        await Promise.resolve()
        order.push(`${key} ends`)
        return key
      })
    expect(await Promise.all([ask('a'), ask('b'), ask('a')])).toEqual(['a', 'b', 'a'])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    await ask('a')
    expect(order).toHaveLength(6)
  })

  it('goes on after one that failed', async () => {
    const work = new SharedWork<string>()
    const failed = work.ask('a', 'model', ready, () => Promise.reject(new Error('no')))
    const after = work.ask('b', 'model', ready, async () => 'done')
    await expect(failed).rejects.toThrow('no')
    expect(await after).toBe('done')
  })

  it('is cancelled for everyone, before its turn and in it, and only what is of that subject', async () => {
    const work = new SharedWork<string>()
    const faultOf = (asked: Promise<string>) =>
      asked.then(
        (value) => value,
        (thrown: unknown) => toFault(thrown).code,
      )
    const waiting = (signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        setTimeout(() => resolve('done'), 20)
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    const asked = [
      faultOf(work.ask('a', 'other', ready, (_, signal) => waiting(signal))),
      faultOf(work.ask('b', 'model', ready, (_, signal) => waiting(signal))),
      faultOf(work.ask('b', 'model', ready, (_, signal) => waiting(signal))),
    ]
    work.cancel('model')
    expect(await Promise.all(asked)).toEqual(['done', 'cancelled', 'cancelled'])
  })

  it('may need other work first', async () => {
    const work = new SharedWork<string>()
    const parent = () => work.ask('parent', 'model', ready, async () => 'parent')
    const child = work.ask('child', 'parent', parent, async (made) => `${made} and child`)
    expect(await child).toBe('parent and child')
  })
})
