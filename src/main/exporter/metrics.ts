// What was seen last of boards, as Prometheus wants it said: base units, one name a quantity, a board and the part of it as
// labels. What was not seen lately is left out: it is not 0, and not what it was.

import { Counter, Gauge, Registry } from 'prom-client'
import type { BoardId } from '../../shared/board.ts'
import type { TelemetryKind, TelemetrySeries } from '../../shared/telemetry.ts'
import type { BoardReadings } from '../telemetry/readings.ts'

export interface ExportedBoard {
  readonly id: BoardId
  readonly name: string
  /** Null where nobody has looked at it. */
  readonly readings: BoardReadings | null
}

/** Longer than the slowest pace and what a link may take. */
const stalenessMs = 5_000

interface Meaning {
  readonly name: string
  readonly help: string
  readonly isCounter?: true
}

const meanings = {
  frequency: {
    name: 'benchtop_cpu_frequency_hertz',
    help: 'Clock of a CPU frequency policy, as the kernel shows it.',
  },
  'core-load': {
    name: 'benchtop_cpu_core_load_ratio',
    help: 'Share of the last second that a CPU was busy.',
  },
  'cpu-load': {
    name: 'benchtop_cpu_load_ratio',
    help: 'Share of the last second that all online CPUs together were busy.',
  },
  steal: {
    name: 'benchtop_cpu_steal_ratio',
    help: 'Share of the last second that a hypervisor gave to others.',
  },
  temperature: { name: 'benchtop_temperature_celsius', help: 'Temperature of a thermal zone.' },
  'throttle-events': {
    name: 'benchtop_throttle_events_total',
    help: 'Times that the processor slowed itself for heat since it booted.',
    isCounter: true,
  },
  'throttle-flags': {
    name: 'benchtop_throttle_active',
    help: 'Whether the firmware slows the board now for this condition.',
  },
  cooling: {
    name: 'benchtop_cooling_state',
    help: 'How much a cooling device slows the board; 0 is not at all.',
  },
  memory: { name: 'benchtop_memory_used_bytes', help: 'Memory that programs could not get.' },
  power: {
    name: 'benchtop_power_watts',
    help: 'Power that a source measures: of the board, or of the part of it that coverage says.',
  },
  'device-load': {
    name: 'benchtop_device_load_ratio',
    help: 'Load of a GPU, NPU or memory controller.',
  },
  'device-frequency': {
    name: 'benchtop_device_frequency_hertz',
    help: 'Clock of a GPU, NPU or memory controller.',
  },
} as const satisfies Readonly<Record<TelemetryKind, Meaning>>

const memorySize: Meaning = {
  name: 'benchtop_memory_size_bytes',
  help: 'Memory that there is.',
}
const swapUsed: Meaning = { name: 'benchtop_swap_used_bytes', help: 'Swap space in use.' }
const swapSize: Meaning = { name: 'benchtop_swap_size_bytes', help: 'Swap space that there is.' }
const railPower: Meaning = {
  name: 'benchtop_power_rail_watts',
  help: 'Power of one rail. Rails may lie within one another: never add them up.',
}
const energy: Meaning = {
  name: 'benchtop_energy_joules_total',
  help: 'Energy that a source measured while Benchtop looked.',
  isCounter: true,
}
const up: Meaning = {
  name: 'benchtop_board_up',
  help: 'Whether the board was seen in the last seconds.',
}

/** Bits of a Raspberry Pi's firmware that say what holds now. */
const conditions = ['under-voltage', 'frequency-capped', 'throttled', 'soft-temperature-limit']

type Labels = Readonly<Record<string, string>>
interface Sample {
  readonly meaning: Meaning
  readonly labels: Labels
  readonly value: number
}

/** A registry of its own for each scrape: what a board no longer has does not linger in it. */
export async function metricsText(
  boards: readonly ExportedBoard[],
  nowMs: number,
): Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry()
  const byName = new Map<string, Gauge | Counter>()
  for (const { meaning, labels, value } of samplesOf(boards, nowMs)) {
    const metric = byName.get(meaning.name) ?? metricOf(meaning, Object.keys(labels), registry)
    byName.set(meaning.name, metric)
    if (metric instanceof Counter) metric.inc(labels, value)
    else metric.set(labels, value)
  }
  return { type: registry.contentType, text: await registry.metrics() }
}

function metricOf(
  { name, help, isCounter }: Meaning,
  labelNames: readonly string[],
  registry: Registry,
): Gauge | Counter {
  const configuration = { name, help, labelNames: [...labelNames], registers: [registry] }
  return isCounter ? new Counter(configuration) : new Gauge(configuration)
}

function samplesOf(boards: readonly ExportedBoard[], nowMs: number): readonly Sample[] {
  const shared = (name: string) => boards.filter((other) => other.name === name).length > 1
  return boards.flatMap(({ id, name, readings }) => {
    const board = shared(name) ? `${name} (${id})` : name
    return readings === null
      ? [{ meaning: up, labels: { board }, value: 0 }]
      : boardSamples(board, readings, nowMs)
  })
}

function boardSamples(board: string, readings: BoardReadings, nowMs: number): readonly Sample[] {
  const fresh = readings.rings.map(({ lastMs }) => nowMs - lastMs <= stalenessMs)
  const samples = (readings.description?.tracks ?? []).flatMap(({ series }, track) =>
    fresh[track] === true
      ? series.flatMap((one, index) => {
          const value = readings.rings[track]?.last(index) ?? Number.NaN
          return Number.isNaN(value) ? [] : seriesSamples(one, value, readings)
        })
      : [],
  )
  const joules = [...readings.joules].map(([source, value]) => ({
    meaning: energy,
    labels: { source },
    value,
  }))
  const isUp = fresh.some((one) => one)
  return [{ meaning: up, labels: {}, value: isUp ? 1 : 0 }, ...samples, ...joules]
    .filter(canBe)
    .map((sample) => ({ ...sample, labels: { board, ...sample.labels } }))
}

/** What a board says of itself must not keep the others' figures from being read. */
const canBe = ({ meaning, value }: Sample) =>
  Number.isFinite(value) && (meaning.isCounter !== true || value >= 0)

function seriesSamples(
  series: TelemetrySeries,
  value: number,
  { description }: BoardReadings,
): readonly Sample[] {
  const { kind, name } = series
  const meaning: Meaning = meanings[kind]
  const as = (labels: Labels): readonly Sample[] => [{ meaning, labels, value }]
  switch (kind) {
    case 'frequency':
      return as({ policy: name })
    case 'core-load':
      return as({ cpu: String(series.cpu) })
    case 'cpu-load':
    case 'steal':
      return as({})
    case 'temperature':
      return as({ zone: name })
    case 'throttle-events':
      return as({ source: name })
    case 'throttle-flags':
      return conditions.map((condition, bit) => ({
        meaning,
        labels: { source: name, condition },
        value: (value >> bit) & 1,
      }))
    case 'cooling':
      return as({ device: name })
    case 'memory': {
      const [used, size] = name === 'used' ? [meaning, memorySize] : [swapUsed, swapSize]
      return [
        { meaning: used, labels: {}, value },
        { meaning: size, labels: {}, value: series.totalBytes },
      ]
    }
    case 'power': {
      const { source, role } = series
      if (role === 'rail') return [{ meaning: railPower, labels: { source, rail: name }, value }]
      const told = description?.powerSources.find(({ id }) => id === source)
      return as({ source, method: told?.method ?? '', coverage: told?.coverage ?? '' })
    }
    case 'device-load':
    case 'device-frequency':
      return as({ device: name, kind: series.device })
  }
}
