// Reports of runs in the store: the document, its formats, and the file that it becomes.

import { readFileSync } from 'node:fs'
import { sidesOf } from '../../shared/compared-side.ts'
import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import type { Language, ModelRecord, RunSnapshot } from '../../shared/ipc.ts'
import type { Reference } from '../../shared/reference.ts'
import type { ReportDocument, ReportFormat } from '../../shared/report.ts'
import { writeWhole } from '../write-whole.ts'
import { reportCsv } from './csv.ts'
import { type ReportChoices, reportDocument } from './document.ts'
import { reportHtml } from './html.ts'

export interface ReportsOptions {
  readonly snapshot: (run: RunId) => RunSnapshot
  readonly samples: (run: RunId, point: number, repetition: number | null) => Float64Array
  readonly model: (sha256: string) => ModelRecord | null
  readonly references: () => readonly Reference[]
  readonly benchtop: string
  /** The built page of a report. */
  readonly pagePath: string
}

interface Wanted extends ReportChoices {
  readonly runs: readonly RunId[]
  readonly format: ReportFormat
  /** Of CSV: a line for each process instead of one for each point. */
  readonly repetitions?: boolean
  readonly language: Language
}

export class Reports {
  readonly #options: ReportsOptions
  readonly #saved = new Set<string>()

  constructor(options: ReportsOptions) {
    this.#options = options
  }

  /** Runs in the order in which they are named, each once. */
  document(runs: readonly RunId[], choices: ReportChoices): ReportDocument {
    const { snapshot, references, ...sources } = this.#options
    const ids = [...new Set(runs)]
    const snapshots = ids.map(snapshot)
    const { baseline, by } = choices
    if (baseline !== undefined && !sidesOf(snapshots, by).some(({ id }) => id === baseline))
      fail('bad-request', { reason: `the baseline ${baseline} is not among the runs` })
    return reportDocument(
      { ...sources, runs: snapshots, references: references(), nowMs: Date.now() },
      choices,
    )
  }

  text({ runs, format, language, repetitions = false, ...choices }: Wanted): string {
    const document = this.document(runs, choices)
    switch (format) {
      case 'json':
        return `${JSON.stringify(document, null, 2)}\n`
      case 'csv':
        return reportCsv(document, repetitions)
      case 'html':
        return reportHtml(this.#page(), document, language)
    }
  }

  /** Gives back where the file is, absolute. */
  async save(wanted: Wanted, path: string): Promise<string> {
    const target = await writeWhole(path, this.text(wanted))
    this.#saved.add(target)
    return target
  }

  /** Whether this program wrote that file: nothing else is shown to the user's file manager. */
  isSaved(path: string): boolean {
    return this.#saved.has(path)
  }

  #page(): string {
    try {
      return readFileSync(this.#options.pagePath, 'utf8')
    } catch {
      fail('report-page-not-built', {})
    }
  }
}
