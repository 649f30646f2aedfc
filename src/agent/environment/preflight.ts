// What speaks against measuring now. Each finding is something that a person can mend or accept; what can't be known
// on this board is left out. Reads paths that are written down, and changes nothing.

import { setTimeout as sleep } from 'node:timers/promises'
import {
  maxPreflightFindings,
  mostForeignLoad,
  type PreflightFinding,
} from '../../shared/environment.ts'
import { findPower } from '../power/find.ts'
import { noPower, type UnreadSource } from '../power/source.ts'
import { foreignLoad, type LoadReading, readLoad } from './foreign-load.ts'
import { findPolicies, readPolicies } from './frequency.ts'
import { type DeviceKernel, type Kernel, kernelAt } from './kernel.ts'
import { readBatteries, readSwap } from './supplies.ts'
import {
  findCoolingDevices,
  findThermalZones,
  readCoolingStates,
  readThermalZones,
} from './thermal.ts'
import { findThrottleSources, isThrottled, readThrottle } from './throttle.ts'

/** How long is looked at the load: 50 ticks a CPU, so that 5 % of one shows. */
const lookMs = 500
/** Below this neither a load nor steal is worth a word, though together they be too much. */
const leastShare = 0.01
/** Of the temperature at which the kernel begins to slow the board, in degrees above 0 °C. */
const hotShare = 0.8
/** Of the memory: more than this in swap, and a model's weights may be read from a disk. */
const muchSwap = 0.1

interface PreflightOptions {
  /** Processes of Benchtop's own that run on this board too: their trees are no foreign load. */
  readonly instrumentPids: readonly number[]
  readonly kernel?: DeviceKernel
  /** Sources of power that can't be read, where it was looked for them already. */
  readonly unread?: readonly UnreadSource[]
  /** Passes the time between two readings. */
  readonly look?: () => Promise<unknown>
}

export async function preflight({
  instrumentPids,
  kernel = kernelAt(),
  look = () => sleep(lookMs),
  ...given
}: PreflightOptions): Promise<PreflightFinding[]> {
  if (process.platform !== 'linux') return []
  const unread = given.unread ?? (await findPower(kernel).catch(() => noPower)).unread
  const throttled = watchThrottling(kernel)
  const before = readLoad(kernel)
  await look()
  const after = readLoad(kernel)
  const findings = [
    ...governors(kernel),
    ...loads(before, after, ownRoots(instrumentPids)),
    ...hotZones(kernel),
    ...throttled(),
    ...swap(kernel),
    ...batteries(kernel),
    ...unread.map((one) => ({ kind: 'power-unread' as const, ...one })),
  ]
  return findings.slice(0, maxPreflightFindings)
}

/** This process, who asked for it, and what else is Benchtop's. Process 1 has all others below it. */
const ownRoots = (instrumentPids: readonly number[]) =>
  [process.pid, process.ppid, ...instrumentPids].filter((pid) => pid > 1)

function governors({ read }: Kernel): PreflightFinding[] {
  const policies = findPolicies(read)
  return readPolicies(policies, read).flatMap(({ governor }, index) =>
    governor === null || governor === 'performance'
      ? []
      : [{ kind: 'governor' as const, policy: policies[index] ?? '', governor }],
  )
}

function loads(
  before: LoadReading | null,
  after: LoadReading | null,
  own: readonly number[],
): PreflightFinding[] {
  const load = before === null || after === null ? null : foreignLoad(before, after, own)
  if (load === null || load.share + load.steal <= mostForeignLoad) return []
  const { share, steal, programs } = load
  return [
    ...(share > leastShare ? [{ kind: 'load' as const, share, programs: [...programs] }] : []),
    ...(steal > leastShare ? [{ kind: 'steal' as const, share: steal }] : []),
  ]
}

function hotZones(kernel: Kernel): PreflightFinding[] {
  const zones = findThermalZones(kernel)
  return readThermalZones(zones, kernel.read).flatMap((milliC, index) => {
    const zone = zones[index]
    const limitMilliC = zone?.passiveMilliC ?? zone?.criticalMilliC ?? null
    return zone === undefined ||
      milliC === null ||
      limitMilliC === null ||
      milliC <= hotShare * limitMilliC
      ? []
      : [{ kind: 'hot' as const, zone: zone.name, milliC, limitMilliC }]
  })
}

/** Reads the counters now; what is given back tells what has slowed the board since, or does. */
function watchThrottling(kernel: Kernel): () => PreflightFinding[] {
  const sources = findThrottleSources(kernel.read)
  const before = readThrottle(sources, kernel.read)
  return () => {
    const after = readThrottle(sources, kernel.read)
    const devices = findCoolingDevices(kernel)
    const names = [
      ...sources
        .filter((source, index) => isThrottled(source, before[index] ?? null, after[index] ?? null))
        .map(({ name }) => name),
      ...readCoolingStates(devices, kernel.read).flatMap((state, index) =>
        (state ?? 0) > 0 ? [devices[index]?.name ?? ''] : [],
      ),
    ]
    return names.map((source) => ({ kind: 'throttled' as const, source }))
  }
}

function swap({ read }: Kernel): PreflightFinding[] {
  const use = readSwap(read)
  return use === null || use.usedBytes <= muchSwap * use.memoryBytes
    ? []
    : [{ kind: 'swap', usedBytes: use.usedBytes }]
}

function batteries(kernel: Kernel): PreflightFinding[] {
  return readBatteries(kernel)
    .filter(({ isDischarging }) => isDischarging)
    .map(({ percent }) => ({ kind: 'battery' as const, percent }))
}
