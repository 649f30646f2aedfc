// What the desk asks of a board's clocks. Whatever a board answers of them is remembered as the board's; a password that
// sudo wants is asked for, goes to the agent's stdin, and is kept in memory alone, and only where the person said so.

import { hostname, userInfo } from 'node:os'
import type { Board, BoardId } from '../../shared/board.ts'
import { fail, toFault } from '../../shared/fault.ts'
import type { LoginQuestion } from '../../shared/login.ts'
import type { VerbReply, VerbRequest } from '../../shared/protocol.ts'
import type { TuningReport, TuningStatus } from '../../shared/tuning.ts'
import { isOwed } from '../../shared/tuning-seen.ts'
import type { Ask } from '../login/ask.ts'
import type { Boards } from './boards.ts'
import type { BoardSession } from './session.ts'

type TuningVerb = Extract<Parameters<BoardSession['call']>[0], `tune-${string}`>
type Asked<V extends TuningVerb> = Omit<VerbRequest<V>, 'password'>

/** As often as sudo itself asks. */
const passwordTries = 3
/** After the end of a lease the board takes a moment to give back. */
const afterLeaseMs = 3_000
/** How often it is looked whether a run measures there no more. */
const whileMeasuredMs = 60_000

export interface TuningsOptions {
  readonly boards: Boards
  readonly ask: Ask
  /** Whether a run measures there now: a look would be part of its load. */
  readonly isMeasured: (id: BoardId) => boolean
}

export class Tunings {
  readonly #options: TuningsOptions
  /** By the login that they are of. */
  readonly #passwords = new Map<string, string>()
  readonly #leaseEnds = new Map<BoardId, NodeJS.Timeout>()

  constructor(options: TuningsOptions) {
    this.#options = options
    options.boards.onTuning((id, status) => this.#lookAtEnd(id, status))
  }

  /** Asks for no password: what only root may read is missing where none was kept. */
  async inspect(id: BoardId): Promise<TuningReport> {
    const { boards } = this.#options
    const session = await boards.session(id)
    const login = loginOf(boards.board(id))
    const look = (password: string | undefined) =>
      session.call('tune-inspect', withPassword({}, password))
    const report = await look(this.#passwords.get(login)).catch((thrown: unknown) => {
      if (toFault(thrown).code !== 'tuning-password-wrong') throw thrown
      // It was changed: tried at every look it would lock the login.
      this.#passwords.delete(login)
      return look(undefined)
    })
    this.#saw(id, report.status)
    return report
  }

  /**
   * To plan from. What an earlier tuning left there is given back first: that is done before anything is set, and a plan
   * made before it would hold for a board that is not there any more. Throws where not all can be given back.
   */
  async inspectToSet(id: BoardId): Promise<TuningReport> {
    const report = await this.inspect(id)
    if (!isOwed(report.status)) return report
    if (isOwed(await this.restore(id))) fail('tuning-leftover', {})
    return this.inspect(id)
  }

  async apply(id: BoardId, request: Asked<'tune-apply'>): Promise<TuningStatus> {
    return this.#saw(id, await this.#call(id, 'tune-apply', request))
  }

  /** So long from now. */
  async renew(id: BoardId, leftMs: number): Promise<TuningStatus> {
    return this.#saw(id, await this.#call(id, 'tune-renew', { leftMs }))
  }

  /** Gives the board back what it had. What could not be given back is part of the answer. */
  async restore(id: BoardId): Promise<TuningStatus> {
    return this.#saw(id, await this.#call(id, 'tune-restore', {}))
  }

  async forget(id: BoardId): Promise<TuningStatus> {
    return this.#saw(id, await this.#call(id, 'tune-forget', {}))
  }

  /** The helper, or its removal. */
  async install(id: BoardId, remove: boolean): Promise<TuningReport> {
    const report = await this.#call(id, 'tune-install', { remove })
    this.#saw(id, report.status)
    return report
  }

  /** Passwords are forgotten, and nothing is looked at any more. */
  close(): void {
    for (const look of this.#leaseEnds.values()) clearTimeout(look)
    this.#passwords.clear()
  }

  #saw(id: BoardId, status: TuningStatus): TuningStatus {
    this.#options.boards.seeTuning(id, status)
    return status
  }

  /** Whoever saw the board tuned for a while: it is looked at when that is over. */
  #lookAtEnd(id: BoardId, status: TuningStatus): void {
    clearTimeout(this.#leaseEnds.get(id))
    this.#leaseEnds.delete(id)
    if (status.state === 'tuned' && status.lease.kind === 'until')
      this.#lookIn(id, status.lease.leftMs + afterLeaseMs)
  }

  #lookIn(id: BoardId, ms: number): void {
    this.#leaseEnds.set(id, setTimeout(() => void this.#lookAgain(id), ms).unref())
  }

  /** Where there is no way to the board any more it stays as it was seen. */
  async #lookAgain(id: BoardId): Promise<void> {
    const { boards, isMeasured } = this.#options
    if (isMeasured(id)) return this.#lookIn(id, whileMeasuredMs)
    const isThere = boards
      .list()
      .some(({ board, connection }) => board.id === id && connection.kind === 'ready')
    if (isThere) await this.inspect(id).catch(() => undefined)
  }

  /** One verb, with the password that it turns out to want. */
  async #call<V extends Exclude<TuningVerb, 'tune-inspect'>>(
    id: BoardId,
    verb: V,
    request: Asked<V>,
  ): Promise<VerbReply<V>> {
    const { boards } = this.#options
    const board = boards.board(id)
    const login = loginOf(board)
    let password = this.#passwords.get(login)
    for (let tries = 0; ; tries++) {
      const session = await boards.session(id)
      try {
        return await session.call(verb, withPassword(request, password) as VerbRequest<V>)
      } catch (thrown) {
        const { code } = toFault(thrown)
        if (code !== 'tuning-needs-password' && code !== 'tuning-password-wrong') throw thrown
        this.#passwords.delete(login)
        if (tries >= passwordTries) throw thrown
        password = await this.#ask(board, session, code === 'tuning-password-wrong')
      }
    }
  }

  /** A question that nobody answered before the way to the board was gone is withdrawn. */
  async #ask(board: Board, session: BoardSession, wrongBefore: boolean): Promise<string> {
    const gone = new AbortController()
    void session.closed.then(() => gone.abort())
    const given = await this.#options.ask(board.id, questionOf(board), wrongBefore, gone.signal)
    const [password = ''] = given?.answers ?? []
    if (given === null || password === '') return fail('cancelled', {})
    if (given.remember) this.#passwords.set(loginOf(board), password)
    return password
  }
}

function withPassword<T extends object>(request: T, password: string | undefined) {
  return password === undefined ? request : { ...request, password }
}

/** A board that is led elsewhere has another. */
const loginOf = (board: Board): string =>
  board.kind === 'local' ? board.id : JSON.stringify(board.address)

function questionOf(board: Board): LoginQuestion {
  const { user, host } =
    board.kind === 'local' ? { user: userInfo().username, host: hostname() } : board.address
  return { kind: 'sudo', user, host }
}
