// Clocks that are not the processor's: the devices of devfreq, found by listing its one class folder, and what load they
// say they have.

import type { TunableDevice } from '../../shared/tuning.ts'
import { devfreqFolder } from '../../shared/tuning-paths.ts'
import type { Kernel } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import { frequencies, names, size } from './read-policies.ts'

/** Root's alone, so it comes by the program that tunes where this process is not root. */
export const npuLoadPath = '/sys/kernel/debug/rknpu/load'
const maxDevices = 64

export function readTunableDevices(kernel: Kernel): TunableDevice[] {
  return kernel
    .list(devfreqFolder)
    .filter((device) => /^[A-Za-z0-9._:@-]{1,80}$/.test(device) && !device.startsWith('.'))
    .sort()
    .slice(0, maxDevices)
    .map((device) => {
      const read = (file: string) => kernel.read(`${devfreqFolder}/${device}/${file}`)
      const kind = kindOf(device)
      return {
        device,
        kind,
        governor: spoken(read('governor')),
        governors: names(read('available_governors')),
        minHz: size(read('min_freq')),
        maxHz: size(read('max_freq')),
        nowHz: size(read('cur_freq')),
        stepsHz: frequencies(read('available_frequencies')),
        load: kind === 'npu' ? npuLoad(kernel.read(npuLoadPath)) : deviceLoad(device, read),
      }
    })
}

/** By the names that device trees give (BOARDS, section 3). */
export function kindOf(device: string): TunableDevice['kind'] {
  if (/npu|nvdla|\.ipu$/i.test(device)) return 'npu'
  if (/gpu|mali|\.(gv11b|ga10b|gp10b|gm20b)$/i.test(device)) return 'gpu'
  if (/dmc|ddr|memory|emc|\.mc$|dram/i.test(device)) return 'memory'
  return 'other'
}

/** `NPU load:  Core0: 12%, Core1:  0%, …` or `NPU load:  0%`: the busiest core's, 0 to 1. */
export function npuLoad(text: string | null): number | null {
  if (text === null || !/^NPU load:/.test(text)) return null
  const percents = [...text.matchAll(/(\d{1,3})%/g)].map(([, digits]) => Number(digits))
  return percents.length === 0 ? null : Math.min(1, Math.max(...percents) / 100)
}

/**
 * Of a Jetson's GPU in thousandths. Elsewhere `37@600000000Hz`; some vendor kernels never move it from 100, so a full load
 * says nothing.
 */
export function deviceLoad(device: string, read: (file: string) => string | null): number | null {
  if (/\.(gv11b|ga10b|gp10b|gm20b|gpu)$/.test(device)) {
    const thousandths = size(read('device/load'))
    if (thousandths !== null && thousandths <= 1000) return thousandths / 1000
  }
  const percent = /^(\d{1,3})@\d{1,12}(Hz)?$/.exec(read('load') ?? '')?.[1]
  if (percent === undefined || Number(percent) >= 100) return null
  return Number(percent) / 100
}
