// A run as text: its points by model, every number with its unit and what it rests on, then what was measured where.

import type { RunSnapshot } from '../../shared/ipc.ts'
import type { PointView } from '../../shared/run.ts'
import { formatBytes, formatNs, formatNsWithInterval, formatRate } from '../../shared/units.ts'
import { type Column, listTable, wrapped } from './table.ts'

export const tooFew = 'too few'

const right = (head: string): Column => ({ head, align: 'right' })
const columns: readonly Column[] = [
  right('batch'),
  right('threads'),
  right('p50 (95 % CI)'),
  right('p90'),
  right('p99'),
  right('samples/s'),
  right('peak memory'),
  right('n'),
]

export function resultText({ record, view }: RunSnapshot): string {
  const { facts } = view
  const about =
    facts === null
      ? []
      : [
          `${record.boardName}: ${facts.cpu.model}, ${facts.cpu.availableCores} of ${facts.cpu.logicalCores} cores, ${formatBytes(facts.memoryBytes)}; ${facts.os.name}, kernel ${facts.os.kernel}`,
          `onnxruntime-node ${facts.runtime.ort}, Node ${facts.runtime.node}; single-stream, seed ${record.plan.seed}; run ${record.id}, ${record.status}`,
        ]
  const models = Map.groupBy(view.points, ({ point }) => point.model)
  return [
    ...[...models].map(([{ name }, points]) => modelText(name, points)),
    about.map((line) => wrapped(line)).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function modelText(name: string, points: readonly PointView[]): string {
  const measured = points.flatMap((point) => rowOf(point) ?? [])
  const others = points.flatMap(({ point: { batch, threads }, state }) =>
    state.kind === 'ended' && state.outcome.kind === 'measured'
      ? []
      : [wrapped(`batch ${batch}, ${threadWords(threads)}: ${whyNot(state)}`)],
  )
  const rows = measured.length === 0 ? [] : [listTable(columns, measured)]
  return [name, ...rows, ...others].join('\n')
}

export const threadWords = (threads: number) => `${threads} ${threads === 1 ? 'thread' : 'threads'}`

function rowOf({ point, state }: PointView): [string[]] | null {
  if (state.kind !== 'ended' || state.outcome.kind !== 'measured') return null
  const { latency, samplesPerSecond, memory } = state.outcome.measurement
  const { p50, p90, p99 } = latency.percentilesNs
  const median = formatNsWithInterval(p50, latency.medianIntervalNs)
  return [
    [
      String(point.batch),
      String(point.threads),
      p50 === null ? tooFew : `${median.value} ${median.spread}`.trim(),
      p90 === null ? tooFew : formatNs(p90),
      p99 === null ? tooFew : formatNs(p99),
      formatRate(samplesPerSecond),
      formatBytes(memory.peakBytes),
      String(latency.count),
    ],
  ]
}

function whyNot(state: PointView['state']): string {
  if (state.kind !== 'ended') return 'not measured'
  const { outcome } = state
  if (outcome.kind === 'failed' || outcome.kind === 'does-not-fit') return outcome.fault.message
  return outcome.kind === 'skipped' ? 'left out' : 'cancelled'
}
