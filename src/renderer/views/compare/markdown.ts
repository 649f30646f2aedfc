// A comparison as Markdown, for an issue or a chat: what it finds, and the points in common with their ratios.

import type { Comparison } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import { formatRatio, unknown } from '../../../shared/units.ts'
import { type Metric, readings } from './figures.ts'

/** Text of a board or a model may not end its cell, nor become a link or HTML. */
function cell(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ')
}

interface MarkdownWords {
  readonly title: string
  readonly sentences: readonly string[]
  readonly heads: { readonly model: string; readonly batch: string; readonly threads: string }
  readonly names: readonly string[]
  readonly metricName: string
}

function pointWords(point: ComparedPoint | null, metric: Metric): string {
  if (point === null) return unknown
  const { words, ratio } = readings[metric]
  const { value, spread } = words(point)
  const found = ratio(point)
  const compared = found === null ? '' : ` (${formatRatio(found.value)}, ${found.verdict})`
  return `${value} ${spread}`.trim() + compared
}

export function comparisonMarkdown(
  { rows }: Comparison,
  metric: Metric,
  { title, sentences, heads, names, metricName }: MarkdownWords,
): string {
  const head = [
    heads.model,
    heads.batch,
    heads.threads,
    ...names.map((name) => `${name}: ${metricName}`),
  ]
  const lines = rows.map((row) => [
    row.model.name,
    String(row.batch),
    row.threads === null
      ? row.cells.map((found) => found?.point.threads ?? unknown).join(' / ')
      : String(row.threads),
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
