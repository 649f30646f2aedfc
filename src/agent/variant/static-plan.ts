// Which nodes of the main graph compute on integers, and which values are stored as such. A node that gains by integers
// always does; one that only stands between such does where integers come in and integers are wanted after it:
// elsewhere it would lose precision and win nothing.

import type { KeptReason } from '../../shared/variant.ts'
import type { NodeProto } from '../model/proto.ts'
import { constantOf } from './linear.ts'
import type { Scope, Value } from './scope.ts'
import type { Role } from './static-roles.ts'

export interface Candidate extends Role {
  readonly node: NodeProto
}

export interface StaticPlan {
  /** In the order of the graph. `limit` nodes among them vanish into what is before them. */
  readonly nodes: ReadonlyMap<NodeProto, Candidate>
  /** Values that are stored as integers. */
  readonly stored: ReadonlySet<Value>
}

/** What a node reads as activations; constants are not among it. */
export function activationsOf(scope: Scope, { node, data }: Candidate): Value[] {
  return data.flatMap((place) => {
    const value = scope.read(node, place)
    return value === undefined || constantOf(value) !== null ? [] : [value]
  })
}

export function outputsOf(scope: Scope, { output }: NodeProto): Value[] {
  return (output ?? []).flatMap((name) => scope.values.get(name) ?? [])
}

/** `candidates` by node, in the order of the graph, without those that were found not to work. */
export function planStatic(
  scope: Scope,
  candidates: ReadonlyMap<NodeProto, Candidate>,
): StaticPlan {
  const possible = forward(scope, candidates)
  return backward(scope, possible)
}

/** Those that integers come in to. */
function forward(
  scope: Scope,
  candidates: ReadonlyMap<NodeProto, Candidate>,
): Map<NodeProto, Candidate> {
  const possible = new Map<NodeProto, Candidate>()
  const integers = new Set<Value>()
  for (const candidate of candidates.values()) {
    const { kind, node } = candidate
    const read = activationsOf(scope, candidate)
    const comeIn = read.length > 0 && read.every((value) => integers.has(value))
    const isMade = kind === 'weighted' || kind === 'product'
    if (!isMade && !comeIn) continue
    if (kind === 'limit' && !isFusable(read[0], possible)) continue
    possible.set(node, candidate)
    for (const value of outputsOf(scope, node)) integers.add(value)
  }
  return possible
}

/** Whether what is cut is put out by a node that computes with a scale of its own, for nothing else. */
function isFusable(value: Value | undefined, possible: ReadonlyMap<NodeProto, Candidate>): boolean {
  const producer = value?.producer && possible.get(value.producer)
  return (
    value !== undefined &&
    value.uses.length === 1 &&
    !value.isOutput &&
    producer !== null &&
    producer !== undefined &&
    ['weighted', 'product', 'join'].includes(producer.kind)
  )
}

/** Those after which integers are wanted. */
function backward(scope: Scope, possible: ReadonlyMap<NodeProto, Candidate>): StaticPlan {
  const nodes = new Map<NodeProto, Candidate>()
  const stored = new Set<Value>()
  for (const candidate of [...possible.values()].reverse()) {
    const { kind, node } = candidate
    const outputs = outputsOf(scope, node)
    const isWanted = outputs.some((value) => stored.has(value))
    const read = activationsOf(scope, candidate)
    const isMade = kind === 'weighted' || kind === 'product'
    const before = read[0]?.producer && possible.get(read[0].producer)
    const endsWeighted = kind === 'limit' && before?.kind === 'weighted'
    if (!isMade && !isWanted && !endsWeighted) continue
    nodes.set(node, candidate)
    if (kind === 'weighted' || kind === 'move' || endsWeighted)
      for (const value of outputs) stored.add(value)
    for (const value of read) stored.add(value)
  }
  // What a limit cuts is stored once it was cut.
  for (const candidate of nodes.values())
    if (candidate.kind === 'limit')
      for (const value of activationsOf(scope, candidate)) stored.delete(value)
  return { nodes: new Map([...possible].filter(([node]) => nodes.has(node))), stored }
}

/** Why nodes of a plan do not work, once it is known what their values are. */
export function misfits(
  scope: Scope,
  { nodes, stored }: StaticPlan,
  trouble: (candidate: Candidate, values: readonly Value[]) => KeptReason | null,
): Map<NodeProto, KeptReason> {
  const found = new Map<NodeProto, KeptReason>()
  for (const candidate of nodes.values()) {
    const values = [...activationsOf(scope, candidate), ...outputsOf(scope, candidate.node)]
    const reason = trouble(
      candidate,
      values.filter((value) => stored.has(value)),
    )
    if (reason !== null) found.set(candidate.node, reason)
  }
  return found
}
