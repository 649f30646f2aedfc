// A result as a table for a terminal: one row a point, every number with its unit and what it rests on.

import Table from 'cli-table3'
import type { RunSnapshot } from '../../shared/ipc.ts'
import type { PointView } from '../../shared/run.ts'
import { formatBytes, formatNs, formatNsWithInterval, formatRate } from '../../shared/units.ts'

const tooFew = 'too few'

const columns = [
  'model',
  'batch',
  'threads',
  'p50 (95 % CI)',
  'p90',
  'p99',
  'samples/s',
  'peak memory',
  'cold start',
  'n',
] as const

export function resultTable({ record, view }: RunSnapshot): string {
  const table = new Table({
    head: [...columns],
    colAligns: columns.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  })
  for (const point of view.points) table.push(rowOf(point))
  const { facts } = view
  const about =
    facts === null
      ? []
      : [
          `${record.boardName}: ${facts.cpu.model}, ${facts.cpu.availableCores} of ${facts.cpu.logicalCores} cores, ${formatBytes(facts.memoryBytes)}; ${facts.os.name}, kernel ${facts.os.kernel}`,
          `onnxruntime-node ${facts.runtime.ort}, Node ${facts.runtime.node}; single-stream, seed ${record.plan.seed}; run ${record.id}`,
        ]
  return [table.toString(), ...about].join('\n')
}

function rowOf({ point, state }: PointView): Table.HorizontalTableRow {
  const head = [point.model.name, point.batch, point.threads]
  if (state.kind !== 'ended' || state.outcome.kind !== 'measured')
    return [...head, { colSpan: columns.length - head.length, content: whyNot(state) }]
  const { latency, samplesPerSecond, memory, coldStart } = state.outcome.measurement
  const { p50, p90, p99 } = latency.percentilesNs
  const median = formatNsWithInterval(p50, latency.medianIntervalNs)
  return [
    ...head,
    p50 === null ? tooFew : `${median.value} ${median.spread}`.trim(),
    p90 === null ? tooFew : formatNs(p90),
    p99 === null ? tooFew : formatNs(p99),
    formatRate(samplesPerSecond),
    formatBytes(memory.peakBytes),
    formatNs(coldStart.sessionNs + coldStart.firstInferenceNs),
    latency.count,
  ]
}

function whyNot(state: PointView['state']): string {
  if (state.kind !== 'ended') return 'not measured'
  return state.outcome.kind === 'failed' ? state.outcome.fault.message : 'cancelled'
}
