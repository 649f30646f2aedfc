// How a line is called and how its readings are said. Names are a board's own words and are shown as they are.

import type { TFunction } from 'i18next'
import { coresText } from '../../../shared/core-list.ts'
import { type TelemetrySeries, telemetryUnits } from '../../../shared/telemetry.ts'
import { formatBytes, formatHz, threeDigits, unknown } from '../../../shared/units.ts'
import type { Line } from './groups.ts'

type NamedLine = Pick<Line, 'series' | 'partial'>

export function lineName(t: TFunction, { series, partial }: NamedLine): string {
  switch (series.kind) {
    case 'frequency':
      return series.cpus.length === 0
        ? series.name
        : t('monitor.line.cpus', { count: series.cpus.length, cpus: coresText(series.cpus) })
    case 'core-load':
      return t('monitor.line.cpus', { count: 1, cpus: String(series.cpu) })
    case 'cpu-load':
      return t('monitor.line.allCpus')
    case 'steal':
      return t('monitor.line.steal')
    case 'memory':
      return series.name === 'used' || series.name === 'swap used'
        ? t(`monitor.line.memory.${series.name === 'used' ? 'used' : 'swap'}`)
        : series.name
    case 'power':
      return series.role === 'total'
        ? t(partial ? 'monitor.line.partial' : 'monitor.line.total', { source: series.source })
        : series.name
    case 'throttle-events':
      return t('monitor.line.events')
    default:
      return series.name
  }
}

/** What the firmware of a Raspberry Pi says by each bit. */
const piFlags = ['underVoltage', 'capped', 'throttled', 'softLimit'] as const
const raspberryPi = 'Raspberry Pi'

function flagWords(t: TFunction, series: TelemetrySeries, value: number): string {
  if (value === 0) return t('monitor.flag.none')
  const known = series.name === raspberryPi ? piFlags.filter((_, bit) => (value >> bit) & 1) : []
  return known.length === 0
    ? `0x${value.toString(16)}`
    : known.map((flag) => t(`monitor.flag.${flag}`)).join(', ')
}

/** NaN was not read. */
export function readingWords(t: TFunction, series: TelemetrySeries, value: number): string {
  if (Number.isNaN(value)) return unknown
  switch (telemetryUnits[series.kind]) {
    case 'hertz':
      return formatHz(value)
    case 'ratio':
      return `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`
    case 'celsius':
      return `${value.toFixed(1)} °C`
    case 'bytes':
      return formatBytes(value)
    case 'watts':
      return Math.abs(value) < 1 ? `${threeDigits(value * 1_000)} mW` : `${threeDigits(value)} W`
    case 'flags':
      return flagWords(t, series, value)
    case 'events':
    case 'state':
      return String(value)
  }
}
