// From what is wished of one devfreq device to the writes that bring it there: its governor, then its limits. What stands
// as wished already is not written.

import type { Change, DeviceWish, TunableDevice } from './tuning.ts'
import { devfreqFolder } from './tuning-paths.ts'
import { clamp, type Limits, noStep, type Step, type Unmet, walk } from './tuning-steps.ts'

/** As an upper limit 0 is none, for a kernel that reads so and for one that is told so. */
const noLimit = Number.POSITIVE_INFINITY
const upper = (hz: number) => (hz === 0 ? noLimit : hz)

/** `isStale`: what the device reads may be another by then, and all that is wished is written. */
export function deviceSteps(
  device: TunableDevice,
  wish: DeviceWish,
  isStale: boolean,
): readonly Step[] {
  const write = (file: string, value: string | number): Change => ({
    path: `${devfreqFolder}/${device.device}/${file}`,
    value: String(value),
  })
  const missed = (part: Unmet['wish'], asked: string | number, why: Unmet['why']): Unmet => ({
    target: device.device,
    wish: part,
    asked: String(asked),
    why,
  })

  const governorStep = (): Step => {
    const { governor } = wish
    if (governor === null || (governor === device.governor && !isStale)) return noStep
    return device.governors.includes(governor)
      ? { changes: [write('governor', governor)], unmet: [] }
      : { changes: [], unmet: [missed('governor', governor, 'not-offered')] }
  }

  const limitsStep = (): Step => {
    const { minHz, maxHz } = wish
    if (minHz === null && maxHz === null) return noStep
    if (device.minHz === null || device.maxHz === null)
      return { changes: [], unmet: [missed('frequency', maxHz ?? minHz ?? 0, 'not-offered')] }
    const now: Limits = { min: device.minHz, max: upper(device.maxHz) }
    const lowest = device.stepsHz[0] ?? 0
    const hardware = { min: lowest, max: device.stepsHz.at(-1) ?? noLimit }
    const wishedMax = maxHz === null ? now.max : upper(maxHz)
    const max = wishedMax === noLimit ? noLimit : clamp(wishedMax, hardware)
    const min = Math.min(minHz === null ? now.min : clamp(minHz, hardware), max)
    const unmet = [
      ...(maxHz !== null && max > wishedMax ? [missed('maximum', maxHz, 'out-of-range')] : []),
      ...(minHz !== null && min < minHz ? [missed('minimum', minHz, 'out-of-range')] : []),
    ]
    const from = {
      min: isStale && minHz !== null ? null : now.min,
      max: isStale && maxHz !== null ? null : now.max,
    }
    const changes = walk(from, { min, max }, lowest, (which, hz) =>
      write(`${which}_freq`, hz === noLimit ? 0 : hz),
    )
    return { changes, unmet }
  }

  return [governorStep(), limitsStep()]
}
