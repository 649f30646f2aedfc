// A chart's references and which of them are drawn: the near ones, until the reader chooses others.

import { useState } from 'react'
import {
  comparableReferences,
  defaultReferences,
  precisionOf,
  type ReferenceLine,
  referenceLine,
} from '../../shared/drawn-reference.ts'
import type { ModelRecord, RunSnapshot } from '../../shared/ipc.ts'
import type { Reference } from '../../shared/reference.ts'
import { useCall } from '../api.ts'

/** A metric's references and which of them are drawn, until the reader chooses others. */
export function useReferences(
  metric: Reference['metric'],
  { record, view }: RunSnapshot,
  model: ModelRecord | null,
  nearTo: number,
) {
  const { data } = useCall('references.list', {})
  const [picked, setPicked] = useState<readonly string[] | null>(null)
  const near =
    data === undefined || !Number.isFinite(nearTo)
      ? []
      : comparableReferences(data, metric, model?.architecture ?? null, nearTo)
  const compared = {
    runtime: `ONNX Runtime ${view.facts?.runtime.ort ?? ''}`,
    precision: model === null ? 'unknown' : precisionOf(model.info),
    scenario: 'single-stream',
    sizes: record.plan.models.find(({ sha256 }) => sha256 === model?.sha256)?.dims ?? {},
  }
  const all: readonly ReferenceLine[] = near.map((reference) => referenceLine(reference, compared))
  const chosen = picked ?? defaultReferences(near).map(({ id }) => id)
  const drawn = all.filter(({ reference }) => chosen.includes(reference.id))
  return { all, chosen, drawn, choose: setPicked }
}
