// What a model computes in, read from its operators and from the types of its weights.

import type { ModelRecord } from './ipc.ts'
import type { ModelInfo } from './model.ts'
import type { Precision } from './precision.ts'

/** Whose weights are in 4 bits. */
const int4 = /^com\.microsoft:MatMulBnb4$/
/** Whose weights are stored in as many bits as their type says: see `weightTypesOf`. */
const blocks =
  /^(com\.microsoft:(MatMulNBits|GatherBlockQuantized|DequantizeLinear)|DequantizeLinear)$/
const int8Dynamic =
  /^(com\.microsoft:)?(DynamicQuantize\w+|MatMulInteger\w*|ConvInteger\w*|QAttention)$/
const int8Static = /^(com\.microsoft:)?(QLinear\w+|QuantizeLinear|QGemm|QMoE)$/

/** The type of most of its floating weights; of its inputs, where it has no weights. */
function floatingType({ weightTypes, inputs }: ModelInfo): string | null {
  const floating = ['float', 'float16', 'double', 'bfloat16']
  const [most] = floating
    .filter((type) => (weightTypes[type] ?? 0) > 0)
    .toSorted((a, b) => (weightTypes[b] ?? 0) - (weightTypes[a] ?? 0))
  return most ?? inputs.find(({ type }) => floating.includes(type))?.type ?? null
}

/** Null for what has no name here: bfloat16, doubles, weights of other bits that are dequantized at use, no floats at all. */
function precisionRead(info: ModelInfo): Precision | null {
  const has = (pattern: RegExp) => Object.keys(info.operators).some((name) => pattern.test(name))
  const has4Bits = ['int4', 'uint4'].some((type) => (info.weightTypes[type] ?? 0) > 0)
  if (has(int4) || (has4Bits && has(blocks))) return 'int4'
  if (has(int8Dynamic)) return 'int8-dynamic'
  if (has(int8Static)) return 'int8-static'
  if (has(blocks)) return null
  const type = floatingType(info)
  return type === 'float' ? 'fp32' : type === 'float16' ? 'fp16' : null
}

/** Of a variant what it was made or named as, else what the file says. */
export function precisionOf({
  info,
  variant,
}: Pick<ModelRecord, 'info' | 'variant'>): Precision | null {
  return variant?.precision ?? precisionRead(info)
}
