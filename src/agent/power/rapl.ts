// The processor's own account of its energy, of Intel and of AMD: counters that begin anew at their end and that only root
// may read since Linux 5.10 (CVE-2020-8694).

import { environmentHz } from '../../shared/environment.ts'
import type { DeviceKernel } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import { type LiveRail, liveRail, numberIn } from './rail.ts'
import { type FoundPower, fileSource, noPower, type UnreadSource } from './source.ts'

const powercap = '/sys/class/powercap'
/** What is told of where it can't be read. */
const id = 'rapl'
const packageName = /^package-\d+(-die-\d+)?$/

export function findRapl(kernel: DeviceKernel): FoundPower {
  const zones = kernel
    .list(powercap)
    .filter((name) => /^intel-rapl:\d{1,3}(:\d{1,3})?$/.test(name))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  if (zones.length === 0) return noPower
  const counters = zones.map((zone) => `${powercap}/${zone}/energy_uj`)
  if (!counters.some(kernel.mayRead))
    return { sources: [], unread: [{ source: id, remedy: 'rapl' }] }
  const rails = zones.flatMap((zone) => counterOf(zone, kernel) ?? [])
  const isRead = (zone: string) => rails.some(({ place }) => place === zone)
  const unread = zones
    .filter((zone) => !isRead(zone))
    .flatMap((zone) => unreadPackage(zone, kernel) ?? [])
  // Of cores or the platform alone there is no total.
  if (!rails.some(isApart))
    return { sources: [], unread: [{ source: id, remedy: unread[0]?.remedy ?? null }] }
  const source = fileSource({
    id,
    method: 'package',
    reading: 'energy-counter',
    coverage: 'partial',
    rails,
    inTotal: isApart,
    hz: environmentHz,
  })
  return { sources: [source], unread }
}

/** Null for a zone that is no package. */
function unreadPackage(zone: string, { read, mayRead }: DeviceKernel): UnreadSource | null {
  const name = spoken(read(`${powercap}/${zone}/name`))
  if (name === null || !packageName.test(name)) return null
  const remedy = mayRead(`${powercap}/${zone}/energy_uj`) ? null : 'rapl'
  return { source: `${id} ${name}`, remedy }
}

function counterOf(zone: string, { read }: DeviceKernel): LiveRail | null {
  const name = spoken(read(`${powercap}/${zone}/name`))
  const rangeMicrojoules = numberIn(read(`${powercap}/${zone}/max_energy_range_uj`))
  if (name === null || rangeMicrojoules === null || rangeMicrojoules <= 0) return null
  const parent = zone.split(':').length > 2 ? zone.slice(0, zone.lastIndexOf(':')) : null
  const of = parent === null ? null : spoken(read(`${powercap}/${parent}/name`))
  const path = `${powercap}/${zone}/energy_uj`
  const input = { kind: 'counter', path, rangeMicrojoules } as const
  return liveRail(of === null ? name : `${of} ${name}`, zone, input, read)
}

/** Packages, and memory, which is in none; cores are in their package, and `psys` is the platform around all of them. */
const isApart = ({ name }: LiveRail) => packageName.test(name) || name.endsWith(' dram')
