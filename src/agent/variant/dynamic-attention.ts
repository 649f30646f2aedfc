// Attention as transformers are fused to (`com.microsoft:Attention`) in int8-dynamic: the projections of query, key and value
// on integers, by QAttention, as ONNX Runtime's own quantizer has it (onnxruntime/quantization/operators/attention.py).
// Scores and what they weigh are products of two activations, and stay in fp32 within.

import type { KeptReason } from '../../shared/variant.ts'
import { attributeInt } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import type { Edit } from './edit.ts'
import { type Matrix, matrixOf } from './linear.ts'
import type { Scope } from './scope.ts'

/** Attributes of Attention that QAttention has too. */
const shared: ReadonlySet<string> = new Set([
  ...['num_heads', 'unidirectional', 'mask_filter_value', 'scale'],
  ...['do_rotary', 'past_present_share_buffer'],
])
/** Of these the kernel knows only that they are off. */
const switches = ['do_rotary', 'past_present_share_buffer'] as const

/** The weights of all three projections, or why the node stays. */
export function attentionWeights(scope: Scope, node: NodeProto): Matrix | KeptReason {
  const hasOther = (node.attribute ?? []).some(({ name }) => !shared.has(name ?? ''))
  const isSwitched = switches.some((name) => attributeInt(node, name, 0) !== 0)
  // A bias of the scores, and how long the past is.
  const readsMore = (node.input ?? []).slice(5).some((name) => name !== '')
  // Without a bias the float kernel of ONNX Runtime 1.30 crashes as well.
  if (hasOther || isSwitched || readsMore || !node.input?.[2]) return 'operator'
  return matrixOf(scope.read(node, 1), false) ?? 'operator'
}

/** A value or weights as integers: the names of what says so. */
interface Stored {
  readonly stored: string
  readonly scale: string
}

export function quantizedAttention(
  edit: Edit,
  node: NodeProto,
  input: Stored & { readonly zeroPoint: string },
  weights: Stored,
): NodeProto {
  const [, , bias = '', mask = '', past = ''] = node.input ?? []
  return edit.replacing({
    ...node,
    opType: 'QAttention',
    // Where none is given, the zero point of weights is zero.
    input: [
      ...[input.stored, weights.stored, bias, input.scale, weights.scale],
      ...[mask, input.zeroPoint, '', past],
    ],
  })
}
