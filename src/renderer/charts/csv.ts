// A run's points as comma-separated values (RFC 4180): one line a point, units in the column names, raw numbers.

import {
  type MeasuredPoint,
  measuredPoints,
  type PointView,
  type RunView,
} from '../../shared/run.ts'

type Column = readonly [name: string, value: (measured: MeasuredPoint) => string | number | null]

const columns: readonly Column[] = [
  ['p50_ns', ({ measurement }) => measurement.latency.percentilesNs.p50],
  ['p50_low_ns', ({ measurement }) => measurement.latency.medianIntervalNs?.low ?? null],
  ['p50_high_ns', ({ measurement }) => measurement.latency.medianIntervalNs?.high ?? null],
  ['p90_ns', ({ measurement }) => measurement.latency.percentilesNs.p90],
  ['p95_ns', ({ measurement }) => measurement.latency.percentilesNs.p95],
  ['p99_ns', ({ measurement }) => measurement.latency.percentilesNs.p99],
  ['mean_ns', ({ measurement }) => measurement.latency.meanNs],
  ['min_ns', ({ measurement }) => measurement.latency.minNs],
  ['max_ns', ({ measurement }) => measurement.latency.maxNs],
  ['samples_per_second', ({ measurement }) => measurement.samplesPerSecond],
  ['latencies', ({ measurement }) => measurement.latency.count],
  ['stop', ({ measurement }) => measurement.stop],
  ['session_ns', ({ measurement }) => measurement.coldStart.sessionNs],
  ['first_inference_ns', ({ measurement }) => measurement.coldStart.firstInferenceNs],
  ['warmup_iterations', ({ measurement }) => measurement.warmup.iterations],
  ['warmup_end', ({ measurement }) => measurement.warmup.end],
  ['memory_floor_bytes', ({ measurement }) => measurement.memory.floorBytes],
  ['memory_peak_bytes', ({ measurement }) => measurement.memory.peakBytes],
]

/** A cell that a spreadsheet would run as a formula is defused by an apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function outcomeWord({ state }: PointView): string {
  if (state.kind !== 'ended') return 'not measured'
  return state.outcome.kind === 'failed'
    ? `failed: ${state.outcome.fault.code}`
    : state.outcome.kind
}

export function pointsCsv(view: RunView): string {
  const measured = new Map(measuredPoints(view).map((found) => [found.point.index, found]))
  const head = ['model', 'engine', 'batch', 'threads', 'outcome', ...columns.map(([name]) => name)]
  const lines = view.points.map((pointView) => {
    const { point } = pointView
    const found = measured.get(point.index)
    return [
      point.model.name,
      point.engine,
      point.batch,
      point.threads,
      outcomeWord(pointView),
      ...columns.map(([, value]) => (found === undefined ? null : value(found))),
    ]
  })
  return `${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}
