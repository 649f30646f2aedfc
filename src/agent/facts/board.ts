// A board's facts: an inventory that is taken once per `hello` and per run. Values that nobody says are null.

import { existsSync } from 'node:fs'
import { arch, cpus, hostname, platform, release, totalmem } from 'node:os'
import type { BoardFacts, BoardInventory } from '../../shared/board.ts'
import { koffiVersion } from '../engine/ort-c/koffi.ts'
import { loadOrtNode } from '../engine/ort-node.ts'
import { readBootId } from '../process-identity.ts'
import { readClusters } from './clusters.ts'
import { readAvailableCores, readCpuPolicies, readFeatures } from './cpu.ts'
import { inventoryHere } from './inventory.ts'
import { readText } from './read.ts'
import { readSoc } from './soc.ts'
import { spoken } from './text.ts'

const deviceTreeModel = '/proc/device-tree/model'

interface Taken {
  readonly model: string | null
  readonly osName: string | null
  readonly cpuModel: string | null
  readonly inventory: BoardInventory
}

function words(...values: readonly unknown[]): string | null {
  const said = values.map(spoken).filter((value) => value !== null)
  return said.length === 0 ? null : [...new Set(said)].join(' ').slice(0, 300)
}

async function takeInventory(deviceTree: string | null): Promise<Taken> {
  const { cpu, mem, osInfo, system } = await import('systeminformation')
  const [machine, os, processor, memory] = await Promise.all([system(), osInfo(), cpu(), mem()])
  const said = { system: machine, cpu: processor, memory }
  return {
    inventory: inventoryHere(said, deviceTree, readText),
    model: words(machine.manufacturer, machine.model),
    osName: words(os.distro, os.release),
    cpuModel: words(processor.manufacturer, processor.brand),
  }
}

function readDeviceTreeModel(): string | null {
  return spoken(readText(deviceTreeModel))
}

/** The C library as the running process sees it; null where there is none of that kind. */
function readLibc(): string | null {
  if (platform() !== 'linux') return null
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string }
  }
  const glibc = report.header?.glibcVersionRuntime
  if (glibc !== undefined) return `glibc ${glibc}`
  return ['x86_64', 'aarch64', 'armhf'].some((name) => existsSync(`/lib/ld-musl-${name}.so.1`))
    ? 'musl'
    : null
}

export async function readBoardFacts(modulesDir: string): Promise<BoardFacts> {
  const engine = loadOrtNode(modulesDir, null)
  const deviceTree = readDeviceTreeModel()
  const taken = await takeInventory(deviceTree)
  const processors = cpus()
  const cpuModel = taken.cpuModel ?? spoken(processors[0]?.model) ?? arch()
  const isLinux = platform() === 'linux'
  return {
    hostname: hostname().slice(0, 300),
    model: deviceTree ?? taken.model,
    soc: isLinux ? readSoc(readText) : null,
    os: {
      platform: platform(),
      name: taken.osName ?? platform(),
      kernel: release().slice(0, 300),
      arch: arch(),
      libc: readLibc(),
    },
    cpu: {
      model: cpuModel,
      logicalCores: Math.max(1, processors.length),
      availableCores: readAvailableCores(),
      features: isLinux ? readFeatures() : null,
    },
    clusters: isLinux ? readClusters(cpuModel, readText) : [],
    memoryBytes: totalmem(),
    inventory: taken.inventory,
    cpuPolicies: readCpuPolicies(),
    runtime: {
      node: process.versions.node,
      ort: engine.version,
      koffi: koffiVersion(modulesDir),
      providers: [...engine.providers],
    },
    bootId: readBootId(),
  }
}
