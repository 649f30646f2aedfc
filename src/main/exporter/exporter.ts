// Serves /metrics for Prometheus: on loopback unless a person says otherwise, to whoever asks for that page and nothing
// else. While it listens, boards are looked at once a second.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BoardId } from '../../shared/board.ts'
import { type ExporterPlace, type ExporterState, isOpenToOthers } from '../../shared/exporter.ts'
import { type Fault, FaultError, fault, toFault } from '../../shared/fault.ts'
import type { BoardView } from '../../shared/ipc.ts'
import { slowTelemetryHz } from '../../shared/telemetry.ts'
import { deskMs } from '../telemetry/desk-clock.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

export interface ExporterOptions {
  readonly boards: { list(): readonly BoardView[] }
  readonly telemetry: Pick<Telemetry, 'look' | 'seen' | 'wake'>
}

/**
 * Which boards: those that were connected meanwhile and that no person disconnected, as long as their links may be lost; or
 * these, which are connected to.
 */
export type Exported = 'connected' | readonly BoardId[]

/** Where nobody sits who would try again, it is tried so often; where a login or a key is at fault, never. */
const againEveryMs = 300_000
const aPersonsStages: readonly Fault['stage'][] = ['auth', 'trust']

export class Exporter {
  readonly #options: ExporterOptions
  #server: Server | null = null
  #exported: Exported = 'connected'
  #looked: string | null = null
  /** Connected since it listens, and not disconnected by a person. */
  readonly #met = new Set<BoardId>()
  #again: NodeJS.Timeout | undefined
  #state: ExporterState = { kind: 'off' }

  constructor(options: ExporterOptions) {
    this.#options = options
  }

  get state(): ExporterState {
    return this.#state
  }

  /** Rejects with a fault where it can't listen there; port 0 is any that is free. */
  async start(place: ExporterPlace, exported: Exported): Promise<void> {
    await this.stop()
    const { address, port } = place
    const server = createServer((request, response) => {
      this.#answer(request, response, address).catch((thrown: unknown) => failed(response, thrown))
    })
    try {
      await listening(server, place)
    } catch (error) {
      const thrown = listenFault(error, place)
      this.#state = { kind: 'fault', fault: toFault(thrown) }
      throw thrown
    }
    this.#server = server
    this.#exported = exported
    const host = address.includes(':') ? `[${address}]` : address
    const bound = (server.address() as AddressInfo | null)?.port ?? port
    this.#state = { kind: 'listening', url: `http://${host}:${bound}/metrics` }
    this.boardsChanged()
    if (exported !== 'connected') this.#again = setInterval(() => this.#tryAgain(), againEveryMs)
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    this.#state = { kind: 'off' }
    this.#looked = null
    this.#met.clear()
    clearInterval(this.#again)
    if (server === null) return
    this.#options.telemetry.look('exporter', [], slowTelemetryHz)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  /** A board was connected, lost, added or removed. */
  boardsChanged(): void {
    if (this.#server === null) return
    for (const { board, connection } of this.#options.boards.list())
      if (connection.kind === 'ready') this.#met.add(board.id)
    const ids = this.#boards().map(({ board }) => board.id)
    // Looking anew would try those again that wait for a person.
    if (ids.join() === this.#looked) return
    this.#looked = ids.join()
    this.#options.telemetry.look('exporter', ids, slowTelemetryHz)
  }

  /** A person wants no way to this board any more. */
  drop(board: BoardId): void {
    if (this.#met.delete(board)) this.boardsChanged()
  }

  #tryAgain(): void {
    const { telemetry } = this.#options
    for (const { board } of this.#boards()) {
      const state = telemetry.seen(board.id)?.view.state
      if (state?.kind === 'lost' && !aPersonsStages.includes(state.fault.stage))
        telemetry.wake(board.id)
    }
  }

  #boards(): readonly BoardView[] {
    const exported = this.#exported
    return this.#options.boards
      .list()
      .filter(({ board }) =>
        exported === 'connected' ? this.#met.has(board.id) : exported.includes(board.id),
      )
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    address: string,
  ): Promise<void> {
    const path = (request.url ?? '').split('?')[0]
    if (!isOpenToOthers(address) && !isLocalName(request.headers.host))
      return end(response, 403, 'This page is for programs of this computer.')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return end(response, 405, 'Only GET is understood.')
    if (path !== '/metrics') return end(response, 404, 'Look at /metrics.')
    const boards = this.#boards().map(({ board: { id, name } }) => ({
      id,
      name,
      readings: this.#options.telemetry.seen(id)?.readings ?? null,
    }))
    // Loaded with the first scrape: a program that exports nothing does without.
    const { metricsText } = await import('./metrics.ts')
    const { type, text } = await metricsText(boards, deskMs())
    response.writeHead(200, { 'content-type': type }).end(text)
  }
}

/** A page of the web that leads its name here must not read what only this computer may. */
function isLocalName(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

/** One request that fails is answered, and ends neither the program nor the next request. */
function failed(response: ServerResponse, thrown: unknown): void {
  if (response.headersSent) response.destroy()
  else end(response, 500, toFault(thrown).message)
}

function listening(server: Server, { address, port }: ExporterPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port }, () => resolve())
  })
}

function listenFault(error: unknown, { address, port }: ExporterPlace): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new FaultError(fault('exporter-port-taken', { address, port }))
    case 'EACCES':
    case 'EADDRNOTAVAIL':
      return new FaultError(fault('exporter-not-listening', { address, port }, String(error)))
    default:
      return error
  }
}
