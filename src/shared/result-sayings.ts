// What a result says of itself as keys of `resultWords` with the values for their places: the command fills the English,
// the window the reader's language. Values that a board wrote only ever fill a place.

import type { InvalidReason } from './environment.ts'
import type { SkipReason } from './event.ts'
import { fillPlaces } from './fault.ts'
import type { Measurement, Warning } from './measurement.ts'
import type { Clock } from './plan.ts'
import { resultWords, type WarningKey } from './result-words.ts'
import { namedSettings, type SettingName, type SomeSettings } from './session-settings.ts'
import { formatKhz, formatNs, formatRatio, threeDigits } from './units.ts'

type Params = Readonly<Record<string, string | number>>

/** A sentence or a part of a label. */
export interface Saying {
  /** Of `resultWords`: names by dots. */
  readonly key: string
  readonly params: Params
}

/** A sentence and what can be done about it. */
export interface AdviceSaying {
  readonly says: Saying
  readonly hint: Saying
}

const percentOf = (share: number) => threeDigits(share * 100)

function warningParts(warning: Warning): readonly [WarningKey, Params] {
  switch (warning.kind) {
    case 'slow-first-run':
      return [warning.kind, { ratio: formatRatio(warning.ratio) }]
    case 'noisy':
      return [warning.kind, { percent: percentOf(warning.variation) }]
    case 'bimodal': {
      const [low, high] = warning.peaksNs.toSorted((a, b) => a - b)
      return [warning.kind, { low: formatNs(low ?? null), high: formatNs(high ?? null) }]
    }
    case 'drift': {
      const change = warning.ratio - 1
      return [change < 0 ? 'faster' : 'slower', { percent: percentOf(Math.abs(change)) }]
    }
    case 'outliers':
      return [warning.kind, { count: warning.severe }]
    case 'partial-fallback': {
      const { kind, provider, nodes, total } = warning
      return [kind, { provider, nodes, total }]
    }
    case 'provider-unverified':
      return [warning.kind, { provider: warning.provider }]
    case 'repetitions-left-out':
      return [warning.kind, { count: warning.count }]
    case 'not-warm':
      return [warning.kind, {}]
  }
}

function advice(place: string, params: Params): AdviceSaying {
  return { says: { key: `${place}.says`, params }, hint: { key: `${place}.hint`, params } }
}

export function warningSaying(warning: Warning): AdviceSaying {
  const [key, params] = warningParts(warning)
  return advice(`warning.${key}`, params)
}

function invalidParams(reason: InvalidReason): Params {
  switch (reason.kind) {
    case 'foreign-load':
    case 'instrument-load':
      return { percent: percentOf(reason.share) }
    case 'throttled':
    case 'battery-charging':
      return { source: reason.source }
    case 'governor-changed':
      return { policy: reason.policy, from: reason.from, to: reason.to }
    case 'limits-changed': {
      const { policy, from, to } = reason
      return { policy, from: limitsOf(from), to: limitsOf(to) }
    }
  }
}

const limitsOf = ({ minKhz, maxKhz }: { readonly minKhz: number; readonly maxKhz: number }) =>
  `${formatKhz(minKhz)} – ${formatKhz(maxKhz)}`

export function invalidSaying(reason: InvalidReason): AdviceSaying {
  return advice(`invalid.${reason.kind}`, invalidParams(reason))
}

export function skipSaying({ because, batch }: SkipReason): Saying {
  return { key: `skipped.${because}`, params: { batch } }
}

/** Half the width of the headline's interval, relative to it; null while none is known. */
export function headlineHalfWidth({ headline, latency }: Measurement): number | null {
  const [value, interval] =
    headline === null
      ? [latency.percentilesNs.p50, latency.medianIntervalNs]
      : [headline.value, headline.interval]
  if (value === null || value <= 0 || interval === null) return null
  return (interval.high - interval.low) / 2 / value
}

/** Why it was measured no longer, and how well its headline is known. */
export function stopSaying(measurement: Measurement): Saying {
  const halfWidth = headlineHalfWidth(measurement)
  return halfWidth === null
    ? { key: `stoppedBlind.${measurement.stop}`, params: {} }
    : { key: `stopped.${measurement.stop}`, params: { percent: twoDigits(halfWidth * 100) } }
}

const twoDigits = (value: number) => String(Number(value.toPrecision(2)))

function settingValue(settings: SomeSettings, name: SettingName): readonly [string, Params] {
  const value = settings[name] ?? null
  const labels: Readonly<Record<string, string>> = resultWords.setting[name].label
  if (value === null) return ['default', {}]
  if (typeof value === 'boolean') return [value ? 'on' : 'off', {}]
  if (typeof value === 'string' && labels[value] !== undefined) return [value, {}]
  if (typeof value === 'string') return ['value', { value: shortened(name, value) }]
  return ['value', { value: value.join(', ') }]
}

const shortened = (name: SettingName, value: string) =>
  name === 'provider' ? value.replace(/ExecutionProvider$/, '') : value

/** A setting's value as a label has it. */
export function settingSaying(settings: SomeSettings, name: SettingName): Saying {
  const [key, params] = settingValue(settings, name)
  return { key: `setting.${name}.label.${key}`, params }
}

/** A point's governor or frequency as a label has it. */
export function clockSaying(clock: Clock, name: 'governor' | 'frequency'): Saying {
  if (name === 'governor')
    return clock.governor === null
      ? { key: 'clock.governor.asFound', params: {} }
      : { key: 'clock.governor.value', params: { governor: clock.governor } }
  return clock.khz === null
    ? { key: 'clock.frequency.asFound', params: {} }
    : { key: 'clock.frequency.value', params: { frequency: formatKhz(clock.khz) } }
}

/** What a plan sets of a point's clocks, for a label. */
export function clockSayings(clock: Clock | null): readonly Saying[] {
  if (clock === null) return []
  return [
    ...(clock.governor === null ? [] : [clockSaying(clock, 'governor')]),
    ...(clock.khz === null ? [] : [clockSaying(clock, 'frequency')]),
  ]
}

/** The settings of a point that are not at their default, for a label. */
export function settingSayings({
  settings,
}: {
  readonly settings: SomeSettings
}): readonly Saying[] {
  return namedSettings(settings).map((name) => settingSaying(settings, name))
}

/** In English. */
export function englishOf({ key, params }: Saying): string {
  const words = key
    .split('.')
    .reduce<unknown>(
      (tree, name) => (tree as Record<string, unknown> | undefined)?.[name],
      resultWords,
    )
  return typeof words === 'string' ? fillPlaces(words, params) : key
}
