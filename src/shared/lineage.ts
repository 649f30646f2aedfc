// The models that a variant comes from, one of the other: a chain that ends at a model of its own, or where one of them
// was removed.

import type { ModelRecord } from './ipc.ts'
import type { PlannedModel } from './plan.ts'
import { precisionOf } from './precision-of.ts'

export type FindModel = (sha256: string) => ModelRecord | null

/** Whether this is the content that is named, or was before a newer Benchtop made it anew. */
export const isKnownAs = (
  { sha256, variant }: Pick<ModelRecord, 'sha256' | 'variant'>,
  named: string,
): boolean => sha256 === named || variant?.formerly?.includes(named) === true

/** The model itself first. What is stored never goes in a circle; what was, by an older version, ends it. */
export function lineage(sha256: string, find: FindModel): readonly ModelRecord[] {
  const line: ModelRecord[] = []
  for (
    let model = find(sha256);
    model !== null && !line.some((known) => known.sha256 === model?.sha256);
    model = model.variant === null ? null : find(model.variant.original)
  )
    line.push(model)
  return line
}

/** Whether the model is `sha256`, or is made of it. */
export const descends = (from: string, sha256: string, find: FindModel): boolean =>
  lineage(from, find).some((model) => model.sha256 === sha256)

/** What a plan says of a model's precision and of the model at the beginning of its line. */
export function plannedPrecision(
  record: ModelRecord,
  find: FindModel,
): Pick<PlannedModel, 'precision' | 'original' | 'originalName'> {
  const precision = precisionOf(record)
  const first = lineage(record.sha256, find).at(-1)
  return {
    ...(precision === null ? {} : { precision }),
    ...(first === undefined || first.sha256 === record.sha256
      ? {}
      : { original: first.sha256, originalName: first.name }),
  }
}
