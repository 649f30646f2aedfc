// Where each family of boards (BOARDS, section 3) shows its power: what is found, what stands for the whole, what is only a
// part. The numbers are those of the quirks of section 7.

import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { type DeviceKernel, kernelAt } from '../../src/agent/environment/kernel.ts'
import { gpuLine } from '../../src/agent/power/discrete-gpu.ts'
import { findPower } from '../../src/agent/power/find.ts'
import type { AskProgram, ProgramAnswer } from '../../src/agent/power/programs.ts'
import { numberIn } from '../../src/agent/power/rail.ts'
import { readableSource } from '../../src/agent/power/reading.ts'
import { powerSourceSchema } from '../../src/shared/power.ts'
import { KernelTree } from '../fixtures/kernel-tree.ts'
import {
  agxOrin,
  agxXavier,
  amd,
  counter,
  ina3221,
  intel,
  jetsonNano,
  orinNx,
  pi4,
  pi5,
  pmicText,
  rockchip,
  tx2,
  virtualMachine,
  withChips,
} from '../fixtures/power-trees.ts'

const said = (text: string): ProgramAnswer => ({ kind: 'said', text })
const missing: ProgramAnswer = { kind: 'missing' }
const nobody: AskProgram = async () => missing

let tree: KernelTree | null = null
afterEach(() => tree?.[Symbol.dispose]())

async function found(made: KernelTree, ask: AskProgram = nobody, kernel?: Partial<DeviceKernel>) {
  tree = made
  return findPower({ ...kernelAt(made.root), ...kernel }, ask)
}

/** What a source says of itself, in short, and its total in milliwatts where it is read at once. */
async function sources(made: KernelTree, ask?: AskProgram) {
  const all = await found(made, ask)
  expect(all.unread).toEqual([])
  return all.sources.map((source) => {
    const { told, input } = source
    expect(powerSourceSchema.parse(told)).toEqual(told)
    const reading =
      input.kind === 'files'
        ? readableSource(source, input, kernelAt(made.root).read, () => 0).read()
        : null
    return {
      id: told.id,
      is: `${told.method} ${told.coverage} ${told.reading}`,
      total: told.rails.filter(({ inTotal }) => inTotal).map(({ name }) => name),
      besides: told.rails.filter(({ inTotal }) => !inTotal).map(({ name }) => name),
      milliwatts: reading?.totalMilliwatts ?? null,
    }
  })
}

describe('families of boards', () => {
  test.each(['rk3588', 'rk3568'])('%s measures nothing itself', async (soc) => {
    expect(await sources(rockchip(soc))).toEqual([])
  })

  test('a Jetson Nano under JetPack 4: its input alone, never with what it feeds', async () => {
    expect(await sources(jetsonNano())).toEqual([
      {
        id: 'ina3221x 6-0040',
        is: 'input-rail whole power',
        total: ['POM_5V_IN'],
        besides: ['POM_5V_GPU', 'POM_5V_CPU'],
        milliwatts: 2_875,
      },
    ])
  })

  test('a TX2: the input of the second chip stands for both', async () => {
    expect(await sources(tx2())).toEqual([
      {
        id: 'ina3221x 0-0040 0-0041',
        is: 'input-rail whole power',
        total: ['VDD_IN'],
        besides: ['VDD_SYS_GPU', 'VDD_SYS_CPU'],
        milliwatts: 3_100,
      },
    ])
  })

  test('an Orin NX: volts by amperes, and the voltages of its shunts are no rails', async () => {
    expect(await sources(orinNx())).toEqual([
      {
        id: 'ina3221 1-0040',
        is: 'input-rail whole volts-and-amperes',
        total: ['VDD_IN'],
        besides: ['VDD_CPU_GPU_CV', 'VDD_SOC'],
        milliwatts: 6_000,
      },
    ])
  })

  test('39: an AGX Orin has no rail for the whole: a part, of rails that do not feed each other', async () => {
    expect(await sources(agxOrin())).toEqual([
      {
        id: 'ina3221 1-0040 1-0041',
        is: 'rail-sum partial volts-and-amperes',
        total: ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0'],
        besides: ['VDDQ_VDD2_1V8AO'],
        milliwatts: 2_400 + 1_200 + 4_500,
      },
    ])
  })

  test('an AGX Xavier: the six supplies of its two chips', async () => {
    expect(await sources(agxXavier())).toMatchObject([
      {
        is: 'rail-sum partial volts-and-amperes',
        total: ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V'],
        milliwatts: 19 * 150 + 5 * 400,
      },
    ])
  })

  test('a Raspberry Pi 4 has an alarm and no meter', async () => {
    expect(await sources(pi4())).toEqual([])
  })

  test('a Raspberry Pi 5: twelve rails of its PMIC; two have no amperes', async () => {
    const [source] = await sources(pi5(), async () => said(pmicText))
    expect(source).toMatchObject({ id: 'pmic', is: 'pmic partial volts-and-amperes' })
    expect(source?.total).toHaveLength(12)
    expect(source?.total).not.toContain('EXT5V')
  })

  test('Intel: packages and memory; not their parts, the platform, or the same through another door', async () => {
    expect(await sources(intel())).toMatchObject([
      {
        id: 'rapl',
        is: 'package partial energy-counter',
        total: ['package-0', 'package-0 dram'],
        besides: ['package-0 core', 'psys'],
      },
      {
        id: 'battery BAT0',
        is: 'battery whole volts-and-amperes',
        total: ['BAT0'],
        // It gives nothing while it is full: that is not measured, and not 0.
        milliwatts: null,
      },
    ])
  })

  test('AMD: the counter under Intel’s name, and a graphics card of its own', async () => {
    expect(await sources(amd())).toMatchObject([
      { id: 'rapl', total: ['package-0'], besides: ['package-0 core'] },
      {
        id: 'amdgpu 0000:03:00.0',
        is: 'gpu partial average-power',
        total: ['power1'],
        milliwatts: 21_000,
      },
    ])
  })

  test('a virtual machine has nothing', async () => {
    expect(await sources(virtualMachine())).toEqual([])
  })

  test('an ACPI meter has its files in its device’s folder', async () => {
    const made = withChips(new KernelTree(), [
      {
        name: 'power_meter',
        device: 'LNXSYSTM:00/LNXSYBUS:00/ACPI000D:00',
        files: {},
        deviceFiles: { power1_average: 10_500_000, power1_average_interval: 10_000 },
      },
    ])
    expect(await sources(made)).toMatchObject([
      {
        id: 'power_meter ACPI000D:00',
        is: 'input-rail whole average-power',
        milliwatts: 10_500,
      },
    ])
  })

  test('INA219, INA226 and INA238 by volts and amperes, each alone', async () => {
    const made = withChips(
      new KernelTree(),
      ['ina219', 'ina226', 'ina238'].map((name, index) => ({
        name,
        device: `platform/i2c-1/1-004${index}`,
        // in0 is the voltage over the shunt.
        files: { in0_input: 10, in1_input: 12_000, curr1_input: 500, power1_input: 5_900_000 },
      })),
    )
    expect(await sources(made)).toMatchObject(
      ['ina219 1-0040', 'ina226 1-0041', 'ina238 1-0042'].map((id) => ({
        id,
        is: 'rail-sum partial volts-and-amperes',
        milliwatts: 6_000,
      })),
    )
  })
})

describe('quirks', () => {
  const rail = (label?: string) => ({
    ...(label === undefined ? {} : { label }),
    mV: 5_000,
    mA: 100,
  })

  test('17: rails without labels are not added up; NC and sums of shunt voltages are no rails', async () => {
    const made = withChips(new KernelTree(), [
      ina3221('platform/i2c-7/7-0041', [rail(), rail('NC'), rail('sum of shunt voltages')]),
      ina3221('platform/i2c-7/7-0042', [rail(), rail(), rail()]),
    ])
    expect((await sources(made)).map(({ id, total }) => [id, ...total])).toEqual([
      ['ina3221 7-0041', 'channel 1'],
      ['ina3221 7-0042 channel 1', 'channel 1'],
      ['ina3221 7-0042 channel 2', 'channel 2'],
      ['ina3221 7-0042 channel 3', 'channel 3'],
    ])
  })

  test('18: another number after a boot is the same source', async () => {
    const [before] = await sources(orinNx())
    tree?.[Symbol.dispose]()
    expect(await sources(orinNx(5))).toEqual([before])
  })

  test('18: two chips that have one another’s number are the same source, in the same order', async () => {
    const [before] = await sources(agxOrin())
    tree?.[Symbol.dispose]()
    expect(await sources(agxOrin(true))).toEqual([before])
    tree?.[Symbol.dispose]()
    const meter = (place: string) => ({
      name: 'ina226',
      device: `platform/i2c-1/${place}`,
      files: { in1_input: 12_000, curr1_input: 500 },
    })
    const turned = withChips(new KernelTree(), [meter('1-0041'), meter('1-0040')])
    expect((await sources(turned)).map(({ id }) => id)).toEqual(['ina226 1-0040', 'ina226 1-0041'])
  })

  test('19: a monitor none of whose channels is a rail that is on is not missed', async () => {
    const made = withChips(new KernelTree(), [ina3221('platform/i2c-1/1-0040', [rail('NC'), {}])])
    made.set({ '/sys/devices/platform/i2c-1/1-0040/hwmon/hwmon0/in2_enable': 0 })
    expect(await found(made)).toEqual({ sources: [], unread: [] })
  })

  test('light is no power of a board', async () => {
    const files = { power1_label: 'TX_power', power1_input: 500, power2_label: 'RX_power' }
    const made = withChips(new KernelTree(), [
      { name: 'sfp_lan1', device: 'platform/sfp-1', files: { ...files, power2_input: 400 } },
    ])
    expect(await sources(made)).toEqual([])
  })

  test('a processor of AMD with its graphics: what its driver tells is of all of it; parts are rails', async () => {
    const made = withChips(new KernelTree(), [
      {
        name: 'amdgpu',
        device: 'pci0000:00/0000:04:00.0',
        files: { in1_label: 'vddnb', power1_label: 'PPT', power1_input: 9_000_000 },
      },
      {
        name: 'zenpower',
        device: 'pci0000:00/0000:00:18.3',
        files: { power1_label: 'SVI2_P_Core', power1_input: 5_000_000 },
      },
    ])
    expect((await sources(made)).map(({ id, is }) => [id, is])).toEqual([
      ['amdgpu 0000:04:00.0', 'package partial power'],
      ['zenpower 0000:00:18.3', 'rail-sum partial power'],
    ])
  })

  test('3: without a package there is no total, so no source; one package of two is told', async () => {
    const zone = (name: string) => `/sys/class/powercap/${name}/energy_uj`
    const unread = (zones: readonly string[], mayRead = true): Partial<DeviceKernel> => {
      const isShut = (path: string) => zones.some((one) => path === zone(one))
      const { read } = kernelAt(tree?.root ?? '')
      return {
        read: (path) => (isShut(path) ? null : read(path)),
        mayRead: (path) => mayRead || !isShut(path),
      }
    }
    tree = amd()
    const withoutRapl = { sources: [{ told: { method: 'gpu' } }] }
    expect(await found(tree, nobody, unread(['intel-rapl:0']))).toMatchObject({
      ...withoutRapl,
      unread: [{ source: 'rapl', remedy: null }],
    })
    expect(await found(tree, nobody, unread(['intel-rapl:0'], false))).toMatchObject({
      ...withoutRapl,
      unread: [{ source: 'rapl', remedy: 'rapl' }],
    })
    tree.set(counter('intel-rapl:1', 'package-1', 1_000))
    expect(await found(tree, nobody, unread(['intel-rapl:1']))).toMatchObject({
      sources: [{ told: { id: 'rapl' } }, { told: { method: 'gpu' } }],
      unread: [{ source: 'rapl package-1', remedy: null }],
    })
  })

  test('two batteries are one source: what waits while the other gives, gives nothing', async () => {
    const battery = (name: string, status: string) => ({
      [`/sys/class/power_supply/${name}/type`]: 'Battery',
      [`/sys/class/power_supply/${name}/status`]: status,
      [`/sys/class/power_supply/${name}/power_now`]: 6_000_000,
    })
    const both = async (one: string, other: string) => {
      tree?.[Symbol.dispose]()
      const made = new KernelTree({ ...battery('BAT0', one), ...battery('BAT1', other) })
      return sources(made)
    }
    const source = { id: 'battery BAT0 BAT1', is: 'battery whole power', total: ['BAT0', 'BAT1'] }
    expect(await both('Discharging', 'Discharging')).toMatchObject([
      { ...source, milliwatts: 12_000 },
    ])
    expect(await both('Not charging', 'Discharging')).toMatchObject([{ milliwatts: 6_000 }])
    expect(await both('Full', 'Full')).toMatchObject([{ milliwatts: null }])
  })

  test('19: a channel that is switched off gives no data, and is left out', async () => {
    const made = withChips(new KernelTree(), [
      ina3221('platform/i2c-1/1-0040', [rail('VDD_IN'), { label: 'VDD_CPU' }, rail('VDD_SOC')]),
    ])
    expect(await sources(made)).toMatchObject([{ total: ['VDD_IN'], besides: ['VDD_SOC'] }])
  })

  test('19: a read that fails once is read again; one that fails for good is told', async () => {
    const made = orinNx()
    const { read } = kernelAt(made.root)
    let isBusy = true
    const onceBusy = (path: string) => {
      const fails = isBusy && path.endsWith('curr1_input')
      if (fails) isBusy = false
      return fails ? null : read(path)
    }
    expect((await found(made, nobody, { read: onceBusy })).sources).toHaveLength(1)
    const dead = (path: string) => (path.endsWith('_input') ? null : read(path))
    expect(await found(made, nobody, { read: dead })).toEqual({
      sources: [],
      unread: [{ source: 'ina3221 1-0040', remedy: null }],
    })
  })

  test('20: a number with its unit', () => {
    expect(
      ['32760 ma', '5000', '-12 mV', '5 000', 'ma', '', '<unknown>', null].map(numberIn),
    ).toEqual([32_760, 5_000, -12, null, null, null, null, null])
  })

  test('2: counters that only root may read are told, with what would let them be read', async () => {
    expect(await found(amd(), nobody, { mayRead: () => false })).toMatchObject({
      sources: [{ told: { id: 'amdgpu 0000:03:00.0' } }],
      unread: [{ source: 'rapl', remedy: 'rapl' }],
    })
  })

  test('3: counters that may be read and say EINVAL are told, and nothing would help', async () => {
    const made = amd()
    for (const zone of ['intel-rapl:0', 'intel-rapl:0:0']) {
      rmSync(`${made.root}/sys/class/powercap/${zone}/energy_uj`)
      made.set({ [`/sys/class/powercap/${zone}/energy_uj/none`]: '' })
    }
    expect((await found(made)).unread).toEqual([{ source: 'rapl', remedy: null }])
  })

  test('37: a program that ends well and says nothing of power measures none', async () => {
    const unread = async (answer: ProgramAnswer) => {
      tree?.[Symbol.dispose]()
      return (await found(pi5(), async () => answer)).unread
    }
    const source = 'Raspberry Pi PMIC'
    const mute = said('error=1 error_msg="Command not registered"')
    expect(await unread(mute)).toEqual([{ source, remedy: null }])
    expect(await unread(missing)).toEqual([{ source, remedy: null }])
    expect(await unread({ kind: 'failed' })).toEqual([{ source, remedy: 'video-group' }])
  })
})

describe('graphics cards of NVIDIA', () => {
  const withDriver = () => new KernelTree({ '/proc/driver/nvidia/version': 'NVRM version' })

  test('each is a rail, by nvidia-smi', async () => {
    const two = async () => said('0, NVIDIA GeForce RTX 4090, 21.43\n1, NVIDIA L4, 12\n')
    expect(await sources(withDriver(), two)).toMatchObject([
      {
        id: 'nvidia-smi',
        is: 'gpu partial average-power',
        total: ['0 NVIDIA GeForce RTX 4090', '1 NVIDIA L4'],
      },
    ])
  })

  test('37: one that does not support it is told, not taken for 0', async () => {
    const mute = async () => said('0, GRID A100X-10C, [N/A]\n')
    expect((await found(withDriver(), mute)).unread).toEqual([
      { source: 'nvidia-smi', remedy: null },
    ])
  })

  test('are not asked for on a Jetson, nor where no driver is', async () => {
    const asked: string[] = []
    const ask: AskProgram = async (program) => {
      asked.push(program)
      return missing
    }
    await found(orinNx(), ask)
    tree?.[Symbol.dispose]()
    await found(virtualMachine(), ask)
    expect(asked).toEqual([])
  })

  test('a line that is none is none', () => {
    expect(gpuLine('0, NVIDIA L4, 12.5')).toEqual({ rail: '0 NVIDIA L4', milliwatts: 12_500 })
    for (const line of ['', 'Failed to initialize NVML', '0, x', '0, x, 1e9'])
      expect(gpuLine(line)?.milliwatts ?? null).toBeNull()
  })
})
