// fp32 of a model that was quantized or brought to half precision: the network that it was made of, as far as its weights
// still say. What can not be undone is named, and no file is made.

import { fail } from '../../shared/fault.ts'
import { attributeInt, operatorName } from '../model/node.ts'
import { dimsOf, elementCount, type NodeProto, type TensorProto } from '../model/proto.ts'
import { dequantizeNBits, packedSizes } from './dequantized-weights.ts'
import { dropUnread, Edit } from './edit.ts'
import { inferTypes } from './element-types.ts'
import type { Maker } from './make.ts'
import { type Original, openOriginal } from './original.ts'
import { quantizedOperatorOf } from './quantized-operators.ts'
import { convertible, retype } from './retype.ts'
import { Scope } from './scope.ts'
import { Tally } from './tally.ts'
import {
  dynamicQuantize,
  dynamicQuantizeLstm,
  dynamicQuantizeMatMul,
  integerProduct,
  matMulIntegerToFloat,
  quantizedAttention,
} from './undo-dynamic.ts'
import { computeOnFloats, computing, dequantizeLinear, quantizeLinear } from './undo-linear.ts'
import { foldStored } from './undo-stored.ts'
import { type Undo, Undoing } from './undoing.ts'
import { writeVariant } from './write.ts'

/** com.microsoft: A, B in blocks, scales, zero points, order of groups, bias. */
const matMulNBits: Undo = (undoing, scope, node) => {
  const [, packed, scale, zero] = [0, 1, 2, 3].map((place) => scope.read(node, place))
  const { constants } = undoing.original
  const [weights, scales] = [packed?.constant, scale?.constant]
  if (!packed || !weights || !scales || node.input?.[4]) return
  const zeroTensor = zero?.constant
  if (zero && (!zeroTensor || constants.floatsOf(zeroTensor) !== null)) return
  const [rows, columns] = [attributeInt(node, 'K', 0), attributeInt(node, 'N', 0)]
  const [bits, blockSize] = [attributeInt(node, 'bits', 4), attributeInt(node, 'block_size', 32)]
  const shape = { rows, columns, bits, blockSize }
  const sizes = packedSizes(shape)
  const isAsSaid =
    sizes !== null &&
    constants.bytesOf(weights).length === sizes.weightBytes &&
    elementCount(scales) === sizes.scales &&
    (!zeroTensor || constants.bytesOf(zeroTensor).length === sizes.zeroBytes)
  if (!isAsSaid) return
  const float = undoing.constant(`${packed.name}/float`, [rows, columns], () =>
    dequantizeNBits(
      constants.bytesOf(weights),
      constants.floatsOf(scales) ?? [],
      zeroTensor ? constants.bytesOf(zeroTensor) : null,
      shape,
    ),
  )
  const output = node.output?.[0] ?? ''
  const bias = node.input?.[5] ?? ''
  const product = bias ? undoing.edit.name(`${output}/product`) : output
  const nodes: NodeProto[] = [
    {
      ...{ opType: 'MatMul', name: node.name ?? '' },
      ...{ input: [node.input?.[0] ?? '', float], output: [product] },
    },
  ]
  if (bias) nodes.push({ opType: 'Add', input: [product, bias], output: [output] })
  undoing.replaced.set(node, nodes)
  undoing.converted(operatorName(node))
}

const undos: Readonly<Record<string, Undo>> = {
  DynamicQuantizeLinear: dynamicQuantize,
  MatMulInteger: integerProduct,
  ConvInteger: integerProduct,
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  'com.microsoft:QuantizeLinear': quantizeLinear,
  'com.microsoft:DequantizeLinear': dequantizeLinear,
  'com.microsoft:DynamicQuantizeMatMul': dynamicQuantizeMatMul,
  'com.microsoft:MatMulIntegerToFloat': matMulIntegerToFloat,
  'com.microsoft:DynamicQuantizeLSTM': dynamicQuantizeLstm,
  'com.microsoft:QAttention': quantizedAttention,
  'com.microsoft:MatMulNBits': matMulNBits,
  ...Object.fromEntries(Object.keys(computing).map((name) => [name, computeOnFloats])),
}

/** Throws `variant-not-undone` for the first operator that is left. */
function undoQuantized(original: Original, tally: Tally, edit: Edit): void {
  const { name, graph } = original
  const root = new Scope(graph)
  inferTypes(root)
  const undoing = new Undoing(original, edit, (operator) => tally.converted(operator))
  foldStored(undoing, root)
  for (const scope of root.all())
    for (const node of scope.graph.node ?? []) undos[operatorName(node)]?.(undoing, scope, node)
  undoing.apply(root)
  dropUnread(graph)
  const operator = quantizedOperatorOf(graph)
  if (operator !== null) fail('variant-not-undone', { name, operator })
}

function undoHalves(original: Original, tally: Tally, edit: Edit): void {
  const { graph, constants } = original
  const root = new Scope(graph)
  inferTypes(root)
  const converts = new Set<NodeProto>()
  for (const scope of root.all())
    for (const node of scope.graph.node ?? []) {
      const verdict = convertible(scope, node, 'float16')
      if (verdict === 'not') tally.kept(node, 'operator')
      if (verdict !== 'yes') continue
      converts.add(node)
      tally.converted(operatorName(node))
    }
  const constant = (tensor: TensorProto, other: string) => {
    const now = { ...tensor }
    return constants.later(
      { name: other, type: 'float', dims: dimsOf(tensor) },
      () => constants.floatsOf(now) ?? new Float32Array(),
    )
  }
  const beforeCast = ({ name }: { readonly name: string }) => ({ nodes: [], name })
  retype(root, { from: 'float16', to: 'float', converts, constant, beforeCast }, edit)
  dropUnread(graph)
}

/** Throws the faults `variant-not-undone` and `variant-nothing`. */
export const makeFull: Maker<'fp32'> = async (_, { path, target, recipe }, report) => {
  const original = await openOriginal(path)
  const { name, graph } = original
  const tally = new Tally()
  const edit = new Edit(new Scope(graph))
  undoQuantized(original, tally, edit)
  undoHalves(original, tally, edit)
  if (tally.isEmpty) fail('variant-nothing', { name, precision: 'fp32' })
  const written = await writeVariant(original, { target, recipe }, report)
  return { ...written, ...tally.made(), inserted: edit.inserted, clampedValues: 0, lostValues: 0 }
}
