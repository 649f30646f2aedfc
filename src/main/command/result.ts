// A run as text: its points by model and conditions, every number with its unit and what it rests on, what to know before
// trusting them, then what was measured where.

import type { RunSnapshot } from '../../shared/ipc.ts'
import { modelKey, type Scenario } from '../../shared/plan.ts'
import { conditionsKey, conditionWords } from '../../shared/point-label.ts'
import type { PointView } from '../../shared/run.ts'
import { runtimeVersions } from '../../shared/runtime-version.ts'
import { formatBytes, formatRate, unknown } from '../../shared/units.ts'
import { headlineNames, headlineText, percentileText } from './figure-words.ts'
import { cautionLines, detailLines, invalidHints, whyNot } from './point-text.ts'
import { type Column, listTable, wrapped } from './table.ts'

const right = (head: string): Column => ({ head, align: 'right' })

const columnsOf = (scenario: Scenario): readonly Column[] => [
  { head: '' },
  right('batch'),
  right('threads'),
  right(`${headlineNames[scenario]} (95 % CI)`),
  right('p50'),
  right('p99'),
  ...(scenario === 'offline' ? [] : [right('samples/s')]),
  right('memory'),
  right('n'),
]

/** `all`: every point in full; a run of one point always is. */
export function resultText({ record, view }: RunSnapshot, all = false): string {
  const { facts } = view
  const about =
    facts === null
      ? []
      : [
          `${record.boardName}: ${facts.cpu.model}, ${facts.cpu.availableCores} of ${facts.cpu.logicalCores} cores, ${formatBytes(facts.memoryBytes)}; ${facts.os.name}, kernel ${facts.os.kernel}`,
          `ONNX Runtime ${runtimeVersions(view).join(', ') || unknown}, Node ${facts.runtime.node}; seed ${record.plan.seed}; ${repetitionWords(record.plan.repetitions)}; run ${record.id}, ${record.status}`,
        ]
  const inFull = all || view.points.length === 1
  const groups = Map.groupBy(
    view.points,
    ({ point }) => modelKey(point.model) + conditionsKey(point),
  )
  return [
    ...[...groups.values()].map((points) => groupText(points, inFull)),
    (inFull ? [] : invalidHints(view.points))
      .map((hint) => wrapped(`! does not count. ${hint}`))
      .join('\n'),
    about.map((line) => wrapped(line)).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const repetitionWords = (count: number) =>
  count === 1 ? 'one process a point' : `${count} processes a point`

/** `points` are of one model under one set of conditions. */
function groupText(points: readonly PointView[], inFull: boolean): string {
  const [first] = points
  if (first === undefined) return ''
  const { point } = first
  const rows = points.flatMap((view) => rowOf(view) ?? [])
  const said = points.flatMap((view) => {
    const lines = [...(inFull ? detailLines(view) : []), ...cautionLines(view, inFull)]
    if (!isMeasured(view)) return [wrapped(`${pointWords(view)}: ${whyNot(view.state)}`)]
    if (lines.length === 0) return []
    return [`${pointWords(view)}:`, ...lines.map((line) => wrapped(line, '  '))]
  })
  const table = rows.length === 0 ? [] : [listTable(columnsOf(point.scenario), rows)]
  return [wrapped(`${point.model.name} · ${conditionWords(point)}`), ...table, ...said].join('\n')
}

export const threadWords = (threads: number) => `${threads} ${threads === 1 ? 'thread' : 'threads'}`

const pointWords = ({ point }: PointView) => `batch ${point.batch}, ${threadWords(point.threads)}`

const isMeasured = ({ state }: PointView) =>
  state.kind === 'ended' && state.outcome.kind === 'measured'

/** A row with a `!` does not count. */
function rowOf({ point, state }: PointView): [string[]] | null {
  if (state.kind !== 'ended' || state.outcome.kind !== 'measured') return null
  const { measurement } = state.outcome
  const { latency, samplesPerSecond, memory } = measurement
  return [
    [
      state.invalid.length === 0 ? '' : '!',
      String(point.batch),
      String(point.threads),
      headlineText(point.scenario, measurement),
      percentileText(latency.percentilesNs.p50),
      percentileText(latency.percentilesNs.p99),
      ...(point.scenario === 'offline' ? [] : [formatRate(samplesPerSecond)]),
      formatBytes(memory.peakBytes),
      String(latency.count),
    ],
  ]
}
