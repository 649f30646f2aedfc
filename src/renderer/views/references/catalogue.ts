// The catalogue of references as it is searched and ordered; the address holds both. And which runs a reference may
// stand beside: those of its architecture.

import { referenceDevice, runtimeName } from '../../../shared/drawn-reference.ts'
import type { ModelRecord, RunRecord } from '../../../shared/ipc.ts'
import { type Reference, referenceMetrics } from '../../../shared/reference.ts'
import { parseSorting, printSorting, type Sorting, type SortValue } from '../../table/sort.ts'
import { matchesSearch } from '../results/search.ts'

export const columns = [
  'device',
  'architecture',
  'latency',
  'throughput',
  'scenario',
  'precision',
  'runtime',
  'batch',
  'source',
] as const
export type Column = (typeof columns)[number]

export const hardwareKinds = ['cpu', 'accelerator'] as const
export type HardwareKind = (typeof hardwareKinds)[number]

export interface CatalogueFilter {
  readonly find: string
  readonly hardware: HardwareKind | null
  readonly model: string | null
  readonly metric: Reference['metric'] | null
  readonly precision: string | null
  readonly source: string | null
  readonly sorting: Sorting<Column>
}

const byDevice: Sorting<Column> = { column: 'device', down: false }

export function parseFilter(search: URLSearchParams): CatalogueFilter {
  return {
    find: search.get('find') ?? '',
    hardware: hardwareKinds.find((kind) => kind === search.get('hardware')) ?? null,
    model: search.get('model'),
    metric: referenceMetrics.find((metric) => metric === search.get('metric')) ?? null,
    precision: search.get('precision'),
    source: search.get('source'),
    sorting: parseSorting(search.get('sort'), columns, byDevice),
  }
}

export function filterSearch({ sorting, ...filter }: CatalogueFilter): Record<string, string> {
  const sort = printSorting(sorting)
  const said = { ...filter, sort: sort === printSorting(byDevice) ? null : sort }
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, value]],
    ),
  )
}

export function matches(reference: Reference, filter: CatalogueFilter): boolean {
  const { find, hardware, model, metric, precision, source } = filter
  const kind: HardwareKind = reference.accelerator === null ? 'cpu' : 'accelerator'
  return (
    (hardware === null || hardware === kind) &&
    (model === null || reference.architecture === model) &&
    (metric === null || reference.metric === metric) &&
    (precision === null || reference.precision === precision) &&
    (source === null || reference.round === source) &&
    matchesSearch(find, [
      referenceDevice(reference),
      reference.system,
      reference.runtime,
      reference.submitter,
      reference.architecture,
      `MLPerf ${reference.round}`,
    ])
  )
}

export function columnValue(reference: Reference, column: Column): SortValue {
  switch (column) {
    case 'device':
      return referenceDevice(reference)
    case 'latency':
      return reference.metric === 'latencyP90' ? reference.value : null
    case 'throughput':
      return reference.metric === 'throughput' ? reference.value : null
    case 'runtime':
      return runtimeName(reference.runtime)
    case 'source':
      return reference.round
    case 'architecture':
    case 'scenario':
    case 'precision':
    case 'batch':
      return reference[column]
  }
}

/** Runs with a measured point of this architecture, newest first. */
export function runsBeside(
  { architecture }: Reference,
  runs: readonly RunRecord[],
  models: readonly ModelRecord[],
): readonly RunRecord[] {
  const contents = new Set(
    models.flatMap((model) => (model.architecture === architecture ? [model.sha256] : [])),
  )
  return runs
    .filter(
      ({ plan, measuredPoints }) =>
        measuredPoints > 0 && plan.models.some(({ sha256 }) => contents.has(sha256)),
    )
    .toSorted((a, b) => b.createdMs - a.createdMs)
}
