// fp16: weights and activations in half precision, inputs and outputs as they were. What its definition, the recipe or its
// own weights do not let compute so stays in fp32; weights out of range are brought to its edges, and counted.

import { fail } from '../../shared/fault.ts'
import type { KeptReason, Made, RecipeOf } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto, TensorProto } from '../model/proto.ts'
import { asNumber } from '../model/proto.ts'
import { cancellingNodes } from './cancelling.ts'
import { addConstant, dropUnread, Edit, standardOpset } from './edit.ts'
import { inferTypes } from './element-types.ts'
import { exactValues } from './exact-values.ts'
import { isFloatInput, multiplies, scales } from './half-operators.ts'
import { type HalfSurvey, surveyHalves, toHalves } from './half-weights.ts'
import type { Maker } from './make.ts'
import { type Original, openOriginal } from './original.ts'
import { quantizedOperatorOf } from './quantized-operators.ts'
import { convertible, retype } from './retype.ts'
import { Scope, type Value } from './scope.ts'
import { isKept, Tally } from './tally.ts'
import { writeVariant } from './write.ts'

/** Runtimes promise nothing of models with an older set of operators. */
const leastOpset = 7
/** From here on the bounds of Clip are inputs. */
const clipInputsOpset = 11
const largest = 65504
/** Nothing that these put out is beyond one. */
const bounded: ReadonlySet<string> = new Set(['Sin', 'Cos', 'Tanh', 'Sigmoid', 'Softmax', 'Erf'])

/** Functions whose results are small where they matter, as those of rare classes. */
const probabilities: ReadonlySet<string> = new Set(['Sigmoid', 'Softmax', 'LogSoftmax', 'Exp'])

/** A probability that is put out: half precision would have to be left behind it, so it is left before it. */
const isLast = ({ producer, isOutput, uses }: Value) =>
  isOutput && uses.length === 0 && probabilities.has(producer?.opType ?? '')

type Recipe = RecipeOf<'fp16'>

/** Little-endian bytes, copied where they are not aligned. */
function floatsIn(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  return new Float32Array(buffer as ArrayBuffer, byteOffset, byteLength / 4)
}

class HalfConversion {
  readonly #original: Original
  readonly #recipe: Recipe
  readonly #root: Scope
  readonly #edit: Edit
  readonly #exact: ReadonlySet<Value>
  readonly #cancelling: ReadonlySet<NodeProto>
  readonly #surveys = new Map<TensorProto, HalfSurvey>()
  readonly #tally = new Tally()
  readonly #bounds = new Map<number, string>()
  #clamped = 0
  #lost = 0

  constructor(original: Original, recipe: Recipe) {
    this.#original = original
    this.#recipe = recipe
    this.#root = new Scope(original.graph)
    inferTypes(this.#root)
    this.#exact = exactValues(this.#root)
    this.#cancelling = cancellingNodes(this.#root, (constant) => this.#survey(constant).most)
    this.#edit = new Edit(this.#root)
  }

  convert(): Omit<Made, 'sha256' | 'bytes'> {
    const { name, graph } = this.#original
    const converts = new Set<NodeProto>()
    for (const scope of this.#root.all())
      for (const node of scope.graph.node ?? []) {
        const reason = this.#staysBecause(scope, node)
        if (reason === null) {
          converts.add(node)
          this.#tally.converted(operatorName(node))
        } else if (reason !== 'nothing') this.#tally.kept(node, reason)
      }
    if (this.#tally.isEmpty) fail('variant-nothing', { name, precision: 'fp16' })
    retype(
      this.#root,
      {
        ...{ from: 'float', to: 'float16', converts },
        constant: (tensor, other) => this.#half(tensor, other),
        beforeCast: (value) => this.#beforeCast(value),
      },
      this.#edit,
    )
    dropUnread(graph)
    return {
      ...this.#tally.made(),
      inserted: this.#edit.inserted,
      clampedValues: this.#clamped,
      lostValues: this.#lost,
    }
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
    const { name, constants } = this.#original
    const known = this.#surveys.get(tensor)
    if (known) return known
    const survey = surveyHalves(floatsIn(constants.bytesOf(tensor)))
    if (survey.hasNaN) fail('variant-weight-nan', { name, tensor: tensor.name ?? '' })
    this.#surveys.set(tensor, survey)
    return survey
  }

  #half(tensor: TensorProto, name: string): TensorProto {
    const { constants } = this.#original
    const { clamped, lifted } = this.#survey(tensor)
    this.#clamped += clamped
    this.#lost += lifted
    const dims = (tensor.dims ?? []).map(asNumber)
    const source = constants.reader(tensor)
    return constants.later({ name, type: 'float16', dims }, () => toHalves(floatsIn(source())))
  }

  /** What was kept exact may be far out of range, as masks are: it is cut, so that no mask becomes infinite. */
  #beforeCast(value: Value): { readonly nodes: readonly NodeProto[]; readonly name: string } {
    const isBounded = bounded.has(value.producer?.opType ?? '')
    if (!this.#exact.has(value) || isBounded) return { nodes: [], name: value.name }
    const name = this.#edit.name(`${value.name}/clipped`)
    const node: NodeProto = { opType: 'Clip', input: [value.name], output: [name] }
    if (standardOpset(this.#original.model) < clipInputsOpset)
      node.attribute = [
        { name: 'min', type: 1, f: -largest },
        { name: 'max', type: 1, f: largest },
      ]
    else node.input = [value.name, this.#bound(-largest), this.#bound(largest)]
    return { nodes: [node], name }
  }

  #bound(value: number): string {
    const known = this.#bounds.get(value)
    if (known !== undefined) return known
    const { graph, constants } = this.#original
    const name = this.#edit.name(value < 0 ? 'half/least' : 'half/largest')
    this.#bounds.set(value, name)
    const tensor = constants.of({ name, type: 'float', dims: [] }, Float32Array.of(value))
    return addConstant(graph, tensor)
  }
}

/** Throws the faults `variant-quantized`, `variant-opset`, `variant-nothing` and `variant-weight-nan`. */
export const makeHalf: Maker<'fp16'> = async (_, { path, target, recipe }, report) => {
  const original = await openOriginal(path)
  const { name, model, graph } = original
  const opset = standardOpset(model)
  const operator = quantizedOperatorOf(graph)
  if (operator !== null) fail('variant-quantized', { name, operator })
  if (opset < leastOpset) fail('variant-opset', { name, opset, least: leastOpset })
  const made = new HalfConversion(original, recipe).convert()
  return { ...(await writeVariant(original, { target, recipe }, report)), ...made }
}
