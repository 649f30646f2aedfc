// The page that Prometheus reads: what of it is answered, whatever the boards behind it are or say.

import { afterEach, describe, expect, test, vi } from 'vitest'
import { Exporter, type ExporterOptions } from '../../src/main/exporter/exporter.ts'
import { BoardReadings } from '../../src/main/telemetry/readings.ts'
import { fault } from '../../src/shared/fault.ts'
import type { BoardView } from '../../src/shared/ipc.ts'
import type { TelemetryState } from '../../src/shared/telemetry.ts'

const anywhere = { address: '127.0.0.1', port: 0 }
const exporters: Exporter[] = []
afterEach(async () => {
  for (const exporter of exporters.splice(0)) await exporter.stop()
})

function exporterOf(options: ExporterOptions): Exporter {
  const exporter = new Exporter(options)
  exporters.push(exporter)
  return exporter
}

async function page({ state }: Exporter) {
  const answer = await fetch(state.kind === 'listening' ? state.url : '')
  return { status: answer.status, text: await answer.text() }
}

const boardOf = (id: string, kind: 'idle' | 'ready') =>
  ({ board: { id, name: id }, connection: { kind } }) as BoardView

/** Boards whose feeds are as `state` says. */
function lookedAt(list: () => readonly BoardView[], state: TelemetryState) {
  const looks: (readonly string[])[] = []
  const woken: string[] = []
  const exporter = exporterOf({
    boards: { list },
    telemetry: {
      look: (_, boards) => {
        looks.push(boards)
        return []
      },
      seen: (board) => ({
        view: { board, state, epoch: 0, description: null },
        readings: new BoardReadings(board),
      }),
      wake: (board) => void woken.push(board),
    },
  })
  return { exporter, looks, woken }
}

describe('which boards', () => {
  test('one that was connected stays, and is down, while its link is lost; not where a person ended it', async () => {
    let connection: 'idle' | 'ready' = 'idle'
    const { exporter, looks } = lookedAt(() => [boardOf('pi', connection)], { kind: 'off' })
    await exporter.start(anywhere, 'connected')
    expect(looks.at(-1)).toEqual([])
    for (connection of ['ready', 'idle'] as const) {
      exporter.boardsChanged()
      expect(looks.at(-1)).toEqual(['pi'])
    }
    expect((await page(exporter)).text).toContain('benchtop_board_up{board="pi"} 0')
    exporter.drop('pi')
    expect(looks.at(-1)).toEqual([])
    expect((await page(exporter)).text).not.toContain('board="pi"')
  })

  test.each([
    [fault('protocol-broken', {}), ['pi']],
    [fault('agent-not-running', {}), []],
  ])('one that was lost is tried again by itself, but not for a login: %#', async (why, wanted) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const state = { kind: 'lost', fault: why } as const
    const { exporter, woken } = lookedAt(() => [boardOf('pi', 'idle')], state)
    await exporter.start(anywhere, ['pi'])
    vi.advanceTimersByTime(600_000)
    await exporter.stop()
    vi.advanceTimersByTime(600_000)
    expect(new Set(woken)).toEqual(new Set(wanted))
    expect(woken).toHaveLength(2 * wanted.length)
    vi.useRealTimers()
  })
})

describe('a scrape', () => {
  test('that fails is answered, and the next one too', async () => {
    let isBroken = true
    const exporter = exporterOf({
      boards: { list: () => [boardOf('pi', 'ready')] },
      telemetry: {
        look: () => [],
        wake: () => undefined,
        seen: () => {
          if (isBroken) throw new Error('beyond repair')
          return null
        },
      },
    })
    await exporter.start(anywhere, 'connected')
    expect((await page(exporter)).status).toBe(500)
    isBroken = false
    expect(await page(exporter)).toMatchObject({
      status: 200,
      text: expect.stringContaining('benchtop_board_up{board="pi"} 0'),
    })
  })
})
