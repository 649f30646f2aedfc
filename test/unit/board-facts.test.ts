// What a board says of its chip and its cores, read from trees like those of real boards.

import { describe, expect, test } from 'vitest'
import { readClusters } from '../../src/agent/facts/clusters.ts'
import { coreIdOf, coreName } from '../../src/agent/facts/core-names.ts'
import { readFeatures } from '../../src/agent/facts/cpu.ts'
import { inventoryOf } from '../../src/agent/facts/inventory.ts'
import { readSoc } from '../../src/agent/facts/soc.ts'
import { boardFactsSchema } from '../../src/shared/board.ts'
import {
  altra,
  type BoardTree,
  hybridPc,
  orinNx,
  pi4,
  pi5,
  rock5b,
  unknownArm,
  x86Vm,
} from '../fixtures/board-trees.ts'

const reading = (tree: BoardTree) => (path: string) => tree[path]?.trim() ?? null
const clustersOf = (tree: BoardTree) => readClusters('AMD EPYC', reading(tree))
const socOf = (tree: BoardTree) => readSoc(reading(tree))

describe('clusters', () => {
  test('RK3588: three clocks, two kinds of cores', () => {
    expect(clustersOf(rock5b)).toEqual([
      { name: 'Cortex-A55', cpus: [0, 1, 2, 3], maxKhz: 1_800_000 },
      { name: 'Cortex-A76', cpus: [4, 5], maxKhz: 2_400_000 },
      { name: 'Cortex-A76', cpus: [6, 7], maxKhz: 2_352_000 },
    ])
  })

  test('Raspberry Pi 5 and 4: one cluster, also where only /proc/cpuinfo tells the core', () => {
    expect(clustersOf(pi5)).toEqual([{ name: 'Cortex-A76', cpus: [0, 1, 2, 3], maxKhz: 2_400_000 }])
    expect(clustersOf(pi4)).toEqual([{ name: 'Cortex-A72', cpus: [0, 1, 2, 3], maxKhz: 1_800_000 }])
  })

  test('Orin: a cluster that is wholly offline does not say what it is', () => {
    expect(clustersOf(orinNx)).toEqual([
      { name: 'Cortex-A78AE', cpus: [0, 1, 2, 3], maxKhz: 1_984_000 },
    ])
  })

  test('a core that is offline is of the kind of its neighbours', () => {
    const { '/sys/devices/system/cpu/cpu2/regs/identification/midr_el1': _, ...tree } = pi5
    expect(clustersOf(tree)).toEqual(clustersOf(pi5))
  })

  test('a server whose cores have a clock each is one cluster', () => {
    expect(clustersOf(altra)).toEqual([{ name: 'Neoverse N1', cpus: [0, 1, 2], maxKhz: 3_000_000 }])
  })

  test('a core that nobody listed is named by its numbers', () => {
    expect(clustersOf(unknownArm)).toEqual([{ name: 'Arm core 7f:123', cpus: [0], maxKhz: null }])
  })

  test('x86 is one cluster; a hybrid is two, each with its fastest core', () => {
    expect(clustersOf(x86Vm)).toEqual([{ name: 'AMD EPYC', cpus: [0, 1], maxKhz: null }])
    expect(clustersOf(hybridPc)).toEqual([
      { name: 'P-cores', cpus: [0, 1, 2, 3], maxKhz: 5_200_000 },
      { name: 'E-cores', cpus: [4, 5], maxKhz: 3_900_000 },
    ])
  })

  test('a kernel that says nothing has none, and nonsense makes none', () => {
    expect(clustersOf({})).toEqual([])
    expect(
      clustersOf({
        '/sys/devices/system/cpu/present': 'all of them',
        '/proc/cpuinfo': 'CPU part : many',
      }),
    ).toEqual([])
    expect(
      clustersOf({
        '/sys/devices/system/cpu/present': '0',
        '/sys/devices/system/cpu/cpu0/regs/identification/midr_el1': '<unknown>',
        '/proc/cpuinfo': 'processor : 0\nCPU implementer : 0x41\nCPU part : 0xd0b\n',
      }),
    ).toEqual([{ name: 'Cortex-A76', cpus: [0], maxKhz: null }])
  })

  test('the register holds implementer and part apart from revision', () => {
    expect(coreIdOf(0x414fd0b1n)).toEqual({ implementer: 0x41, part: 0xd0b })
    expect(coreName({ implementer: 0x4e, part: 4 })).toBe('Carmel')
  })
})

describe('the chip', () => {
  test.each([
    ['Rockchip RK3588', rock5b],
    ['Broadcom BCM2712', pi5],
    ['Broadcom BCM2711', pi4],
    ['NVIDIA Tegra234', orinNx],
    ['acme X1', unknownArm],
  ])('%s', (name, tree) => {
    expect(socOf(tree)).toBe(name)
  })

  test('is not known of a PC, nor of a virtual machine with a device tree', () => {
    expect(socOf(x86Vm)).toBeNull()
    expect(socOf({ '/proc/device-tree/compatible': 'linux,dummy-virt\0' })).toBeNull()
  })

  test('is what /proc/cpuinfo calls it where there is no device tree', () => {
    expect(socOf({ '/proc/cpuinfo': 'processor : 0\n\nHardware\t: Qualcomm SM8250\n' })).toBe(
      'Qualcomm SM8250',
    )
  })
})

describe('features', () => {
  test('of x86, those alone that kernels are chosen by', () => {
    const cpuinfo = 'processor\t: 0\nflags\t\t: fpu avx2 avx_vnni tsc\nvmx flags\t: avx512_vnni\n'
    expect(readFeatures(reading({ '/proc/cpuinfo': cpuinfo }))).toEqual(['avx2', 'avx_vnni'])
  })

  test('of a board with two kinds of cores, what both have', () => {
    const core = (names: string) => `processor : 0\nFeatures\t: fp asimd ${names}\n\n`
    const cpuinfo = core('asimddp i8mm') + core('asimddp')
    expect(readFeatures(reading({ '/proc/cpuinfo': cpuinfo }))).toEqual(['asimd', 'asimddp'])
  })

  test('are not known where nothing says them', () => {
    expect(readFeatures(reading({}))).toBeNull()
    expect(readFeatures(reading({ '/proc/cpuinfo': 'processor : 0\n' }))).toBeNull()
  })
})

test('facts of an older version are taken with what they lack not known', () => {
  const old = {
    hostname: 'pi',
    model: null,
    os: { platform: 'linux', name: 'Debian', kernel: '6.1', arch: 'arm64', libc: null },
    cpu: { model: 'ARM', logicalCores: 4, availableCores: 4 },
    memoryBytes: 1,
    cpuPolicies: [],
    runtime: { node: '20', ort: '1', providers: [] },
    bootId: '',
  }
  expect(boardFactsSchema.parse(old)).toEqual({
    ...old,
    soc: null,
    cpu: { ...old.cpu, features: null },
    clusters: [],
    inventory: null,
    runtime: { ...old.runtime, koffi: null },
  })
})

describe('the inventory', () => {
  const said = {
    system: { manufacturer: 'QEMU', model: 'Standard PC', virtual: true, virtualHost: 'KVM' },
    cpu: { cores: 4, physicalCores: 4, cache: { l1d: 131_072, l2: 0, l3: Number.NaN } },
    memory: { total: 8_000_000_000, swaptotal: 0 },
  }
  const kernel = { deviceTree: null, logicalCores: 4, memoryBytes: 8_000_000_000 }
  const partitions = [
    'major minor  #blocks  name',
    '',
    ' 179        0   31166976 mmcblk0',
    ' 179        1     524288 mmcblk0p1',
    ' 179       32       4096 mmcblk0boot0',
    ' 259        0  500107608 nvme0n1',
    '   7        0      65536 loop0',
    ' 252        0    4096000 zram0',
  ].join('\n')
  const read = (path: string) => (path === '/proc/partitions' ? partitions : null)

  test('has what both say, whole disks by the kernel, and what is not known as unknown', () => {
    expect(inventoryOf(said, kernel, read)).toEqual({
      physicalCores: 4,
      cacheBytes: { l1d: 131_072, l2: null, l3: null },
      hypervisor: 'KVM',
      swapBytes: null,
      disks: [
        { name: 'mmcblk0', bytes: 31_166_976 * 1024 },
        { name: 'nvme0n1', bytes: 500_107_608 * 1024 },
      ],
      disagreements: [],
    })
  })

  test('tells where systeminformation and the kernel differ, and takes the kernel’s word', () => {
    const { physicalCores, disagreements } = inventoryOf(
      { ...said, system: { ...said.system, model: 'Something else' } },
      { deviceTree: 'Radxa ROCK 5B', logicalCores: 2, memoryBytes: 4_000_000_000 },
      read,
    )
    expect(physicalCores).toBeNull()
    expect(disagreements).toEqual([
      { what: 'cores', kernel: '2', other: '4' },
      { what: 'memory', kernel: '4000000000', other: '8000000000' },
      { what: 'model', kernel: 'Radxa ROCK 5B', other: 'Something else' },
    ])
  })

  test('two spellings of one model are no difference', () => {
    const model = 'Raspberry Pi 5 Model B'
    const system = { ...said.system, model }
    const deviceTree = 'raspberry pi 5 model b rev 1.0'
    expect(inventoryOf({ ...said, system }, { ...kernel, deviceTree }, read).disagreements).toEqual(
      [],
    )
  })
})
