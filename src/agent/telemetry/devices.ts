// GPU, NPU and memory clock while somebody looks. Other devices of devfreq are left alone: reading a storage
// controller's node has reset a board (sbc-bench #133).

import type { TelemetryMissing } from '../../shared/telemetry.ts'
import { devfreqFolder } from '../../shared/tuning-paths.ts'
import type { Kernel } from '../environment/kernel.ts'
import type { ReadText } from '../facts/read.ts'
import { deviceLoad, kindOf, npuLoad, npuLoadPath } from '../tune/read-devices.ts'
import { size } from '../tune/read-policies.ts'
import { type Observed, together } from './observed.ts'

const mostDevices = 16

interface Device {
  readonly name: string
  readonly device: 'gpu' | 'npu' | 'memory'
}

function findDevices(kernel: Kernel): readonly Device[] {
  return kernel
    .list(devfreqFolder)
    .filter((name) => /^[A-Za-z0-9_][A-Za-z0-9._:@-]{0,79}$/.test(name))
    .sort()
    .flatMap((name) => {
      const device = kindOf(name)
      return device === 'other' ? [] : [{ name, device }]
    })
    .slice(0, mostDevices)
}

/** The only one whose load stands in a file of its driver's, which is root's: `fdab0000.npu`. */
const isRockchipNpu = ({ name, device }: Device) => device === 'npu' && name.endsWith('.npu')

/** `isRoot`: this process may read what is root's alone. */
export function observeDevices(
  kernel: Kernel,
  held: ReadText,
  isRoot: boolean,
): { readonly observed: Observed; readonly missing: readonly TelemetryMissing[] } {
  const devices = findDevices(kernel)
  const load = ({ name, device }: Device, read: ReadText) =>
    isRockchipNpu({ name, device })
      ? npuLoad(read(npuLoadPath))
      : deviceLoad(name, (file) => read(`${devfreqFolder}/${name}/${file}`))
  /** A GPU that is at its limit as it is first looked at says its load too, though not what it is. */
  const saysLoad = (one: Device) =>
    load(one, kernel.read) !== null ||
    (!isRockchipNpu(one) && kernel.read(`${devfreqFolder}/${one.name}/load`) !== null)
  const loaded = devices.filter(saysLoad)
  const clocked = devices.filter(
    ({ name }) => size(kernel.read(`${devfreqFolder}/${name}/cur_freq`)) !== null,
  )
  const missing = devices
    .filter((one) => one.device !== 'memory' && !loaded.includes(one))
    .map((one): TelemetryMissing => {
      const reason = isRockchipNpu(one) && !isRoot ? 'root-only' : 'unreadable'
      return { kind: 'device-load', reason, name: one.name }
    })
  return {
    observed: together([
      {
        series: loaded.map((one) => ({ kind: 'device-load', ...one })),
        look: () => loaded.map((one) => load(one, held)),
      },
      {
        series: clocked.map((one) => ({ kind: 'device-frequency', ...one })),
        look: () => clocked.map(({ name }) => size(held(`${devfreqFolder}/${name}/cur_freq`))),
      },
    ]),
    missing,
  }
}
