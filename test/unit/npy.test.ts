import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { npzEntry } from '../../src/main/model/npz.ts'
import { fromFloat16Bits, toFloat16Bits } from '../../src/shared/float16.ts'
import { NpyError, readNpy, writeNpy } from '../../src/shared/npy.ts'
import { convertTensor, elementTypeOf, setElement, type Tensor } from '../../src/shared/tensor.ts'
import saved from '../fixtures/numpy.json' with { type: 'json' }

/** Saved by NumPy 2.4.6. */
const bytesOf = (name: keyof typeof saved) => Uint8Array.from(Buffer.from(saved[name], 'base64'))
const read = (name: keyof typeof saved) => readNpy(bytesOf(name))

const types = [
  ...['float', 'double', 'float16', 'int8', 'uint8', 'int16', 'uint16'],
  ...['int32', 'uint32', 'int64', 'uint64', 'bool'],
]
const dims = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 })
const tensors = fc
  .tuple(fc.constantFrom(...types), dims, fc.infiniteStream(fc.nat(1)))
  .map(([type, shape, values]): Tensor => {
    const element = elementTypeOf(type)
    if (element === undefined) throw new Error(type)
    const data = element.make(shape.reduce((product, size) => product * size, 1))
    for (let at = 0; at < data.length; at++)
      setElement(data, at, element.encode(Number(values.next().value)) ?? 0)
    return { type, dims: shape, data }
  })

describe('.npy', () => {
  it('is read as NumPy wrote it', () => {
    expect(read('float32 big-endian')).toEqual({
      type: 'float',
      dims: [2, 3],
      data: Float32Array.of(0, 1, 2, 3, 4, 5),
    })
    expect(read('int16 in Fortran order')).toEqual({
      type: 'int16',
      dims: [2, 3, 4],
      data: Int16Array.from({ length: 24 }, (_, index) => index),
    })
    expect(read('bool')).toEqual({ type: 'bool', dims: [3], data: Uint8Array.of(1, 0, 1) })
    expect(read('float16 scalar')).toEqual({
      type: 'float16',
      dims: [],
      data: Uint16Array.of(0x3e00),
    })
    expect(read('uint64').data).toEqual(BigUint64Array.of(2n ** 64n - 1n))
    expect(read('empty')).toEqual({ type: 'float', dims: [1, 0, 64], data: new Float32Array(0) })
  })

  it.each([
    ['complex', /c8/],
    ['strings', /no plain numbers|U2/],
    ['records', /no plain numbers/],
  ] as const)('of %s is refused in words', (name, words) => {
    expect(() => read(name)).toThrow(words)
  })

  it('is written as it is read', () => {
    fc.assert(
      fc.property(tensors, (tensor) => {
        const bytes = writeNpy(tensor)
        expect((bytes.length - tensor.data.byteLength) % 64).toBe(0)
        expect(readNpy(bytes)).toEqual(tensor)
        expect(readNpy(Buffer.from(bytes))).toEqual(tensor)
      }),
    )
  })

  it('that is damaged is read or refused, never anything else', () => {
    const whole = Object.keys(saved).map((name) => bytesOf(name as keyof typeof saved))
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
        fc.nat(300),
        (bytes, changes, end) => {
          const damaged = bytes.slice(0, end)
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value
          for (const act of [() => readNpy(damaged), () => npzEntry(damaged, 'x')])
            try {
              act()
            } catch (error) {
              expect(error).toBeInstanceOf(NpyError)
            }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('may not promise more than it holds', () => {
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }\n"
    const bytes = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0)
    expect(() => readNpy(Uint8Array.of(...bytes, ...Buffer.from(text)))).toThrow(/beyond/)
    const long = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 2, 0, 255, 255, 255, 255)
    expect(() => readNpy(long)).toThrow(/header/)
  })
})

describe('.npz', () => {
  it('gives the array with the input’s name, or its only one', () => {
    expect(readNpy(npzEntry(bytesOf('npz'), 'y')).data).toEqual(BigInt64Array.of(0n, 1n))
    expect(readNpy(npzEntry(bytesOf('npz compressed'), 'whatever')).dims).toEqual([4, 4])
    expect(() => npzEntry(bytesOf('npz'), 'z')).toThrow(/x\.npy, y\.npy, not z\.npy/)
  })

  it('is bounded in how many arrays it holds', () => {
    const names = Array.from({ length: 1100 }, (_, index) => [`${index}.npy`, new Uint8Array(1)])
    expect(() => npzEntry(zipSync(Object.fromEntries(names)), 'x')).toThrow(/more than 1000/)
  })

  it('is bounded in what it inflates to', () => {
    const zip = zipSync({ 'x.npy': new Uint8Array(64) })
    const directory = Buffer.from(zip).lastIndexOf('PK\x01\x02')
    for (const promised of [0xf0000000, 1_000_000]) {
      new DataView(zip.buffer, zip.byteOffset).setUint32(directory + 24, promised, true)
      expect(() => npzEntry(zip, 'x')).toThrow(/more than it can hold/)
    }
  })
})

describe('half floats', () => {
  it('round as Float16Array does', () => {
    const double = fc.oneof(fc.double(), fc.float(), fc.double({ min: -70000, max: 70000 }))
    const native = new Float16Array(1)
    const bits = new Uint16Array(native.buffer)
    fc.assert(
      fc.property(double, (value) => {
        native[0] = value
        const own = toFloat16Bits(value)
        expect(fromFloat16Bits(own)).toEqual(native[0])
        if (!Number.isNaN(value)) expect(own).toBe(bits[0])
      }),
      { numRuns: 5000 },
    )
  })

  it('keep every value that they have', () => {
    const finite = Array.from({ length: 0x7c00 }, (_, bits) => [bits, bits | 0x8000]).flat()
    expect(finite.filter((bits) => toFloat16Bits(fromFloat16Bits(bits)) !== bits)).toEqual([])
  })
})

describe('a conversion', () => {
  const of = (type: string, ...values: (number | bigint)[]): Tensor => {
    const element = elementTypeOf(type)
    if (element === undefined) throw new Error(type)
    const data = element.make(values.length)
    for (const [at, value] of values.entries()) setElement(data, at, element.encode(value) ?? 0)
    return { type, dims: [values.length], data }
  }

  it('between floats rounds', () => {
    expect(convertTensor(of('double', 0.1, -2), 'float')).toEqual({
      kind: 'converted',
      tensor: of('float', 0.1, -2),
    })
    expect(convertTensor(of('float16', 0.5), 'double')).toMatchObject({ tensor: of('double', 0.5) })
    expect(convertTensor(of('float', 1e6), 'float16')).toEqual({ kind: 'unfit', value: 1e6 })
  })

  it('of integers keeps the value or refuses it', () => {
    expect(convertTensor(of('int64', 5, -1), 'int32')).toMatchObject({ tensor: of('int32', 5, -1) })
    expect(convertTensor(of('bool', 1, 0), 'int64')).toMatchObject({ tensor: of('int64', 1, 0) })
    expect(convertTensor(of('int64', -1), 'uint8')).toEqual({ kind: 'unfit', value: -1n })
    expect(convertTensor(of('int32', 300), 'uint8')).toEqual({ kind: 'unfit', value: 300 })
    expect(convertTensor(of('uint8', 2), 'bool')).toEqual({ kind: 'unfit', value: 2 })
    expect(convertTensor(of('int32', 7), 'float')).toMatchObject({ tensor: of('float', 7) })
    expect(convertTensor(of('int32', 2 ** 24 + 1), 'float')).toMatchObject({ kind: 'unfit' })
  })

  it('from floats to integers is none', () => {
    expect(convertTensor(of('float', 1), 'int64')).toEqual({ kind: 'other-type' })
    expect(convertTensor(of('float', 1), 'string')).toEqual({ kind: 'other-type' })
  })

  it('and back gives what was there, where it was taken', () => {
    fc.assert(
      fc.property(tensors, fc.constantFrom(...types), (tensor, type) => {
        const there = convertTensor(tensor, type)
        if (there.kind !== 'converted') return
        const back = convertTensor(there.tensor, tensor.type)
        if (back.kind === 'converted') expect(back.tensor).toEqual(tensor)
      }),
    )
  })
})
