// What the desk makes of a board's telemetry: what it believes, what it keeps, and where a thing stands on the shared axis.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Admitted } from '../../src/main/telemetry/admitted.ts'
import { BoardClock } from '../../src/main/telemetry/board-clock.ts'
import { SeenEnergy } from '../../src/main/telemetry/energy.ts'
import { BoardReadings } from '../../src/main/telemetry/readings.ts'
import { ReadingsRing } from '../../src/main/telemetry/ring.ts'
import type { PowerSource } from '../../src/shared/power.ts'
import {
  type TelemetryDescription,
  type TelemetryMessage,
  telemetryKeptMs,
  telemetryMessageSchema,
} from '../../src/shared/telemetry.ts'

const description = (
  bootId = 'boot',
  names: readonly string[] = ['a', 'b'],
): TelemetryDescription => ({
  bootId,
  tracks: [
    {
      hz: 10,
      series: names.map((name) => ({ kind: 'temperature', name, passive: null, critical: null })),
    },
  ],
  powerSources: [],
  missing: [],
})

const opened = (of = description(), atNs = 0) =>
  ({ type: 'opened', atNs, description: of }) as const
const samples = (atNs: number[], values: (number | null)[][]) =>
  ({ type: 'samples', track: 0, atNs, values }) as const

describe('the ring', () => {
  test('keeps the newest ten minutes in order, whatever it was given at a time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 50, max: 1_000 }),
        (batches, stepMs) => {
          const ring = new ReadingsRing(1)
          const all: number[] = []
          for (const size of batches) {
            const atMs = Float64Array.from({ length: size }, (_, i) => (all.length + i) * stepMs)
            ring.add({ atMs, values: [Float32Array.from(atMs, (at) => at / stepMs)] })
            all.push(...atMs)
          }
          const last = all.at(-1) ?? 0
          const wanted = all.filter((at) => at >= last - telemetryKeptMs)
          const { atMs, values } = ring.kept()
          expect([...atMs]).toEqual(wanted)
          expect([...(values[0] ?? [])]).toEqual(wanted.map((at) => at / stepMs))
          expect(ring.lastMs).toBe(last)
          expect(ring.last(0)).toBe(last / stepMs)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('an empty one has nothing', () => {
    const ring = new ReadingsRing(2)
    expect(ring.kept()).toEqual({
      atMs: new Float64Array(),
      values: [new Float32Array(), new Float32Array()],
    })
    expect(ring.last(0)).toBeNaN()
  })
})

describe('a board’s clock on the desk’s axis', () => {
  test('what was read is never said to be later than it arrived, and at most the worst delay before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ passed: fc.integer({ min: 1, max: 5_000 }), delay: fc.nat(300) }), {
          minLength: 1,
          maxLength: 100,
        }),
        fc.integer({ min: -1e6, max: 1e9 }),
        (messages, beginMs) => {
          const clock = new BoardClock()
          let boardMs = 0
          for (const { passed, delay } of messages) {
            boardMs += passed
            const arrivedMs = beginMs + boardMs + delay
            clock.hear(boardMs * 1e6, arrivedMs)
            const onDesk = clock.toDesk(boardMs * 1e6) ?? Number.NaN
            expect(onDesk).toBeLessThanOrEqual(arrivedMs + 1e-3)
            expect(onDesk).toBeGreaterThanOrEqual(beginMs + boardMs - 1e-3)
          }
        },
      ),
    )
  })
})

describe('what is kept of a board', () => {
  test('goes on after a lost link: the stretch between is a gap and nothing more', () => {
    const readings = new BoardReadings('pi')
    readings.open(opened(description(), 0), 1_000)
    readings.take(
      samples(
        [0, 100e6],
        [
          [1, 2],
          [null, 4],
        ],
      ),
      1_100,
    )
    readings.open(opened(description(), 60e9), 61_000)
    readings.take(samples([60e9], [[5], [6]]), 61_000)
    const kept = readings.rings[0]?.kept()
    expect([...(kept?.atMs ?? [])].map(Math.round)).toEqual([1_000, 1_100, 61_000])
    expect([...(kept?.values[1] ?? [])]).toEqual([Number.NaN, 4, 6])
    expect(readings.epoch).toBe(1)
  })

  test.each([
    ['another boot', description('another')],
    ['other series', description('boot', ['a', 'c'])],
  ])('%s begins anew', (_, next) => {
    const readings = new BoardReadings('pi')
    readings.open(opened(), 0)
    readings.take(samples([1], [[1], [2]]), 1)
    readings.open(opened(next), 10)
    expect(readings.epoch).toBe(2)
    expect(readings.rings[0]?.kept().atMs).toHaveLength(0)
  })

  test('time never runs backwards, though the clock is known better later', () => {
    const readings = new BoardReadings('pi')
    readings.open(opened(description(), 0), 500)
    const late = readings.take(samples([100e6], [[1], [1]]), 600)
    const early = readings.take(samples([150e6], [[1], [1]]), 160)
    expect(early.atMs[0]).toBeGreaterThan(late.atMs[0] ?? 0)
  })

  test('a moment of another boot is nowhere on the axis', () => {
    const readings = new BoardReadings('pi')
    expect(readings.toDesk('boot', 1)).toBeNull()
    readings.open(opened(description(), 1e9), 5_000)
    expect(readings.toDesk('boot', 2e9)).toBe(6_000)
    expect(readings.toDesk('before', 2e9)).toBeNull()
  })
})

describe('what a board may say', () => {
  const admit = (...messages: readonly TelemetryMessage[]) => {
    const admitted = new Admitted(0)
    return messages.map((message) => admitted.admit(message, 0))
  }
  const broken = expect.objectContaining({
    fault: expect.objectContaining({ code: 'protocol-broken' }),
  })

  test.each<[string, readonly TelemetryMessage[]]>([
    ['samples before it was opened', [samples([1], [[1], [2]])]],
    ['opened twice', [opened(), opened()]],
    ['a track that it has not', [opened(), { ...samples([1], [[1], [2]]), track: 1 }]],
    ['a series too few', [opened(), samples([1], [[1]])]],
    ['a value too few', [opened(), samples([1, 2], [[1, 2], [1]])]],
    [
      'time that stands still',
      [
        opened(),
        samples(
          [1, 1],
          [
            [1, 2],
            [1, 2],
          ],
        ),
      ],
    ],
    ['a series twice', [opened(description('boot', ['a', 'a']))]],
    ['two series that read alike', [opened(description('boot', ['a b', 'a\n b']))]],
    ['time that runs back', [opened(), samples([5], [[1], [2]]), samples([4], [[1], [2]])]],
  ])('not: %s', (_, messages) => {
    expect(() => admit(...messages)).toThrow(broken)
  })

  test('more than was asked for ends it', () => {
    const flood = Array.from({ length: 2_000 }, (_, at) => samples([at + 1], [[1], [2]]))
    expect(() => admit(opened(), ...flood)).toThrow(broken)
  })

  test('seventeen sources of power at the highest rate are no more than was asked for', () => {
    const admitted = new Admitted(0)
    const tracks = Array.from({ length: 17 }, (_, at) => ({
      hz: 20,
      series: [{ kind: 'device-load' as const, name: `${at}`, device: 'gpu' as const }],
    }))
    admitted.admit(opened({ ...description(), tracks }), 0)
    for (let toldMs = 200; toldMs <= 600_000; toldMs += 200)
      for (let track = 0; track < tracks.length; track++)
        admitted.admit({ ...samples([toldMs], [[1]]), track }, toldMs)
  })

  test('its names become plain text on one line', () => {
    const red = '\u001b[31mre\nd\u202e'
    const source: PowerSource = {
      id: red,
      method: 'package',
      reading: 'power',
      rails: [{ name: red, inTotal: true }],
      coverage: 'partial',
      hz: 1,
      uncertainty: null,
    }
    const series = [{ kind: 'power', name: red, source: red, role: 'rail' } as const]
    const tracks = [{ hz: 1, series }]
    const [told] = admit(opened({ bootId: red, tracks, powerSources: [source], missing: [] }))
    expect(told).toMatchObject({
      description: {
        bootId: 're d',
        tracks: [{ series: [{ name: 're d', source: 're d' }] }],
        powerSources: [{ id: 're d', rails: [{ name: 're d' }] }],
      },
    })
  })

  test('no number that a reading can’t be, and no more series than can be kept', () => {
    const said = (message: unknown) => telemetryMessageSchema.safeParse(message).success
    expect(said(samples([1], [[1e30], [-1e30]]))).toBe(true)
    expect(said(samples([1], [[1e31], [1]]))).toBe(false)
    const { tracks } = description(
      'boot',
      Array.from({ length: 200 }, (_, at) => `${at}`),
    )
    const [track] = tracks
    if (track === undefined) throw new Error('no track')
    expect(said(opened({ ...description(), tracks: [track, track] }))).toBe(true)
    expect(said(opened({ ...description(), tracks: [track, track, track] }))).toBe(false)
  })
})

describe('energy that was seen', () => {
  const total = [{ kind: 'power', name: '', source: 'ina', role: 'total' }] as const
  const at = (atMs: readonly number[], watts: readonly number[]) => ({
    atMs: Float64Array.from(atMs),
    values: [Float32Array.from(watts)],
  })

  test('is the trapezoid, also over batches; over a gap nothing is added', () => {
    const energy = new SeenEnergy()
    energy.take(total, at([0, 1_000], [2, 4]))
    energy.take(total, at([2_000], [4]))
    expect(energy.joules.get('ina')).toBeCloseTo(3 + 4)
    energy.take(total, at([60_000, 61_000], [4, 4]))
    expect(energy.joules.get('ina')).toBeCloseTo(3 + 4 + 4)
  })

  test('a reading that failed is bridged, and what was never read is not there', () => {
    const energy = new SeenEnergy()
    energy.take(total, at([0, 500, 1_000], [2, Number.NaN, 2]))
    expect(energy.joules.get('ina')).toBeCloseTo(2)
    energy.take([{ ...total[0], role: 'rail' }], at([2_000], [9]))
    expect(energy.joules.get('ina')).toBeCloseTo(2)
  })
})
