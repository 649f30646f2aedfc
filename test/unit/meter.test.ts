// A meter's record: read from the files that meters write, shifted to where power follows load, and made into the energy of
// measured windows. Whatever the shift, it is found again.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { lookAtMeterFile, readMeterFile } from '../../src/main/meter/read-csv.ts'
import { runLoad } from '../../src/main/meter/run-load.ts'
import { align, isDoubtful, type Stretch } from '../../src/shared/align.ts'
import { withoutSamples } from '../../src/shared/event.ts'
import { guessColumns } from '../../src/shared/meter-columns.ts'
import { meteredEnergy, usualStepNs } from '../../src/shared/meter-energy.ts'
import { journalOf, planOf } from '../fixtures/runs.ts'

const dir = mkdtempSync(join(tmpdir(), 'meter-'))
afterAll(() => rmSync(dir, { recursive: true }))

function fileOf(text: string): string {
  const path = join(dir, 'record.csv')
  writeFileSync(path, text)
  return path
}

async function readingsOf(text: string) {
  const path = fileOf(text)
  const { guessed } = await lookAtMeterFile(path)
  if (guessed === null) throw new Error('no columns were found')
  const { atNs, milliwatts, startedMs } = await readMeterFile(path, guessed)
  return { seconds: [...atNs].map((ns) => ns / 1e9), milliwatts: [...milliwatts], startedMs }
}

describe('the file of a meter', () => {
  const alike = [
    ['seconds and watts', 'Time (s),Power (W)\n0,1.5\n0.5,2\n1,2.5\n'],
    ['a European one', 'Zeit time [s];Leistung power [W]\n0;1,5\n0,5;2\n1;2,5\n'],
    ['milliseconds and milliwatts', 'time_ms\tpower_mW\n100\t1500\n600\t2000\n1100\t2500\n'],
    ['volts and amperes', 'Elapsed (ms),Voltage(V),Current(mA)\n0,5,300\n500,5,400\n1000,5,500\n'],
    [
      'lines of its own before',
      'FNIRSI FNB58\nexported 2026\n\nTime (s),Power(W)\r\n0,1.5\r\n0.5,2\r\n1,2.5\r\n',
    ],
    ['times of day', 'Time,Power (W)\n23:59:59.500,1.5\n00:00:00.000,2\n00:00:00.500,2.5\n'],
    ['a line twice', 'Time (s),Power (W)\n0,1.5\n0.5,2\n0.5,9\n1,2.5\n'],
    [
      'names in quotes, and a mark at its beginning',
      '\ufeff"Time (s)","Power (W)"\n0,1.5\n0.5,2\n1,2.5\n',
    ],
  ] as const
  it.each(alike)('is read: %s', async (_, text) => {
    const { seconds, milliwatts, startedMs } = await readingsOf(text)
    expect(seconds).toEqual([0, 0.5, 1])
    expect(milliwatts).toEqual([1_500, 2_000, 2_500])
    expect(startedMs).toBeNull()
  })

  it('says when it began where its times are dates', async () => {
    const text = 'timestamp,power_w\n2026-01-02T03:04:05.000Z,1\n2026-01-02T03:04:05.500Z,2\n'
    const began = Date.parse('2026-01-02T03:04:05Z')
    expect((await readingsOf(text)).startedMs).toBe(began)
    const epoch = `timestamp,power_w\n${began},1\n${began + 500},2\n`
    expect(await readingsOf(epoch)).toMatchObject({ startedMs: began, seconds: [0, 0.5] })
  })

  it.each([
    ['', 'meter-file-no-table'],
    ['nothing\nof a table\n', 'meter-file-no-table'],
    ['Time (s),Power (W)\n0,1\n', 'meter-file-no-table'],
    ['Time (s),Power (W)\n0,1\n1,x\n2,3\n', 'meter-not-a-number'],
    ['Time (s),Power (W)\n5,1\n5,2\n5,3\n', 'meter-time-stands'],
    ['Time (s),Power (W)\n0,1\n1,2\n1700000000,3\n', 'meter-time-jumps'],
  ])('is refused: %j', async (text, code) => {
    const columns = {
      time: { column: 0, unit: 's' as const },
      power: { kind: 'power' as const, column: 1, unit: 'W' as const },
    }
    await expect(readMeterFile(fileOf(text), columns)).rejects.toMatchObject({ fault: { code } })
  })

  it('is bounded in its columns, and nothing is guessed of what has no names', async () => {
    const row = Array.from({ length: 100 }, (_, column) => column).join(',')
    await expect(lookAtMeterFile(fileOf(`${row}\n${row}\n`))).rejects.toMatchObject({
      fault: { code: 'meter-file-no-table' },
    })
    expect(guessColumns(['1', '2'], [['0', '1']])).toBeNull()
  })
})

/** A run of points that differ in length, and pauses between them. */
const busyOf = (lengths: readonly number[]): readonly Stretch[] => {
  let at = 2e9
  return lengths.map((seconds, index) => {
    const startNs = at
    const endNs = startNs + seconds * 1e9
    at = endNs + (1 + (index % 3)) * 1e9
    return { startNs, endNs }
  })
}

const lengths = fc.uniqueArray(fc.integer({ min: 3, max: 40 }), { minLength: 3, maxLength: 8 })

/** What a meter would read at 10 Hz, with noise and a fan that hums. */
function recordOf(busy: readonly Stretch[], shiftNs: number, noise: number) {
  const endNs = (busy.at(-1)?.endNs ?? 0) + 20e9
  const count = Math.floor((endNs + 20e9) / 1e8)
  let seed = 1
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647 - 0.5
  }
  const atNs = Float64Array.from({ length: count }, (_, index) => index * 1e8)
  const values = atNs.map((ns, index) => {
    const onClock = ns + shiftNs
    const works = busy.some(({ startNs, endNs: end }) => onClock >= startNs && onClock < end)
    return 2_000 + (works ? 3_000 : 0) + noise * random() + 50 * Math.sin(index / 7)
  })
  return { atNs, values }
}

describe('the shift of a record', () => {
  it('is found again, whatever it is, and through noise', () => {
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: -15_000, max: 15_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        (seconds, shiftMs, noise) => {
          const busy = busyOf(seconds)
          const span = { startNs: 0, endNs: (busy.at(-1)?.endNs ?? 0) + 2e9 }
          const found = align(recordOf(busy, shiftMs * 1e6, noise), busy, span, 1e8)
          expect(Math.abs((found?.offsetNs ?? 1e12) - shiftMs * 1e6)).toBeLessThanOrEqual(1.5e8)
          expect(found?.score).toBeGreaterThan(0.5)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is said to be one of several where points are all alike', () => {
    const busy = Array.from({ length: 12 }, (_, index) => ({
      startNs: index * 10e9,
      endNs: index * 10e9 + 5e9,
    }))
    const span = { startNs: 0, endNs: 120e9 }
    const found = align(recordOf(busy, 3e9, 0), busy, span, 1e8)
    expect(found?.isAmbiguous).toBe(true)
    const near = align(recordOf(busy, 3e9, 0), busy, span, 1e8, { offsetNs: 2e9, withinNs: 4e9 })
    expect(near?.isAmbiguous).toBe(false)
    expect(near?.offsetNs).toBeCloseTo(3e9, -8)
  })

  it('is found in the record of a whole day, to the meter’s step', () => {
    const busy = busyOf([10, 25, 14])
    const span = { startNs: 0, endNs: 90e9 }
    const atNs = Float64Array.from({ length: 86_400 }, (_, index) => index * 1e9)
    const values = atNs.map((ns) => {
      const onClock = ns - 50_000e9
      const works = busy.some(({ startNs, endNs }) => onClock >= startNs && onClock < endNs)
      return works ? 5_000 : 2_000 + 40 * Math.sin(ns / 7e9)
    })
    const found = align({ atNs, values }, busy, span, 1e9)
    expect(Math.abs((found?.offsetNs ?? 0) + 50_000e9)).toBeLessThanOrEqual(1.5e9)
    expect(found?.score).toBeGreaterThan(0.9)
    const near = { offsetNs: -49_900e9, withinNs: 300e9 }
    const expected = align({ atNs, values }, busy, span, 1e9, near)
    expect(expected?.offsetNs).toBe(found?.offsetNs)
  })

  it('is none of power that has nothing to do with the load', () => {
    const busy = busyOf([5, 9, 21, 33])
    const idle = recordOf([], 0, 3_000)
    const atNs = Float64Array.from({ length: 2_000 }, (_, index) => index * 1e8)
    const values = atNs.map((_, index) => idle.values[index % idle.values.length] ?? 0)
    expect(align({ atNs, values }, busy, { startNs: 0, endNs: 90e9 }, 1e8)).toBeNull()
  })

  it('is doubtful where another is as good, or power follows load only roughly', () => {
    expect(isDoubtful({ score: 0.9, isAmbiguous: false })).toBe(false)
    expect(isDoubtful({ score: 0.9, isAmbiguous: true })).toBe(true)
    expect(isDoubtful({ score: 0.4, isAmbiguous: false })).toBe(true)
  })

  it('is none of power that never changes', () => {
    const busy = busyOf([5, 9])
    const { atNs } = recordOf(busy, 0, 0)
    const flat = { atNs, values: atNs.map(() => 5) }
    expect(align(flat, busy, { startNs: 0, endNs: 30e9 }, 1e8)).toBeNull()
  })
})

describe('the energy that a meter saw', () => {
  const work = { inferences: 100, samples: 400, rest: null }
  /** Power that runs straight between readings at any moments. */
  const meterOf = (seconds: readonly number[], milliwatts: readonly number[]) => {
    const atNs = Float64Array.from(seconds, (second) => second * 1e9)
    return {
      atNs,
      milliwatts: Float64Array.from(milliwatts),
      stepNs: usualStepNs(atNs),
      isDoubtful: false,
    }
  }

  it('is exact for power that runs straight, wherever the window lies', () => {
    const second = fc.double({ min: 0.1, max: 99, noNaN: true })
    fc.assert(
      fc.property(second, second, fc.array(second, { maxLength: 30 }), (a, b, between) => {
        fc.pre(Math.abs(a - b) > 0.01)
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const times = [...new Set([0, ...between, 100])].sort((x, y) => x - y)
        const meter = meterOf(
          times,
          times.map((time) => 1_000 + 20 * time),
        )
        const window = { startNs: from * 1e9, endNs: to * 1e9 }
        const energy = meteredEnergy(meter, { ...work, windows: [window] })
        if (energy === null) return
        const exact = (to - from) * (1 + 0.01 * (from + to))
        expect(energy.joules).toBeCloseTo(exact, 6)
        expect(energy.meanMilliwatts).toBeCloseTo((exact / (to - from)) * 1_000, 3)
      }),
    )
  })

  it('is none where the record does not cover a window, and says what makes it weak', () => {
    const times = Array.from({ length: 301 }, (_, index) => index * 0.1)
    const meter = meterOf(
      times,
      times.map(() => 5_000),
    )
    const over = (startNs: number, endNs: number) =>
      meteredEnergy(meter, { ...work, windows: [{ startNs, endNs }] })
    expect(over(-1e9, 5e9)).toBeNull()
    expect(over(25e9, 31e9)).toBeNull()
    expect(over(1e9, 6e9)).toMatchObject({
      method: 'wall-meter',
      flags: ['short', 'few-samples'],
      joules: expect.closeTo(25, 6),
    })
    const holed = meterOf(
      times.filter((time) => time < 10 || time > 15),
      times.filter((time) => time < 10 || time > 15).map(() => 5_000),
    )
    const window = { startNs: 2e9, endNs: 28e9 }
    expect(meteredEnergy(holed, { ...work, windows: [window] })?.flags).toContain('gap')
  })

  it('is doubtful as the shift of the record is', () => {
    const meter = { ...meterOf([0, 1, 2, 3], [1, 1, 1, 1]), isDoubtful: true }
    const windows = [{ startNs: 0.5e9, endNs: 2.5e9 }]
    expect(meteredEnergy(meter, { ...work, windows })?.flags).toContain('doubtful-shift')
  })

  it('has the rest beside it, by the same meter', () => {
    const times = Array.from({ length: 301 }, (_, index) => index * 0.1)
    const meter = meterOf(
      times,
      times.map((time) => (time < 10 ? 1_000 : 4_000)),
    )
    const energy = meteredEnergy(meter, {
      ...work,
      rest: { startNs: 1e9, endNs: 9e9 },
      windows: [{ startNs: 12e9, endNs: 20e9 }],
    })
    expect(energy?.idle).toEqual({ milliwatts: expect.closeTo(1_000, 6), wallNs: 8e9 })
    expect(energy?.meanMilliwatts).toBeCloseTo(4_000, 6)
  })
})

it('the load of a run has every process with its windows, in order', () => {
  const plan = planOf({ repetitions: 2 })
  const load = runLoad(journalOf(plan).map(withoutSamples))
  expect(load?.processes.map(({ point, repetition }) => [point, repetition])).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ])
  expect(load?.processes.every(({ windows }) => windows.length === 2)).toBe(true)
  expect(load?.busy).toHaveLength(4)
  for (const [index, { startNs, endNs }] of (load?.busy ?? []).entries()) {
    expect(endNs).toBeGreaterThan(startNs)
    expect(startNs).toBeGreaterThanOrEqual(load?.busy[index - 1]?.endNs ?? 0)
  }
})
