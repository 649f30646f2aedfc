// Why a variant is no faster than its reference, from what was recorded of both: nodes that were put in, nodes that
// really ran, nodes that stayed as they were. Nothing is guessed.

import type { ModelRecord } from '../../../shared/ipc.ts'
import type { Measurement } from '../../../shared/measurement.ts'
import type { PrecisionRow } from './precisionRows.ts'

export type SlowerReason =
  /** The file holds these beside the nodes of its original. */
  | { readonly kind: 'inserted'; readonly operators: Readonly<Record<string, number>> }
  /** More nodes ran than there are in the file: the runtime put in its own, as casts around what it has no kernel for. */
  | { readonly kind: 'added'; readonly ran: number; readonly inFile: number }
  | { readonly kind: 'more-nodes'; readonly ran: number; readonly reference: number }
  /** These were not converted, for want of an operator or a kernel. */
  | { readonly kind: 'kept'; readonly count: number }
  | {
      readonly kind: 'fallback'
      readonly provider: string
      readonly nodes: number
      readonly total: number
    }

/** Null where no profiled pass was made. */
function nodesRan({ providers }: Measurement): number | null {
  return providers === null ? null : providers.reduce((sum, { nodes }) => sum + nodes, 0)
}

const nodesIn = ({ info }: ModelRecord) =>
  Object.values(info.operators).reduce((sum, count) => sum + count, 0)

/** Null where the variant is not known to be slower; empty where nothing that was recorded says why. */
export function slowerReasons(
  own: PrecisionRow,
  reference: PrecisionRow,
): readonly SlowerReason[] | null {
  if (own.compared?.latencyRatio?.verdict !== 'worse' || own.measured === null) return null
  const made = own.model?.variant?.made ?? null
  const inserted = Object.fromEntries(
    Object.entries(made?.inserted ?? {}).filter(([, count]) => count > 0),
  )
  const ran = nodesRan(own.measured.measurement)
  const referenceRan = reference.measured === null ? null : nodesRan(reference.measured.measurement)
  const inFile = own.model === null ? null : nodesIn(own.model)
  const kept = made?.kept.filter(({ reason }) => reason === 'operator').length ?? 0
  const fallback = own.measured.measurement.warnings.find(
    (warning) => warning.kind === 'partial-fallback',
  )
  return [
    ...(Object.keys(inserted).length > 0
      ? [{ kind: 'inserted', operators: inserted } as const]
      : []),
    ...(ran !== null && inFile !== null && ran > inFile
      ? [{ kind: 'added', ran, inFile } as const]
      : []),
    ...(ran !== null && referenceRan !== null && ran > referenceRan
      ? [{ kind: 'more-nodes', ran, reference: referenceRan } as const]
      : []),
    ...(kept > 0 ? [{ kind: 'kept', count: kept } as const] : []),
    ...(fallback === undefined
      ? []
      : [
          {
            kind: 'fallback',
            provider: fallback.provider,
            nodes: fallback.nodes,
            total: fallback.total,
          } as const,
        ]),
  ]
}
