// Batteries that a board runs from, by what they give together while they discharge. Supplies of the kinds USB and Mains are left out:
// what they say was negotiated, not measured.

import { maxPowerRails } from '../../shared/power.ts'
import type { DeviceKernel } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import { type LiveRail, liveRail } from './rail.ts'
import { batteryHz, type FoundPower, fileSource, noPower } from './source.ts'

const powerSupply = '/sys/class/power_supply'

export function findBatteries(kernel: DeviceKernel): FoundPower {
  const names = kernel.list(powerSupply).filter((name) => /^[\w.:-]{1,80}$/.test(name))
  const batteries = names.toSorted().filter((name) => {
    const said = (file: string) => spoken(kernel.read(`${powerSupply}/${name}/${file}`))
    return said('type') === 'Battery' && said('scope') !== 'Device' && said('present') !== '0'
  })
  const rails = batteries
    .flatMap((name) => railOf(name, `${powerSupply}/${name}`, kernel) ?? [])
    .slice(0, maxPowerRails)
  const unread = batteries
    .filter((name) => !rails.some(({ place }) => place === name))
    .map((name) => ({ source: `battery ${name}`, remedy: null }))
  if (rails.length === 0) return noPower
  const source = fileSource({
    id: `battery ${rails.map(({ place }) => place).join(' ')}`,
    method: 'battery',
    reading: rails.every(({ input }) => input.kind === 'power') ? 'power' : 'volts-and-amperes',
    // What one gives that is not read is a part of what the board takes.
    coverage: unread.length === 0 ? 'whole' : 'partial',
    rails,
    inTotal: () => true,
    hz: batteryHz,
    statusPaths: rails.map(({ place }) => `${powerSupply}/${place}/status`),
  })
  return { sources: [source], unread }
}

/** µW; or µV and µA. */
function railOf(name: string, dir: string, { read }: DeviceKernel): LiveRail | null {
  return (
    liveRail(name, name, { kind: 'power', path: `${dir}/power_now`, perMilliwatt: 1_000 }, read) ??
    liveRail(
      name,
      name,
      {
        kind: 'volts-and-amperes',
        voltsPath: `${dir}/voltage_now`,
        amperesPath: `${dir}/current_now`,
        perMilliwatt: 1e9,
      },
      read,
    )
  )
}
