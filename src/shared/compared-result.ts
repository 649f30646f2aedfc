// Which of the measured points references are held against, and the terms under which those were measured. A chart draws
// a reference across all of its batches; it is like with like where the smallest of them agrees.

import { precisionTerm } from './drawn-reference.ts'
import type { Point, Scenario } from './plan.ts'
import { conditionsKey } from './point-label.ts'
import type { Precision } from './precision.ts'
import type { ComparedResult, Reference } from './reference.ts'
import { englishOf, settingSayings } from './result-sayings.ts'
import type { MeasuredPoint } from './run.ts'
import { throughputOf } from './throughput.ts'

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

/**
 * What a reference of this precision is held against: the results at its own precision where there are any, else all.
 * `known`: of the model, for a point of an older plan that does not say.
 */
export function comparedAt(
  precision: string,
  measured: readonly Measured[],
  known: Precision | null,
  ort: string,
): ComparedResult {
  const termOf = ({ point: { model } }: Measured) =>
    precisionTerm(model.precision ?? (model.original === undefined ? known : null))
  const own = measured.filter((one) => termOf(one) === precision)
  const held = own.length === 0 ? measured : own
  return comparedResult(held, common(held.map(termOf)), ort)
}

/** The scenario of which the references of a metric are stands first; figures of two scenarios are never one result. */
const scenarioOrder: Readonly<Record<Reference['metric'], readonly Scenario[]>> = {
  latencyP90: ['single-stream', 'multi-stream', 'offline', 'server'],
  throughput: ['offline', 'multi-stream', 'single-stream', 'server'],
}

export interface ReferredResult {
  /** Of one scenario. */
  readonly points: readonly MeasuredPoint[]
  /** The least p90 at batch 1 in nanoseconds, or the most samples per second; null where there is none. */
  readonly value: number | null
}

/** What of a result stands beside references; points that do not count only where none does. */
export function referredResult(
  metric: Reference['metric'],
  measured: readonly MeasuredPoint[],
): ReferredResult {
  const counting = measured.filter(({ invalid }) => invalid.length === 0)
  const all = counting.length > 0 ? counting : measured
  const scenario = scenarioOrder[metric].find((known) =>
    all.some(({ point }) => point.scenario === known),
  )
  const points = all.filter(({ point }) => point.scenario === scenario)
  if (metric === 'throughput') {
    const rates = points.flatMap((found) => throughputOf(found).value ?? [])
    return { points, value: rates.length === 0 ? null : Math.max(...rates) }
  }
  const p90s = points.flatMap(({ point, measurement }) =>
    point.batch === 1 ? (measurement.latency.percentilesNs.p90 ?? []) : [],
  )
  return { points, value: p90s.length === 0 ? null : Math.min(...p90s) }
}
