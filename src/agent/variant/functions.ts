// The functions that a model brings along, as the bytes that they are: the codec knows an older form of them, and would
// drop what it does not know. A model's other parts are read and written; these are only copied.

import { fail } from '../../shared/fault.ts'

export interface EncodedFunctions {
  /** As fields of a model, to be written after all others. */
  readonly bytes: Uint8Array
  readonly count: number
}

/** Of ModelProto. */
const functionsField = 25
/** Of FunctionProto: which of several functions of a name it is; a node that calls it says so in a newer field. */
const overloadField = 13

interface Field {
  readonly number: number
  /** With its tag. */
  readonly whole: Uint8Array
  /** What a length-delimited field holds. */
  readonly content: Uint8Array
}

/** The fields of a message that was decoded before, so it is whole. */
function* fieldsOf(message: Uint8Array): Iterable<Field> {
  let at = 0
  const varint = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const start = at
    const tag = varint()
    const wireType = tag % 8
    let length = { 1: 8, 5: 4 }[wireType] ?? 0
    if (wireType === 0) varint()
    else if (wireType === 2) length = varint()
    const content = message.subarray(at, at + length)
    at += length
    yield { number: Math.floor(tag / 8), whole: message.subarray(start, at), content }
  }
}

/** Throws `variant-unsupported` for functions that share a name. */
export function encodedFunctions(model: Uint8Array, name: string): EncodedFunctions {
  const found = [...fieldsOf(model)].filter(({ number }) => number === functionsField)
  for (const { content } of found)
    for (const field of fieldsOf(content))
      if (field.number === overloadField && field.content.length > 0)
        fail('variant-unsupported', { name, what: 'functions that share a name' })
  return { bytes: Buffer.concat(found.map(({ whole }) => whole)), count: found.length }
}
