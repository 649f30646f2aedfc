// A sweep over the governors of a real kernel: each block is measured under the clock that it asks for, the frequencies
// that were seen are in the result, and the board has its own settings back in the end.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import { addAndTrust, emulatedSession } from '../boards/first-sweep.ts'
import { qemuLack, skipped } from '../boards/lack.ts'
import { type QemuBoard, startQemuBoard } from '../boards/qemu-board.ts'
import { shortLimits, storedEvents, TestBench } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { clocksOf } from './clocks.ts'

describe.skipIf(skipped(qemuLack()))('a sweep on a board with a kernel of its own', () => {
  let qemu: QemuBoard
  let desk: TestBench
  let board: string

  beforeAll(async () => {
    qemu = await startQemuBoard({ init: 'systemd', user: 'root' })
    desk = new TestBench()
    board = await addAndTrust(desk, qemu)
    await emulatedSession(desk, board)
  })
  afterAll(async () => {
    await desk?.dispose()
    await qemu?.stop()
  })

  async function sweep(axes: Partial<Plan>) {
    const path = join(desk.dataDir, 'tiny.onnx')
    writeModel(path, perceptron())
    const { sha256, name } = await desk.bench.models.add(path)
    const plan = planSchema.parse({
      models: [{ sha256, name }],
      batches: [1],
      threads: [1],
      engines: ['ort-c'],
      limits: shortLimits,
      seed: 1,
      ...axes,
    })
    const { id } = desk.bench.runs.start(board, plan)
    await desk.bench.runs.settled(id)
    return id
  }

  /** By clock, the least and the most that was seen of a policy's frequency while its point was measured. */
  function seen(run: string, policy: string) {
    const events = storedEvents(desk.dataDir, run)
    const clocks = new Map(
      events.flatMap((event) =>
        event.type === 'point-started' ? [[event.point.index, event.point.clock] as const] : [],
      ),
    )
    return events.flatMap((event) => {
      if (event.type !== 'point-ended') return []
      const series = event.environment?.series.find(
        ({ kind, name }) => kind === 'frequency' && name === policy,
      )
      return [{ ...clocks.get(event.point), least: series?.least, most: series?.most }]
    })
  }

  /** Watts of the point under a governor, from its energy. */
  function drawn(run: string, governor: string): number {
    const { points } = desk.bench.runs.snapshot(run).view
    const view = points.find(({ point }) => point.clock.governor === governor)
    const [energy] = view?.repetitions[0]?.energy ?? []
    return (energy?.meanMilliwatts ?? 0) / 1_000
  }

  test('measures each governor at the frequency that it sets, by the power that it takes', async () => {
    const untouched = await clocksOf(qemu)
    const governors = ['performance', 'powersave', 'ondemand', 'schedutil', 'conservative']
    const limits = { ...shortLimits, minEnergyMs: 2_000, idleMs: 1_000 }
    const run = await sweep({ governors, limits })
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 5 })
    const big = seen(run, 'policy0')
    expect(big.map(({ governor }) => governor).toSorted()).toEqual(governors.toSorted())
    const at = (word: string) => big.find(({ governor }) => governor === word)
    expect(at('performance')).toMatchObject({ least: 2_200_000, most: 2_200_000 })
    expect(at('powersave')).toMatchObject({ least: 600_000, most: 600_000 })
    expect(seen(run, 'policy1')).toContainEqual({
      governor: 'powersave',
      khz: null,
      least: 500_000,
      most: 500_000,
    })
    const { clocks, givenBack, powerSources, idles } = desk.bench.runs.snapshot(run).view
    expect(clocks).toHaveLength(5)
    // The kernel has the files of ACPI's meter in the folder of its device.
    expect(powerSources).toMatchObject([
      { id: 'power_meter ACPI000D:00', method: 'input-rail', reading: 'average-power' },
    ])
    expect(idles.map(({ clock }) => clock.governor).toSorted()).toEqual(governors.toSorted())
    expect(drawn(run, 'performance')).toBeCloseTo(11.5, 1)
    expect(drawn(run, 'powersave')).toBeCloseTo(4.5, 1)
    expect(givenBack).toEqual({ state: 'untouched' })
    expect(await clocksOf(qemu)).toEqual(untouched)
  })

  test('measures each frequency, each policy at its own highest step below', async () => {
    const untouched = await clocksOf(qemu)
    const run = await sweep({ frequenciesKhz: [1_200_000, 2_200_000] })
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 2 })
    const byClock = (policy: string) =>
      Object.fromEntries(seen(run, policy).map(({ khz, least, most }) => [khz, [least, most]]))
    expect(byClock('policy0')).toEqual({
      1200000: [1_200_000, 1_200_000],
      2200000: [2_200_000, 2_200_000],
    })
    expect(byClock('policy1')).toEqual({
      1200000: [1_000_000, 1_000_000],
      2200000: [1_500_000, 1_500_000],
    })
    expect(await clocksOf(qemu)).toEqual(untouched)
  })
})
