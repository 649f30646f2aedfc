// What all quantizers have in common: a model that is not quantized yet is opened, its nodes are replaced one by one, and
// what became of it is counted and written.

import { fail } from '../../shared/fault.ts'
import type { KeptReason, Made, Recipe } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { addConstant, dropUnread, Edit, importDomain, replaceNodes, standardOpset } from './edit.ts'
import type { Linear } from './linear.ts'
import { type Original, openOriginal } from './original.ts'
import { quantizedOperatorOf } from './quantized-operators.ts'
import { Scope } from './scope.ts'
import { Tally } from './tally.ts'
import { writeVariant } from './write.ts'

export const microsoft = 'com.microsoft'

export interface Quantizing {
  readonly original: Original
  readonly opset: number
  readonly root: Scope
  readonly edit: Edit
  readonly tally: Tally
  /** Weights that were brought to the precision's edge, and those that became zero. */
  clampedValues: number
  lostValues: number
}

/** Throws the fault `variant-quantized` for a model with quantized nodes, and those of opening a model. */
export async function openUnquantized(path: string): Promise<Quantizing> {
  const original = await openOriginal(path)
  const { name, model, graph } = original
  const operator = quantizedOperatorOf(graph)
  if (operator !== null) fail('variant-quantized', { name, operator })
  const root = new Scope(graph)
  return {
    ...{ original, root, opset: standardOpset(model) },
    ...{ edit: new Edit(root), tally: new Tally(), clampedValues: 0, lostValues: 0 },
  }
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
  { edit, original }: Quantizing,
  product: string,
  { bias, biasFactor }: Pick<Linear, 'bias' | 'biasFactor'>,
  output: string,
): NodeProto[] {
  if (bias === null) return []
  const add = (added: string) =>
    edit.insert({ opType: 'Add', input: [product, added], output: [output] })
  if (biasFactor === 1) return [add(bias)]
  const factor = { name: edit.name(`${output}/beta`), type: 'float', dims: [] }
  addConstant(original.graph, original.constants.of(factor, Float32Array.of(biasFactor)))
  const scaled = edit.name(`${output}/bias`)
  const multiply = { opType: 'Mul', input: [bias, factor.name], output: [scaled] }
  return [edit.insert(multiply), add(scaled)]
}

/** Throws the fault `variant-nothing` where no node was converted. */
export async function finish(
  { original, edit, tally, clampedValues, lostValues }: Quantizing,
  request: { readonly target: string; readonly recipe: Recipe },
  report: (done: number, total: number) => void,
): Promise<Made> {
  const { name, model, graph } = original
  if (tally.isEmpty) fail('variant-nothing', { name, precision: request.recipe.precision })
  if (usesMicrosoft(original)) importDomain(model, microsoft)
  dropUnread(graph)
  return {
    ...(await writeVariant(original, request, report)),
    ...tally.made(),
    ...{ inserted: edit.inserted, clampedValues, lostValues },
  }
}

const usesMicrosoft = ({ graph }: Original) =>
  new Scope(graph)
    .all()
    .some((scope) => (scope.graph.node ?? []).some(({ domain }) => domain === microsoft))
