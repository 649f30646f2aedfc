// The boards and the open ways to them: one session a board, shared by everything that talks to it.

import { randomBytes } from 'node:crypto'
import type { Board, BoardFacts, BoardId } from '../../shared/board.ts'
import type { RunId } from '../../shared/event.ts'
import { type Fault, fail, toFault } from '../../shared/fault.ts'
import type { BoardConnection, BoardView } from '../../shared/ipc.ts'
import type { Publish } from '../publish.ts'
import type { BoardStore } from '../store/boards.ts'
import type { TrustedKeyStore } from '../store/trusted-keys.ts'
import type { BoardSession, Connect, OnProgress } from './session.ts'

export interface BoardsOptions {
  readonly store: BoardStore
  readonly trustedKeys: TrustedKeyStore
  readonly connect: Connect
  readonly publish: Publish
}

type SshBoard = Extract<Board, { kind: 'ssh' }>

export class Boards {
  readonly #options: BoardsOptions
  readonly #sessions = new Map<BoardId, Promise<BoardSession>>()
  readonly #connections = new Map<BoardId, BoardConnection>()

  constructor(options: BoardsOptions) {
    this.#options = options
  }

  list(): readonly BoardView[] {
    return this.#options.store.list().map(({ board }) => this.view(board.id))
  }

  view(id: BoardId): BoardView {
    const { board, lastFacts } = this.#stored(id)
    return { board, lastFacts, connection: this.#connections.get(id) ?? { kind: 'idle' } }
  }

  board(id: BoardId): Board {
    return this.#stored(id).board
  }

  addSsh(name: string, address: SshBoard['address']): BoardView {
    const slug = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
    const id = `${slug.slice(0, 40) || 'board'}-${randomBytes(3).toString('hex')}`
    this.#options.store.add({ kind: 'ssh', id, name, address }, Date.now())
    return this.#changed(id)
  }

  remove(id: BoardId): void {
    const board = this.board(id)
    if (board.kind === 'local') fail('bad-request', { reason: 'this computer can not be removed' })
    void this.disconnect(id)
    this.#options.store.remove(id)
    this.#connections.delete(id)
  }

  /**
   * Trusts the key that the board showed at the last attempt, if it is the one that the user saw.
   * Nothing else can be trusted: neither a key that was never shown nor one of another address.
   */
  trust(id: BoardId, fingerprint: string): void {
    const board = this.board(id)
    const connection = this.#connections.get(id)
    const shown = connection?.kind === 'fault' ? connection.fault : null
    if (board.kind !== 'ssh' || shown === null || !asksForTrust(shown))
      fail('bad-request', { reason: 'this board shows no key that waits for trust' })
    if (shown.params.fingerprint !== fingerprint)
      fail('bad-request', { reason: 'the board showed another key' })
    const key = { algorithm: String(shown.params.algorithm), fingerprint }
    this.#options.trustedKeys.trust(board.address.host, board.address.port, key, Date.now())
    this.#setConnection(id, { kind: 'idle' })
  }

  /** The session of a board, opened if need be. Rejects with a `FaultError`. */
  async session(
    id: BoardId,
    run: RunId | null = null,
    signal?: AbortSignal,
  ): Promise<BoardSession> {
    const open = this.#sessions.get(id)
    if (open !== undefined) return open
    const opening = this.#open(id, run, signal)
    this.#sessions.set(id, opening)
    opening.catch(() => {
      if (this.#sessions.get(id) === opening) this.#sessions.delete(id)
    })
    return opening
  }

  /** Connects, asks the board for its facts, and gives the view back, whatever came of it. */
  async connect(id: BoardId): Promise<BoardView> {
    await this.session(id).catch(() => undefined)
    return this.view(id)
  }

  async disconnect(id: BoardId): Promise<void> {
    const open = this.#sessions.get(id)
    this.#sessions.delete(id)
    const session = await open?.catch(() => undefined)
    session?.close()
    await session?.closed
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((id) => this.disconnect(id)))
  }

  /** Tells the window how far something on the way to a board is. */
  progressTo(id: BoardId, run: RunId | null): OnProgress {
    return (progress) => this.#options.publish('activity', { boardId: id, run, ...progress })
  }

  async #open(id: BoardId, run: RunId | null, signal?: AbortSignal): Promise<BoardSession> {
    this.#setConnection(id, { kind: 'connecting' })
    try {
      const session = await this.#options.connect(this.board(id), {
        onProgress: this.progressTo(id, run),
        ...(signal === undefined ? {} : { signal }),
      })
      void session.closed.then(() => this.#forget(id))
      const facts = await this.#greet(session, signal)
      this.#options.store.setFacts(id, facts)
      this.#setConnection(id, { kind: 'ready', facts })
      return session
    } catch (thrown) {
      this.#setConnection(id, { kind: 'fault', fault: toFault(thrown) })
      throw thrown
    } finally {
      this.#options.publish('activity.ended', { boardId: id })
    }
  }

  /** The first word with the agent proves that it runs there; a session without it is closed. */
  async #greet(session: BoardSession, signal?: AbortSignal): Promise<BoardFacts> {
    try {
      return await session.call('hello', {}, signal)
    } catch (thrown) {
      session.close()
      throw thrown
    }
  }

  #forget(id: BoardId): void {
    this.#sessions.delete(id)
    if (this.#connections.get(id)?.kind === 'ready') this.#setConnection(id, { kind: 'idle' })
  }

  #setConnection(id: BoardId, connection: BoardConnection): void {
    if (this.#options.store.get(id) === null) return
    this.#connections.set(id, connection)
    this.#changed(id)
  }

  #changed(id: BoardId): BoardView {
    const view = this.view(id)
    this.#options.publish('board.changed', view)
    return view
  }

  #stored(id: BoardId) {
    return this.#options.store.get(id) ?? fail('not-found', { what: 'board', id })
  }
}

function asksForTrust(fault: Fault): boolean {
  return fault.code === 'host-key-unknown' || fault.code === 'host-key-changed'
}
