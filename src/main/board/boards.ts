// The boards and the open ways to them: one session a board, shared by everything that talks to it.

import { randomBytes } from 'node:crypto'
import type { Board, BoardFacts, BoardId } from '../../shared/board.ts'
import type { RunId } from '../../shared/event.ts'
import { type Fault, fail, toFault } from '../../shared/fault.ts'
import type { BoardConnection, BoardView } from '../../shared/ipc.ts'
import type { Hop, SshAddress } from '../../shared/login.ts'
import type { TuningStatus } from '../../shared/tuning.ts'
import { type Secrets, secretId } from '../login/ask.ts'
import type { Publish } from '../publish.ts'
import { keyPlace, secretNamesOf } from '../ssh/place.ts'
import type { BoardStore } from '../store/boards.ts'
import type { TrustedKeyStore } from '../store/trusted-keys.ts'
import type { BoardSession, Connect, OnProgress } from './session.ts'
import { orCancelled } from './transport.ts'

export interface BoardsOptions {
  readonly store: BoardStore
  readonly trustedKeys: TrustedKeyStore
  readonly secrets: Secrets
  readonly connect: Connect
  readonly publish: Publish
}

/** A way to a board, from the moment it is asked for. */
interface Way {
  readonly session: Promise<BoardSession>
  /** Ends the opening. */
  readonly stop: AbortController
  isOpen: boolean
  waiting: number
}

interface Greeting {
  readonly facts: BoardFacts
  /** Null where it can not be read. */
  readonly tuning: TuningStatus | null
}

export class Boards {
  readonly #options: BoardsOptions
  readonly #ways = new Map<BoardId, Way>()
  readonly #connections = new Map<BoardId, BoardConnection>()
  #heardTuning: (id: BoardId, status: TuningStatus) => void = () => undefined

  constructor(options: BoardsOptions) {
    this.#options = options
  }

  list(): readonly BoardView[] {
    return this.#options.store.list().map(({ board }) => this.view(board.id))
  }

  view(id: BoardId): BoardView {
    const { board, lastFacts, tuning } = this.#stored(id)
    return { board, lastFacts, tuning, connection: this.#connections.get(id) ?? { kind: 'idle' } }
  }

  board(id: BoardId): Board {
    return this.#stored(id).board
  }

  addSsh(name: string, address: SshAddress): BoardView {
    const slug = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
    const id = `${slug.slice(0, 40) || 'board'}-${randomBytes(3).toString('hex')}`
    this.#options.store.add({ kind: 'ssh', id, name, address }, Date.now())
    return this.#changed(id)
  }

  /** A way that is open, or being opened, to the old address is closed. */
  async edit(id: BoardId, name: string, address: SshAddress): Promise<BoardView> {
    const board = this.board(id)
    if (board.kind === 'local') fail('bad-request', { reason: 'this computer has no address' })
    // Stored first: whoever waits for the old way to close is led to the new address.
    this.#options.store.replace({ ...board, name, address })
    this.#forgetUnused(board.address)
    if (this.#connections.get(id)?.kind === 'fault') this.#connections.set(id, { kind: 'idle' })
    this.#changed(id)
    await this.disconnect(id)
    return this.view(id)
  }

  remove(id: BoardId): void {
    const board = this.board(id)
    if (board.kind === 'local') fail('bad-request', { reason: 'this computer can not be removed' })
    this.#options.store.remove(id)
    void this.disconnect(id)
    this.#connections.delete(id)
    this.#forgetUnused(board.address)
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
    // The host that showed it may be a jump host, or be known by an alias.
    const { host, port } = shown.params
    this.#options.trustedKeys.trust(String(host), Number(port), key, Date.now())
    this.#setConnection(id, { kind: 'idle' })
  }

  /**
   * The session of a board, opened if need be. Rejects with a `FaultError`. `signal` ends the waiting, and the
   * opening too where nobody else waits for it.
   */
  async session(
    id: BoardId,
    run: RunId | null = null,
    signal?: AbortSignal,
  ): Promise<BoardSession> {
    const way = this.#ways.get(id) ?? this.#begin(id, run)
    way.waiting += 1
    try {
      return await orCancelled(way.session, signal)
    } finally {
      way.waiting -= 1
      if (signal?.aborted && way.waiting === 0 && !way.isOpen) this.#giveUp(id, way)
    }
  }

  /** Connects, asks the board for its facts, and gives the view back, whatever came of it. */
  async connect(id: BoardId): Promise<BoardView> {
    await this.session(id).catch(() => undefined)
    return this.view(id)
  }

  /** Remembers what a board said of its clocks just now. One that was removed meanwhile is passed over. */
  seeTuning(id: BoardId, status: TuningStatus): void {
    if (this.#options.store.get(id) === null) return
    this.#keepTuning(id, status)
    this.#changed(id)
  }

  /** Hears whatever is seen of a board's clocks, as it is connected too. */
  onTuning(heard: (id: BoardId, status: TuningStatus) => void): void {
    this.#heardTuning = heard
  }

  #keepTuning(id: BoardId, status: TuningStatus): void {
    this.#options.store.setTuning(id, { status, atMs: Date.now() })
    this.#heardTuning(id, status)
  }

  async disconnect(id: BoardId): Promise<void> {
    const way = this.#ways.get(id)
    if (way === undefined) return
    if (!way.isOpen) return this.#giveUp(id, way)
    if (this.#forget(id, way)) this.#setConnection(id, { kind: 'idle' })
    const session = await way.session
    session.close()
    await session.closed
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#ways.keys()].map((id) => this.disconnect(id)))
  }

  /** Tells the window how far something on the way to a board is. */
  progressTo(id: BoardId, run: RunId | null): OnProgress {
    return (progress) => this.#options.publish('activity', { boardId: id, run, ...progress })
  }

  /** Forgets the trust and the secrets of an address that no board needs any more. */
  #forgetUnused(address: SshAddress): void {
    const { store, trustedKeys, secrets } = this.#options
    const used = store
      .list()
      .flatMap(({ board }) => (board.kind === 'ssh' ? hopsOf(board.address) : []))
    const usedSecrets = new Set(used.flatMap(secretNamesOf).map(secretId))
    for (const hop of hopsOf(address)) {
      const place = keyPlace(hop)
      if (!used.some((other) => isSame(keyPlace(other), place)))
        trustedKeys.forget(place.host, place.port)
      for (const name of secretNamesOf(hop))
        if (!usedSecrets.has(secretId(name))) secrets.forget(name)
    }
  }

  #begin(id: BoardId, run: RunId | null): Way {
    const stop = new AbortController()
    const session = this.#open(id, run, stop.signal)
    const way: Way = { session, stop, isOpen: false, waiting: 0 }
    this.#ways.set(id, way)
    session.then(
      ({ closed }) => {
        way.isOpen = true
        void closed.then(() => {
          if (this.#forget(id, way)) this.#setConnection(id, { kind: 'idle' })
        })
      },
      () => this.#forget(id, way),
    )
    return way
  }

  /** Ends an opening without waiting for its end: what it was about may hang. */
  #giveUp(id: BoardId, way: Way): void {
    way.stop.abort()
    this.#options.publish('activity.ended', { boardId: id })
    if (this.#forget(id, way)) this.#setConnection(id, { kind: 'idle' })
  }

  /** False where another way has taken its place, or none is left. */
  #forget(id: BoardId, way: Way): boolean {
    return this.#ways.get(id) === way && this.#ways.delete(id)
  }

  async #open(id: BoardId, run: RunId | null, signal: AbortSignal): Promise<BoardSession> {
    this.#setConnection(id, { kind: 'connecting' })
    try {
      const session = await this.#options.connect(this.board(id), {
        onProgress: this.progressTo(id, run),
        signal,
      })
      const { facts, tuning } = await this.#greet(session, signal)
      this.#options.store.setFacts(id, facts)
      if (tuning !== null) this.#keepTuning(id, tuning)
      this.#setConnection(id, { kind: 'ready', facts })
      return session
    } catch (thrown) {
      if (!signal.aborted) this.#setConnection(id, { kind: 'fault', fault: toFault(thrown) })
      throw thrown
    } finally {
      this.#options.publish('activity.ended', { boardId: id })
    }
  }

  /**
   * The first word with the agent proves that it runs there; a session without it is closed. What the board owes to its
   * own settings is read too; a board of which that can not be read is no worse for measuring.
   */
  async #greet(session: BoardSession, signal: AbortSignal): Promise<Greeting> {
    try {
      const facts = await session.call('hello', {}, signal)
      const report = await session.call('tune-inspect', {}, signal).catch((thrown: unknown) => {
        if (signal.aborted || toFault(thrown).stage === 'reach') throw thrown
        return null
      })
      return { facts, tuning: report?.status ?? null }
    } catch (thrown) {
      session.close()
      throw thrown
    }
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

const hopsOf = (address: SshAddress): readonly Hop[] => [...address.via, address]

const isSame = (one: Pick<Hop, 'host' | 'port'>, other: Pick<Hop, 'host' | 'port'>) =>
  one.host === other.host && one.port === other.port

function asksForTrust(fault: Fault): boolean {
  return fault.code === 'host-key-unknown' || fault.code === 'host-key-changed'
}
