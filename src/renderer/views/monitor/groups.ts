// What a board tells as groups of lines, one chart each: which series stand together, in which order, in which unit, with
// which ink and dash. A group without a series has the reasons why.

import {
  seriesKey,
  type TelemetryDescription,
  type TelemetryKind,
  type TelemetryMissing,
  type TelemetrySeries,
} from '../../../shared/telemetry.ts'

export const groupNames = [
  'frequency',
  'load',
  'temperature',
  'power',
  'device-load',
  'device-frequency',
  'memory',
  'throttling',
] as const
export type GroupName = (typeof groupNames)[number]

const kindsOf: Readonly<Record<GroupName, readonly TelemetryKind[]>> = {
  frequency: ['frequency'],
  load: ['cpu-load', 'core-load', 'steal'],
  temperature: ['temperature'],
  power: ['power'],
  'device-load': ['device-load'],
  'device-frequency': ['device-frequency'],
  memory: ['memory'],
  throttling: ['throttle-flags', 'throttle-events', 'cooling'],
}

/** A board without one of these is none to say something about. */
const onlyIfThere: readonly GroupName[] = ['device-frequency']

/** Base units in one unit of the axis. */
export const groupFactor: Readonly<Record<GroupName, number>> = {
  frequency: 1e9,
  load: 0.01,
  temperature: 1,
  power: 1,
  'device-load': 0.01,
  'device-frequency': 1e9,
  memory: 1024 ** 3,
  throttling: 1,
}

const inkCount = 6
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]]

export interface Line {
  readonly key: string
  readonly series: TelemetrySeries
  /** Where its readings are: which track of the board, and which series of it. */
  readonly track: number
  readonly place: number
  /** An index into the inks of the charts. */
  readonly ink: number
  readonly dash: readonly number[]
  /** It is the sum or the whole of the others. */
  readonly bold: boolean
  /** A total of power that is not all that the board takes: parts of it have no rail. */
  readonly partial: boolean
}

export interface Group {
  readonly name: GroupName
  readonly lines: readonly Line[]
  readonly missing: readonly TelemetryMissing[]
}

/** The whole before its parts; parts as the board has them. */
const isWhole = (series: TelemetrySeries) =>
  series.kind === 'cpu-load' || (series.kind === 'power' && series.role === 'total')

/** Alike where the next ink begins anew: a dash tells them apart. */
const lookOf = (index: number) => ({
  ink: index % inkCount,
  dash: dashes[Math.floor(index / inkCount) % dashes.length] ?? [],
})

export function groupsOf(description: TelemetryDescription): readonly Group[] {
  const { tracks, missing, powerSources } = description
  const isPartial = (series: TelemetrySeries) =>
    series.kind === 'power' &&
    series.role === 'total' &&
    powerSources.some(({ id, coverage }) => id === series.source && coverage === 'partial')
  const all = tracks.flatMap(({ series }, track) =>
    series.map((one, place) => ({ series: one, track, place })),
  )
  return groupNames.flatMap((name): readonly Group[] => {
    const kinds = kindsOf[name]
    const rank = ({ series }: { readonly series: TelemetrySeries }) =>
      (isWhole(series) ? 0 : 100) + kinds.indexOf(series.kind)
    const lines = all
      .filter(({ series }) => kinds.includes(series.kind))
      .toSorted((one, other) => rank(one) - rank(other))
      .map((found, index) => ({
        ...found,
        ...lookOf(index),
        key: seriesKey(found.series),
        bold: isWhole(found.series),
        partial: isPartial(found.series),
      }))
    const lacking = missing.filter(({ kind }) => kinds.includes(kind))
    if (lines.length === 0 && onlyIfThere.includes(name)) return []
    return [{ name, lines, missing: lacking }]
  })
}

/** Up to where an axis always reaches, in the unit of the axis: what there is at the most. Null: no more than is read. */
export function ceilingOf({ name, lines }: Group): number | null {
  if (name === 'load' || name === 'device-load') return 100
  const most = lines.flatMap(({ series }) => {
    if (series.kind === 'frequency') return series.mostHertz ?? []
    return series.kind === 'memory' && series.name === 'used' ? series.totalBytes : []
  })
  return most.length === 0 ? null : Math.max(...most) / groupFactor[name]
}

/** Whether zero is on the axis. */
export const startsAtZero = ({ name }: Group) => name !== 'temperature'

/** Whether a reading of a series of throttling says that the board is slowed; `before` is NaN where nothing was read. */
export function isThrottled(series: TelemetrySeries, value: number, before: number): boolean {
  if (series.kind === 'throttle-events') return value > before
  return value > 0
}
