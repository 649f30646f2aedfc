// The inputs of each sample: the user's rows in turn, seeded values, and the batch of the model.

import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { homeAt } from '../../src/agent/home.ts'
import { rowsOf, sampleInputs } from '../../src/agent/variant/samples.ts'
import type { Dim } from '../../src/shared/content.ts'
import type { FileValues, PlannedInputs } from '../../src/shared/input.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import type { Tensor } from '../../src/shared/tensor.ts'
import { type Samples, samplesSchema } from '../../src/shared/variant.ts'

const home = homeAt(mkdtempSync(join(tmpdir(), 'benchtop-samples-')))
afterAll(() => rmSync(home.dir, { recursive: true, force: true }))

function brought(tensor: Tensor): FileValues {
  const bytes = writeNpy(tensor)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  mkdirSync(home.inputsDir, { recursive: true })
  writeFileSync(join(home.inputsDir, `${sha256}.npy`), bytes)
  return { kind: 'file', sha256, name: 'samples.npy', type: tensor.type, dims: [...tensor.dims] }
}

const counted = (...dims: readonly number[]): Tensor => {
  const count = dims.reduce((product, size) => product * size, 1)
  return { type: 'float', dims, data: Float32Array.from({ length: count }, (_, at) => at) }
}

const inputsOf = (
  inputs: readonly (readonly [string, readonly Dim[]])[],
  changes: { readonly inputs?: PlannedInputs; readonly dims?: Samples['dims'] } = {},
  ranges = {},
) =>
  sampleInputs(
    home,
    {
      name: 'model',
      inputs: inputs.map(([name, dims]) => ({
        name,
        type: name.endsWith('_ids') ? 'int64' : 'float',
        dims: [...dims],
      })),
      inputRanges: ranges,
    },
    samplesSchema.parse({ count: 8, seed: 3, ...changes }),
  )

test('each sample takes the next row, and begins again at the end', () => {
  const x = brought(counted(3, 2))
  const sample = inputsOf([['x', ['N', 2]]], { inputs: { x } })
  expect([0, 1, 2, 3].map((at) => sample(at)[0])).toMatchObject([
    { name: 'x', dims: [1, 2], data: Float32Array.of(0, 1) },
    { dims: [1, 2], data: Float32Array.of(2, 3) },
    { dims: [1, 2], data: Float32Array.of(4, 5) },
    { dims: [1, 2], data: Float32Array.of(0, 1) },
  ])
})

test('a model of a fixed batch takes so many rows at once, of a file that holds more', () => {
  const x = brought(counted(3, 2))
  const sample = inputsOf([['x', [2, 2]]], { inputs: { x } })
  expect([0, 1].map((at) => sample(at)[0])).toMatchObject([
    { dims: [2, 2], data: Float32Array.of(0, 1, 2, 3) },
    { dims: [2, 2], data: Float32Array.of(4, 5, 0, 1) },
  ])
  const image = brought(counted(4, 1, 2))
  const single = inputsOf([['x', [1, 1, 2]]], { inputs: { x: image } })
  expect(single(3)[0]).toMatchObject({ dims: [1, 1, 2], data: Float32Array.of(6, 7) })
})

test('samples stand where the batch does', () => {
  const state = brought(counted(2, 3, 1))
  const x = brought(counted(3, 1))
  const sample = inputsOf(
    [
      ['x', ['N', 1]],
      ['state', [2, 'N', 1]],
    ],
    { inputs: { x, state } },
  )
  expect(sample(1)).toMatchObject([
    { data: Float32Array.of(1) },
    { dims: [2, 1, 1], data: Float32Array.of(1, 4) },
  ])
})

test('what is random is another in every sample, and the same for the same seed', () => {
  const make = () => inputsOf([['x', ['N', 4]]])
  expect(make()(2)).toEqual(make()(2))
  expect(make()(2)).not.toEqual(make()(3))
})

test('what the samples do not say follows the model', () => {
  const sample = inputsOf(
    [
      ['attention_mask', ['N', 'length']],
      ['input_ids', ['N', 'length']],
    ],
    { dims: { length: 64 } },
    { input_ids: { low: 0, high: 99 } },
  )
  const [mask, ids] = sample(0)
  expect(mask?.data).toEqual(new Float32Array(64).fill(1))
  expect(new Set(ids?.data as BigInt64Array).size).toBeGreaterThan(20)
})

test('a file of another shape is refused', () => {
  const x = brought(counted(3, 5))
  expect(() => inputsOf([['x', ['N', 2]]], { inputs: { x } })(0)).toThrow('needs the shape')
  expect(() => inputsOf([['x', [1, 2]]], { inputs: { x } })(0)).toThrow('needs the shape')
})

test('rows are those of the tensor, one after another', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      fc.nat(3),
      fc.nat(20),
      fc.integer({ min: 1, max: 6 }),
      (dims, which, first, count) => {
        const axis = which % dims.length
        const tensor = counted(...dims)
        const rows = rowsOf(tensor, axis, first, count)
        const at = (sizes: readonly number[], place: readonly number[]) =>
          place.reduce((index, one, depth) => index * (sizes[depth] ?? 1) + one, 0)
        const walk = (place: readonly number[]): void => {
          if (place.length < rows.dims.length) {
            for (let one = 0; one < (rows.dims[place.length] ?? 0); one++) walk([...place, one])
            return
          }
          const source = place.map((one, depth) =>
            depth === axis ? (first + one) % (dims[axis] ?? 1) : one,
          )
          expect(rows.data[at(rows.dims, place)]).toBe(tensor.data[at(dims, source)])
        }
        expect(rows.dims).toEqual(dims.map((size, depth) => (depth === axis ? count : size)))
        walk([])
      },
    ),
    { numRuns: 50 },
  )
})
