// Power in a run: the board is seen at rest once under each clock where it tells a power, a point has the energy of its own
// windows, and a battery that is fed makes it invalid.

import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { PowerReading } from '../../src/agent/power/reading.ts'
import type { ThreadNews } from '../../src/agent/power/thread.ts'
import { keptRunning, PowerWatch } from '../../src/agent/power/watch.ts'
import { type PowerOfPoint, RunPower } from '../../src/agent/run/run-power.ts'
import type { PointOutcome } from '../../src/shared/event.ts'
import { limitsWithPower, modeLimits } from '../../src/shared/limits.ts'
import { type Point, pointsOf } from '../../src/shared/plan.ts'
import type { PowerMethod } from '../../src/shared/power.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const ms = 1e6
const never = new AbortController().signal

/** A board with one source that is read in a thread: what comes from there is said by hand. */
function board(method: PowerMethod = 'input-rail', idleMs = 20, minEnergyMs = 0) {
  let nowNs = 0
  let say: (reading: PowerReading) => void = () => undefined
  const told = {
    id: 'meter',
    method,
    reading: 'power' as const,
    rails: [{ name: 'all', inTotal: true }],
    coverage: 'whole' as const,
    hz: 10,
    uncertainty: null,
  }
  const input = { kind: 'files' as const, rails: [], statusPaths: null }
  const watch = new PowerWatch(
    { sources: [{ told, input }], unread: [] },
    0,
    () => nowNs,
    (_, hear) => {
      say = (reading) => hear({ kind: 'read', reading, threadTicks: 3, programTicks: 4 })
      return { [Symbol.dispose]: () => undefined }
    },
  )
  const read = (atMs: number, milliwatts: number | null, isCharging = false) => {
    nowNs = Math.max(nowNs, atMs * ms)
    const atNs = atMs * ms
    const totals = { milliwatts: [milliwatts], totalMilliwatts: milliwatts, joules: null }
    say({ source: 'meter', atNs, ...totals, isCharging })
  }
  return { power: new RunPower(watch, { idleMs, minEnergyMs }, () => nowNs), watch, read }
}

const [first, second, other] = [
  ...pointsOf(planOf()),
  ...pointsOf(planOf({ governors: ['performance'] })),
] as [Point, Point, Point]

function begin(power: RunPower, point: Point) {
  const told: string[] = []
  const ofPoint = power.point(point, 0, (news) =>
    told.push(news.type === 'phase-entered' ? news.phase : news.type),
  )
  return { ofPoint, told }
}

const measured = (journalOf(planOf()).flatMap((event) =>
  event.type === 'point-ended' ? [event.outcome] : [],
)[0] ?? { kind: 'cancelled' }) as PointOutcome

describe('the board at rest', () => {
  let atMs = 0

  /** Rests while a reading comes now and then. */
  async function rest(ofPoint: PowerOfPoint, read: (atMs: number) => void, signal = never) {
    const timer = setInterval(() => {
      atMs += 10
      read(atMs)
    }, 5)
    await ofPoint.rest(signal)
    clearInterval(timer)
  }

  test('is seen once under each clock, and stands beside the energy of its points', async () => {
    const { power, read } = board()
    const one = begin(power, first)
    await rest(one.ofPoint, (atMs) => read(atMs, 2_000))
    expect(one.told).toEqual(['rest', 'idle-measured'])
    const again = begin(power, second)
    await rest(again.ofPoint, (atMs) => read(atMs, 2_000))
    expect(again.told).toEqual([])
    const clocked = begin(power, other)
    await rest(clocked.ofPoint, (atMs) => read(atMs, 2_000))
    expect(clocked.told).toEqual(['rest', 'idle-measured'])
    for (const atMs of [10_000, 10_500, 11_000]) read(atMs, 5_000)
    clocked.ofPoint.measured({ startNs: 10_000 * ms, endNs: 11_000 * ms })
    const { energy } = await clocked.ofPoint.ended(measured, never)
    expect(energy[0]?.idle?.milliwatts).toBeCloseTo(2_000, 6)
  })

  test('is not waited for where no power is told, nor where the plan has no rest', async () => {
    const full = board()
    const one = begin(full.power, first)
    await rest(one.ofPoint, (atMs) => full.read(atMs, null))
    expect(one.told).toEqual([])
    const none = board('input-rail', 0)
    const two = begin(none.power, first)
    await two.ofPoint.rest(never)
    expect(two.told).toEqual([])
  })

  test('whether power is told is waited for once a run, and decides on the window too', async () => {
    const full = board('battery', 0, 60_000)
    const one = begin(full.power, first)
    await rest(one.ofPoint, (atMs) => full.read(atMs, null))
    expect(one.ofPoint.tellsPower).toBe(false)
    // Nothing is read any more: who waited again would wait for seconds.
    const again = begin(full.power, second)
    const answered = Symbol()
    const waited = await Promise.race([
      again.ofPoint.rest(never).then(() => answered),
      new Promise((resolve) => setTimeout(resolve, 1_000)),
    ])
    expect(waited).toBe(answered)
    full.read(10_000, 4_000)
    again.ofPoint.sample()
    expect(again.ofPoint.tellsPower).toBe(true)
  })

  test('a source that gives no reading does not keep a run that is cancelled', async () => {
    const { power } = board()
    const cancelled = new AbortController()
    const resting = begin(power, first).ofPoint.rest(cancelled.signal)
    cancelled.abort()
    const inTime = new Promise((_, reject) =>
      setTimeout(() => reject(new Error('it waits')), 1_000),
    )
    await Promise.race([resting, inTime])
  })

  test('is left when the run is cancelled, and then not told', async () => {
    const { power, read } = board('input-rail', 600_000)
    const cancelled = new AbortController()
    const { ofPoint, told } = begin(power, first)
    const resting = rest(ofPoint, (atMs) => read(atMs, 2_000), cancelled.signal)
    while (!told.includes('rest')) await new Promise((resolve) => setTimeout(resolve, 5))
    cancelled.abort()
    await resting
    expect(told).toEqual(['rest'])
  })
})

describe('the thread that reads', () => {
  const reading: ThreadNews = {
    kind: 'read',
    reading: {
      source: 'meter',
      atNs: 0,
      milliwatts: [1],
      totalMilliwatts: 1,
      joules: null,
      isCharging: false,
    },
    threadTicks: 0,
    programTicks: 0,
  }
  const worker = () => Object.assign(new EventEmitter(), { terminate: async () => 0 })

  test('that can’t be started, or ends, is started once more, and never throws', () => {
    const heard: ThreadNews[] = []
    const threads: ReturnType<typeof worker>[] = []
    const start = () => {
      const thread = worker()
      threads.push(thread)
      return thread
    }
    using _ = keptRunning((news) => heard.push(news), start)
    threads[0]?.emit('error', new Error('ERR_WORKER_OUT_OF_MEMORY'))
    threads[1]?.emit('message', reading)
    threads[1]?.emit('error', new Error('ERR_WORKER_OUT_OF_MEMORY'))
    expect([threads.length, heard.length]).toEqual([2, 1])
    let starts = 0
    using none = keptRunning(
      () => undefined,
      () => {
        starts += 1
        throw new Error('ERR_WORKER_INIT_FAILED')
      },
    )
    expect([starts, none === null]).toEqual([2, false])
  })
})

describe('the energy of a point', () => {
  /** 4 W over a window of a second, which is told in two parts. */
  async function energyOf(power: RunPower, point: Point, readings: () => void) {
    const { ofPoint, told } = begin(power, point)
    readings()
    const window = { startNs: 0, endNs: 1_000 * ms }
    ofPoint.measured(window)
    ofPoint.measured(window)
    const outcome = await ofPoint.ended(measured, never)
    ofPoint.tellAfter(0)
    return { ...outcome, told }
  }
  const steady = (read: (atMs: number, milliwatts: number) => void) => () => {
    for (const atMs of [0, 300, 600, 900, 1_000]) read(atMs, 4_000)
  }

  test('is of its windows, each once, and of all that was done in them', async () => {
    const { power, watch, read } = board()
    const { energy, invalid, told } = await energyOf(power, second, steady(read))
    expect(energy).toHaveLength(1)
    expect(energy[0]).toMatchObject({ joules: expect.closeTo(4, 9), windowNs: 1e9 })
    expect(energy[0]).toMatchObject({ inferences: 65, samples: 65 * second.batch })
    expect(invalid).toEqual([])
    expect(told).toEqual(['power-recorded'])
    expect(watch.cost).toEqual({ ownTicks: 3, programTicks: 4 })
  })

  test('of multi-stream counts the inferences of each query', async () => {
    const { power, read } = board()
    const point = { ...second, scenario: 'multi-stream' as const, batch: 2 }
    const { energy } = await energyOf(power, point, steady(read))
    expect(energy[0]).toMatchObject({ inferences: 65 * 4, samples: 65 * 8 })
  })

  test('a battery that is fed makes it invalid, and not where only the processor is seen', async () => {
    const fed = (read: (atMs: number, milliwatts: number, isCharging?: boolean) => void) => () => {
      steady(read)()
      read(1_001, 4_000, true)
    }
    const late = board()
    expect((await energyOf(late.power, first, fed(late.read))).invalid).toEqual([])
    const meanwhile = board()
    const charged = await energyOf(meanwhile.power, first, () => {
      for (const atMs of [0, 500, 1_000]) meanwhile.read(atMs, 4_000, atMs === 500)
    })
    expect(charged.invalid).toEqual([{ kind: 'battery-charging', source: 'meter' }])
    const package0 = board('package')
    const unharmed = await energyOf(package0.power, first, () => {
      for (const atMs of [0, 500, 1_000]) package0.read(atMs, 4_000, atMs === 500)
    })
    expect(unharmed).toMatchObject({ invalid: [], energy: [{ source: 'meter' }] })
  })

  test('is none of what was not measured', async () => {
    const { power, read } = board()
    const { ofPoint } = begin(power, first)
    steady(read)()
    expect(await ofPoint.ended(measured, never)).toEqual({ energy: [], invalid: [] })
    ofPoint.measured({ startNs: 0, endNs: 1e9 })
    expect(await ofPoint.ended({ kind: 'cancelled' }, never)).toEqual({ energy: [], invalid: [] })
  })
})

test('where power is read, the least window is as long as energy needs it, and the point has the time', () => {
  const { quick } = modeLimits
  expect(limitsWithPower(quick)).toEqual(quick)
  const asked = { ...quick, minEnergyMs: 60_000 }
  expect(limitsWithPower(asked)).toEqual({ ...asked, minMs: 60_000, maxMs: 62_000 })
  const hasty = { ...asked, pointTimeoutMs: 30_000 }
  expect(limitsWithPower(hasty)).toMatchObject({ minMs: 24_000, maxMs: 24_000 })
})
