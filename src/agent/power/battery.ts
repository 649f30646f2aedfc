// Batteries that a board runs from, by what they give while they discharge. Supplies of the kinds USB and Mains are left out:
// what they say was negotiated, not measured.

import type { DeviceKernel } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import { type LiveRail, liveRail } from './rail.ts'
import { batteryHz, type FoundPower, fileSource } from './source.ts'

const powerSupply = '/sys/class/power_supply'

export function findBatteries(kernel: DeviceKernel): FoundPower {
  const names = kernel.list(powerSupply).filter((name) => /^[\w.:-]{1,80}$/.test(name))
  const sources = names.toSorted().flatMap((name) => {
    const dir = `${powerSupply}/${name}`
    const said = (file: string) => spoken(kernel.read(`${dir}/${file}`))
    if (said('type') !== 'Battery' || said('scope') === 'Device') return []
    const rail = railOf(name, dir, kernel)
    if (rail === null) return []
    const source = fileSource({
      id: `battery ${name}`,
      method: 'battery',
      reading: rail.input.kind === 'power' ? 'power' : 'volts-and-amperes',
      coverage: 'whole',
      rails: [rail],
      inTotal: () => true,
      hz: batteryHz,
      statusPath: `${dir}/status`,
    })
    return [source]
  })
  return { sources, unread: [] }
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
