// int8-static: activations are stored in ranges that were seen on the recipe's samples, between pairs of QuantizeLinear and
// DequantizeLinear of which the runtime makes kernels of integers. What is stored, and why, stands in docs/quantization.md.

import type { KeptReason, RecipeOf } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import type { Program } from '../program.ts'
import { affineOf, isNothing, s8, type ValueRange } from './affine.ts'
import { calibrate } from './calibrate.ts'
import { calibratedRange } from './calibrated-range.ts'
import { inferTypes } from './element-types.ts'
import { foldChannels } from './fold.ts'
import { constantOf, finiteFloats } from './linear.ts'
import type { Maker } from './make.ts'
import { finish, openUnquantized, type Quantizing } from './quantizing.ts'
import { leastOpset, raiseOpset } from './raise-opset.ts'
import { Scope, type Value } from './scope.ts'
import { StaticConstants } from './static-constants.ts'
import { StaticKept } from './static-kept.ts'
import {
  activationsOf,
  type Candidate,
  misfits,
  outputsOf,
  planStatic,
  type StaticPlan,
} from './static-plan.ts'
import { roleOf } from './static-roles.ts'
import { StaticWriter } from './static-write.ts'

type Recipe = RecipeOf<'int8-static'>

/** Nodes of the main graph that may compute on integers. Those that may not and would gain by it are counted. */
function candidatesOf(quantizing: Quantizing, kept: StaticKept): Map<NodeProto, Candidate> {
  const { root, tally } = quantizing
  const candidates = new Map<NodeProto, Candidate>()
  for (const scope of root.all())
    for (const node of scope.graph.node ?? []) {
      const role = roleOf(scope, node, quantizing)
      if (role === null) continue
      const isGain = typeof role === 'string' || ['weighted', 'product'].includes(role.kind)
      const reason =
        typeof role === 'string' ? role : reasonToKeep(scope, { ...role, node }, root, kept)
      if (reason === null && typeof role !== 'string') candidates.set(node, { ...role, node })
      else if (reason !== null && isGain) tally.kept(node, reason)
    }
  return candidates
}

/** Values within branches and loops are not observed; steps are of floats, which half and double ones are not stored in. */
function reasonToKeep(
  scope: Scope,
  candidate: Candidate,
  root: Scope,
  kept: StaticKept,
): KeptReason | null {
  const { node } = candidate
  if (kept.has(node)) return 'recipe'
  if (scope !== root) return 'not-seen'
  const values = [...activationsOf(root, candidate), ...outputsOf(root, node)]
  return values.some(({ type }) => type !== null && type !== 'float') ? 'operator' : null
}

/** Throws `variant-weight-nan` before values are looked at, which takes long. */
function checkWeights(
  { original, root }: Quantizing,
  candidates: ReadonlyMap<NodeProto, Candidate>,
): void {
  for (const { node, kind } of candidates.values()) {
    const weights = kind === 'weighted' || kind === 'product' ? root.read(node, 1) : undefined
    const tensor = constantOf(weights)
    if (tensor !== null) finiteFloats(original, tensor)
  }
}

/** Ranges by the names of values; null where a value is no number, absent where none was seen. */
type Ranges = ReadonlyMap<string, ValueRange | null>

async function rangesOf(
  program: Program,
  { path, recipe }: { readonly path: string; readonly recipe: Recipe },
  tensors: readonly string[],
  report: (done: number, total: number) => void,
): Promise<Ranges> {
  const { samples, calibration } = recipe
  const isCounted = calibration.kind !== 'min-max'
  const seen = await calibrate(program, { path, tensors, samples, isCounted }, report)
  return new Map(
    [...seen].flatMap(([name, histogram]) =>
      histogram.range === null && histogram.notFinite === 0
        ? []
        : [[name, calibratedRange(histogram, calibration)] as const],
    ),
  )
}

const nothing: ValueRange = { low: 0, high: 0 }

/** A range within which all of another would be stored as one integer. */
const vanishes = (one: ValueRange, sum: ValueRange) => one.high - one.low < affineOf(sum, s8).scale

/** Plans again until every node that is left has what it needs. */
function settle(
  { root, tally }: Quantizing,
  candidates: Map<NodeProto, Candidate>,
  ranges: Ranges,
): StaticPlan {
  const trouble = ({ node, kind }: Candidate, values: readonly Value[]): KeptReason | null => {
    if (values.some(({ name }) => !ranges.has(name))) return 'not-seen'
    if (values.some(({ name }) => ranges.get(name) === null)) return 'range'
    // Integers cut where their range ends: where only zeros were seen they have none.
    const isCutNowhere = ({ name }: Value) => isNothing(ranges.get(name) ?? nothing, s8)
    if (kind === 'limit' && values.some(isCutNowhere)) return 'not-seen'
    if (!['Add', 'Concat'].includes(operatorName(node))) return null
    const output = ranges.get(node.output?.[0] ?? '')
    const inputs = values.filter(({ producer }) => producer !== node)
    const isLost = ({ name }: Value) => {
      const range = ranges.get(name)
      return range && output ? vanishes(range, output) : false
    }
    return inputs.some(isLost) ? 'range' : null
  }
  for (;;) {
    const plan = planStatic(root, candidates)
    const found = misfits(root, plan, trouble)
    if (found.size === 0) return plan
    for (const [node, reason] of found) {
      candidates.delete(node)
      tally.kept(node, reason)
    }
  }
}

export const makeInt8Static: Maker<'int8-static'> = async (program, request, report) => {
  const opened = raiseOpset(await openUnquantized(request.path, leastOpset))
  const kept = new StaticKept(opened.root, request.recipe)
  foldChannels(opened, kept)
  const quantizing = { ...opened, root: new Scope(opened.original.graph) }
  const { root } = quantizing
  inferTypes(root)
  const candidates = candidatesOf(quantizing, kept)
  checkWeights(quantizing, candidates)
  const looked = [...candidates.values()].flatMap((candidate) => [
    ...activationsOf(root, candidate),
    ...outputsOf(root, candidate.node),
  ])
  const tensors = [...new Set(looked.filter((value) => constantOf(value) === null))]
  const names = tensors.map(({ name }) => name)
  const ranges = await rangesOf(program, request, names, (done, total) =>
    report(Math.round((900 * done) / total), 1000),
  )
  const plan = settle(quantizing, candidates, ranges)
  const rangeOf = ({ name }: Value) => ranges.get(name) ?? nothing
  const constants = new StaticConstants(quantizing, request.recipe)
  new StaticWriter(quantizing, plan, constants, rangeOf).write()
  return finish(quantizing, request, (done, total) =>
    report(900 + Math.round((100 * done) / total), 1000),
  )
}
