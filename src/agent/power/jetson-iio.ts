// The INA3221 of a Jetson under JetPack 4, as NVIDIA's own driver shows it: names and milliwatts in an iio device. Such a
// board can be tuned and watched.

import { type DeviceKernel, numbered } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import { liveRail } from './rail.ts'
import { shuntSources } from './shunt-rails.ts'
import type { FoundPower } from './source.ts'

const driver = '/sys/bus/i2c/drivers/ina3221x'
const channels = [0, 1, 2]

export function findJetsonIioPower(kernel: DeviceKernel): FoundPower {
  const addresses = kernel.list(driver).filter((name) => /^\d{1,3}-[0-9a-f]{4}$/.test(name))
  const monitors = addresses.toSorted().flatMap((address) => {
    const [device] = numbered(kernel, `${driver}/${address}`, 'iio:device')
    if (device === undefined) return []
    const dir = `${driver}/${address}/${device}`
    const rails = channels.flatMap((channel) => {
      const name = spoken(kernel.read(`${dir}/rail_name_${channel}`))
      const path = `${dir}/in_power${channel}_input`
      const place = `channel ${channel + 1}`
      const input = { kind: 'power', path, perMilliwatt: 1 } as const
      return name === null ? [] : (liveRail(name, place, input, kernel.read) ?? [])
    })
    return rails.length === 0 ? [] : [{ id: `ina3221x ${address}`, rails }]
  })
  return { sources: shuntSources(monitors, 'power'), unread: [] }
}
