// What all that narrow a model have in common: a model that is not quantized yet is opened, its nodes are replaced one by
// one, and what became of it is counted and written.

import { fail } from '../../shared/fault.ts'
import type { KeptReason, Made, Recipe } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import { graphsOf, type NodeProto } from '../model/proto.ts'
import { addConstant, dropUnread, Edit, importDomain, replaceNodes, standardOpset } from './edit.ts'
import type { Linear } from './linear.ts'
import { type Original, openOriginal } from './original.ts'
import { quantizedOperatorOf } from './quantized-operators.ts'
import { Scope } from './scope.ts'
import { Tally } from './tally.ts'
import { writeVariant } from './write.ts'

export const microsoft = 'com.microsoft'

/** Weights that were brought to the precision's edge, and those that became zero. */
export type Losses = Pick<Made, 'clampedValues' | 'lostValues'>

export interface Quantizing {
  readonly original: Original
  readonly opset: number
  readonly root: Scope
  readonly edit: Edit
  readonly tally: Tally
  /** By what was rounded, which happens when it is written, and may happen again. */
  readonly losses: Map<object, Losses>
}

/** Runtimes promise nothing of models with an older set of operators. */
const leastOpset = 7

/**
 * Throws the faults `variant-quantized` for a model with quantized nodes and `variant-opset` for one below `least`, and those
 * of opening a model.
 */
export async function openUnquantized(path: string, least = leastOpset): Promise<Quantizing> {
  const original = await openOriginal(path)
  const { name, model, graph } = original
  const opset = standardOpset(model)
  const operator = quantizedOperatorOf(graph)
  if (operator !== null) fail('variant-quantized', { name, operator })
  if (opset < least) fail('variant-opset', { name, opset, least })
  const root = new Scope(graph)
  return {
    ...{ original, root, opset },
    ...{ edit: new Edit(root), tally: new Tally(), losses: new Map() },
  }
}

/** What a constant holds: numbers at hand, or what makes them when they are written. */
export type Numbers = ArrayBufferView | (() => ArrayBufferView)

/** Adds a constant to the outermost graph, which every graph can read, and gives back its name: `base` where that is free. */
export function addNumbers(
  { edit, original }: Quantizing,
  base: string,
  type: string,
  dims: readonly number[],
  numbers: Numbers,
): string {
  const constant = { name: edit.name(base), type, dims }
  const tensor =
    typeof numbers === 'function'
      ? original.constants.later(constant, numbers)
      : original.constants.of(constant, numbers)
  return addConstant(original.graph, tensor)
}

/**
 * The nodes that take a node's place, or why it stays; null for one that this precision has nothing to do with, which is
 * not counted.
 */
export type Replace = (scope: Scope, node: NodeProto) => readonly NodeProto[] | KeptReason | null

/** Replaces nodes in all graphs, in their order, and counts them. */
export function replaceEach({ root, tally }: Quantizing, replace: Replace): void {
  for (const scope of root.all()) {
    const replacements = new Map<NodeProto, readonly NodeProto[]>()
    for (const node of scope.graph.node ?? []) {
      const found = replace(scope, node)
      if (typeof found === 'string') tally.kept(node, found)
      else if (found !== null) {
        tally.converted(operatorName(node))
        replacements.set(node, found)
      }
    }
    replaceNodes(scope.graph, replacements)
  }
}

/** What a Gemm adds to a product; no nodes where that is nothing, and the product is the output itself. */
export function addBias(
  quantizing: Quantizing,
  product: string,
  { bias, biasFactor }: Pick<Linear, 'bias' | 'biasFactor'>,
  output: string,
): NodeProto[] {
  const { edit } = quantizing
  if (bias === null) return []
  const add = (added: string) =>
    edit.insert({ opType: 'Add', input: [product, added], output: [output] })
  if (biasFactor === 1) return [add(bias)]
  const factor = addNumbers(quantizing, `${output}/beta`, 'float', [], Float32Array.of(biasFactor))
  const scaled = edit.name(`${output}/bias`)
  const multiply = { opType: 'Mul', input: [bias, factor], output: [scaled] }
  return [edit.insert(multiply), add(scaled)]
}

/** Throws the fault `variant-nothing` where no node was converted. */
export async function finish(
  { original, edit, tally, losses }: Quantizing,
  request: { readonly target: string; readonly recipe: Recipe },
  report: (done: number, total: number) => void,
): Promise<Made> {
  const { name, model, graph } = original
  if (tally.isEmpty) fail('variant-nothing', { name, precision: request.recipe.precision })
  if (usesMicrosoft(original)) importDomain(model, microsoft)
  dropUnread(graph)
  const written = await writeVariant(original, request, report)
  const sum = (loss: keyof Losses) => [...losses.values()].reduce((all, one) => all + one[loss], 0)
  return {
    ...written,
    ...tally.made(),
    inserted: edit.inserted,
    clampedValues: sum('clampedValues'),
    lostValues: sum('lostValues'),
  }
}

const usesMicrosoft = ({ graph }: Original) =>
  graphsOf(graph).some(({ node }) => (node ?? []).some(({ domain }) => domain === microsoft))
