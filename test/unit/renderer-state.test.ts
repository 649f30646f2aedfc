// What the window knows: live runs without loss or doubling, the quiet pace, the address, lists, boards' states.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHash } from '../../src/renderer/state/address.ts'
import {
  foldEvents,
  type LiveRun,
  withEvents,
  withSnapshot,
} from '../../src/renderer/state/live.ts'
import { createPace } from '../../src/renderer/state/pace.ts'
import { noSurroundings, withSurroundings } from '../../src/renderer/state/surroundings.ts'
import { boardWord, offeredKey, pictureKind } from '../../src/renderer/views/boards/state.ts'
import type { InvalidReason } from '../../src/shared/environment.ts'
import type { RunNews } from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import type { BoardView, RunRecord } from '../../src/shared/ipc.ts'
import { pointsOf } from '../../src/shared/plan.ts'
import type { Energy } from '../../src/shared/power.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { planOf, runId } from '../fixtures/runs.ts'

const plan = planOf({ batches: [1, 2, 4], threads: [1, 2] })
const events: readonly RunNews[] = pointsOf(plan)
  .flatMap((point) => [
    { type: 'point-started', point, repetition: 0 } as const,
    { type: 'phase-entered', point: point.index, repetition: 0, phase: 'measure' } as const,
    {
      type: 'samples-recorded',
      point: point.index,
      repetition: 0,
      window: null,
      first: 0,
      count: 5,
      medianNs: 1000 + point.index,
    } as const,
    {
      type: 'point-ended',
      point: point.index,
      repetition: 0,
      outcome: { kind: 'cancelled' },
      environment: null,
      invalid: [] as InvalidReason[],
      energy: [] as Energy[],
    } as const,
  ])
  .map((happening, index) => ({ ...happening, seq: index + 1, atNs: index, wallMs: index }))

const record: RunRecord = {
  id: runId,
  boardId: 'pi',
  boardName: 'pi',
  plan,
  createdMs: 0,
  note: '',
  status: 'running',
  fault: null,
  measuredPoints: 0,
  invalidPoints: 0,
  failedPoints: 0,
  endedPoints: 0,
  totalPoints: 6,
  clocks: null,
  headline: null,
}

const viewAt = (seq: number) => events.slice(0, seq).reduce(applyEvent, emptyRun(plan))
const unseen: LiveRun = { watchers: 1, snapshot: null, early: [], around: noSurroundings }

describe('a live run', () => {
  it('is the same whenever the snapshot comes, and however events overlap with it', () => {
    const whole = viewAt(events.length)
    fc.assert(
      fc.property(
        fc.nat(events.length),
        fc.nat(events.length),
        fc.nat(events.length),
        (a, b, c) => {
          const [heardFrom = 0, snapshotAt = 0, answeredAt = 0] = [a, b, c].sort((x, y) => x - y)
          const waiting = withEvents(unseen, events.slice(heardFrom, answeredAt))
          if (waiting === null) return false
          const live = withSnapshot(waiting, { record, view: viewAt(snapshotAt) })
          const end = withEvents(live, events.slice(answeredAt))
          return JSON.stringify(end?.snapshot?.view) === JSON.stringify(whole)
        },
      ),
    )
  })

  it('asks for the snapshot again where an event is missing', () => {
    const live = withSnapshot(unseen, { record, view: viewAt(3) })
    expect(withEvents(live, events.slice(4))).toBeNull()
    expect(foldEvents(viewAt(3), events.slice(4)).view.lastSeq).toBe(3)
  })

  it('never goes back to an older snapshot', () => {
    const live = withSnapshot(unseen, { record, view: viewAt(8) })
    expect(withSnapshot(live, { record, view: viewAt(5) }).snapshot?.view.lastSeq).toBe(8)
  })
})

describe('the pace', () => {
  function handClock() {
    let tick: (() => void) | null = null
    return {
      clock: {
        every: (_ms: number, next: () => void) => {
          tick = next
          return () => {
            tick = null
          }
        },
      },
      tick: () => tick?.(),
    }
  }

  it('hands on at once while nothing is measured here', () => {
    const seen: number[] = []
    const pace = createPace(handClock().clock)
    pace.pass(() => seen.push(1))
    expect(seen).toEqual([1])
  })

  it('keeps everything, in order, for the tick of the quiet clock', () => {
    const { clock, tick } = handClock()
    const seen: number[] = []
    const pace = createPace(clock)
    pace.setQuiet(true)
    pace.setQuiet(true)
    for (const value of [1, 2, 3]) pace.pass(() => seen.push(value))
    expect(seen).toEqual([])
    tick()
    expect(seen).toEqual([1, 2, 3])
  })

  it('loses nothing at the end of the quiet', () => {
    const seen: number[] = []
    const pace = createPace(handClock().clock)
    pace.setQuiet(true)
    pace.pass(() => seen.push(1))
    pace.setQuiet(false)
    pace.pass(() => seen.push(2))
    expect(seen).toEqual([1, 2])
  })
})

describe('the address', () => {
  it('keeps path and search behind the hash', () => {
    expect(parseHash('#/sweep?board=pi5')).toEqual({ path: '/sweep', search: 'board=pi5' })
    expect(parseHash('')).toEqual({ path: '/', search: '' })
    expect(parseHash('#/runs?find=a?b')).toEqual({ path: '/runs', search: 'find=a?b' })
  })
})

describe('a board', () => {
  const board = (connection: BoardView['connection'], name = 'desk'): BoardView => ({
    board: {
      kind: 'ssh',
      id: 'desk',
      name,
      address: { host: 'desk.local', port: 22, user: 'me', login: { kind: 'auto' }, via: [] },
    },
    connection,
    lastFacts: null,
    tuning: null,
  })
  const fingerprint = `SHA256:${'a'.repeat(43)}`
  const unknownKey = fault('host-key-unknown', {
    host: 'desk.local',
    algorithm: 'ssh-ed25519',
    fingerprint,
  })

  it('has a word for every way that its connection can be', () => {
    const refused = fault('key-refused', { host: 'h', path: 'p', user: 'u', port: 22 })
    const away = fault('host-unreachable', { host: 'h', port: 22 })
    expect(boardWord(board({ kind: 'idle' }), false)).toBe('idle')
    expect(boardWord(board({ kind: 'connecting' }), true)).toBe('connecting')
    expect(boardWord(board({ kind: 'fault', fault: unknownKey }), false)).toBe('trust')
    expect(boardWord(board({ kind: 'fault', fault: away }), false)).toBe('offline')
    expect(boardWord(board({ kind: 'fault', fault: refused }), false)).toBe('fault')
  })

  it('offers exactly the fingerprint that it showed, and only when it asks for trust', () => {
    expect(offeredKey(unknownKey)).toMatchObject({ fingerprint, expected: null })
    const changed = fault('host-key-changed', {
      host: 'desk.local',
      algorithm: 'ssh-ed25519',
      fingerprint,
      expected: 'SHA256:old',
    })
    expect(offeredKey(changed)).toMatchObject({ fingerprint, expected: 'SHA256:old' })
    expect(offeredKey(fault('host-key-revoked', { host: 'desk.local' }))).toBeNull()
  })

  it('is drawn as what it calls itself', () => {
    expect(pictureKind(board({ kind: 'idle' }, 'Jetson Orin'))).toBe('jetson')
    expect(pictureKind(board({ kind: 'idle' }, 'Raspberry Pi 5'))).toBe('pi')
    expect(pictureKind(board({ kind: 'idle' }, 'rk3588'))).toBe('board')
  })
})

describe('what goes on around a run', () => {
  const told = (seq: number, fromMs: number, count: number): RunNews => ({
    type: 'environment-recorded',
    seq,
    atNs: 0,
    wallMs: 0,
    point: 0,
    repetition: 0,
    record: {
      atNs: Array.from({ length: count }, (_, index) => (fromMs + index * 100) * 1e6),
      series: [
        { kind: 'temperature', name: 'soc', values: Array.from({ length: count }, () => seq) },
      ],
    },
  })

  it('is kept for a minute, and other news change nothing of it', () => {
    const first = withSurroundings(noSurroundings, [told(1, 0, 10), told(2, 1_000, 10)])
    expect(first.atNs).toHaveLength(20)
    const later = withSurroundings(first, [told(3, 61_000, 10)])
    expect(later.atNs[0]).toBeGreaterThanOrEqual(1_900e6)
    expect(later.series[0]?.values).toHaveLength(later.atNs.length)
    expect(later.series[0]?.values.at(-1)).toBe(3)
    expect(withSurroundings(later, [])).toBe(later)
  })
})
