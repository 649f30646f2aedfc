// A point and what was measured of it as a line of raw numbers, with the unit in each name: the columns of every CSV
// that Benchtop writes.

import type { InvalidReason } from './environment.ts'
import { type Measurement, type Quantile, quantiles } from './measurement.ts'
import type { Point } from './plan.ts'
import { type PooledEnergy, readingHz } from './pooled-energy.ts'
import { type SettingName, settingNames } from './session-settings.ts'

type Cell = string | number | null
type Column<T> = readonly [name: string, value: (of: T) => Cell]

function settingCell({ settings }: Point, name: SettingName): Cell {
  const value = settings[name]
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'object' && value !== null ? value.join(' ') : value
}

/** What distinguishes a point from the others of its network. */
export const pointColumns: readonly Column<Point>[] = [
  ['precision', ({ model }) => model.precision ?? null],
  ['engine', ({ engine }) => engine],
  ['scenario', ({ scenario }) => scenario],
  ['governor', ({ clock }) => clock.governor],
  ['frequency_khz', ({ clock }) => clock.khz],
  ...settingNames.map((name): Column<Point> => [name, (point) => settingCell(point, name)]),
  ['batch', ({ batch }) => batch],
  ['threads', ({ threads }) => threads],
]

/** Reasons by their names, parted by spaces. */
export const invalidCell = (invalid: readonly InvalidReason[]) =>
  [...new Set(invalid.map(({ kind }) => kind))].join(' ')

const phaseNames = [
  ['runtime', 'runtime'],
  ['session', 'session'],
  ['firstRun', 'first_run'],
  ['steady', 'steady'],
] as const

const bound = (quantile: Quantile): Column<Measurement> => [
  `${quantile}_bound_ns`,
  ({ latency }) => latency.boundsNs[quantile],
]

export const measurementColumns: readonly Column<Measurement>[] = [
  ['headline', ({ headline }) => headline?.kind ?? null],
  ['headline_quantile', ({ headline }) => headline?.quantile ?? null],
  // Nanoseconds of a latency, samples per second of throughput, queries per second of a rate.
  ['headline_value', ({ headline }) => headline?.value ?? null],
  ['headline_low', ({ headline }) => headline?.interval?.low ?? null],
  ['headline_high', ({ headline }) => headline?.interval?.high ?? null],
  ['server_bound_ns', ({ server }) => server?.boundNs ?? null],
  ['p50_ns', ({ latency }) => latency.percentilesNs.p50],
  ['p50_low_ns', ({ latency }) => latency.medianIntervalNs?.low ?? null],
  ['p50_high_ns', ({ latency }) => latency.medianIntervalNs?.high ?? null],
  ['p90_ns', ({ latency }) => latency.percentilesNs.p90],
  ['p95_ns', ({ latency }) => latency.percentilesNs.p95],
  ['p99_ns', ({ latency }) => latency.percentilesNs.p99],
  ['p999_ns', ({ latency }) => latency.percentilesNs.p999],
  ...quantiles.map(bound),
  ['mean_ns', ({ latency }) => latency.meanNs],
  ['standard_deviation_ns', ({ latency }) => latency.standardDeviationNs],
  ['min_ns', ({ latency }) => latency.minNs],
  ['max_ns', ({ latency }) => latency.maxNs],
  ['outliers_mild', ({ latency }) => latency.outliers?.mild ?? null],
  ['outliers_severe', ({ latency }) => latency.outliers?.severe ?? null],
  ['samples_per_second', ({ samplesPerSecond }) => samplesPerSecond],
  ['latencies', ({ latency }) => latency.count],
  ['wall_ns', ({ wallNs }) => wallNs],
  ['stop', ({ stop }) => stop],
  ['warnings', ({ warnings }) => warnings.map(({ kind }) => kind).join(' ')],
  ['spread_between', ({ spread }) => spread?.between ?? null],
  ['spread_within', ({ spread }) => spread?.within ?? null],
  ['runtime_version', ({ runtimeVersion }) => runtimeVersion],
  ['session_ns', ({ coldStart }) => coldStart.sessionNs],
  ['first_inference_ns', ({ coldStart }) => coldStart.firstInferenceNs],
  ['warmup_iterations', ({ warmup }) => warmup.iterations],
  ['warmup_end', ({ warmup }) => warmup.end],
  ['memory_floor_bytes', ({ memory }) => memory.floorBytes],
  ['memory_peak_bytes', ({ memory }) => memory.peakBytes],
  ...phaseNames.flatMap(([phase, name]): readonly Column<Measurement>[] => [
    [`memory_${name}_peak_bytes`, ({ memory }) => memory.phases?.[phase].peakBytes ?? null],
    [`memory_${name}_pss_bytes`, ({ memory }) => memory.phases?.[phase].pssBytes ?? null],
  ]),
  ['arena_most_in_use_bytes', ({ memory }) => memory.arena?.mostInUseBytes ?? null],
  ['arena_reserved_bytes', ({ memory }) => memory.arena?.reservedBytes ?? null],
  [
    'provider_nodes',
    ({ providers }) =>
      providers?.map(({ provider, nodes }) => `${provider}=${nodes}`).join(' ') ?? null,
  ],
]

/** Of what stands for a point's energy; every cell is empty where none was measured. */
export const energyColumns: readonly Column<PooledEnergy>[] = [
  ['energy_method', ({ method }) => method],
  ['energy_source', ({ source }) => source],
  ['energy_coverage', ({ coverage }) => coverage],
  ['joules_per_inference', ({ joulesPerInference }) => joulesPerInference],
  ['joules_per_inference_low', ({ interval }) => interval?.low ?? null],
  ['joules_per_inference_high', ({ interval }) => interval?.high ?? null],
  ['samples_per_joule', ({ samplesPerJoule }) => samplesPerJoule],
  ['power_mean_mw', ({ meanMilliwatts }) => meanMilliwatts],
  ['power_peak_mw', ({ peakMilliwatts }) => peakMilliwatts],
  // At rest before: never taken off the others.
  ['power_idle_mw', ({ idle }) => idle?.milliwatts ?? null],
  ['power_hz', readingHz],
  ['power_window_ns', ({ windowNs }) => windowNs],
  ['power_uncertainty', ({ uncertainty }) => uncertainty],
  ['energy_flags', ({ flags }) => flags.join(' ')],
]
