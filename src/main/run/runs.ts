// The life of a run as main sees it: stored as preparing under an id of our own, brought to the board, started,
// followed to its end. What is not in the store is not shown.

import { randomBytes } from 'node:crypto'
import { type BoardId, localBoardId } from '../../shared/board.ts'
import type { EnvironmentRecord } from '../../shared/environment.ts'
import { joined, mostShownSamples, thinned } from '../../shared/environment-series.ts'
import { newRunId, type RunEvent, type RunId } from '../../shared/event.ts'
import { type Fault, fail, fault, toFault } from '../../shared/fault.ts'
import { fileValues } from '../../shared/input.ts'
import type { RunRecord, RunSnapshot, RunStatus } from '../../shared/ipc.ts'
import { type Plan, tunesClocks } from '../../shared/plan.ts'
import { type PowerSeries, powerSeries, thinnedPower } from '../../shared/power-series.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import { countedRepetitions } from '../../shared/run.ts'
import { madeByBlocks } from '../../shared/tuning-seen.ts'
import type { Boards } from '../board/boards.ts'
import type { Tunings } from '../board/tuning.ts'
import type { Meters } from '../meter/meters.ts'
import { modelContent } from '../model/content.ts'
import type { InputFiles } from '../model/input-files.ts'
import type { Publish } from '../publish.ts'
import type { Release, RunClaims } from '../store/claims.ts'
import type { ModelStore } from '../store/models.ts'
import { concatenated, type SampleWindow } from '../store/run-events.ts'
import { type RunStore, unfinished } from '../store/runs.ts'
import { follow } from './follow.ts'
import { Ingest } from './ingest.ts'

export interface RunsOptions {
  readonly store: RunStore
  readonly meters: Pick<Meters, 'over' | 'series'>
  readonly claims: Pick<RunClaims, 'claim'>
  readonly models: ModelStore
  readonly inputFiles: InputFiles
  readonly boards: Boards
  readonly tunings: Pick<Tunings, 'inspect'>
  readonly publish: Publish
}

const remoteTickMs = 100
/** While this computer measures itself, Benchtop works at most once a second (METRICS, environment). */
const localTickMs = 1_000
const startAttempts = 3
/** What came to a board later than this may be for a run that another desk is about to start. */
const cleanedAgeMs = 10 * 60_000

interface LiveRun {
  /** The program ends; the board goes on. */
  readonly stop: AbortController
  /** The user wants no such run. */
  readonly cancel: AbortController
  /** The board was asked to start, so it may be measuring. */
  asked: boolean
  /** Settles when the run has been brought to its board and started, or can not be. */
  brought: Promise<void>
  /** Settles when nothing more is done for the run; never rejects. */
  done: Promise<void>
}

export class Runs {
  readonly #options: RunsOptions
  readonly #live = new Map<RunId, LiveRun>()
  /** Runs that another program follows, as far as was noticed. */
  readonly #elsewhere = new Set<RunId>()

  constructor(options: RunsOptions) {
    this.#options = options
  }

  list(): readonly RunRecord[] {
    return this.#options.store.list()
  }

  record(id: RunId): RunRecord {
    return this.#options.store.get(id) ?? fail('not-found', { what: 'run', id })
  }

  snapshot(id: RunId): RunSnapshot {
    const record = this.record(id)
    const { store, meters } = this.#options
    return { record, view: meters.over(id, store.view(id, record.plan)) }
  }

  /** The latencies of one repetition, or of all that a point's figures are of (null). */
  samples(id: RunId, point: number, repetition: number | null): Float64Array {
    return concatenated(this.windows(id, point, repetition).map(({ samples }) => samples))
  }

  windows(id: RunId, point: number, repetition: number | null): readonly SampleWindow[] {
    const { store } = this.#options
    const { plan } = this.record(id)
    if (repetition !== null) return store.windows(id, point, repetition)
    const view = store.view(id, plan).points[point]
    const counted = view === undefined ? [] : countedRepetitions(view)
    return counted.length === (view?.repetitions.length ?? 0)
      ? store.windows(id, point, null)
      : counted.flatMap((one) => store.windows(id, point, one.repetition))
  }

  /** What went on around one repetition of a point, at no more than `mostShownSamples` moments. */
  environment(id: RunId, point: number, repetition: number): EnvironmentRecord {
    const records = this.#options.store.environment(this.record(id).id, point, repetition)
    return thinned(joined(records), mostShownSamples)
  }

  /** What its power did meanwhile, for a chart: one series for each source that was read. */
  power(id: RunId, point: number, repetition: number): readonly PowerSeries[] {
    const records = this.#options.store.power(this.record(id).id, point, repetition)
    const own = this.snapshot(id).view.powerSources.map((source) => powerSeries(source, records))
    const meter = this.#options.meters.series(id, point, repetition)
    return [...own, ...(meter === null ? [] : [meter])]
      .filter(({ atNs }) => atNs.length > 0)
      .map((series) => thinnedPower(series))
  }

  /** Stores the run and sets it going; what comes of it is published. */
  start(boardId: BoardId, plan: Plan): RunRecord {
    const { store, boards, claims } = this.#options
    const board = boards.board(boardId)
    for (const model of plan.models) this.#model(model.sha256)
    // A run that nobody follows here may have ended long ago: whether one is measuring, the board itself knows.
    const busy = this.#unfinishedOn(boardId).find((run) => this.#live.has(run.id))
    if (busy !== undefined) fail('board-busy', { run: busy.id })
    const now = new Date()
    const id = newRunId(now, randomBytes(3))
    // Before others see the run: they would take it for one that its program left.
    const release = claims.claim(id)
    if (release === null) throw new Error(`run ${id} is followed before it is there`)
    const createdMs = now.getTime()
    const record = orRelease(release, () =>
      store.add({ id, boardId, boardName: board.name, plan, createdMs }),
    )
    this.#options.publish('run.changed', record)
    this.#go(record, release, (live) => this.#bring(record, live))
    return record
  }

  /** Takes up every run that has not ended and that nobody follows: of all boards, or of one. */
  resume(boardId?: BoardId): void {
    for (const record of this.#unfinishedOn(boardId)) this.#takeUp(record)
  }

  follows(id: RunId): boolean {
    return this.#live.has(id)
  }

  /** Another program goes on with this run. */
  noticeElsewhere({ id, status }: RunRecord): void {
    if (isUnfinished(status)) this.#elsewhere.add(id)
  }

  /** Takes up what another program followed and does not any more. */
  takeOver(): void {
    for (const id of [...this.#elsewhere]) {
      const record = this.#options.store.get(id)
      this.#elsewhere.delete(id)
      if (record !== null && isUnfinished(record.status)) this.#takeUp(record)
    }
  }

  /**
   * Before it runs on the board a run just ends; afterwards the board is asked to end it, now or, where it can not
   * be reached, as soon as it can.
   */
  async cancel(id: RunId): Promise<void> {
    const record = this.record(id)
    const live = this.#live.get(id)
    if (!isUnfinished(record.status)) return
    live?.cancel.abort()
    if (live !== undefined && !live.asked) return
    try {
      const session = await this.#options.boards.session(record.boardId, id)
      await session.call('cancel', { run: id })
    } catch (thrown) {
      const { stage, code } = toFault(thrown)
      // Whoever follows it asks again as soon as the board is reached, or has begun the run.
      if (code === 'run-unknown' && live === undefined && this.#isElsewhere(id))
        fail('bad-request', {
          reason: 'another program is still bringing the run to its board; cancel it there',
        })
      if (live === undefined || (stage !== 'reach' && code !== 'run-unknown')) throw thrown
    }
    this.#takeUp(record)
  }

  setNote(id: RunId, note: string): void {
    this.#options.store.setNote(this.record(id).id, note)
    this.#options.publish('run.changed', this.record(id))
  }

  /** A run under way is cancelled first; one whose board can not be asked may be removed as it stands. */
  async remove(id: RunId): Promise<void> {
    const { status, fault: why } = this.record(id)
    if (isUnfinished(status) && why === null)
      fail('bad-request', { reason: 'the run is still going on; cancel it first' })
    await this.#leave(id)
    this.#options.store.remove(id)
  }

  /** Ends every run of a board that is to be removed: nothing more will be heard of them. */
  async abandon(boardId: BoardId): Promise<void> {
    for (const { id } of this.#unfinishedOn(boardId)) {
      await this.#leave(id)
      this.#setStatus(id, 'lost', fault('board-removed', {}))
    }
  }

  /** Removes from a board what is kept here too, or can be brought again. Rejects while a run is measuring there. */
  async clean(boardId: BoardId): Promise<VerbReply<'clean'>> {
    const { store, boards } = this.#options
    const session = await boards.session(boardId)
    const keep = this.#unfinishedOn(boardId).flatMap(({ plan }) =>
      plan.models.flatMap(({ sha256, inputs }) => [
        sha256,
        ...fileValues(inputs).map((values) => values.sha256),
      ]),
    )
    const runs = [...store.heldWhole(boardId)]
    return session.call('clean', { runs, keep, leastAgeMs: cleanedAgeMs })
  }

  /** Resolves when nothing more is done for this run here. */
  async settled(id: RunId): Promise<void> {
    await this.#live.get(id)?.done
  }

  /** Runs that the end of this program would touch: on this computer, or still on their way to a board. */
  touchedByQuitting(): readonly RunRecord[] {
    return this.#unfinishedOn().filter(
      ({ id, boardId, status }) =>
        this.#live.has(id) && (boardId === localBoardId || status === 'preparing'),
    )
  }

  /** Resolves when no run is on its way to a board any more. */
  async brought(): Promise<void> {
    await Promise.allSettled([...this.#live.values()].map((live) => live.brought))
  }

  async #leave(id: RunId): Promise<void> {
    const live = this.#live.get(id)
    live?.stop.abort()
    await live?.done
  }

  #unfinishedOn(boardId?: BoardId): readonly RunRecord[] {
    return this.#options.store
      .listUnfinished()
      .filter((run) => boardId === undefined || run.boardId === boardId)
  }

  /** Stops following; the boards go on. */
  async stopAll(): Promise<void> {
    const live = [...this.#live.values()]
    for (const { stop } of live) stop.abort()
    await Promise.all(live.map(({ done }) => done))
  }

  /** Follows a run that the board was asked for already, unless another program does. */
  #takeUp(record: RunRecord): void {
    if (this.#live.has(record.id)) return
    const release = this.#options.claims.claim(record.id)
    if (release === null) this.#elsewhere.add(record.id)
    else this.#go(record, release, null)
  }

  #isElsewhere(id: RunId): boolean {
    const release = this.#options.claims.claim(id)
    release?.()
    return release === null
  }

  /** Without `prepare` the board was asked by an earlier program, or by this one. */
  #go(
    record: RunRecord,
    release: Release,
    prepare: ((live: LiveRun) => Promise<void>) | null,
  ): void {
    const live: LiveRun = {
      stop: new AbortController(),
      cancel: new AbortController(),
      asked: prepare === null,
      brought: Promise.resolve(),
      done: Promise.resolve(),
    }
    if (prepare !== null) live.brought = prepare(live)
    live.done = this.#work(record, live).finally(() => {
      this.#live.delete(record.id)
      release()
    })
    this.#live.set(record.id, live)
  }

  async #work(record: RunRecord, live: LiveRun): Promise<void> {
    try {
      await live.brought
    } catch (thrown) {
      if (live.stop.signal.aborted) return
      const isCancelled = live.cancel.signal.aborted && !live.asked
      if (isCancelled) return this.#setStatus(record.id, 'cancelled', null)
      return this.#setStatus(record.id, 'failed', toFault(thrown))
    }
    try {
      await this.#follow(record, live)
      // What was heard of its clocks may be hours old.
      if (tunesClocks(record.plan) && !live.stop.signal.aborted)
        await this.#options.tunings.inspect(record.boardId).catch(() => undefined)
    } catch (thrown) {
      if (!live.stop.signal.aborted) this.#endFollowing(record.id, toFault(thrown))
    }
  }

  /** Only the board itself can tell that a run is over; whatever else ends the following says nothing of it. */
  #endFollowing(id: RunId, why: Fault): void {
    const status = this.#options.store.get(id)?.status
    if (status === undefined) return
    const isGone = why.code === 'run-unknown'
    if (isGone && status === 'running') this.#setStatus(id, 'lost', why)
    else if (isGone) this.#setStatus(id, 'failed', fault('run-not-started', {}))
    // Who gave up logging in, or closed the way to the board, did not cancel the run.
    else if (why.code === 'cancelled') this.#setStatus(id, status, fault('run-not-followed', {}))
    else this.#setStatus(id, status, why)
  }

  /**
   * Connects, carries the models over and starts the run there. `start` may be repeated, so a lost link is no
   * harm. Once it was sent the board may be measuring: cancelling means asking the board, and a board that is not
   * reached any more is left to whoever follows the run.
   */
  async #bring(record: RunRecord, live: LiveRun): Promise<void> {
    const { boards, inputFiles, publish } = this.#options
    const signal = AbortSignal.any([live.stop.signal, live.cancel.signal])
    for (let attempt = 1; ; attempt++) {
      let asksNow = false
      try {
        const session = await boards.session(record.boardId, record.id, signal)
        const onProgress = boards.progressTo(record.boardId, record.id)
        for (const model of record.plan.models)
          await session.push(modelContent(this.#model(model.sha256)), onProgress, signal)
        for (const content of record.plan.models.flatMap((model) => inputFiles.contents(model)))
          await session.push(content, onProgress, signal)
        onProgress({ stage: 'start', item: '', doneBytes: 0, totalBytes: 0 })
        signal.throwIfAborted()
        live.asked = asksNow = true
        const instrumentPids = record.boardId === localBoardId ? [process.pid] : []
        const request = { run: record.id, plan: record.plan, instrumentPids }
        await session.call('start', request, live.stop.signal)
        return
      } catch (thrown) {
        const { stage, retry } = toFault(thrown)
        const again = retry === 'auto' && attempt < startAttempts
        if (live.stop.signal.aborted) throw thrown
        const isAnswer = asksNow && stage !== 'reach'
        if (live.asked && !isAnswer && (signal.aborted || !again)) return
        if (signal.aborted || !again) throw thrown
      } finally {
        publish('activity.ended', { boardId: record.boardId })
      }
    }
  }

  #follow(record: RunRecord, live: LiveRun): Promise<void> {
    const { store, boards, publish } = this.#options
    const local = boards.board(record.boardId).kind === 'local'
    const tickMs = local ? localTickMs : remoteTickMs
    const ingest = new Ingest(record.id, store, publish, tickMs, (events) =>
      this.#seeClocks(record, events),
    )
    return follow({
      record,
      store,
      ingest,
      session: async () => {
        const { signal } = live.stop
        const session = await boards.session(record.boardId, record.id, signal)
        if (live.cancel.signal.aborted) await session.call('cancel', { run: record.id }, signal)
        return session
      },
      signal: live.stop.signal,
      onLink: (why) => {
        const { status, fault: known } = this.record(record.id)
        if (isUnfinished(status) && (why?.code ?? null) !== (known?.code ?? null))
          this.#setStatus(record.id, status, why)
      },
    })
  }

  /** What a run says of its board's clocks is known of the board. */
  #seeClocks({ id, boardId, plan }: RunRecord, events: readonly RunEvent[]): void {
    const { boards, store } = this.#options
    const last = events.findLast(
      (event) => event.type === 'clock-set' || event.type === 'clock-given-back',
    )
    if (last?.type === 'clock-given-back') boards.seeTuning(boardId, last.status)
    if (last?.type === 'clock-set') {
      const changes = [...madeByBlocks(store.view(id, plan).clocks)]
      const status = { state: 'tuned', lease: { kind: 'run' }, tainted: false, changes } as const
      boards.seeTuning(boardId, status)
    }
  }

  #model(sha256: string) {
    return this.#options.models.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
  }

  #setStatus(id: RunId, status: RunStatus, why: Fault | null): void {
    this.#options.store.setStatus(id, status, why)
    const record = this.#options.store.get(id)
    if (record !== null) this.#options.publish('run.changed', record)
  }
}

function orRelease<T>(release: Release, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    release()
    throw thrown
  }
}

function isUnfinished(status: RunStatus): boolean {
  return unfinished.includes(status)
}
