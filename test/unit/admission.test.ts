// What a board may say of a run: exactly what its plan can lead to. Everything else is refused before it is stored.

import { expect, test } from 'vitest'
import { Admission } from '../../src/main/run/admission.ts'
import { encodeSamples, type RunEvent, withoutSamples } from '../../src/shared/event.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const plan = planOf()
const journal = journalOf(plan)

/** What is said of the first event that is refused; null where all are admitted. */
function refusal(events: readonly RunEvent[], limits = plan.limits): string | null {
  const told = planOf({ limits })
  const admission = new Admission({ id: runId, plan: told }, emptyRun(told))
  try {
    for (const event of events) admission.admit(event)
    return null
  } catch (thrown) {
    if (!(thrown instanceof FaultError)) throw thrown
    expect(thrown.fault.code).toBe('protocol-broken')
    return thrown.fault.detail ?? ''
  }
}

const changed = (type: RunEvent['type'], change: object) => {
  const at = journal.findIndex((event) => event.type === type)
  return journal.map((event, index) =>
    index === at ? ({ ...event, ...change } as RunEvent) : event,
  )
}
const inserted = (type: RunEvent['type'], after: RunEvent['type']) => {
  const extra = journal.find((event) => event.type === type) as RunEvent
  const at = journal.findIndex((event) => event.type === after)
  return [...journal.slice(0, at + 1), extra, ...journal.slice(at + 1)].map((event, index) => ({
    ...event,
    seq: index + 1,
  }))
}

test('a whole journal is admitted, also when its beginning is in the store already', () => {
  expect(refusal(journal)).toBeNull()
  for (let stored = 0; stored <= journal.length; stored++) {
    const view = journal.slice(0, stored).map(withoutSamples).reduce(applyEvent, emptyRun(plan))
    const admission = new Admission({ id: runId, plan }, view)
    for (const event of journal.slice(stored)) admission.admit(event)
  }
})

const point = { ...(journal[1] as Extract<RunEvent, { type: 'point-started' }>).point }

test.each<[string, readonly RunEvent[]]>([
  ['of another run', changed('run-started', { run: '20260102T030405-ffffff' })],
  ['another start', inserted('run-started', 'run-started')],
  ['no start', journal.slice(1)],
  ['after the end', inserted('run-started', 'run-ended')],
  ['a point twice', inserted('point-started', 'point-ended')],
  ['two points at once', inserted('point-started', 'point-started')],
  ['a point that is not planned', changed('point-started', { point: { ...point, index: 9 } })],
  ['a point of another batch', changed('point-started', { point: { ...point, batch: 64 } })],
  ['a phase twice', inserted('phase-entered', 'phase-entered')],
  ['an end twice', inserted('point-ended', 'point-ended')],
  ['samples of a point that waits', changed('samples-recorded', { point: 1 })],
  ['samples with a gap', changed('samples-recorded', { first: 3 })],
  ['fewer samples than said', changed('samples-recorded', { count: 41 })],
  ...[Number.NaN, Number.POSITIVE_INFINITY, -1].map((value): [string, readonly RunEvent[]] => [
    `a sample of ${value}`,
    changed('samples-recorded', { latencyNs: encodeSamples(new Float64Array(40).fill(value)) }),
  ]),
])('%s is refused', (_, events) => {
  expect(refusal(events)).not.toBeNull()
})

test('clocks are set as the plan has them, between points, and given back once after that', () => {
  const clocked = planOf({ governors: ['performance'] })
  const clock = { governor: 'performance', khz: null }
  const set = { type: 'clock-set', clock, changes: [], settledMs: 5 } as const
  const back = { type: 'clock-given-back', status: { state: 'untouched' } } as const
  const [start, ...rest] = journalOf(clocked)
  if (start === undefined) throw new Error('no start')
  const told = (...events: readonly object[]) => {
    const admission = new Admission({ id: runId, plan: clocked }, emptyRun(clocked))
    try {
      events.forEach((event, index) => {
        admission.admit({ ...event, seq: index + 1, atNs: index, wallMs: 0 } as RunEvent)
      })
      return null
    } catch (thrown) {
      return thrown instanceof FaultError ? thrown.fault.detail : String(thrown)
    }
  }
  const points = rest.slice(0, -1)
  expect(told(start, set, ...points, back, ...rest.slice(-1))).toBeNull()
  expect(told(start, set, back, set, back)).toBeNull()
  expect(told(start, back, back)).toMatch('told before')
  expect(told(start, points[0] ?? {}, set)).toMatch('a point is running')
  expect(told(start, { ...set, clock: { governor: 'powersave', khz: null } })).toMatch(
    'no such clock',
  )
  expect(told(start, ...Array<object>(9).fill(set))).toMatch('fewer points')
})

test('what the board takes at rest is told once for a clock, in the rest before a point of it', () => {
  const [start, pointStarted, ...rest] = journal
  const { clock } = point
  const resting = { type: 'phase-entered', point: point.index, repetition: 0, phase: 'rest' }
  const idle = { type: 'idle-measured', clock, wallNs: 1e9, sources: [] }
  const told = (...events: readonly (object | undefined)[]) =>
    refusal(
      events.map((event, index) => ({ atNs: 0, wallMs: 0, ...event, seq: index + 1 }) as RunEvent),
    )
  expect(told(start, pointStarted, resting, idle, ...rest)).toBeNull()
  expect(told(start, idle)).toMatch('no point of this clock')
  expect(told(start, pointStarted, idle)).toMatch('no point of this clock')
  expect(told(start, pointStarted, resting, idle, idle)).toMatch('told before')
  const other = { ...idle, clock: { governor: 'powersave', khz: null } }
  expect(told(start, pointStarted, resting, other)).toMatch('no point of this clock')
  const unknown = { ...idle, sources: [{ source: 'ina', milliwatts: 5 }] }
  expect(told(start, pointStarted, resting, unknown)).toMatch('no such source')
})

test('power is told of the run’s own sources, each once, as they are', () => {
  const rails = [{ name: 'VDD_IN', inTotal: true }]
  const own = { method: 'input-rail', coverage: 'whole', uncertainty: null }
  const source = { ...own, id: 'ina', reading: 'power', rails, hz: 10 }
  const told = (extra: object, energy: readonly object[], ...atNs: readonly number[][]) => {
    const records = atNs.map((at) => ({
      type: 'power-recorded',
      point: 0,
      repetition: 0,
      record: {
        source: 'ina',
        atNs: at,
        rails: [{ name: 'VDD_IN', milliwatts: at.map(() => 5) }],
        ...extra,
      },
    }))
    const events = journal.flatMap((event): readonly object[] => {
      if (event.type === 'run-started') return [{ ...event, powerSources: [source] }]
      if (event.type !== 'point-ended' || event.point !== 0) return [event]
      return [...records, { ...event, energy }]
    })
    return refusal(
      events.map((event, index) => ({ ...event, seq: index + 1, atNs: index * 1e9 }) as RunEvent),
    )
  }
  const energy = {
    ...own,
    source: 'ina',
    joules: 1,
    windowNs: 1e9,
    inferences: 1,
    samples: 1,
    readings: 2,
    meanMilliwatts: 5,
    peakMilliwatts: 5,
    idle: null,
    flags: [],
  }
  expect(told({}, [energy], [1, 2], [2, 3])).toBeNull()
  expect(told({}, [], [2, 1])).toMatch('backwards')
  expect(told({}, [], [1, 2], [1])).toMatch('backwards')
  expect(told({ source: 'other' }, [], [1])).toMatch('no such source')
  expect(told({ rails: [] }, [], [1])).toMatch('other rails')
  expect(told({ rails: [{ name: 'CPU', milliwatts: [1] }] }, [], [1])).toMatch('other rails')
  expect(told({}, [{ ...energy, source: 'other' }])).toMatch('no such source')
  expect(told({}, [energy, energy])).toMatch('twice')
  expect(told({}, [{ ...energy, method: 'wall-meter' }])).toMatch('another method')
  expect(told({}, [{ ...energy, windowNs: 1e15 }])).toMatch('more than its point')
})

test('more samples than the plan allows are refused', () => {
  expect(refusal(journal, { ...plan.limits, maxSamples: 64 })).toMatch('fewer samples')
  expect(refusal(journal, { ...plan.limits, maxSamples: 65 })).toBeNull()
})

test('a summary of samples that were never told is refused', () => {
  expect(refusal(journal.filter(({ type }) => type !== 'samples-recorded'))).toMatch('0 samples')
})

/** A journal whose first point cools down first, and is watched. */
const environment = (values: number[], atNs: number[]) => ({
  type: 'environment-recorded' as const,
  point: 0,
  repetition: 0,
  record: { atNs, series: [{ kind: 'foreign-load' as const, name: '', values }] },
})
const watched = (...records: ReturnType<typeof environment>[]) => {
  const [started, pointStarted, ...rest] = journal
  const cooled = { type: 'phase-entered', point: 0, repetition: 0, phase: 'cool-down' }
  return [started, pointStarted, cooled, ...records, ...rest].map(
    (event, index) => ({ atNs: index, wallMs: index, ...event, seq: index + 1 }) as RunEvent,
  )
}

test('a cool-down and records of the environment are admitted, from wherever they are read', () => {
  const events = watched(environment([0.1], [5]), environment([0.2, 0], [6, 7]))
  for (let stored = 0; stored <= events.length; stored++) {
    const view = events.slice(0, stored).map(withoutSamples).reduce(applyEvent, emptyRun(plan))
    const admission = new Admission({ id: runId, plan }, view)
    for (const event of events.slice(stored)) admission.admit(event)
  }
})

test('an environment whose series have other lengths, or that never ends, is refused', () => {
  expect(refusal(watched(environment([0.1], [1, 2])))).toMatch('not as long')
  const second = environment(new Array(1000).fill(0), new Array(1000).fill(0))
  const limits = { ...plan.limits, pointTimeoutMs: 10_000 }
  expect(refusal(watched(second), limits)).toBeNull()
  expect(refusal(watched(second, second), limits)).toMatch('more than the plan')
})
