// Power that programs of a board tell, with real processes in the place of vcgencmd and nvidia-smi.

import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { kernelAt } from '../../src/agent/environment/kernel.ts'
import { gpuWords } from '../../src/agent/power/discrete-gpu.ts'
import { pmicMilliwatts } from '../../src/agent/power/pmic.ts'
import { GpuReadings, PmicReadings } from '../../src/agent/power/program-reading.ts'
import type { PowerReading } from '../../src/agent/power/reading.ts'
import type { FoundSource, PowerProgram } from '../../src/agent/power/source.ts'
import { KernelTree } from '../fixtures/kernel-tree.ts'
import { pmicText } from '../fixtures/power-trees.ts'

const folder = new KernelTree()
afterEach(() => folder.remove('/'))

/** A shell program in the place of a board's. */
function program(name: PowerProgram, script: string): string {
  folder.set({ [`/${name}`]: `#!/bin/sh\n${script}` })
  const path = join(folder.root, name)
  chmodSync(path, 0o755)
  return path
}

const sourceOf = (program: PowerProgram, rails: readonly string[]): FoundSource => ({
  told: {
    id: program,
    method: program === 'vcgencmd' ? 'pmic' : 'gpu',
    reading: 'power',
    rails: rails.map((name) => ({ name, inTotal: true })),
    coverage: 'partial',
    hz: 5,
    uncertainty: null,
  },
  input: { kind: 'program', program },
})

describe.runIf(process.platform === 'linux')('a Raspberry Pi’s PMIC', () => {
  const rails = [...pmicMilliwatts(pmicText).keys()]
  const readings = (script: string) => {
    let nowNs = 0
    const tick = () => {
      nowNs += 10
      return nowNs
    }
    const path = program('vcgencmd', script)
    return new PmicReadings(sourceOf('vcgencmd', rails), kernelAt(), tick, path)
  }

  test('is asked each time, for all of its rails', () => {
    const pmic = readings(`[ "$*" = pmic_read_adc ] && cat <<'end'\n${pmicText}\nend`)
    const reading = pmic.read()
    expect(reading).toMatchObject({ source: 'vcgencmd', atNs: 15, joules: null })
    expect(reading.milliwatts[rails.indexOf('VDD_CORE')]).toBeCloseTo(1.11625 * 749.4498, 6)
    const sum = reading.milliwatts.reduce<number>((total, value) => total + (value ?? 0), 0)
    expect(reading.totalMilliwatts).toBeCloseTo(sum, 9)
    expect(pmic.read().totalMilliwatts).toBe(reading.totalMilliwatts)
  })

  test('counts the CPU time of its program, and never more than the program had', () => {
    const pmic = readings('i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done')
    const startMs = performance.now()
    pmic.read()
    pmic.read()
    expect(pmic.programTicks).toBeGreaterThanOrEqual(0)
    expect(pmic.programTicks).toBeLessThanOrEqual((performance.now() - startMs) / 10 + 4)
  })

  test.each(['exit 1', 'echo error=1', 'exec sleep 0'])('%s: no reading, and not 0', (script) => {
    const reading = readings(script).read()
    expect(reading.totalMilliwatts).toBeNull()
    expect(new Set(reading.milliwatts)).toEqual(new Set([null]))
  })
})

describe.runIf(process.platform === 'linux')('cards of NVIDIA', () => {
  const cards = ['0 NVIDIA L4', '1 NVIDIA T4']

  /** What is told until so many rounds have come. */
  async function rounds(script: string, count: number): Promise<readonly PowerReading[]> {
    const told: PowerReading[] = []
    const path = program('nvidia-smi', script)
    using _ = await new Promise<GpuReadings>((resolve) => {
      const readings: GpuReadings = new GpuReadings(
        sourceOf('nvidia-smi', cards),
        kernelAt(),
        () => told.length,
        (reading) => {
          told.push(reading)
          if (told.length === count) resolve(readings)
        },
        path,
      )
    })
    return told
  }

  test('are told round by round, in whatever pieces the lines come', async () => {
    const told = await rounds(
      `printf '0, NVIDIA L4, 12.'; sleep 0.05; printf '50\\n1, NVIDIA T4, 9\\n0, NVIDIA L4, 13\\n'
       printf '1, NVIDIA T4, [N/A]\\n'; exec sleep 60`,
      2,
    )
    expect(told.map(({ milliwatts, totalMilliwatts }) => [milliwatts, totalMilliwatts])).toEqual([
      [[12_500, 9_000], 21_500],
      [[13_000, null], null],
    ])
  })

  test('are looked at as often as the source says', async () => {
    const [told] = await rounds(
      `case "$*" in *--loop-ms=200) printf '0, NVIDIA L4, 1\n1, NVIDIA T4, 2\n';; esac; exec sleep 60`,
      1,
    )
    expect(told?.totalMilliwatts).toBe(3_000)
    expect(gpuWords(1)).toContain('--loop-ms=1000')
  })

  test('a program that can not be started tells nothing', async () => {
    const path = join(folder.root, 'none')
    using readings = new GpuReadings(
      sourceOf('nvidia-smi', cards),
      kernelAt(),
      () => 0,
      () => {
        throw new Error('it told something')
      },
      path,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(readings.programTicks).toBe(0)
  })
})
