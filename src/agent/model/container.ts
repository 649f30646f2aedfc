// The outermost layer of an ONNX file, read field by field without decoding what the fields hold: enough to tell
// a foreign file from one that was cut off, whatever its size.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type Fault, fault } from '../../shared/fault.ts'

/** Fields of ModelProto by number, with the wire type that each must have (0 varint, 2 length-delimited). */
const modelFields: Readonly<Record<number, 0 | 2>> = {
  1: 0, // ir_version
  2: 2, // producer_name
  3: 2, // producer_version
  4: 2, // domain
  5: 0, // model_version
  6: 2, // doc_string
  7: 2, // graph
  8: 2, // opset_import
  14: 2, // metadata_props
  20: 2, // training_info
  25: 2, // functions
  26: 2, // configuration
}
const irVersionField = 1
const graphField = 7
const opsetField = 8
/** Far beyond the newest (13 in 2025); random bytes rarely stay below it. */
const maxIrVersion = 1000

type Verdict = 'whole' | 'truncated' | 'foreign'

type ReadAt = (position: number, count: number) => Uint8Array

interface Varint {
  readonly value: number
  readonly bytes: number
}

/** Null: the bytes end inside the number. */
function varintAt(read: ReadAt, position: number): Varint | null | 'foreign' {
  const bytes = read(position, 10)
  let value = 0
  for (const [index, byte] of bytes.entries()) {
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, bytes: index + 1 }
  }
  return bytes.length === 10 ? 'foreign' : null
}

/** Walks the fields of a model of `size` bytes. */
export function judgeContainer(read: ReadAt, size: number): Verdict {
  if (size === 0) return 'foreign'
  const seen = new Set<number>()
  for (let at = 0; at < size; ) {
    const tag = varintAt(read, at)
    if (tag === 'foreign') return 'foreign'
    if (tag === null) return seen.size > 0 ? 'truncated' : 'foreign'
    const field = Math.floor(tag.value / 8)
    const wireType = tag.value % 8
    if (modelFields[field] !== wireType) return 'foreign'
    at += tag.bytes
    const value = varintAt(read, at)
    if (value === 'foreign') return 'foreign'
    if (value === null) return 'truncated'
    if (field === irVersionField && value.value > maxIrVersion) return 'foreign'
    at += value.bytes + (wireType === 2 ? value.value : 0)
    if (at > size) return seen.has(irVersionField) ? 'truncated' : 'foreign'
    seen.add(field)
  }
  if (!seen.has(irVersionField)) return 'foreign'
  return seen.has(graphField) && seen.has(opsetField) ? 'whole' : 'truncated'
}

/** What is wrong with a model file as a container, or null where nothing is. Throws what reading throws. */
export function fileFault(path: string, name: string): Fault | null {
  const fd = openSync(path, 'r')
  try {
    const read: ReadAt = (position, count) => {
      const bytes = new Uint8Array(count)
      return bytes.subarray(0, readSync(fd, bytes, 0, count, position))
    }
    switch (judgeContainer(read, fstatSync(fd).size)) {
      case 'whole':
        return null
      case 'truncated':
        return fault('model-truncated', { name })
      case 'foreign':
        return fault('model-not-onnx', { name })
    }
  } finally {
    closeSync(fd)
  }
}
