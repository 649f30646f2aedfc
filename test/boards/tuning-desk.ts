// A board with a model of a kernel, and a desk that tunes it through the core and the agent's verbs: what the tests of
// tuning on boards share.

import type { BoardId } from '../../src/shared/board.ts'
import type { VerbRequest } from '../../src/shared/protocol.ts'
import {
  type Change,
  type TuningReport,
  type TuningStatus,
  tuningSchema,
} from '../../src/shared/tuning.ts'
import { changesFor, type TuningPlan } from '../../src/shared/tuning-plan.ts'
import { TestBench } from '../core/bench.ts'
import type { SysfsLayout } from './board-sysfs.ts'
import { addAndTrust } from './first-sweep.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'
import type { SudoGrant } from './sudo-grant.ts'

type Wish = Parameters<typeof tuningSchema.parse>[0]
type ApplyOptions = Partial<Omit<VerbRequest<'tune-apply'>, 'changes'>>

/** Long enough for a test; the board gives itself back where one breaks. */
const lease = { kind: 'until', leftMs: 120_000 } as const

export class TuningDesk {
  readonly desk: TestBench
  readonly board: NamespaceBoard
  readonly id: BoardId

  private constructor(desk: TestBench, board: NamespaceBoard, id: BoardId) {
    this.desk = desk
    this.board = board
    this.id = id
  }

  static async start(layout: SysfsLayout, sudo: SudoGrant): Promise<TuningDesk> {
    const board = await startNamespaceBoard({ diskMiB: 400, sysfs: { layout }, sudo })
    const desk = new TestBench()
    const id = await addAndTrust(desk, board)
    await desk.bench.boards.connect(id)
    return new TuningDesk(desk, board, id)
  }

  async stop(): Promise<void> {
    await this.desk.dispose()
    await this.board.stop()
  }

  /** Another board in the place of this one, as its kernel makes it. */
  become(layout: SysfsLayout): Promise<unknown> {
    return this.board.sys.control(`boot ${layout}`)
  }

  async inspect(): Promise<TuningReport> {
    return (await this.#session()).call('tune-inspect', {})
  }

  async plan(wish: Wish): Promise<TuningPlan> {
    return changesFor(tuningSchema.parse(wish), await this.inspect())
  }

  /** What the plan for a wish says. */
  async tune(wish: Wish, options: ApplyOptions = {}): Promise<TuningStatus> {
    return this.apply((await this.plan(wish)).changes, options)
  }

  async apply(changes: readonly Change[], options: ApplyOptions = {}): Promise<TuningStatus> {
    const session = await this.#session()
    return session.call('tune-apply', { changes: [...changes], lease, ...options })
  }

  async restore(password?: string): Promise<TuningStatus> {
    return (await this.#session()).call('tune-restore', { password })
  }

  /** The program that tunes becomes root's own, and the user's way to root. */
  async install(password?: string): Promise<TuningReport> {
    return (await this.#session()).call('tune-install', { password })
  }

  async remove(): Promise<TuningReport> {
    return (await this.#session()).call('tune-install', { remove: true })
  }

  async forget(): Promise<TuningStatus> {
    return (await this.#session()).call('tune-forget', {})
  }

  #session() {
    return this.desk.bench.boards.session(this.id)
  }
}
