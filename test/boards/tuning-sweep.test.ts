// What happens to a board's clocks while it is measured: the results carry the frequencies that were seen, not those that
// were asked for. The numbers are those of the quirks in BOARDS, section 7.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/shared/event.ts'
import { storedEvents, until } from '../core/bench.ts'
import { startSweep } from './first-sweep.ts'
import { skipped, sysfsLack } from './lack.ts'
import { TuningDesk } from './tuning-desk.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'

describe.skipIf(skipped(sysfsLack()))('a sweep on clocks that do not do as they were told', () => {
  let tuning: TuningDesk

  beforeAll(async () => {
    tuning = await TuningDesk.start('bl2', 'all')
  })
  afterAll(() => tuning?.stop())

  const control = (command: string) => tuning.board.sys.control(command)

  /** Of each point that ended. `meanwhile` begins once the first point does. */
  async function sweep(batches: readonly number[], meanwhile?: () => Promise<unknown>) {
    const { bench, dataDir } = tuning.desk
    const run = await startSweep(tuning.desk, tuning.id, batches)
    if (meanwhile !== undefined) {
      await until(() => storedEvents(dataDir, run).some(({ type }) => type === 'point-started'))
      await meanwhile()
    }
    await bench.runs.settled(run)
    expect(bench.runs.record(run)).toMatchObject({ status: 'completed', fault: null })
    return storedEvents(dataDir, run).filter(
      (event): event is Extract<RunEvent, { type: 'point-ended' }> => event.type === 'point-ended',
    )
  }

  test('32: firmware that ignores the limits shows in the frequencies of the result', async () => {
    await tuning.tune({ policies: [{ policies: ['policy0'], fixedKhz: 816_000 }] })
    await control('firmware policy0 1800000')
    const [point] = await sweep([1])
    expect(point?.environment?.series).toContainEqual({
      kind: 'frequency',
      name: 'policy0',
      least: 1_800_000,
      mean: 1_800_000,
      most: 1_800_000,
    })
    await control('firmware policy0 off')
    expect(await tuning.restore()).toEqual({ state: 'untouched' })
  })

  test('34: a rival that sets another governor makes the point invalid, and the sweep goes on', async () => {
    const points = await sweep([1, 2, 3], async () => {
      for (let step = 0; step < 200; step++) {
        const governor = step % 2 === 0 ? 'ondemand' : 'schedutil'
        await control(`write ${cpufreq}/policy0/scaling_governor ${governor} ${step / 50 + 0.01}`)
      }
    })
    expect(points).toHaveLength(3)
    expect(points.flatMap(({ invalid }) => invalid.map(({ kind }) => kind))).toContain(
      'governor-changed',
    )
  })

  test('8: a core that is unplugged takes its files away, and the sweep goes on without them', async () => {
    const points = await sweep([1, 2, 3], () => control('unplug 1'))
    expect(points).toHaveLength(3)
    const seen = points
      .at(-1)
      ?.environment?.series.flatMap(({ kind, name }) => (kind === 'frequency' ? [name] : []))
    expect(seen).toContain('policy0')
    expect(seen).not.toContain('policy1')
  })
})
