// Tells the window what other programs write to the store, as if it had been heard here: their runs as they go on, and
// that a list has changed. What another program follows is never followed here too; when it stops, this one takes over.

import { localBoardId } from '../../shared/board.ts'
import type { RunId } from '../../shared/event.ts'
import type { RunRecord } from '../../shared/ipc.ts'
import type { Publish } from '../publish.ts'
import type { StoreChanges } from '../store/changes.ts'
import { type RunStore, unfinished } from '../store/runs.ts'
import type { Runs } from './runs.ts'

/** At most once a second; rarer while this computer is measured, which the other program does quietly too. */
const lookMs = 1_000
const quietLookMs = 5_000

export interface OtherProgramsOptions {
  readonly changes: StoreChanges
  readonly store: RunStore
  readonly runs: Runs
  readonly publish: Publish
}

export class OtherPrograms {
  readonly #options: OtherProgramsOptions
  /** Each run as it was told last. */
  #told: ReadonlyMap<RunId, { readonly lastSeq: number; readonly text: string }>
  #lists: string
  #timer: NodeJS.Timeout | null = null

  constructor(options: OtherProgramsOptions) {
    this.#options = options
    this.#told = this.#state(options.store.list())
    this.#lists = options.changes.lists()
  }

  start(): void {
    const { runs } = this.#options
    const measuresHere = runs
      .list()
      .some(({ boardId, status }) => boardId === localBoardId && unfinished.includes(status))
    this.#timer = setTimeout(
      () => {
        this.look()
        this.start()
      },
      measuresHere ? quietLookMs : lookMs,
    )
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  look(): void {
    const { changes, runs } = this.#options
    if (changes.happened()) this.#tell()
    runs.takeOver()
  }

  #tell(): void {
    const { changes, store, runs, publish } = this.#options
    const before = this.#told
    const records = store.list()
    this.#told = this.#state(records)
    const lists = changes.lists()
    const isRemoved = [...before.keys()].some((id) => !this.#told.has(id))
    if (isRemoved || lists !== this.#lists) publish('store.changed', { by: 'another-program' })
    this.#lists = lists
    for (const record of records) {
      const [was, is] = [before.get(record.id), this.#told.get(record.id)]
      if (is === undefined || was?.text === is.text || runs.follows(record.id)) continue
      runs.noticeElsewhere(record.id)
      const events = store.news(record.id, was?.lastSeq ?? 0)
      if (events.length > 0) publish('run.events', { run: record.id, events })
      publish('run.changed', record)
    }
  }

  #state(records: readonly RunRecord[]) {
    const { store } = this.#options
    return new Map(
      records.map((record) => {
        const lastSeq = store.lastSeq(record.id)
        const { status, fault, note } = record
        return [record.id, { lastSeq, text: JSON.stringify([lastSeq, status, fault, note]) }]
      }),
    )
  }
}
