// A comparison as Markdown, for an issue or a chat: what it finds, and the points in common with their ratios.

import type { Comparison, ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import { formatRatio, unknown } from '../../../shared/units.ts'
import { type Metric, readings } from './figures.ts'
import type { RowColumns } from './rowWords.ts'

/** Text of a board or a model may not end its cell, nor become a link or HTML. */
function cell(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ')
}

interface MarkdownWords {
  readonly title: string
  readonly sentences: readonly string[]
  readonly columns: RowColumns
  readonly heads: {
    readonly model: string
    readonly conditions: string
    readonly batch: string
    readonly threads: string
  }
  readonly conditionsOf: (row: ComparisonRow) => string
  readonly names: readonly string[]
  readonly metricName: string
}

function pointWords(point: ComparedPoint | null, metric: Metric): string {
  if (point === null) return unknown
  const { words, ratio } = readings[metric]
  const { value, spread } = words(point)
  const found = ratio(point)
  const doubt = point.invalid.length === 0 ? '' : ', invalid'
  const compared = found === null ? '' : ` (${formatRatio(found.value)}, ${found.verdict})`
  return `${value} ${spread}`.trim() + doubt + compared
}

const threadsOf = ({ threads, cells }: ComparisonRow) =>
  threads === null
    ? cells.map((found) => found?.point.threads ?? unknown).join(' / ')
    : String(threads)

export function comparisonMarkdown(
  { rows }: Comparison,
  metric: Metric,
  { title, sentences, columns, heads, conditionsOf, names, metricName }: MarkdownWords,
): string {
  const places: readonly (readonly [head: string, of: (row: ComparisonRow) => string])[] = [
    ...(rows.every(({ model }) => model === null)
      ? []
      : [[heads.model, ({ model }: ComparisonRow) => model?.name ?? ''] as const]),
    ...(columns.conditions ? [[heads.conditions, conditionsOf] as const] : []),
    ...(columns.batch
      ? [[heads.batch, ({ batch }: ComparisonRow) => String(batch ?? unknown)] as const]
      : []),
    ...(columns.threads || columns.ownThreads ? [[heads.threads, threadsOf] as const] : []),
  ]
  const head = [...places.map(([name]) => name), ...names.map((name) => `${name}: ${metricName}`)]
  const lines = rows.map((row) => [
    ...places.map(([, of]) => of(row)),
    ...row.cells.map((found) => pointWords(found, metric)),
  ])
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [
    `### ${cell(title)}`,
    '',
    ...sentences.map((sentence) => `- ${cell(sentence)}`),
    '',
    line(head),
    `| ${head.map((_, index) => (index === 0 ? '---' : '---:')).join(' | ')} |`,
    ...lines.map(line),
    '',
  ].join('\n')
}
