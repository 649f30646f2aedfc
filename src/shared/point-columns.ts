// A measured point as a line of raw numbers, with the unit in each name: the columns of every CSV that Benchtop writes.

import type { Measurement } from './measurement.ts'

type Column = readonly [name: string, value: (measurement: Measurement) => string | number | null]

export const measurementColumns: readonly Column[] = [
  ['p50_ns', ({ latency }) => latency.percentilesNs.p50],
  ['p50_low_ns', ({ latency }) => latency.medianIntervalNs?.low ?? null],
  ['p50_high_ns', ({ latency }) => latency.medianIntervalNs?.high ?? null],
  ['p90_ns', ({ latency }) => latency.percentilesNs.p90],
  ['p95_ns', ({ latency }) => latency.percentilesNs.p95],
  ['p99_ns', ({ latency }) => latency.percentilesNs.p99],
  ['mean_ns', ({ latency }) => latency.meanNs],
  ['min_ns', ({ latency }) => latency.minNs],
  ['max_ns', ({ latency }) => latency.maxNs],
  ['samples_per_second', ({ samplesPerSecond }) => samplesPerSecond],
  ['latencies', ({ latency }) => latency.count],
  ['stop', ({ stop }) => stop],
  ['session_ns', ({ coldStart }) => coldStart.sessionNs],
  ['first_inference_ns', ({ coldStart }) => coldStart.firstInferenceNs],
  ['warmup_iterations', ({ warmup }) => warmup.iterations],
  ['warmup_end', ({ warmup }) => warmup.end],
  ['memory_floor_bytes', ({ memory }) => memory.floorBytes],
  ['memory_peak_bytes', ({ memory }) => memory.peakBytes],
]
