// Which columns of a meter's file tell time and power, guessed from their names and what stands in them. Names of meters
// that people use: `Time(s)`, `timestamp`, `Power (mW)`, `Voltage[V]`, `current_mA`. A guess is shown before it is used.

import type { MeterColumns, PowerUnit, TimeUnit } from './meter.ts'

interface Head {
  readonly column: number
  /** Lower case, without what stands in brackets. */
  readonly name: string
  /** What a bracket or the end of the name says, lower case. */
  readonly unit: string | null
}

const unitWord =
  /^(?:ns|µs|us|ms|s|sec|seconds|w|mw|µw|uw|watts?|v|mv|volts?|a|ma|µa|ua|amps?|amperes?)$/

function headOf(text: string, column: number): Head {
  const lower = text.trim().toLowerCase().replaceAll('μ', 'µ')
  const bracket = /[([]\s*([^)\]]+?)\s*[)\]]/.exec(lower)?.[1] ?? null
  const name = lower.replace(/[([][^)\]]*[)\]]/g, '').trim()
  const last = name.split(/[\s_\-/]+/).at(-1) ?? ''
  const unit =
    bracket !== null && unitWord.test(bracket) ? bracket : unitWord.test(last) ? last : null
  return { column, name, unit }
}

const isTime = ({ name }: Head) => /time|elapsed|date|^t$|^seconds?$|^ms$|^s$/.test(name)
const isPower = ({ name, unit }: Head) =>
  /power|watt|^p$|^m?w$/.test(name) || unit === 'w' || unit === 'mw'
const isVolts = ({ name }: Head) => /volt|^v(?:bus)?$|^u$/.test(name)
const isAmperes = ({ name }: Head) => /curr|amp|^i(?:bus)?$|^m?a$/.test(name)

const small = (unit: string | null, prefix: 'm' | 'u') =>
  unit !== null && (prefix === 'm' ? /^m(?!icro)/.test(unit) : /^[uµ]/.test(unit))

function powerUnit({ unit }: Head): PowerUnit {
  if (small(unit, 'm')) return 'mW'
  return small(unit, 'u') ? 'uW' : 'W'
}

/** 1970 in each unit as of today has so many digits; a time since the start has fewer. */
function timeUnit({ unit }: Head, first: string): TimeUnit {
  if (!Number.isFinite(Number(first)) || first.trim() === '') return 'date'
  if (unit === 'ns') return 'ns'
  if (unit !== null && /^[uµ]s$/.test(unit)) return 'us'
  if (unit === 'ms') return 'ms'
  if (unit !== null) return 's'
  const value = Math.abs(Number(first))
  if (value > 1e17) return 'ns'
  if (value > 1e14) return 'us'
  return value > 1e11 ? 'ms' : 's'
}

const isNumber = (text: string | undefined) =>
  text !== undefined && text.trim() !== '' && Number.isFinite(Number(text))

/** `heads`: null where the file names no columns. Null: it can not be told. */
export function guessColumns(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): MeterColumns | null {
  const [first] = rows
  if (first === undefined) return null
  const all = heads.map(headOf)
  const time = all.find(isTime)
  if (time === undefined) return null
  const others = all.filter(
    ({ column }) => column !== time.column && rows.every((row) => isNumber(row[column])),
  )
  const power = others.find(isPower)
  const at = { column: time.column, unit: timeUnit(time, first[time.column] ?? '') }
  if (power !== undefined)
    return { time: at, power: { kind: 'power', column: power.column, unit: powerUnit(power) } }
  const [volts, amperes] = [others.find(isVolts), others.find(isAmperes)]
  if (volts === undefined || amperes === undefined) return null
  return {
    time: at,
    power: {
      kind: 'volts-and-amperes',
      volts: { column: volts.column, unit: small(volts.unit, 'm') ? 'mV' : 'V' },
      amperes: {
        column: amperes.column,
        unit: small(amperes.unit, 'm') ? 'mA' : small(amperes.unit, 'u') ? 'uA' : 'A',
      },
    },
  }
}
