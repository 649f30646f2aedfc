import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type InputRequest, makeInputs } from '../../src/agent/inputs.ts'
import type { Dim } from '../../src/shared/content.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { type InputValues, plannedInputsSchema } from '../../src/shared/input.ts'
import type { TensorInfo } from '../../src/shared/model.ts'
import { elementAt, elementTypeOf, type Tensor } from '../../src/shared/tensor.ts'

const input = (dims: readonly Dim[], name = 'x', type = 'float'): TensorInfo => ({
  name,
  type,
  dims: [...dims],
})

const request: InputRequest = {
  batch: 1,
  dims: {},
  values: {},
  seed: 7,
  modelName: 'm',
  readFile: () => {
    throw new Error('no file is planned')
  },
}

function made(
  type: string,
  dims: readonly Dim[],
  values?: InputValues,
  changes: Partial<InputRequest> = {},
) {
  const [tensor] = makeInputs([input(dims, 'x', type)], {
    ...request,
    values: values === undefined ? {} : { x: values },
    ...changes,
  })
  if (tensor === undefined) throw new Error('nothing was made')
  return tensor
}

const numbersOf = (tensor: Tensor) =>
  Array.from({ length: tensor.data.length }, (_, at) => Number(elementAt(tensor, at)))

function codeOf(act: () => unknown) {
  try {
    act()
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
  throw new Error('nothing failed')
}

const floats = ['float', 'double', 'float16'] as const
const integers = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const
const types = [...floats, ...integers, 'bool'] as const

describe('random values', () => {
  it('fill the shape, the same for the same seed, within what is said', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(...types),
        fc.nat(),
        (rest, batch, type, seed) => {
          const make = () => made(type, ['N', ...rest], undefined, { batch, seed })
          const tensor = make()
          expect(tensor.dims).toEqual([batch, ...rest])
          expect(tensor.data).toHaveLength(rest.reduce((product, size) => product * size, batch))
          expect(make()).toEqual(tensor)
          const floating = floats.some((known) => known === type)
          for (const value of numbersOf(tensor)) {
            expect(value).toBeLessThanOrEqual(1)
            expect(value).toBeGreaterThanOrEqual(floating ? -1 : 0)
            expect(floating || Number.isInteger(value)).toBe(true)
          }
        },
      ),
    )
  })

  it('span what the plan says, both ends included', () => {
    for (const type of integers) {
      const values = numbersOf(
        made(type, [4000], { kind: 'random', low: 3, high: 9 }, { batch: 4000 }),
      )
      expect([...new Set(values)].sort()).toEqual([3, 4, 5, 6, 7, 8, 9])
    }
    const ids = made('int64', [1, 5000], { kind: 'random', low: 0, high: 30_521 })
    expect(Math.max(...numbersOf(ids))).toBeGreaterThan(29_000)
    expect(Math.max(...numbersOf(ids))).toBeLessThanOrEqual(30_521)
    expect(numbersOf(made('int32', [1, 9], { kind: 'random', low: 5, high: 5 }))).toEqual(
      Array(9).fill(5),
    )
    expect(
      numbersOf(made('int8', [1, 400], { kind: 'random', high: -3 })).every((v) => v === -3),
    ).toBe(true)
  })

  it('beyond the type are refused, and so is an empty range', () => {
    expect(
      codeOf(() => made('uint8', [1, 2], { kind: 'random', low: 0, high: 300 })),
    ).toMatchObject({
      code: 'input-value-unfit',
      params: { value: 300, input: 'x', type: 'uint8', name: 'm' },
    })
    expect(plannedInputsSchema.safeParse({ x: { kind: 'random', low: 3, high: 2 } }).success).toBe(
      false,
    )
  })
})

describe('one number', () => {
  it('fills every type that can hold it', () => {
    for (const type of types)
      expect(numbersOf(made(type, [1, 3], { kind: 'number', value: 1 }))).toEqual([1, 1, 1])
    expect(made('float16', [1, 1], { kind: 'number', value: 1.5 }).data).toEqual(
      Uint16Array.of(0x3e00),
    )
  })

  it.each([
    ['int64', 1.5],
    ['uint8', 300],
    ['uint8', -1],
    ['bool', 2],
    ['float16', 70_000],
    ['float', 1e39],
    ['int64', 2 ** 60],
  ])('is refused by %s where it is %d', (type, value) => {
    expect(codeOf(() => made(type, [1, 3], { kind: 'number', value }))).toMatchObject({
      code: 'input-value-unfit',
      params: { value, type },
    })
  })
})

describe('counting', () => {
  it('begins anew in every row', () => {
    const positions = made('int64', ['N', 3], { kind: 'counting' }, { batch: 2 })
    expect(numbersOf(positions)).toEqual([0, 1, 2, 0, 1, 2])
    expect(numbersOf(made('int64', [], { kind: 'counting' }))).toEqual([0])
    expect(made('int64', ['N', 0], { kind: 'counting' }).data).toHaveLength(0)
  })

  it('ends where the type does', () => {
    expect(codeOf(() => made('int8', [1, 200], { kind: 'counting' }))).toMatchObject({
      params: { value: 128 },
    })
  })
})

describe('convention', () => {
  it('masks nothing, counts positions, and knows a sampling rate', () => {
    const tensors = makeInputs(
      [
        input(['N', 'T'], 'input_ids', 'int64'),
        input(['N', 'T'], 'attention_mask', 'int64'),
        input(['N', 'T'], 'position_ids', 'int64'),
        input(['N', 'T'], 'token_type_ids', 'int64'),
        input([], 'sr', 'int64'),
        input([1], 'use_cache_branch', 'bool'),
        input(['N', 'T'], 'constructor', 'int64'),
      ],
      { ...request, batch: 2, dims: { T: 3 } },
    )
    const [, mask, positions, segments, rate, branch] = tensors.map(numbersOf)
    expect([mask, positions, segments, rate, branch]).toEqual([
      [1, 1, 1, 1, 1, 1],
      [0, 1, 2, 0, 1, 2],
      [0, 0, 0, 0, 0, 0],
      [16_000],
      [0],
    ])
  })
})

describe('a file of the user’s', () => {
  const file = (...dims: number[]): InputValues => ({
    kind: 'file',
    sha256: '0'.repeat(64),
    name: 'x.npy',
    type: 'float',
    dims,
  })
  const reading = (data: readonly number[], ...dims: number[]) => ({
    readFile: (): Tensor => ({ type: 'float', dims, data: Float32Array.from(data) }),
  })

  it('gives as many samples as the batch needs, beginning again at the end', () => {
    const of = (batch: number) =>
      numbersOf(
        made('float', ['N', 2], file(3, 2), { batch, ...reading([1, 2, 3, 4, 5, 6], 3, 2) }),
      )
    expect(of(1)).toEqual([1, 2])
    expect(of(3)).toEqual([1, 2, 3, 4, 5, 6])
    expect(of(4)).toEqual([1, 2, 3, 4, 5, 6, 1, 2])
  })

  it('does so where the batch is not the first dimension', () => {
    const inputs = [input(['N', 1], 'other'), input([2, 'N', 2])]
    const tensors = makeInputs(inputs, {
      ...request,
      batch: 3,
      values: { x: file(2, 2, 2) },
      ...reading([1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2),
    })
    expect(numbersOf(tensors[1] ?? made('float', [1]))).toEqual([
      ...[1, 2, 3, 4, 1, 2],
      ...[5, 6, 7, 8, 5, 6],
    ])
  })

  it('repeats every sample alike', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 4 }),
        (samples, batch, width) => {
          const data = Array.from({ length: samples * width }, (_, at) => at)
          const values = numbersOf(
            made('float', ['N', width], file(samples, width), {
              batch,
              ...reading(data, samples, width),
            }),
          )
          expect(values).toEqual(
            Array.from(
              { length: batch * width },
              (_, at) => (Math.floor(at / width) % samples) * width + (at % width),
            ),
          )
        },
      ),
    )
  })
})

it('values of a type that has none are a fault', () => {
  expect(elementTypeOf('string')).toBeUndefined()
  expect(codeOf(() => made('string', ['N']))).toMatchObject({ code: 'input-type-unsupported' })
})
