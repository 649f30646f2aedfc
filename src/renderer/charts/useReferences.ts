// A chart's references and which of them are drawn: the near ones, until the reader chooses others.

import { useState } from 'react'
import { comparedAt } from '../../shared/compared-result.ts'
import {
  comparableReferences,
  defaultReferences,
  type ReferenceLine,
  referenceLine,
} from '../../shared/drawn-reference.ts'
import type { ModelRecord, RunSnapshot } from '../../shared/ipc.ts'
import type { Point } from '../../shared/plan.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import type { Reference } from '../../shared/reference.ts'
import { useCall } from '../api.ts'

/** A metric's references and which of them are drawn, until the reader chooses others. `points` are on the chart. */
export function useReferences(
  metric: Reference['metric'],
  { view }: RunSnapshot,
  points: readonly { readonly point: Point }[],
  model: ModelRecord | null,
  nearTo: number,
) {
  const { data } = useCall('references.list', {})
  const [picked, setPicked] = useState<readonly string[] | null>(null)
  const near =
    data === undefined || !Number.isFinite(nearTo)
      ? []
      : comparableReferences(data, metric, model?.architecture ?? null, nearTo)
  const recorded = model === null ? null : precisionOf(model)
  const all: readonly ReferenceLine[] = near.map((reference) =>
    referenceLine(
      reference,
      comparedAt(reference.precision, points, recorded, view.facts?.runtime.ort ?? 'unknown'),
    ),
  )
  const chosen = picked ?? defaultReferences(near).map(({ id }) => id)
  const drawn = all.filter(({ reference }) => chosen.includes(reference.id))
  return { all, chosen, drawn, choose: setPicked }
}
