// The terms under which results were measured that a reference is held against. A chart draws a reference across all of
// its batches; it is like with like where the smallest of them agrees.

import type { Point } from './plan.ts'
import { conditionsKey } from './point-label.ts'
import type { ComparedResult } from './reference.ts'
import { englishOf, settingSayings } from './result-sayings.ts'

type Measured = { readonly point: Point }

/** What all have in common; else each of it, which is like no reference. */
const common = (words: readonly string[]) => [...new Set(words)].join(', ')

/** `measured`: the results of one model that are on one chart. `ort`: versions of ONNX Runtime. */
export function comparedResult(
  measured: readonly Measured[],
  precision: string,
  ort: string,
): ComparedResult {
  const points = [...new Map(measured.map(({ point }) => [conditionsKey(point), point])).values()]
  const batches = measured.map(({ point }) => point.batch)
  const conditions = points.map((point) =>
    [point.engine, ...settingSayings(point).map(englishOf)].join(' · '),
  )
  return {
    runtime: `ONNX Runtime ${ort} (${common(conditions)})`,
    precision,
    scenario: common(points.map(({ scenario }) => scenario)),
    batch: batches.length === 0 ? null : Math.min(...batches),
    sizes: measured[0]?.point.model.dims ?? {},
  }
}
