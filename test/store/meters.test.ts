// A meter's record beside a run in a real store: its shift is found from the run's own events, every process that it covers
// has an energy by it, and all of that goes when it is taken away.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Meters } from '../../src/main/meter/meters.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { MeterStore } from '../../src/main/store/meters.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import type { RunEvent } from '../../src/shared/event.ts'
import type { RunRecord } from '../../src/shared/ipc.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-meters-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plan = planOf({ batches: [1, 2], repetitions: 2 })
/** How long each process measures, in seconds: no two alike. */
const lasts = [6, 11, 8, 14]
const second = 1e9

/** The journal as if its processes had measured for so long, with pauses of 3 s between them. */
function journalInTime(): readonly RunEvent[] {
  let process = -1
  let atNs = 0
  let endsNs = 0
  let windows = 0
  return journalOf(plan).map((event) => {
    if (event.type === 'point-started') {
      process += 1
      windows = 0
      atNs = endsNs + 3 * second
      endsNs = atNs + (lasts[process] ?? 0) * second
    }
    if (event.type === 'point-ended' || event.type === 'run-ended') atNs = endsNs
    const half = (endsNs - atNs) / 2
    if (event.type !== 'samples-recorded') return { ...event, atNs, wallMs: 1.7e12 + atNs / 1e6 }
    const startNs = atNs + windows++ * half
    return { ...event, atNs, window: { startNs, endNs: startNs + half } }
  })
}

const journal = journalInTime()
const ends = journal.flatMap(({ type, atNs }) => (type === 'point-ended' ? [atNs] : []))
const works = (atNs: number) =>
  ends.some((end, index) => atNs >= end - (lasts[index] ?? 0) * second && atNs < end)

/** What a meter wrote at 20 Hz that began `beforeNs` before the run: 2 W at rest, 5 W where the board works. */
function recordFile(beforeNs: number, lastsNs: number): string {
  const rows = Array.from({ length: lastsNs / 5e7 }, (_, index) => {
    const atNs = index * 5e7
    return `${atNs / 1e9},${works(atNs - beforeNs) ? 5 : 2}`
  })
  const path = join(folder, `meter-${beforeNs}.csv`)
  writeFileSync(path, ['Time (s),Power (W)', ...rows].join('\n'))
  return path
}

function deskOf() {
  const db = openDatabase(':memory:')
  const store = new RunStore(db)
  store.add({ id: runId, boardId: 'b', boardName: 'B', plan, createdMs: 1 })
  const changed: RunRecord[] = []
  const meters = new Meters({
    store,
    meters: new MeterStore(db),
    changed: (record) => changed.push(record),
  })
  const view = () => meters.over(runId, store.view(runId, plan))
  const energies = () =>
    view().points.map(({ repetitions }) => repetitions.map(({ energy }) => energy[0] ?? null))
  return { db, store, meters, changed, view, energies }
}

const runNs = 70 * second

test('a record is laid where power follows load, and gives each process its energy', async () => {
  const desk = deskOf()
  desk.store.append(runId, journal)
  const beforeNs = 12.35 * second
  const view = await desk.meters.attach(runId, recordFile(beforeNs, 1.5 * runNs), null, null)
  expect(Math.abs(view.meter.offsetNs + beforeNs)).toBeLessThanOrEqual(1e8)
  expect(view.meter.fit).toMatchObject({ isAmbiguous: false })
  expect(view.meter.fit?.score).toBeGreaterThan(0.95)
  expect([view.covered, view.processes]).toEqual([4, 4])
  const found = desk.energies()
  expect(found.flat().map((energy) => energy?.method)).toEqual(Array(4).fill('wall-meter'))
  // Points in order, each with its repetitions: 0 and 2 are of the first.
  const seconds = [lasts[0], lasts[2], lasts[1], lasts[3]]
  found.flat().forEach((energy, index) => {
    expect(energy?.windowNs).toBeCloseTo((seconds[index] ?? 0) * second)
    expect(energy?.meanMilliwatts).toBeGreaterThan(4_900)
    expect(energy?.meanMilliwatts).toBeLessThanOrEqual(5_000.001)
  })
  const [point] = desk.view().points
  expect(point?.state).toMatchObject({
    energy: [{ method: 'wall-meter', invocations: [expect.any(Number), expect.any(Number)] }],
  })
  expect(desk.store.get(runId)?.headline?.energy?.method).toBe('wall-meter')
  expect(desk.view().powerSources).toMatchObject([{ id: 'meter', hz: expect.closeTo(20) }])
  const series = desk.meters.series(runId, 1, 0)
  expect(series?.total.length).toBeCloseTo((lasts[1] ?? 0) * 20, -1)
})

test('it can be shifted by hand, and taken away with all that it made', async () => {
  const desk = deskOf()
  desk.store.append(runId, journal)
  const path = recordFile(5 * second, runNs)
  await desk.meters.attach(runId, path, null, null)
  const moved = desk.meters.move(runId, -2 * second)
  expect(moved.meter).toMatchObject({ offsetNs: -2 * second, fit: null })
  expect(desk.energies()[0]?.[0]?.meanMilliwatts).toBeLessThan(4_000)
  desk.meters.move(runId, 40 * second)
  expect(
    desk
      .energies()
      .flat()
      .filter((energy) => energy === null).length,
  ).toBeGreaterThan(0)
  desk.meters.remove(runId)
  expect(desk.meters.view(runId)).toBeNull()
  expect(desk.view()).toEqual(desk.store.view(runId, plan))
  expect(desk.store.get(runId)?.headline?.energy).toBeNull()
  expect(desk.changed).toHaveLength(4)
})

test('one record takes the place of another, and goes with its run', async () => {
  const desk = deskOf()
  desk.store.append(runId, journal)
  await desk.meters.attach(runId, recordFile(5 * second, runNs), null, null)
  const second5 = await desk.meters.attach(runId, recordFile(9 * second, 1.2 * runNs), null, 0)
  expect(second5.meter).toMatchObject({ offsetNs: 0, fit: null, name: `meter-${9 * second}.csv` })
  expect(desk.view().powerSources).toHaveLength(1)
  desk.store.remove(runId)
  expect(desk.db.prepare('SELECT count(*) AS kept FROM meters').get()?.kept).toBe(0)
})

test('a run that goes on takes none, nor does one that the record does not fit', async () => {
  const desk = deskOf()
  desk.store.append(runId, journal.slice(0, -1))
  const path = recordFile(0, runNs)
  await expect(desk.meters.attach(runId, path, null, null)).rejects.toMatchObject({
    fault: { code: 'meter-run-not-over' },
  })
  desk.store.append(runId, journal)
  const flat = join(folder, 'flat.csv')
  writeFileSync(
    flat,
    ['Time (s),Power (W)', ...Array.from({ length: 900 }, (_, i) => `${i / 10},3`)].join('\n'),
  )
  await expect(desk.meters.attach(runId, flat, null, null)).rejects.toMatchObject({
    fault: { code: 'meter-not-alike' },
  })
  expect(desk.meters.view(runId)).toBeNull()
})
