// Who looks at which boards: a feed is tried again where its own looker asks, and goes on by itself where its agent ended.

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { LostBoards } from '../../src/main/command/lost-boards.ts'
import { Telemetry } from '../../src/main/telemetry/telemetry.ts'
import { type Fault, FaultError, fault } from '../../src/shared/fault.ts'
import type { TelemetryState } from '../../src/shared/telemetry.ts'

const waits = fault('agent-not-running', {})

/** Boards to which there is no way, for this reason. */
function lookedAt(why: Fault) {
  const tried: string[] = []
  const telemetry = new Telemetry({
    boards: {
      board: (id) => ({ kind: 'local', id, name: id }),
      session: async (id) => {
        tried.push(id)
        throw new FaultError(why)
      },
    },
    store: { pointTimes: () => [], get: () => null },
    publish: () => undefined,
  })
  return { telemetry, tried }
}
const soon = () => sleep(10)

describe('a board that waits for a person', () => {
  test('is left alone while others come and go, and tried where it is asked for', async () => {
    const { telemetry, tried } = lookedAt(waits)
    telemetry.look('window', ['pi'], 10)
    await soon()
    expect(tried.splice(0)).toEqual(['pi'])
    telemetry.look('exporter', ['rock'], 1)
    await soon()
    telemetry.look('window', ['pi', 'nano'], 10)
    await soon()
    telemetry.look('exporter', [], 1)
    await soon()
    expect(tried.splice(0)).toEqual(['rock', 'nano'])
    telemetry.look('window', ['pi', 'nano'], 10)
    await soon()
    expect(tried).toEqual(['pi', 'nano'])
    await telemetry.close()
  })
})

describe('a board whose agent ended', () => {
  test('is tried again by itself', async () => {
    const { telemetry, tried } = lookedAt(fault('telemetry-ended', {}))
    telemetry.look('exporter', ['pi'], 1)
    await vi.waitFor(() => expect(tried.length).toBeGreaterThan(1), 10_000)
    await telemetry.close()
  })
})

test('the command says once that a board is lost, and once that it is back', () => {
  const lost = new LostBoards()
  const said = (state: TelemetryState) =>
    lost.hear({ board: 'pi', state, epoch: 0, description: null }, () => 'Pi 5')
  const gone: TelemetryState = { kind: 'lost', fault: waits }
  expect(said({ kind: 'live', hz: 1 })).toBeNull()
  expect(said(gone)).toContain('Pi 5 is not seen.')
  expect(said(gone)).toBeNull()
  expect(said({ kind: 'opening' })).toBeNull()
  expect(said({ kind: 'live', hz: 1 })).toBe('Pi 5 is seen again.')
})
