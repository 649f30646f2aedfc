import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dim } from '../../src/shared/content.ts'
import { evaluateDim, parseDim, solveDim, symbolsIn } from '../../src/shared/dim-expression.ts'
import {
  batchAxis,
  batchOf,
  missingDims,
  openDimsOf,
  shapesFor,
  suggestedSize,
} from '../../src/shared/dims.ts'
import { FaultError } from '../../src/shared/fault.ts'
import type { InputValues, PlannedInputs } from '../../src/shared/input.ts'
import type { TensorInfo } from '../../src/shared/model.ts'

const input = (dims: readonly Dim[], name = 'x', type = 'float'): TensorInfo => ({
  name,
  type,
  dims: [...dims],
})

const shapesOf = (
  inputs: readonly TensorInfo[],
  batch: number,
  dims: Readonly<Record<string, number>> = {},
  values: PlannedInputs = {},
) => shapesFor(inputs, { batch, dims, values, modelName: 'm' })

const file = (...dims: number[]): InputValues => ({
  kind: 'file',
  sha256: '0'.repeat(64),
  name: 'x.npy',
  type: 'float',
  dims,
})

function faultOf(act: () => unknown) {
  try {
    act()
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
  throw new Error('nothing failed')
}

describe('the batch', () => {
  it.each<[string, TensorInfo[], ReturnType<typeof batchOf>]>([
    ['a symbol in front', [input(['N', 3])], { kind: 'dynamic', symbol: 'N' }],
    ['an unnamed first dimension', [input(['', 3])], { kind: 'dynamic', symbol: '' }],
    ['a number', [input([2, 3])], { kind: 'fixed', size: 2 }],
    [
      'the same symbol twice',
      [input(['B', 3]), input(['B', 7], 'y')],
      { kind: 'dynamic', symbol: 'B' },
    ],
    [
      'a state that has it second',
      [input(['B', 512]), input([2, 'B', 128], 'h')],
      { kind: 'dynamic', symbol: 'B' },
    ],
    [
      'a scalar beside it',
      [input(['B', 512]), input([], 'rate', 'int64')],
      { kind: 'dynamic', symbol: 'B' },
    ],
    ['two symbols', [input(['B', 3]), input(['C', 3], 'y')], { kind: 'fixed', size: 1 }],
    ['a fixed input beside it', [input(['B', 3]), input([4, 3], 'y')], { kind: 'fixed', size: 1 }],
    [
      'a state without names',
      [input(['', '']), input([2, '', 128], 'h')],
      { kind: 'fixed', size: 1 },
    ],
    [
      'a switch beside it',
      [input(['B', 3]), input([1], 'use_cache_branch', 'bool')],
      { kind: 'dynamic', symbol: 'B' },
    ],
    [
      'a first dimension that is computed from it',
      [input(['B', 3]), input(['B*heads', 7], 'past')],
      { kind: 'dynamic', symbol: 'B' },
    ],
    [
      'words that name nothing',
      [input(['?', 3]), input(['-1', 3], 'y')],
      { kind: 'dynamic', symbol: '' },
    ],
    ['no input', [], { kind: 'fixed', size: 1 }],
  ])('by %s', (_, inputs, batch) => {
    expect(batchOf(inputs)).toEqual(batch)
  })

  it('is no open dimension, everything else without a number is', () => {
    expect(openDimsOf([input(['B', 'T', '']), input(['B', 'T + 1', 'T'], 'mask')])).toEqual([
      'T',
      'x[2]',
    ])
  })

  it('stands wherever its symbol does', () => {
    const inputs = [input(['B', 'T']), input([2, 'B', 'T'], 'state')]
    expect(shapesOf(inputs, 4, { T: 9 })).toEqual(
      new Map([
        ['x', [4, 9]],
        ['state', [2, 4, 9]],
      ]),
    )
  })

  it('takes a symbol called like a property of every object as a name', () => {
    expect(() => shapesOf([input(['N', 'constructor'])], 1)).toThrow(FaultError)
  })
})

const at = (text: string, sizes: Readonly<Record<string, number>> = {}) =>
  evaluateDim(parseDim(text), (name) => (Object.hasOwn(sizes, name) ? sizes[name] : undefined))

describe('the text of a dimension', () => {
  it.each<[string, Readonly<Record<string, number>>, number]>([
    ['past_sequence_length + sequence_length', { past_sequence_length: 3, sequence_length: 4 }, 7],
    ['floor(height/2 - 1/2) + 1', { height: 224 }, 112],
    ['floor(height/2 - 1/2) + 1', { height: 225 }, 113],
    ['batch_size*num_heads', { batch_size: 2, num_heads: 8 }, 16],
    ['floor(h/3 - 1/3)', { h: 10 }, 3],
    ['ceiling(t/160) + 1', { t: 161 }, 3],
    ['CeilToInt', { CeilToInt: 5 }, 5],
    ['Max(1, 2*s - 4)', { s: 2 }, 1],
    ['min(a, b, 7)', { a: 9, b: 8 }, 7],
    ['-7 // 2', {}, -4],
    ['-7 % 3', {}, 2],
    ['Mod(n, 4)', { n: 10 }, 2],
    ['2**3**2', {}, 512],
    ['sqrt(n)', { n: 144 }, 12],
    ['floor(sqrt(n))', { n: 143 }, 11],
    ['abs(2 - n)', { n: 5 }, 3],
    ['0.5*n', { n: 8 }, 4],
    ['(a + b)*2', { a: 1, b: 2 }, 6],
  ])('%s at %j is %d', (text, sizes, size) => {
    expect(at(text, sizes)).toBe(size)
  })

  it.each([
    'unk__314',
    'batch size',
    'DynamicDimension.0',
    'sequence-length',
    'a && b',
    'f(x)',
    'process.exit()',
    'constructor',
    'x => 1',
    '"text"',
    'a[0]',
    'floor(a, b)',
    'floor()',
    '((',
    '1e400',
    '序列长度',
  ])('%s is a symbol', (text) => {
    expect(symbolsIn(parseDim(text))).toEqual([text])
  })

  it('has no value where there is no such number', () => {
    expect(at('1/0')).toBeNull()
    expect(at('n % 0', { n: 3 })).toBeNull()
    expect(at('9**9**9**9')).toBeNull()
    expect(at('sqrt(0 - n)', { n: 4 })).toBeNull()
    expect(at('a + b', { a: 1 })).toBeNull()
  })

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const symbols = symbolsIn(parseDim(text))
        const value = evaluateDim(parseDim(text), () => 3)
        expect(value === null || typeof value === 'number').toBe(true)
        expect(symbols.every((name) => typeof name === 'string')).toBe(true)
      }),
    )
  })

  it('is counted as integers are', () => {
    const size = fc.integer({ min: 0, max: 10_000 })
    const step = fc.integer({ min: 1, max: 50 })
    fc.assert(
      fc.property(size, step, size, (a, b, c) => {
        expect(at('floor((a + c)/b) + 1', { a, b, c })).toBe(Math.floor((a + c) / b) + 1)
        expect(at('(a + c) // b', { a, b, c })).toBe(Math.floor((a + c) / b))
        expect(at('(a + c) % b', { a, b, c })).toBe((a + c) % b)
        expect(at('a*c - b', { a, b, c })).toBe(a * c - b)
        expect(at('floor(a/b - 1/b)*b + Mod(a - 1, b)', { a, b })).toBe(a - 1)
      }),
    )
  })

  it('is solved for a symbol that it is linear in', () => {
    const small = fc.integer({ min: 1, max: 100 })
    fc.assert(
      fc.property(small, small, small, fc.nat(5000), (factor, divisor, offset, solution) => {
        const dim = parseDim('(factor*(x + offset) - offset)/divisor')
        const sizes: Record<string, number> = { factor, offset, divisor }
        const size = evaluateDim(dim, (name) => (name === 'x' ? solution : sizes[name]))
        fc.pre(size !== null && Number.isSafeInteger(size))
        expect(solveDim(dim, 'x', size ?? 0, (name) => sizes[name])).toBe(solution)
      }),
    )
    expect(solveDim(parseDim('floor(x/2)'), 'x', 3, () => undefined)).toBeNull()
    expect(solveDim(parseDim('x*x'), 'x', 9, () => undefined)).toBeNull()
    expect(solveDim(parseDim('2*x'), 'x', 3, () => undefined)).toBeNull()
    expect(solveDim(parseDim('x + 5'), 'x', 3, () => undefined)).toBeNull()
    expect(solveDim(parseDim('x - x'), 'x', 3, () => undefined)).toBeNull()
  })
})

describe('sizes', () => {
  const decoder = [
    input(['batch_size', 'sequence_length'], 'input_ids', 'int64'),
    input(['batch_size', 'past_sequence_length + sequence_length'], 'attention_mask', 'int64'),
    input(['batch_size', 2, 'past_sequence_length', 64], 'past.key'),
  ]

  it('follow from the symbols, and may be nothing', () => {
    expect(openDimsOf(decoder)).toEqual(['sequence_length', 'past_sequence_length'])
    expect(shapesOf(decoder, 3, { sequence_length: 16, past_sequence_length: 0 })).toEqual(
      new Map([
        ['input_ids', [3, 16]],
        ['attention_mask', [3, 16]],
        ['past.key', [3, 2, 0, 64]],
      ]),
    )
  })

  it('follow from files', () => {
    const values = { input_ids: file(1, 5), attention_mask: file(4, 12) }
    expect(missingDims(decoder, { dims: {}, values })).toEqual([])
    expect(shapesOf(decoder, 2, {}, values).get('past.key')).toEqual([2, 2, 7, 64])
    expect(missingDims(decoder, { dims: {}, values: { attention_mask: file(1, 12) } })).toEqual([
      'sequence_length',
      'past_sequence_length',
    ])
  })

  it('that a file contradicts are a fault with both', () => {
    const dims = { sequence_length: 6, past_sequence_length: 0 }
    expect(faultOf(() => shapesOf(decoder, 1, dims, { input_ids: file(1, 5) }))).toMatchObject({
      code: 'input-shape-mismatch',
      params: { input: 'input_ids', given: '[1, 5]', expected: '[batch, 6]' },
    })
    expect(faultOf(() => shapesOf([input([2, 3])], 2, {}, { x: file(3) }))).toMatchObject({
      params: { given: '[3]', expected: '[2, 3]' },
    })
    expect(faultOf(() => shapesOf([input(['N', 3])], 1, {}, { x: file(0, 3) }))).toMatchObject({
      code: 'input-shape-mismatch',
    })
  })

  it('that are none are a fault', () => {
    const halved = [input(['N', 'width/2 - 4'])]
    for (const width of [7, 2])
      expect(faultOf(() => shapesOf(halved, 1, { width }))).toMatchObject({
        code: 'input-dim-impossible',
        params: { dim: 'width/2 - 4', size: width / 2 - 4 },
      })
  })

  it('that are missing are listed', () => {
    expect(faultOf(() => shapesOf(decoder, 1))).toMatchObject({
      code: 'input-dims-unknown',
      params: { dims: 'sequence_length, past_sequence_length' },
    })
  })

  it('are suggested only by a clear convention', () => {
    expect(suggestedSize('past_sequence_length')).toBe(0)
    expect(suggestedSize('past_key_values.0.key[1]')).toBeNull()
    expect(suggestedSize('height')).toBeNull()
  })

  it('know where the samples stand', () => {
    const inputs = [input(['B', 512]), input([2, 'B', 128], 'state'), input([], 'rate')]
    expect(inputs.map((each) => batchAxis(inputs, each))).toEqual([0, 1, null])
  })

  it('need what is asked and nothing else', () => {
    const names = fc.constantFrom('N', 'T', 'H', '', 'T + 1', 'N*H', 'floor(T/2)', '?')
    const dim = fc.oneof(names, fc.integer({ min: 0, max: 9 }))
    const shapes = fc.array(fc.array(dim, { maxLength: 4 }), { maxLength: 4 })
    fc.assert(
      fc.property(shapes, fc.integer({ min: 2, max: 40 }), (all, size) => {
        const inputs = all.map((dims, index) => input(dims, `x${index}`))
        const batch = batchOf(inputs)
        const asked = batch.kind === 'fixed' ? batch.size : 3
        const dims = Object.fromEntries(openDimsOf(inputs).map((name) => [name, size]))
        const made = shapesOf(inputs, asked, dims)
        expect(inputs.every(({ name, dims }) => made.get(name)?.length === dims.length)).toBe(true)
      }),
    )
  })
})
