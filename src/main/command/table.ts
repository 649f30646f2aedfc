// A list for a terminal that is at most 80 columns wide: where it would be wider, its widest column gives way.

import Table from 'cli-table3'

export const terminalWidth = 80
const gap = '  '
const leastWidth = 6

const noLines = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'],
    ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, name === 'middle' ? gap : '']),
)

export interface Column {
  readonly head: string
  readonly align?: 'left' | 'right'
  /** Never cut: what is in it is copied from the terminal. */
  readonly whole?: true
}

export function listTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const all = [columns.map(({ head }) => head), ...rows]
  const natural = columns.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ''))))
  const mayGiveWay = columns.map(({ whole }) => whole !== true)
  const widths = fitted(natural, mayGiveWay, terminalWidth - gap.length * (columns.length - 1))
  const table = new Table({
    chars: noLines,
    colWidths: widths,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  })
  for (const row of all) table.push([...row])
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Takes from the widest that may give way until all fit. */
function fitted(
  natural: readonly number[],
  mayGiveWay: readonly boolean[],
  room: number,
): number[] {
  const widths = [...natural]
  for (;;) {
    const giving = widths.map((width, at) => (mayGiveWay[at] === true ? width : 0))
    const widest = giving.indexOf(Math.max(...giving))
    const width = giving[widest] ?? 0
    if (widths.reduce((sum, each) => sum + each, 0) <= room || width <= leastWidth) return widths
    widths[widest] = width - 1
  }
}

/** Columns on a terminal: East Asian wide characters take two. */
export function widthOf(text: string): number {
  return [...text].reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        sign,
      )
        ? 2
        : 1),
    0,
  )
}

/** Words of prose, broken between words to fit. */
export function wrapped(text: string, indent = ''): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    const longer = last === '' ? word : `${last} ${word}`
    if (last !== '' && widthOf(indent + longer) > terminalWidth) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines.map((line) => `${indent}${line}`).join('\n')
}
