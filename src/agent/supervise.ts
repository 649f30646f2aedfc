// The supervisor of one run: the only writer of its journal, and the parent of one worker process per point.
// It needs nobody who listens, and it goes on whatever becomes of a worker.

import { existsSync, writeFileSync } from 'node:fs'
import type { PointOutcome, RunId, RunOutcome } from '../shared/event.ts'
import { toFault } from '../shared/fault.ts'
import { measuringOrder } from '../shared/order.ts'
import type { Point } from '../shared/plan.ts'
import { nowNs, originNs } from './clock.ts'
import { modelPath, type RunFiles, runFiles, storageFault } from './home.ts'
import { ownIdentity } from './process-identity.ts'
import type { Program } from './program.ts'
import { JournalWriter } from './run/journal.ts'
import { type PointRun, runPoint } from './run/point.ts'
import { type RunRequest, readRunRequest } from './run/request.ts'

const cancelPollMs = 200

class Supervisor {
  readonly #program: Program
  readonly #files: RunFiles
  readonly #request: RunRequest
  readonly #journal: JournalWriter
  readonly #originNs: string
  #running: PointRun | null = null

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
  }

  get #cancelAsked(): boolean {
    return existsSync(this.#files.cancel)
  }

  /** Leaves no worker behind; the journal stays without an end, which says that the run was lost. */
  abandon(): void {
    this.#running?.kill()
  }

  async run(): Promise<void> {
    const { run, plan, facts, agent } = this.#request
    this.#journal.append({ type: 'run-started', run, plan, facts, agent, preflight: null })
    this.#journal.sync()
    const outcome = await this.#sweep().catch((error: unknown): RunOutcome => {
      this.abandon()
      return { kind: 'failed', fault: toFault(storageFault(error, this.#program.home.dir)) }
    })
    this.#journal.append({ type: 'run-ended', outcome })
    this.#journal.sync()
  }

  async #sweep(): Promise<RunOutcome> {
    for (const { point, repetition } of measuringOrder(this.#request.plan)) {
      if (this.#cancelAsked) return { kind: 'cancelled' }
      this.#journal.append({ type: 'point-started', point, repetition })
      const outcome = await this.#measure(point, repetition)
      this.#journal.append({
        type: 'point-ended',
        point: point.index,
        repetition,
        outcome,
        environment: null,
        invalid: [],
      })
      this.#journal.sync()
      if (outcome.kind === 'cancelled') return { kind: 'cancelled' }
    }
    return { kind: 'completed' }
  }

  async #measure(point: Point, repetition: number): Promise<PointOutcome> {
    const { plan } = this.#request
    const spec = {
      point,
      repetition,
      limits: plan.limits,
      server: plan.server,
      seed: plan.seed,
      scratchDir: this.#files.dir,
      originNs: this.#originNs,
      modelPath: modelPath(this.#program.home, point.model.sha256),
    }
    const running = runPoint(this.#program, spec, (happening) => this.#journal.append(happening))
    this.#running = running
    const poll = setInterval(() => {
      if (this.#cancelAsked) running.cancel()
    }, cancelPollMs)
    try {
      return await running.outcome
    } finally {
      clearInterval(poll)
      this.#running = null
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
      process.exit(1)
    })
  await supervisor.run()
}
