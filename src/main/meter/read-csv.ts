// Reads the file of a meter: any of the separators that meters write, with or without names of columns, and with lines of
// its own before them. It is a foreign file: its size, its rows and its columns are bounded, and what is no number is
// refused with the place where it stands.

import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import { fail } from '../../shared/fault.ts'
import {
  type MeterColumns,
  type MeterReadings,
  type MeterTable,
  mostMeterColumns,
  mostMeterReadings,
  type TimeUnit,
} from '../../shared/meter.ts'
import { guessColumns } from '../../shared/meter-columns.ts'

const mostBytes = 256 * 2 ** 20
const mostRowBytes = 16_384
const shownRows = 8
const mostCellLength = 100
/** Lines of its own that a meter writes before its table at the most. */
const mostPreamble = 50
/** The comma last: it may stand in numbers that another one parts. */
const separators = [';', '\t', '|', ',']

/** Of the cells of one file. */
type Cells = (cell: string) => string

interface Read {
  readonly name: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

async function textOf(path: string): Promise<string> {
  let file: FileHandle | null = null
  try {
    file = await open(path, 'r')
    const { size } = await file.stat()
    if (size > mostBytes)
      fail('meter-file-too-large', { name: basename(path), mib: mostBytes / 2 ** 20 })
    return await file.readFile('utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown)
      return fail('meter-file-unreadable', { name: basename(path) }, thrown.message)
    throw thrown
  } finally {
    await file?.close()
  }
}

const isNumber = (cell: string | undefined) =>
  cell !== undefined && cell.trim() !== '' && Number.isFinite(Number(cell))

/** The separator that parts the lines in the middle of the file most alike. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
  const some = lines.slice(Math.floor(lines.length / 2)).slice(0, 20)
  const counts = separators.map((separator) => {
    const found = some.map((line) => line.split(separator).length)
    return Math.min(...found)
  })
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

function rowsOf(text: string, name: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: mostRowBytes,
      to: mostMeterReadings + mostPreamble + 1,
    })
  } catch (thrown) {
    return fail('meter-file-no-table', { name }, thrown instanceof Error ? thrown.message : '')
  }
}

/** Where a comma parts no columns it stands before the decimals, as European meters write it. */
const withPoint =
  (separator: string): Cells =>
  (cell) =>
    separator !== ',' && /^-?\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell

/** Rejects with a `FaultError`. */
async function read(path: string): Promise<Read> {
  const name = basename(path).slice(0, 300)
  const text = await textOf(path)
  const separator = separatorOf(text)
  const told = withPoint(separator)
  const all = rowsOf(text, name, separator).map((row) => row.map(told))
  // The table begins with the first row that holds numbers; names stand in the row before.
  const first = all.slice(0, mostPreamble).findIndex((row) => row.filter(isTold).length >= 2)
  if (first < 0) fail('meter-file-no-table', { name })
  const width = all[first]?.length ?? 0
  if (width > mostMeterColumns) fail('meter-file-no-table', { name })
  const before = all[first - 1]
  const named = before !== undefined && before.length === width ? before : null
  const rows = all.slice(first).filter(({ length }) => length === width)
  if (rows.length < 2) fail('meter-file-no-table', { name })
  if (rows.length > mostMeterReadings)
    fail('meter-file-too-large', { name, mib: mostBytes / 2 ** 20 })
  return {
    name,
    heads: Array.from({ length: width }, (_, column) => named?.[column] ?? String(column + 1)),
    rows,
  }
}

/** A number, or a moment. */
const isTold = (cell: string) => isNumber(cell) || /^\d{1,4}[-/:.]\d{1,2}[-/:.]/.test(cell)

export async function lookAtMeterFile(path: string): Promise<MeterTable> {
  const { name, heads, rows } = await read(path)
  const cut = (cell: string) => cell.slice(0, mostCellLength)
  const shown = rows.slice(0, shownRows)
  return {
    name,
    heads: heads.map(cut),
    rows: shown.map((row) => row.map(cut)),
    rowCount: rows.length,
    guessed: guessColumns(heads, shown),
  }
}

const nsIn: Readonly<Record<Exclude<TimeUnit, 'date'>, number>> = {
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  ns: 1,
}

/** Since 1970, or since midnight for a time of day alone; null where it is none. */
function momentMs(cell: string): number | null {
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2}):(\d{2}(?:[.,]\d{1,9})?)$/.exec(cell) ?? []
  if (hours !== undefined)
    return (
      Number(hours) * 3_600_000 +
      Number(minutes) * 60_000 +
      Number((seconds ?? '').replace(',', '.')) * 1_000
    )
  const ms = Date.parse(cell.replace(/^(\d{4})[/.](\d{1,2})[/.]/, '$1-$2-').replace(' ', 'T'))
  return Number.isFinite(ms) ? ms : null
}

const timeOfDay = /^\d{1,2}:/
const dayMs = 24 * 3_600_000
/** No meter that writes a record is silent for longer. */
const longestStepNs = dayMs * 1e6
/** A number counts from 1970, and not from the start of the record, from here on. */
const since1970Ns = 1e18

/** Rows whose time does not go on are left out, as meters repeat a line now and then. Rejects with a `FaultError`. */
export async function readMeterFile(
  path: string,
  { time, power }: MeterColumns,
): Promise<MeterReadings & { readonly name: string }> {
  const { name, rows } = await read(path)
  const told = numberIn(name)
  const milliwattsOf = (row: readonly string[], line: number): number => {
    if (power.kind === 'power')
      return told(row, power.column, line) * { W: 1e3, mW: 1, uW: 1e-3 }[power.unit]
    const { volts, amperes } = power
    return (
      told(row, volts.column, line) *
      { V: 1, mV: 1e-3 }[volts.unit] *
      told(row, amperes.column, line) *
      { A: 1e3, mA: 1, uA: 1e-3 }[amperes.unit]
    )
  }
  const isOfDay = time.unit === 'date' && timeOfDay.test(rows[0]?.[time.column] ?? '')
  let days = 0
  let lastMs = Number.NEGATIVE_INFINITY
  const nsOf = (row: readonly string[], line: number): number => {
    if (time.unit !== 'date') return told(row, time.column, line) * nsIn[time.unit]
    const ms = momentMs(row[time.column] ?? '')
    if (ms === null) return fail('meter-not-a-number', { name, line, column: time.column + 1 })
    if (isOfDay && ms < lastMs - dayMs / 2) days += 1
    lastMs = ms
    return (ms + days * dayMs) * 1e6
  }
  const atNs = new Float64Array(rows.length)
  const milliwatts = new Float64Array(rows.length)
  let count = 0
  let startNs = 0
  rows.forEach((row, index) => {
    const ns = nsOf(row, index + 1)
    const value = milliwattsOf(row, index + 1)
    if (count === 0) startNs = ns
    if (count > 0 && ns - startNs <= (atNs[count - 1] ?? 0)) return
    const stepNs = ns - startNs - (atNs[count - 1] ?? 0)
    if (stepNs > longestStepNs)
      fail('meter-time-jumps', { name, line: index + 1, days: Math.floor(stepNs / longestStepNs) })
    atNs[count] = ns - startNs
    milliwatts[count] = value
    count += 1
  })
  if (count < 2) fail('meter-time-stands', { name })
  return {
    name,
    atNs: atNs.slice(0, count),
    milliwatts: milliwatts.slice(0, count),
    startedMs: !isOfDay && startNs >= since1970Ns ? startNs / 1e6 : null,
  }
}

function numberIn(name: string) {
  return (row: readonly string[], column: number, line: number): number => {
    const cell = row[column] ?? ''
    if (!isNumber(cell)) return fail('meter-not-a-number', { name, line, column: column + 1 })
    return Number(cell)
  }
}
