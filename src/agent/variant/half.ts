// fp16: weights and activations in half precision, inputs and outputs as they were. What its definition, the recipe or its
// own weights do not let compute so stays in fp32; weights out of range are brought to its edges, and counted.

import { fail } from '../../shared/fault.ts'
import type { KeptReason, RecipeOf } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import { dimsOf, type NodeProto, type TensorProto } from '../model/proto.ts'
import { cancellingNodes } from './cancelling.ts'
import { clipNode } from './clip-bounds.ts'
import { inferTypes } from './element-types.ts'
import { exactValues } from './exact-values.ts'
import { isFloatInput, multiplies, scales } from './half-operators.ts'
import { type HalfSurvey, largest, surveyHalves, toHalves } from './half-weights.ts'
import type { Maker } from './make.ts'
import { addNumbers, finish, openUnquantized, type Quantizing } from './quantizing.ts'
import { convertible, retype } from './retype.ts'
import type { Scope, Value } from './scope.ts'
import { isKept } from './tally.ts'

/** Nothing that these put out is beyond one. */
const bounded: ReadonlySet<string> = new Set(['Sin', 'Cos', 'Tanh', 'Sigmoid', 'Softmax', 'Erf'])

/** Functions whose results are small where they matter, as those of rare classes. */
const probabilities: ReadonlySet<string> = new Set(['Sigmoid', 'Softmax', 'LogSoftmax', 'Exp'])

/** A probability that is put out: half precision would have to be left behind it, so it is left before it. */
const isLast = ({ producer, isOutput, uses }: Value) =>
  isOutput && uses.length === 0 && probabilities.has(producer?.opType ?? '')

type Recipe = RecipeOf<'fp16'>

class HalfConversion {
  readonly #quantizing: Quantizing
  readonly #recipe: Recipe
  readonly #exact: ReadonlySet<Value>
  readonly #cancelling: ReadonlySet<NodeProto>
  readonly #surveys = new Map<TensorProto, HalfSurvey>()
  readonly #bounds = new Map<number, string>()

  constructor(quantizing: Quantizing, recipe: Recipe) {
    const { root } = quantizing
    this.#quantizing = quantizing
    this.#recipe = recipe
    inferTypes(root)
    this.#exact = exactValues(root)
    this.#cancelling = cancellingNodes(root, (constant) => this.#survey(constant).most)
  }

  convert(): void {
    const { root, tally, edit } = this.#quantizing
    const converts = new Set<NodeProto>()
    for (const scope of root.all())
      for (const node of scope.graph.node ?? []) {
        const reason = this.#staysBecause(scope, node)
        if (reason === null) {
          converts.add(node)
          tally.converted(operatorName(node))
        } else if (reason !== 'nothing') tally.kept(node, reason)
      }
    retype(
      root,
      {
        ...{ from: 'float', to: 'float16', converts },
        constant: (tensor, other) => this.#half(tensor, other),
        beforeCast: (value) => this.#beforeCast(value),
      },
      edit,
    )
  }

  /** Null for a node that converts, `nothing` for one that has nothing to do with floats. */
  #staysBecause(scope: Scope, node: NodeProto): KeptReason | 'nothing' | null {
    const operator = operatorName(node)
    const verdict = convertible(scope, node, 'float')
    if (verdict === 'unconcerned') return 'nothing'
    if (isKept(node, this.#recipe)) return 'recipe'
    const outputs = (node.output ?? []).map((name) => scope.values.get(name))
    if (verdict === 'not') return 'operator'
    const isExact = outputs.some((value) => value && (this.#exact.has(value) || isLast(value)))
    if (isExact || this.#cancelling.has(node)) return 'exact'
    const inputs = (node.input ?? []).map((_, place) => scope.read(node, place))
    const constants = inputs.flatMap((value, place) =>
      value?.type === 'float' && value.constant && !isFloatInput(operator, place)
        ? [value.constant]
        : [],
    )
    const surveys = constants.map((constant) => this.#survey(constant))
    const isOther =
      (multiplies(operator) && surveys.some(({ clamped }) => clamped > 0)) ||
      (scales(operator) && surveys.some(({ lifted }) => lifted > 0))
    return isOther ? 'shape' : null
  }

  #survey(tensor: TensorProto): HalfSurvey {
    const { name, constants } = this.#quantizing.original
    const known = this.#surveys.get(tensor)
    if (known) return known
    const survey = surveyHalves(constants.singlesOf(tensor))
    if (survey.hasNaN) fail('variant-weight-nan', { name, tensor: tensor.name ?? '' })
    this.#surveys.set(tensor, survey)
    return survey
  }

  #half(tensor: TensorProto, name: string): TensorProto {
    const { original, losses } = this.#quantizing
    const { constants } = original
    const { clamped, lifted } = this.#survey(tensor)
    losses.set(tensor, { clampedValues: clamped, lostValues: lifted })
    const constant = { name, type: 'float16', dims: dimsOf(tensor) }
    return constants.later(constant, () => toHalves(constants.singlesOf(tensor)))
  }

  /** What was kept exact may be far out of range, as masks are: it is cut, so that no mask becomes infinite. */
  #beforeCast(value: Value): { readonly nodes: readonly NodeProto[]; readonly name: string } {
    const { edit, opset } = this.#quantizing
    const isBounded = bounded.has(value.producer?.opType ?? '')
    if (!this.#exact.has(value) || isBounded) return { nodes: [], name: value.name }
    const name = edit.name(`${value.name}/clipped`)
    const range = { low: -largest, high: largest }
    const node = clipNode(opset, value.name, name, range, (bound, what) => this.#bound(bound, what))
    return { nodes: [node], name }
  }

  #bound(value: number, what: string): string {
    const known = this.#bounds.get(value)
    if (known !== undefined) return known
    const name = addNumbers(this.#quantizing, `half/${what}`, 'float', [], Float32Array.of(value))
    this.#bounds.set(value, name)
    return name
  }
}

/** Throws the faults `variant-quantized`, `variant-opset`, `variant-nothing` and `variant-weight-nan`. */
export const makeHalf: Maker<'fp16'> = async (_, request, report) => {
  const quantizing = await openUnquantized(request.path)
  new HalfConversion(quantizing, request.recipe).convert()
  return finish(quantizing, request, report)
}
