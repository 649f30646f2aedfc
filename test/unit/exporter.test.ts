// The page that Prometheus reads: what of it is answered, whatever the boards behind it are or say.

import { afterEach, describe, expect, test } from 'vitest'
import { Exporter, type ExporterOptions } from '../../src/main/exporter/exporter.ts'
import type { BoardView } from '../../src/shared/ipc.ts'

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

describe('a scrape', () => {
  test('that fails is answered, and the next one too', async () => {
    let isBroken = true
    const exporter = exporterOf({
      boards: { list: () => [boardOf('pi', 'ready')] },
      telemetry: {
        look: () => [],
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
