// Tells the window what other programs write to the store, as if it had been heard here: their runs as they go on, and
// that a list has changed. What another program follows is never followed here too; when it stops, this one takes over.

import { localBoardId } from '../../shared/board.ts'
import type { Publish } from '../publish.ts'
import type { StoreChanges } from '../store/changes.ts'
import type { RunStore } from '../store/runs.ts'
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
  #told: ReturnType<RunStore['states']>
  #lists: string
  #timer: NodeJS.Timeout | null = null

  constructor(options: OtherProgramsOptions) {
    this.#options = options
    this.#told = options.store.states()
    this.#lists = options.changes.lists()
  }

  start(): void {
    const { store } = this.#options
    const measuresHere = store.listUnfinished().some(({ boardId }) => boardId === localBoardId)
    this.#timer = setTimeout(
      () => {
        try {
          this.look()
        } finally {
          this.start()
        }
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
    this.#told = store.states()
    const lists = changes.lists()
    const isRemoved = [...before.keys()].some((id) => !this.#told.has(id))
    if (isRemoved || lists !== this.#lists) publish('store.changed', { by: 'another-program' })
    this.#lists = lists
    for (const [run, { text }] of this.#told) {
      const was = before.get(run)
      if (was?.text === text || runs.follows(run)) continue
      const record = store.get(run)
      if (record === null) continue
      runs.noticeElsewhere(record)
      const events = store.news(run, was?.lastSeq ?? 0)
      if (events.length > 0) publish('run.events', { run, events })
      publish('run.changed', record)
    }
  }
}
