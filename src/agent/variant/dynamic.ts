// int8-dynamic: products with constant weights compute on 8-bit integers, and each inference finds the range of its
// activations anew. Written as ONNX Runtime's own quantizer does (onnxruntime/quantization/operators), so that the
// runtime fuses it in the same way. What stays in fp32, and why, stands in docs/quantization.md.

import type { KeptReason, RecipeOf } from '../../shared/variant.ts'
import { attributeInt, attributesWithout, operatorName } from '../model/node.ts'
import type { GraphProto, NodeProto } from '../model/proto.ts'
import { int } from '../model/zoo/attributes.ts'
import { attentionWeights, quantizedAttention } from './dynamic-attention.ts'
import { DynamicWeights, isTable } from './dynamic-weights.ts'
import { constantOf, isLinear, type Linear, linearOf } from './linear.ts'
import type { Maker } from './make.ts'
import {
  addBias,
  finish,
  microsoft,
  openUnquantized,
  type Quantizing,
  replaceEach,
} from './quantizing.ts'
import type { Scope } from './scope.ts'
import { isKept } from './tally.ts'

/** Operators with weights for which the runtime has no dynamic kernel that gains anything. */
const unsupported: ReadonlySet<string> = new Set([
  ...['Conv', 'ConvTranspose', 'Einsum', 'GRU', 'RNN'],
  ...['com.microsoft:FusedConv', 'com.microsoft:FusedGemm', 'com.microsoft:FusedMatMul'],
])

/** DynamicQuantizeLinear is an operator of ONNX from here on. */
const dynamicOpset = 11

/** TensorProto.FLOAT. */
const floatNumber = 1

/** An activation as 8-bit integers, and the nodes that make it so where none does yet. */
interface Activation {
  readonly stored: string
  readonly scale: string
  readonly zeroPoint: string
}

class Dynamic {
  readonly #quantizing: Quantizing
  readonly #weights: DynamicWeights
  readonly #isKept: (node: NodeProto) => boolean
  readonly #activations = new Map<GraphProto, Map<string, Activation>>()

  constructor(quantizing: Quantizing, recipe: RecipeOf<'int8-dynamic'>) {
    this.#quantizing = quantizing
    this.#isKept = (node) => isKept(node, recipe)
    this.#weights = new DynamicWeights(quantizing, recipe, this.#isKept)
  }

  replace(scope: Scope, node: NodeProto): readonly NodeProto[] | KeptReason | null {
    const operator = operatorName(node)
    if (unsupported.has(operator)) return 'operator'
    switch (operator) {
      case 'MatMul':
      case 'Gemm': {
        const linear = linearOf(scope, node)
        if (!isLinear(linear)) return linear
        return this.#isKept(node) ? 'recipe' : this.#product(scope, node, linear)
      }
      case 'com.microsoft:Attention':
        return this.#isKept(node) ? 'recipe' : this.#attention(scope, node)
      case 'LSTM':
        return this.#isKept(node) ? 'recipe' : this.#lstm(scope, node)
      case 'Gather':
        if (!isTable(scope, node)) return null
        return this.#isKept(node) ? 'recipe' : this.#lookUp(scope, node)
      default:
        return null
    }
  }

  #product(scope: Scope, node: NodeProto, linear: Linear): NodeProto[] {
    const { edit, opset } = this.#quantizing
    const [output = ''] = node.output ?? []
    const weights = this.#weights.matrix(linear)
    const product = linear.bias === null ? output : edit.name(`${output}/product`)
    const sum = addBias(this.#quantizing, product, linear, output)
    if (opset < dynamicOpset) {
      const input = [linear.input, weights.stored, weights.scale]
      const fused = { opType: 'DynamicQuantizeMatMul', domain: microsoft, name: node.name ?? '' }
      return [edit.replacing({ ...fused, input, output: [product] }), ...sum]
    }
    const { quantize, activation } = this.#activation(scope, linear.input)
    const integers = edit.name(`${output}/integers`)
    const floats = edit.name(`${output}/floats`)
    const scale = edit.name(`${output}/scale`)
    return [
      ...quantize,
      edit.replacing({
        opType: 'MatMulInteger',
        name: node.name ?? '',
        input: [activation.stored, weights.stored, activation.zeroPoint],
        output: [integers],
      }),
      edit.insert({
        opType: 'Cast',
        input: [integers],
        output: [floats],
        attribute: [int('to', floatNumber)],
      }),
      edit.insert({ opType: 'Mul', input: [activation.scale, weights.scale], output: [scale] }),
      edit.insert({ opType: 'Mul', input: [floats, scale], output: [product] }),
      ...sum,
    ]
  }

  /** Quantized once in each graph, however many products read it. */
  #activation(scope: Scope, name: string): { quantize: NodeProto[]; activation: Activation } {
    const { edit } = this.#quantizing
    const known = this.#activations.get(scope.graph) ?? new Map<string, Activation>()
    this.#activations.set(scope.graph, known)
    const found = known.get(name)
    if (found) return { quantize: [], activation: found }
    const activation = {
      stored: edit.name(`${name}/integers`),
      scale: edit.name(`${name}/scale`),
      zeroPoint: edit.name(`${name}/zero_point`),
    }
    known.set(name, activation)
    const output = [activation.stored, activation.scale, activation.zeroPoint]
    const quantize = edit.insert({ opType: 'DynamicQuantizeLinear', input: [name], output })
    return { quantize: [quantize], activation }
  }

  #attention(scope: Scope, node: NodeProto): NodeProto[] | KeptReason {
    const weights = attentionWeights(scope, node)
    if (typeof weights === 'string') return weights
    if (this.#quantizing.opset < dynamicOpset) return 'operator'
    const [input = ''] = node.input ?? []
    const stored = this.#weights.matrix({ weights, factor: 1 })
    const { quantize, activation } = this.#activation(scope, input)
    return [...quantize, quantizedAttention(this.#quantizing.edit, node, activation, stored)]
  }

  #lstm(scope: Scope, node: NodeProto): NodeProto[] | KeptReason {
    // DynamicQuantizeLSTM knows sequences first only.
    if (attributeInt(node, 'layout', 0) !== 0) return 'operator'
    const input = this.#weights.recurrent(constantOf(scope.read(node, 1)))
    const recurrence = this.#weights.recurrent(constantOf(scope.read(node, 2)))
    if (typeof input === 'string') return input
    if (typeof recurrence === 'string') return recurrence
    const given = [0, 3, 4, 5, 6, 7].map((place) => node.input?.[place] ?? '')
    const [sequence = '', ...others] = given
    return [
      this.#quantizing.edit.replacing({
        ...node,
        opType: 'DynamicQuantizeLSTM',
        domain: microsoft,
        input: [
          ...[sequence, input.stored, recurrence.stored, ...others],
          ...[input.scale, input.zeroPoint, recurrence.scale, recurrence.zeroPoint],
        ],
        attribute: attributesWithout(node, 'layout'),
      }),
    ]
  }

  /** Rows of a table: looked up as integers, each with the scale of its row. */
  #lookUp(scope: Scope, node: NodeProto): NodeProto[] {
    const { edit } = this.#quantizing
    const [output = ''] = node.output ?? []
    const table = this.#weights.table(scope, node)
    const indices = node.input?.[1] ?? ''
    const integers = edit.name(`${output}/integers`)
    const floats = edit.name(`${output}/floats`)
    const scale = table.isPerRow ? edit.name(`${output}/scale`) : table.scale
    return [
      { ...node, input: [table.stored, indices], output: [integers] },
      edit.insert({
        opType: 'Cast',
        input: [integers],
        output: [floats],
        attribute: [int('to', floatNumber)],
      }),
      ...(table.isPerRow
        ? [edit.insert({ opType: 'Gather', input: [table.scale, indices], output: [scale] })]
        : []),
      edit.insert({ opType: 'Mul', input: [floats, scale], output: [output] }),
    ]
  }
}

export const makeInt8Dynamic: Maker<'int8-dynamic'> = async (_, request, report) => {
  const quantizing = await openUnquantized(request.path)
  const dynamic = new Dynamic(quantizing, request.recipe)
  replaceEach(quantizing, (scope, node) => dynamic.replace(scope, node))
  return finish(quantizing, request, report)
}
