// The supervisor of one run: the only writer of its journal, and the parent of one worker process per repetition of a
// point. It needs nobody who listens, and it goes on whatever becomes of a worker.

import { existsSync, writeFileSync } from 'node:fs'
import type { EnvironmentRecord } from '../shared/environment.ts'
import type { PointOutcome, RunId, RunOutcome } from '../shared/event.ts'
import { type Fault, toFault } from '../shared/fault.ts'
import { limitsWithPower } from '../shared/limits.ts'
import { type Invocation, measuringOrder } from '../shared/order.ts'
import { type Point, tunesClocks } from '../shared/plan.ts'
import { nowNs, originNs } from './clock.ts'
import type { Judgement } from './environment/measured-window.ts'
import { preflight } from './environment/preflight.ts'
import { EnvironmentSampler } from './environment/sampler.ts'
import { EnvironmentWatch } from './environment/watch.ts'
import { modelPath, type RunFiles, runFiles, storageFault } from './home.ts'
import { findPower } from './power/find.ts'
import { type FoundPower, noPower } from './power/source.ts'
import { PowerWatch, powerThread } from './power/watch.ts'
import { ownIdentity } from './process-identity.ts'
import type { Program } from './program.ts'
import { Clocks } from './run/clocks.ts'
import { coolDown } from './run/cool-down.ts'
import { JournalWriter } from './run/journal.ts'
import { Ladders } from './run/ladder.ts'
import { listenersIn } from './run/listeners.ts'
import { sayMeasuring } from './run/measuring.ts'
import { endedBy } from './run/outcome.ts'
import { placementPrefix } from './run/placement.ts'
import { runPoint } from './run/point.ts'
import { type RunRequest, readRunRequest } from './run/request.ts'
import { type PowerOfPoint, type PowerOutcome, RunPower } from './run/run-power.ts'
import type { WorkerHappening } from './run/worker-message.ts'

const cancelPollMs = 200
/** Who is asked to end and can not, ends so; a session of clocks that it leaves gives back by itself. */
const abandonMs = 10_000

interface Ended extends Judgement, Pick<PowerOutcome, 'energy'> {
  readonly outcome: PointOutcome
}

const unseen = { environment: null, invalid: [], energy: [] } as const

class Supervisor {
  readonly #program: Program
  readonly #files: RunFiles
  readonly #request: RunRequest
  readonly #journal: JournalWriter
  readonly #watch: EnvironmentWatch
  readonly #originNs: string
  readonly #cancelled = new AbortController()
  /** Null: the run leaves the board's clocks alone. */
  readonly #clocks: Clocks | null
  readonly #startedNs: number
  readonly #nowNs: () => number
  /** Null: this board's power can't be read, or it was not looked for yet. */
  #power: RunPower | null = null
  #killWorker: () => void = () => undefined
  #isAbandoned = false
  /** What went wrong where nobody could be told at once. */
  #failure: { readonly reason: unknown } | null = null

  constructor(
    program: Program,
    files: RunFiles,
    request: RunRequest,
    journal: JournalWriter,
    startedNs: number,
  ) {
    this.#program = program
    this.#files = files
    this.#request = request
    this.#journal = journal
    this.#originNs = String(originNs + BigInt(startedNs))
    this.#startedNs = startedNs
    this.#nowNs = () => nowNs() - startedNs
    this.#watch = new EnvironmentWatch(
      () => [
        ...request.instrumentPids,
        ...listenersIn(files.listenersDir),
        ...listenersIn(program.home.lookersDir),
        ...this.#tunerPids(),
      ],
      this.#nowNs,
      '',
      () => this.#power?.watch.cost ?? null,
    )
    this.#clocks = tunesClocks(request.plan)
      ? new Clocks(program.home, (news) => journal.append(news))
      : null
  }

  /** Ends without an end in the journal, which says that the run was lost; no worker is left, and no clock owed. */
  abandon(): void {
    this.#isAbandoned = true
    this.#cancelled.abort()
    this.#killWorker()
  }

  #tunerPids(): readonly number[] {
    const pid = this.#clocks?.pid ?? null
    return pid === null ? [] : [pid]
  }

  async run(): Promise<void> {
    const { run, plan, facts, agent, instrumentPids } = this.#request
    // What stands in the way of looking says nothing of the run.
    const foundPower = await findPower().catch(() => noPower)
    const { unread } = foundPower
    const found = await preflight({ instrumentPids, unread }).catch(() => null)
    using power = this.#watchPower(foundPower)
    // A governor that the run sets itself speaks against nothing.
    const setsAll = plan.governors.every((governor) => governor !== null)
    const findings = found?.filter(({ kind }) => kind !== 'governor' || !setsAll) ?? null
    this.#journal.append({
      type: 'run-started',
      run,
      plan,
      facts,
      agent,
      preflight: findings,
      originNs: Number(this.#originNs),
      powerSources: [...power.sources],
    })
    this.#journal.sync()
    const poll = setInterval(() => {
      if (existsSync(this.#files.cancel)) this.#cancelled.abort()
    }, cancelPollMs)
    const outcome = await this.#tunedSweep().catch((error: unknown): RunOutcome => {
      this.#killWorker()
      return { kind: 'failed', fault: toFault(storageFault(error, this.#program.home.dir)) }
    })
    clearInterval(poll)
    if (!this.#isAbandoned) this.#journal.append({ type: 'run-ended', outcome })
    this.#journal.sync()
  }

  #watchPower(found: FoundPower): PowerWatch {
    const thread = powerThread(this.#program)
    const watch = new PowerWatch(found, this.#startedNs, this.#nowNs, thread)
    const { limits } = this.#request.plan
    if (watch.sources.length > 0) this.#power = new RunPower(watch, limits, this.#nowNs)
    return watch
  }

  async #tunedSweep(): Promise<RunOutcome> {
    try {
      await this.#clocks?.begin(this.#cancelled.signal)
      return await this.#sweep()
    } finally {
      // The board gives itself back what it had, also where nobody can be told.
      await this.#clocks?.giveBack().catch(() => undefined)
    }
  }

  async #sweep(): Promise<RunOutcome> {
    const { plan } = this.#request
    const ladders = new Ladders(plan.ladder)
    let isFirst = true
    for (const invocation of measuringOrder(plan)) {
      if (this.#cancelled.signal.aborted) return { kind: 'cancelled' }
      const { point, repetition } = invocation
      const reason = ladders.skips(invocation)
      const refused = reason === null ? await this.#setClock(point) : null
      this.#journal.append({ type: 'point-started', point, repetition })
      const ended: Ended =
        reason !== null
          ? { outcome: { kind: 'skipped', reason }, ...unseen }
          : refused !== null
            ? { outcome: { kind: 'failed', fault: refused }, ...unseen }
            : await this.#measure(invocation, isFirst)
      if (this.#isAbandoned) return { kind: 'cancelled' }
      this.#journal.append({
        type: 'point-ended',
        point: point.index,
        repetition,
        ...ended,
        invalid: [...ended.invalid],
        energy: [...ended.energy],
      })
      if (ended.outcome.kind === 'cancelled') return { kind: 'cancelled' }
      if (reason !== null) continue
      this.#journal.sync()
      ladders.ended(invocation, ended.outcome, ended.invalid.length === 0)
      isFirst = false
    }
    return { kind: 'completed' }
  }

  /** Why the point's clock could not be set; null: it stands, or there is none to set. */
  async #setClock({ clock }: Point): Promise<Fault | null> {
    return (await this.#clocks?.set(clock, this.#cancelled.signal)) ?? null
  }

  async #measure(invocation: Invocation, isFirst: boolean): Promise<Ended> {
    const { point, repetition } = invocation
    const which = { point: point.index, repetition }
    const { plan } = this.#request
    const { signal } = this.#cancelled
    using _measuring = sayMeasuring(this.#program.home)
    const record = (record: EnvironmentRecord) =>
      this.#attempt(() => this.#journal.append({ type: 'environment-recorded', ...which, record }))
    const power =
      this.#power?.point(point, repetition, (news) =>
        this.#attempt(() => this.#journal.append(news)),
      ) ?? null
    const expected = this.#clocks?.expected ?? null
    using sampler = new EnvironmentSampler(this.#watch, record, expected, power)
    if (plan.coolDown.kind !== 'none') {
      this.#journal.append({ type: 'phase-entered', ...which, phase: 'cool-down' })
      await coolDown(plan.coolDown, isFirst, () => this.#watch.look().milliC, signal)
    }
    await power?.rest(signal)
    const outcome = signal.aborted
      ? ({ kind: 'cancelled' } as const)
      : await this.#work(invocation, sampler, power)
    if (this.#failure !== null) throw this.#failure.reason
    if (outcome.kind !== 'measured') return { outcome, ...unseen }
    const { environment, invalid } = sampler.judge()
    const seen = (await power?.ended(outcome, signal)) ?? { energy: [], invalid: [] }
    return { outcome, environment, invalid: [...invalid, ...seen.invalid], energy: seen.energy }
  }

  /** For what is done by a timer: what it throws ends the run at the next step. */
  #attempt(work: () => void): void {
    try {
      work()
    } catch (reason) {
      this.#failure ??= { reason }
      this.#killWorker()
    }
  }

  async #work(
    { point, repetition }: Invocation,
    sampler: EnvironmentSampler,
    power: PowerOfPoint | null,
  ): Promise<PointOutcome> {
    const { plan, facts } = this.#request
    const spec = {
      point,
      repetition,
      limits: power?.tellsPower ? limitsWithPower(plan.limits) : plan.limits,
      server: plan.server,
      seed: plan.seed,
      scratchDir: this.#files.dir,
      originNs: this.#originNs,
      modelPath: modelPath(this.#program.home, point.model.sha256),
    }
    let prefix: readonly string[]
    try {
      prefix = placementPrefix(point.settings.placement, facts.clusters)
    } catch (error) {
      return endedBy(toFault(error))
    }
    const record = (happening: WorkerHappening) => {
      this.#journal.append(happening)
      if (happening.type === 'samples-recorded' && happening.window !== null)
        power?.measured(happening.window)
      sampler.workerWaits()
      if (happening.type !== 'phase-entered') return
      if (happening.phase === 'measure') sampler.measuringBegins()
      else sampler.measuringEnds()
    }
    const running = runPoint(this.#program, spec, prefix, record)
    if (running.pid !== null) sampler.workerIs(running.pid)
    this.#killWorker = running.kill
    this.#cancelled.signal.addEventListener('abort', running.cancel)
    try {
      return await running.outcome
    } finally {
      this.#cancelled.signal.removeEventListener('abort', running.cancel)
      this.#killWorker = () => undefined
    }
  }
}

export async function supervise(program: Program, run: RunId): Promise<void> {
  const startedNs = nowNs()
  const files = runFiles(program.home, run)
  const request = readRunRequest(files.request)
  writeFileSync(files.supervisor, JSON.stringify(ownIdentity()), { flag: 'wx', flush: true })
  using journal = JournalWriter.create(files.journal, startedNs)
  const supervisor = new Supervisor(program, files, request, journal, startedNs)
  process.on('SIGHUP', () => undefined)
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      supervisor.abandon()
      setTimeout(() => process.exit(1), abandonMs).unref()
    })
  await supervisor.run()
}
