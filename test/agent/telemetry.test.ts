// The verb that looks at a board, as a real process: what it says first, when it ends, and that it keeps out of the way of a
// measurement.

import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownIdentity } from '../../src/agent/process-identity.ts'
import { listenersIn } from '../../src/agent/run/listeners.ts'
import { LineSplitter } from '../../src/shared/ndjson.ts'
import { maxLineBytes, wireMessageSchema } from '../../src/shared/protocol.ts'
import type { TelemetryMessage } from '../../src/shared/telemetry.ts'
import { buildAgent, pause, TestHome } from './agent.ts'

const home = new TestHome()
beforeAll(() => buildAgent())
afterAll(() => home.remove())

class Looking {
  readonly told: TelemetryMessage[] = []
  readonly child = home.spawn('telemetry')
  readonly ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve))

  constructor(hz: number) {
    const lines = new LineSplitter(maxLineBytes)
    this.child.stdout?.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        const message = wireMessageSchema.parse(JSON.parse(line))
        if (message.kind === 'telemetry') this.told.push(message.telemetry)
      }
    })
    this.child.stdin?.end(JSON.stringify({ hz }))
  }

  async until(seen: (told: readonly TelemetryMessage[]) => boolean): Promise<void> {
    while (!seen(this.told)) await pause(20)
  }
}

const lookers = join(home.dir, 'lookers')

describe('telemetry', () => {
  test('what there is, then readings of just that in the order of time, and who is busy', async () => {
    const looking = new Looking(20)
    await looking.until(
      (told) =>
        told.filter(({ type }) => type === 'samples').length > 4 &&
        told.some(({ type }) => type === 'processes'),
    )
    const [opened] = looking.told
    if (opened?.type !== 'opened') throw new Error('not opened first')
    const tracks = opened.description.tracks
    const kinds = tracks.flatMap(({ series }) => series.map(({ kind }) => kind))
    expect(kinds).toContain('core-load')
    expect(kinds).toContain('memory')
    let last = opened.atNs
    for (const message of looking.told) {
      if (message.type === 'samples') {
        expect(message.values).toHaveLength(tracks[message.track]?.series.length ?? 0)
        if (message.track !== 0) continue
        for (const at of message.atNs) {
          expect(at).toBeGreaterThan(last)
          last = at
        }
      }
      if (message.type === 'processes') expect(message.count).toBeGreaterThan(1)
    }
    const loads = looking.told.flatMap((message) =>
      message.type === 'samples' && message.track === 0
        ? (message.values[kinds.indexOf('cpu-load')] ?? [])
        : [],
    )
    for (const load of loads)
      if (load !== null) expect(load).toSatisfy((share: number) => share >= 0 && share <= 1)
    expect(loads.some((load) => load !== null)).toBe(true)
    // Its time is the instrument's.
    expect(listenersIn(lookers)).toEqual([looking.child.pid])
    looking.child.kill('SIGTERM')
    expect(await looking.ended).toBe(0)
    expect(existsSync(lookers) ? readdirSync(lookers) : []).toEqual([])
  })

  test('ends when nobody listens any more', async () => {
    const looking = new Looking(20)
    await looking.until((told) => told.some(({ type }) => type === 'samples'))
    looking.child.stdout?.destroy()
    expect(await looking.ended).not.toBeNull()
  })

  test('a point that is measured slows it to once a second; a supervisor that died does not', async () => {
    const identity = ownIdentity()
    const measuring = join(home.dir, 'measuring.json')
    writeFileSync(measuring, JSON.stringify({ ...identity, startTime: 'another' }))
    const looking = new Looking(10)
    await looking.until((told) => told.some(({ type }) => type === 'samples'))
    expect(looking.told[1]).toEqual({ type: 'pace', hz: 10, because: 'asked' })
    writeFileSync(measuring, JSON.stringify(identity))
    await looking.until((told) =>
      told.some((message) => message.type === 'pace' && message.because === 'measuring'),
    )
    expect(looking.told.findLast(({ type }) => type === 'pace')).toMatchObject({ hz: 1 })
    looking.child.kill('SIGTERM')
    await looking.ended
  })

  test.each([0, 21, 1.5])('%d times a second is refused', async (hz) => {
    const { messages, code } = await home.speak('telemetry', JSON.stringify({ hz }))
    expect(code).toBe(2)
    expect(messages.at(-1)).toMatchObject({ kind: 'fault', fault: { code: 'bad-request' } })
  })
})
