// Which layers are told where a line can not carry all of them: those that parted the most.

import type { LayerAccuracy } from '../../shared/variant.ts'

/** As `accuracySchema` allows. */
const maxLayers = 20_000

/** Least near first: what became no number, then by the noise in it. */
function nearness({ notFinite, sqnrDb, maxAbsError }: LayerAccuracy): number {
  if (notFinite > 0) return Number.NEGATIVE_INFINITY
  return sqnrDb ?? (maxAbsError === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)
}

/** In the order of the graph. */
export function fittingLayers(
  layers: readonly LayerAccuracy[],
  mostBytes: number,
): LayerAccuracy[] {
  const told = new Set<LayerAccuracy>()
  let bytes = 0
  for (const layer of layers.toSorted((one, other) => compare(nearness(one), nearness(other)))) {
    bytes += Buffer.byteLength(JSON.stringify(layer)) + 1
    if (bytes > mostBytes || told.size === maxLayers) break
    told.add(layer)
  }
  return layers.filter((layer) => told.has(layer))
}

/** Infinities have no difference. */
const compare = (one: number, other: number) => (one === other ? 0 : one < other ? -1 : 1)
