// Numbers as people read them: three significant digits, a scaled unit, and a dash for what is unknown.

export const unknown = '–'

/** So many significant digits, those at the end too, without an exponent: 0.0010, 3.0, 130. */
function significant(value: number, digits: number): string {
  if (value === 0) return '0'
  if (!Number.isFinite(value)) return unknown
  const rounded = Number(value.toPrecision(digits))
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)))
  return rounded.toFixed(Math.min(12, Math.max(0, digits - 1 - magnitude)))
}

/** Three significant digits without an exponent: 0.00123, 12.3, 1230. */
export const threeDigits = (value: number) => significant(value, 3)

export interface Scale {
  readonly unit: string
  /** How many base units one of this unit holds. */
  readonly factor: number
}

const timeScales: readonly Scale[] = [
  { unit: 'ns', factor: 1 },
  { unit: 'µs', factor: 1e3 },
  { unit: 'ms', factor: 1e6 },
  { unit: 's', factor: 1e9 },
]
const byteScales: readonly Scale[] = [
  { unit: 'B', factor: 1 },
  { unit: 'KiB', factor: 1024 },
  { unit: 'MiB', factor: 1024 ** 2 },
  { unit: 'GiB', factor: 1024 ** 3 },
]
const countScales: readonly Scale[] = [
  { unit: '', factor: 1 },
  { unit: 'K', factor: 1e3 },
  { unit: 'M', factor: 1e6 },
  { unit: 'G', factor: 1e9 },
  { unit: 'T', factor: 1e12 },
]

const jouleScales: readonly Scale[] = [
  { unit: 'nJ', factor: 1e-9 },
  { unit: 'µJ', factor: 1e-6 },
  { unit: 'mJ', factor: 1e-3 },
  { unit: 'J', factor: 1 },
  { unit: 'kJ', factor: 1e3 },
]
const milliwattScales: readonly Scale[] = [
  { unit: 'µW', factor: 1e-3 },
  { unit: 'mW', factor: 1 },
  { unit: 'W', factor: 1e3 },
  { unit: 'kW', factor: 1e6 },
]

function scaleFor(scales: readonly Scale[], value: number): Scale {
  const size = Math.abs(value)
  const fitting = scales.filter((scale) => Number((size / scale.factor).toPrecision(3)) >= 1)
  return fitting.at(-1) ?? (scales[0] as Scale)
}

function scaled(scales: readonly Scale[], value: number | null): string {
  if (value === null || !Number.isFinite(value)) return unknown
  const { unit, factor } = scaleFor(scales, value)
  return `${threeDigits(value / factor)} ${unit}`.trimEnd()
}

/** The unit in which the largest of several durations reads best; an axis takes one for all. */
export function timeScaleFor(largestNs: number): Scale {
  return scaleFor(timeScales, largestNs)
}

/** The unit in which the largest of several sizes reads best. */
export function byteScaleFor(largestBytes: number): Scale {
  return scaleFor(byteScales, largestBytes)
}

/** The unit in which the largest of several powers reads best. */
export function milliwattScaleFor(largestMilliwatts: number): Scale {
  return scaleFor(milliwattScales, largestMilliwatts)
}

/** The unit in which the largest of several energies reads best. */
export function jouleScaleFor(largestJoules: number): Scale {
  return scaleFor(jouleScales, largestJoules)
}

export const formatNs = (ns: number | null) => scaled(timeScales, ns)
export const formatJoules = (joules: number | null) => scaled(jouleScales, joules)
export const formatMilliwatts = (milliwatts: number | null) => scaled(milliwattScales, milliwatts)
export const formatBytes = (bytes: number | null) => scaled(byteScales, bytes)

/** A count: exact below a thousand, three digits and a scale above. */
export function formatCount(count: number | null): string {
  const exact = count !== null && Number.isInteger(count) && Math.abs(count) < 1000
  return exact ? String(count) : scaled(countScales, count)
}

/** Thousands apart by a narrow space, as in 28 300: the same in every language. */
export function grouped(digits: string): string {
  return /^\d{5,}$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, '\u202f') : digits
}

/** A rate per second; never 0.00: a slow one keeps its three digits. */
export function formatRate(perSecond: number | null): string {
  return perSecond === null || !Number.isFinite(perSecond)
    ? unknown
    : grouped(threeDigits(perSecond))
}

/** Two significant digits, but none beyond these decimals: what is smaller than their last one is said to be so. */
function twoDigits(value: number, decimals: number): string {
  const rounded = Number(Number(value.toPrecision(2)).toFixed(decimals))
  if (rounded > 0) return String(rounded)
  return value > 0 ? `<${(10 ** -decimals).toFixed(decimals)}` : '0'
}

interface Bounds {
  readonly low: number
  readonly high: number
}

interface WithInterval {
  readonly value: string
  readonly spread: string
}

/** 12.4 ms ±0.2: half the width of the interval, in the unit of the value, at the most one decimal finer than it. */
export const formatNsWithInterval = (ns: number | null, interval: Bounds | null): WithInterval =>
  withInterval(timeScales, ns, interval)

export const formatJoulesWithInterval = (
  joules: number | null,
  interval: Bounds | null,
): WithInterval => withInterval(jouleScales, joules, interval)

function withInterval(
  scales: readonly Scale[],
  of: number | null,
  interval: Bounds | null,
): WithInterval {
  if (of === null) return { value: unknown, spread: '' }
  const { unit, factor } = scaleFor(scales, of)
  const digits = threeDigits(of / factor)
  const value = `${digits} ${unit}`
  if (interval === null) return { value, spread: '' }
  const half = (interval.high - interval.low) / 2 / factor
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0
  return { value, spread: `±${twoDigits(half, decimals + 1)}` }
}

/** 512 ±3: half the width of the interval, at the most one decimal finer than the rate. */
export function formatRateWithInterval(
  perSecond: number | null,
  interval: Bounds | null,
): WithInterval {
  const value = formatRate(perSecond)
  if (perSecond === null || interval === null) return { value, spread: '' }
  const digits = threeDigits(perSecond)
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0
  return { value, spread: `±${twoDigits((interval.high - interval.low) / 2, decimals + 1)}` }
}

/** A duration for people: 45 s, 3 min, 1 h 20 min. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** How long a clock took to settle: 40 ms, 1.20 s, 2 min. Well below a second is what is usual. */
export function formatSettling(ms: number): string {
  if (ms < 1_000) return `${threeDigits(ms)} ms`
  return ms < 60_000 ? formatNs(ms * 1e6) : formatDuration(ms)
}

/** Ratios as 2.1×; just above 1 with a digit more, since 1.04 is not 1. */
export function formatRatio(ratio: number): string {
  const digits = ratio >= 0.995 && ratio < 1.1 ? 3 : 2
  return Number.isFinite(ratio) ? `${significant(ratio, digits)}×` : unknown
}

/** A cosine with as many digits as tell it from 1, from four to six, and never rounded up to it: 0.9876, 0.999998. */
export function formatCosine(cosine: number | null): string {
  if (cosine === null || !Number.isFinite(cosine)) return unknown
  const gap = Math.abs(1 - cosine)
  if (gap === 0) return '1'
  const digits = Math.min(6, Math.max(4, 1 - Math.floor(Math.log10(gap))))
  const rounded = cosine.toFixed(digits)
  return Number(rounded) >= 1 ? `>${(1 - 10 ** -digits).toFixed(digits)}` : rounded
}

/** A processor's clock: 408 MHz, 1.80 GHz. */
export function formatKhz(khz: number | null): string {
  if (khz === null) return unknown
  return khz < 1e6 ? `${threeDigits(khz / 1e3)} MHz` : `${threeDigits(khz / 1e6)} GHz`
}

/** The clock of another device, which counts in Hz. */
export const formatHz = (hz: number | null) => formatKhz(hz === null ? null : hz / 1e3)
