// Which execution provider really ran each node, from a profile: what was asked for is not what counts.

import { type ProviderShare, providerShareSchema } from '../../shared/measurement.ts'
import { kernelTimes } from './events.ts'

/** Nodes whose time is that of the nodes inside them, which the profile tells too. */
const outerOperators = new Set(['If', 'Loop', 'Scan'])
/** Nodes that are not the model's: ONNX Runtime puts them where data crosses to another provider. */
const copyOperators = new Set(['MemcpyFromHost', 'MemcpyToHost'])

interface Tally {
  readonly nodes: Set<string>
  microseconds: number
}

/**
 * Each provider's number of nodes (of the graph as ONNX Runtime rewrote it) and its share of the time in nodes, most nodes
 * first. Copies between providers count as time and not as nodes. The profiler counts whole microseconds: where every
 * node took less, the shares are those of the nodes. Empty where the profile tells of no node.
 */
export function providersOf(path: string): readonly ProviderShare[] {
  const tallies = new Map<string, Tally>()
  for (const { node, operator, provider, microseconds } of kernelTimes(path)) {
    const tally = tallies.get(provider) ?? { nodes: new Set(), microseconds: 0 }
    tallies.set(provider, tally)
    if (!copyOperators.has(operator)) tally.nodes.add(node)
    if (!outerOperators.has(operator)) tally.microseconds += microseconds
  }
  const all = [...tallies.values()]
  const totalTime = all.reduce((sum, { microseconds }) => sum + microseconds, 0)
  const totalNodes = all.reduce((sum, { nodes }) => sum + nodes.size, 0)
  const share = ({ nodes, microseconds }: Tally) =>
    totalTime > 0 ? microseconds / totalTime : nodes.size / totalNodes
  return [...tallies]
    .map(([provider, tally]) =>
      providerShareSchema.parse({ provider, nodes: tally.nodes.size, timeShare: share(tally) }),
    )
    .toSorted((one, other) => other.nodes - one.nodes)
}
