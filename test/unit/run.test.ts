import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateMs } from '../../src/shared/estimate.ts'
import {
  decodeSamples,
  encodeSamples,
  eventSchema,
  maxSamplesPerEvent,
  newRunId,
  type RunNews,
  runIdSchema,
  withoutSamples,
} from '../../src/shared/event.ts'
import { planSchema, pointsOf } from '../../src/shared/plan.ts'
import { maxLineBytes } from '../../src/shared/protocol.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const plan = planOf({ batches: [1, 2, 4], threads: [1, 2] })
const journal = journalOf(plan)
const whole = journal.map(withoutSamples).reduce(applyEvent, emptyRun(plan))

test('a snapshot and what follows make the same run as the whole journal', () => {
  fc.assert(
    fc.property(fc.nat(journal.length), fc.nat(journal.length), (snapshotAt, heardFrom) => {
      const news = journal.map(withoutSamples)
      const snapshot = news.slice(0, snapshotAt).reduce(applyEvent, emptyRun(plan))
      const from = Math.min(snapshotAt, heardFrom)
      expect(news.slice(from).reduce(applyEvent, snapshot)).toEqual(whole)
    }),
  )
})

test('a finished run has an outcome for every point', () => {
  expect(whole.outcome).toEqual({ kind: 'completed' })
  expect(whole.points).toHaveLength(6)
  for (const { state } of whole.points) {
    expect(state).toMatchObject({ kind: 'ended', sampleCount: 65, outcome: { kind: 'measured' } })
  }
})

test('before its first event every point of a run is waiting', () => {
  expect(emptyRun(plan).points.map(({ state }) => state.kind)).toEqual(Array(6).fill('waiting'))
})

test('samples survive the wire bit by bit', () => {
  fc.assert(
    fc.property(fc.float64Array({ noNaN: true, maxLength: 300 }), (samples) => {
      expect(decodeSamples(encodeSamples(samples))).toEqual(samples)
    }),
  )
})

test('the largest event of samples fits into a line', () => {
  const recorded = journal.find((event) => event.type === 'samples-recorded')
  const full = { ...recorded, latencyNs: encodeSamples(new Float64Array(maxSamplesPerEvent)) }
  const event = eventSchema.parse({ ...full, count: maxSamplesPerEvent })
  expect(JSON.stringify({ kind: 'event', event }).length).toBeLessThan(maxLineBytes)
})

test('what a point takes begins after the rest before it, which is its clock’s', () => {
  const [started, pointStarted] = journal.map(withoutSamples)
  if (started === undefined || pointStarted?.type !== 'point-started') throw new Error('no point')
  const entered = (phase: 'rest' | 'setup', atNs: number, seq: number): RunNews => {
    const { point, repetition } = pointStarted
    return { type: 'phase-entered', point: point.index, repetition, phase, atNs, seq, wallMs: 0 }
  }
  const events = [started, { ...pointStarted, atNs: 1e9 }, entered('rest', 1e9, 3)]
  const resting = events.reduce(applyEvent, emptyRun(plan))
  const index = pointStarted.point.index
  expect(resting.points[index]?.state).toMatchObject({ phase: 'rest', startedAtNs: 1e9 })
  const measuring = applyEvent(resting, entered('setup', 31e9, 4))
  expect(measuring.points[index]?.state).toMatchObject({ phase: 'setup', startedAtNs: 31e9 })
})

test('a run’s id is a safe file name that sorts by time', () => {
  const early = newRunId(new Date('2026-01-02T03:04:05Z'), Uint8Array.of(255, 255, 255))
  const late = newRunId(new Date('2026-01-02T03:04:06Z'), Uint8Array.of(0, 0, 0))
  expect(early).toBe('20260102T030405-ffffff')
  expect(early < late).toBe(true)
  expect(runIdSchema.safeParse('../../etc').success).toBe(false)
})

test('a plan’s points are the product of its axes, each once', () => {
  const points = pointsOf(plan)
  expect(points.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5])
  expect(new Set(points.map(({ batch, threads }) => `${batch}/${threads}`)).size).toBe(6)
  expect(estimateMs(plan)).toBeGreaterThan(estimateMs(planOf({ batches: [1], threads: [1] })))
})

test('an axis with a value twice, an empty one and a batch of nothing are refused', () => {
  for (const batches of [[1, 1], [], [0], [1.5]])
    expect(planSchema.safeParse({ ...plan, batches }).success).toBe(false)
})
