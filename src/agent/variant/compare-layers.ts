// Where a variant parts from its original: the values that both make under the same name, in the order of the graph.
// Both run without optimisations, which would take such values away.

import type { LayerAccuracy } from '../../shared/variant.ts'
import type { InputTensor } from '../engine/engine.ts'
import { operatorName } from '../model/node.ts'
import { Closeness, type ClosenessFigures } from './closeness.ts'
import { groupsOf } from './groups.ts'
import type { ObservedModel } from './observed-model.ts'
import type { SampleInputs } from './samples.ts'
import { valuesOf } from './values.ts'

interface Layer {
  readonly node: string
  readonly operator: string
  readonly tensor: string
}

/** Every value that a node of the main graph makes. */
function layersOf({ nodes }: ObservedModel): readonly Layer[] {
  return nodes.flatMap((node) => {
    const operator = operatorName(node)
    const outputs = (node.output ?? []).filter((tensor) => tensor !== '')
    return outputs.map((tensor) => ({ node: node.name || (outputs[0] ?? ''), operator, tensor }))
  })
}

/** Nine digits say all that such a figure means. */
const rounded = (figure: number | null) => (figure === null ? null : Number(figure.toPrecision(9)))

function described({ node, operator, tensor }: Layer, figures: ClosenessFigures): LayerAccuracy {
  return {
    node: node.slice(0, 500),
    operator,
    tensor: tensor.slice(0, 500),
    cosine: rounded(figures.cosine),
    sqnrDb: rounded(figures.sqnrDb),
    maxAbsError: rounded(figures.maxAbsError),
    notFinite: figures.notFinite,
  }
}

export interface ComparedModels {
  readonly original: ObservedModel
  readonly variant: ObservedModel
  readonly inputs: SampleInputs
  readonly count: number
  readonly threads: number
}

/** `report` hears how far it is. */
export async function compareLayers(
  models: ComparedModels,
  report: (done: number, total: number) => void,
): Promise<LayerAccuracy[]> {
  const { original, variant, inputs, count } = models
  const layers = layersOf(original)
  const first = inputs(0)
  const names = layers.map(({ tensor }) => tensor)
  const ours = await original.survey(names, first)
  const theirs = await variant.survey([...ours.keys()], first)
  const both = [...ours].filter(([name]) => theirs.has(name))
  const groups = groupsOf(
    new Map(both.map(([name, bytes]) => [name, bytes === null ? null : 2 * bytes])),
  )
  const sums = new Map<string, ClosenessFigures>()
  for (const [at, group] of groups.entries()) {
    const onSample = (sample: number) => report(at * count + sample + 1, groups.length * count)
    for (const [name, figures] of await compareGroup(models, group, onSample))
      sums.set(name, figures)
  }
  return layers.flatMap((layer) => {
    const figures = sums.get(layer.tensor)
    return figures === undefined ? [] : [described(layer, figures)]
  })
}

async function compareGroup(
  { original, variant, inputs, count, threads }: ComparedModels,
  group: readonly string[],
  onSample: (sample: number) => void,
): Promise<ReadonlyMap<string, ClosenessFigures>> {
  const ours = await original.open(group, { optimization: 'disabled', threads })
  try {
    const theirs = await variant.open(group, { optimization: 'disabled', threads })
    try {
      const sums = new Map(group.map((name) => [name, new Closeness()]))
      for (let sample = 0; sample < count; sample++) {
        const given = inputs(sample)
        const values = byName(await ours.results(given, group))
        for (const tensor of await theirs.results(given, group)) {
          const other = values.get(tensor.name)
          if (other !== undefined) sums.get(tensor.name)?.add(valuesOf(other), valuesOf(tensor))
        }
        onSample(sample)
      }
      return new Map([...sums].map(([name, closeness]) => [name, closeness.figures()]))
    } finally {
      await theirs.dispose()
    }
  } finally {
    await ours.dispose()
  }
}

const byName = (tensors: readonly InputTensor[]): ReadonlyMap<string, InputTensor> =>
  new Map(tensors.map((tensor) => [tensor.name, tensor]))
