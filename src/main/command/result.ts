// A run as text: its points by model and conditions, every number with its unit and what it rests on, what to know before
// trusting them, then what was measured where.

import { frequenciesSeen, spanText } from '../../shared/clock-seen.ts'
import { coverageSaying, methodSaying, notMeasuredSaying } from '../../shared/energy-sayings.ts'
import type { RunSnapshot } from '../../shared/ipc.ts'
import { modelKey, type Scenario } from '../../shared/plan.ts'
import { conditionsKey, conditionWords } from '../../shared/point-label.ts'
import { clockSayings, englishOf } from '../../shared/result-sayings.ts'
import type { PointView, RunView } from '../../shared/run.ts'
import { runtimeVersions } from '../../shared/runtime-version.ts'
import { isOwed } from '../../shared/tuning-seen.ts'
import { formatBytes, formatRate, formatSettling, unknown } from '../../shared/units.ts'
import { energyText, headlineNames, headlineText, percentileText } from './figure-words.ts'
import { cautionLines, detailLines, invalidHints, whyNot } from './point-text.ts'
import { type Column, listTable, wrapped } from './table.ts'
import { statusText } from './tune-text.ts'

const right = (head: string): Column => ({ head, align: 'right' })

/** `withEnergy`: some point of the run has one. */
const columnsOf = (scenario: Scenario, withEnergy: boolean): readonly Column[] => [
  { head: '' },
  right('batch'),
  right('threads'),
  right(`${headlineNames[scenario]} (95 % CI)`),
  right('p50'),
  right('p99'),
  ...(scenario === 'offline' ? [] : [right('samples/s')]),
  right('memory'),
  ...(withEnergy ? [right('energy')] : []),
  right('n'),
]

/** `all`: every point in full; a run of one point always is. */
export function resultText({ record, view }: RunSnapshot, all = false): string {
  const { facts, givenBack } = view
  const about =
    facts === null
      ? []
      : [
          `${record.boardName}: ${facts.cpu.model}, ${facts.cpu.availableCores} of ${facts.cpu.logicalCores} cores, ${formatBytes(facts.memoryBytes)}; ${facts.os.name}, kernel ${facts.os.kernel}`,
          `ONNX Runtime ${runtimeVersions(view).join(', ') || unknown}, Node ${facts.runtime.node}; seed ${record.plan.seed}; ${repetitionWords(record.plan.repetitions)}; run ${record.id}, ${record.status}`,
        ]
  const inFull = all || view.points.length === 1
  const withEnergy = hasEnergy(view.points)
  const groups = Map.groupBy(
    view.points,
    ({ point }) => modelKey(point.model) + conditionsKey(point),
  )
  return [
    ...[...groups.values()].map((points) => groupText(points, inFull, withEnergy)),
    (inFull ? [] : invalidHints(view.points))
      .map((hint) => wrapped(`! does not count. ${hint}`))
      .join('\n'),
    [...about, ...clockLines(view), powerLine(view)].map((line) => wrapped(line)).join('\n'),
    givenBack !== null && isOwed(givenBack) ? statusText(givenBack) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const repetitionWords = (count: number) =>
  count === 1 ? 'one process a point' : `${count} processes a point`

/** `points` are of one model under one set of conditions. */
function groupText(points: readonly PointView[], inFull: boolean, withEnergy: boolean): string {
  const [first] = points
  if (first === undefined) return ''
  const { point } = first
  const rows = points.flatMap((view) => rowOf(view, withEnergy) ?? [])
  const said = points.flatMap((view) => {
    const lines = [...(inFull ? detailLines(view) : []), ...cautionLines(view, inFull)]
    if (!isMeasured(view)) return [wrapped(`${pointWords(view)}: ${whyNot(view.state)}`)]
    if (lines.length === 0) return []
    return [`${pointWords(view)}:`, ...lines.map((line) => wrapped(line, '  '))]
  })
  const table = rows.length === 0 ? [] : [listTable(columnsOf(point.scenario, withEnergy), rows)]
  const title = wrapped(`${point.model.name} · ${conditionWords(point)}`)
  return [title, ...seenLine(points), ...table, ...said].join('\n')
}

/** The frequencies at which points were measured whose clock was set. */
function seenLine(points: readonly PointView[]): readonly string[] {
  const isSet = points.some(({ point: { clock } }) => clock.governor !== null || clock.khz !== null)
  const seen = isSet ? frequenciesSeen(points) : []
  const words = seen.map(spanText).join(', ')
  return seen.length === 0 ? [] : [wrapped(`clock seen: ${words}`, '  ')]
}

/** What was set of the board's clocks, and whether it was given back. */
function clockLines({ clocks, givenBack }: RunView): readonly string[] {
  if (clocks.length === 0) return []
  const asked = new Set(
    clocks.map(({ clock }) => clockSayings(clock).map(englishOf).join(' · ') || 'as found'),
  )
  const settledMs = Math.max(...clocks.map((one) => one.settledMs))
  const end =
    givenBack === null
      ? 'not seen to be given back'
      : isOwed(givenBack)
        ? 'NOT given back'
        : 'given back'
  return [
    `clocks set: ${[...asked].join('; ')}; each settled within ${formatSettling(settledMs)}; ${end}`,
  ]
}

const hasEnergy = (points: readonly PointView[]) =>
  points.some(({ state }) => state.kind === 'ended' && state.energy.length > 0)

/** What an energy in the table is of; and where there is none, that it was not measured. */
function powerLine({ points }: RunView): string {
  const energies = points.flatMap(({ state }) =>
    state.kind === 'ended' ? state.energy.slice(0, 1) : [],
  )
  const said = energies.map(
    ({ method, coverage, source }) =>
      `${englishOf(methodSaying(method))}, ${englishOf(coverageSaying(coverage))} (${source})`,
  )
  return said.length === 0
    ? 'energy: not measured'
    : `energy: of one inference, by ${[...new Set(said)].join('; ')}; rest is not taken off`
}

export const threadWords = (threads: number) => `${threads} ${threads === 1 ? 'thread' : 'threads'}`

const pointWords = ({ point }: PointView) => `batch ${point.batch}, ${threadWords(point.threads)}`

const isMeasured = ({ state }: PointView) =>
  state.kind === 'ended' && state.outcome.kind === 'measured'

/** A row with a `!` does not count. */
function rowOf({ point, state }: PointView, withEnergy: boolean): [string[]] | null {
  if (state.kind !== 'ended' || state.outcome.kind !== 'measured') return null
  const { measurement } = state.outcome
  const { latency, samplesPerSecond, memory } = measurement
  const [energy] = state.energy
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
      ...(withEnergy
        ? [energy === undefined ? englishOf(notMeasuredSaying) : energyText(energy)]
        : []),
      String(latency.count),
    ],
  ]
}
