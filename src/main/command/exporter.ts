// `benchtop exporter`: what boards do, for Prometheus to read, until it is interrupted.

import { once } from 'node:events'
import { isIP } from 'node:net'
import { type Command, InvalidArgumentError } from 'commander'
import type { BoardId } from '../../shared/board.ts'
import {
  type ExporterPlace,
  exporterPlaceSchema,
  exporterPort,
  isOpenToOthers,
  loopback,
} from '../../shared/exporter.ts'
import type { Topics } from '../../shared/ipc.ts'
import type { Publish } from '../publish.ts'
import type { Desk } from './desk.ts'
import { LostBoards } from './lost-boards.ts'
import { boardNamed } from './named.ts'

/** `127.0.0.1:9877`, `[::1]:9877`, or a port alone. */
function place(text: string): ExporterPlace {
  const [, address = loopback, port] = /^(?:(.*):)?(\d{1,5})$/.exec(text) ?? []
  const bare = address.replace(/^\[(.*)\]$/, '$1')
  const parsed = exporterPlaceSchema.safeParse({ address: bare, port: Number(port) })
  if (!parsed.success || isIP(bare) === 0)
    throw new InvalidArgumentError(`write ADDRESS:PORT, as ${loopback}:${exporterPort}`)
  return parsed.data
}

export function addExporter(program: Command, desk: Desk): void {
  program
    .command('exporter')
    .description('serve what boards do to Prometheus, until it is interrupted')
    .argument('[board...]', 'boards by name; none: all that are known')
    .option('--listen <address:port>', 'where, on this computer', place, {
      address: loopback,
      port: exporterPort,
    })
    .action((names: readonly string[], { listen }: { readonly listen: ExporterPlace }) => {
      const lost = new LostBoards()
      const called = new Map<BoardId, string>()
      const publish: Publish = (topic, message) => {
        if (topic !== 'telemetry.changed') return
        const view = message as Topics['telemetry.changed']
        const words = lost.hear(view, (board) => called.get(board) ?? board)
        if (words !== null) desk.note(words)
      }
      return desk.open(async (bench) => {
        const views =
          names.length === 0 ? bench.boards.list() : names.map((name) => boardNamed(bench, name))
        for (const { board } of views) called.set(board.id, board.name)
        const boards = [...new Set(views.map(({ board }) => board.id))]
        await bench.exporter.start(listen, boards)
        const { state } = bench.exporter
        if (state.kind === 'listening') desk.result({ url: state.url, boards }, () => state.url)
        if (isOpenToOthers(listen.address))
          desk.note(
            `Whoever reaches ${listen.address} can read what these boards do: there is no password.`,
          )
        await interrupted()
        await bench.exporter.stop()
      }, publish)
    })
}

async function interrupted(): Promise<void> {
  const stop = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  await Promise.race(signals.map((signal) => once(process, signal, { signal: stop.signal })))
  stop.abort()
}
