// What a report says stands in the kernel's files now: the left side of every preview.

import type { Change, TunableDevice, TunablePolicy, TuningReport } from './tuning.ts'
import { boostPath, cpufreqFolder, devfreqFolder, noTurboPath } from './tuning-paths.ts'

const text = (value: string | number | null): string | null =>
  value === null ? null : String(value)
const flag = (value: boolean | null): string | null => (value === null ? null : value ? '1' : '0')

function inPolicy(policy: TunablePolicy, file: string): string | null {
  switch (file) {
    case 'scaling_governor':
      return policy.governor
    case 'scaling_min_freq':
      return text(policy.minKhz)
    case 'scaling_max_freq':
      return text(policy.maxKhz)
    case 'scaling_setspeed':
      return text(policy.setKhz)
    case 'energy_performance_preference':
      return policy.energyPreference
    case 'boost':
      return flag(policy.boost)
    default:
      return null
  }
}

function inDevice(device: TunableDevice, file: string): string | null {
  switch (file) {
    case 'governor':
      return device.governor
    case 'min_freq':
      return text(device.minHz)
    case 'max_freq':
      return text(device.maxHz)
    default:
      return null
  }
}

/** Null where the report does not say: a tunable of a governor that is not set, a mode without a name. */
export function valueNow(report: TuningReport, path: string): string | null {
  const { policies, devices, boost, powerModes } = report
  const tunable = policies.flatMap(({ tunables }) => tunables).find((one) => one.path === path)
  if (tunable !== undefined) return tunable.value
  if (path === boostPath || path === noTurboPath)
    return boost?.path === path ? flag(path === noTurboPath ? !boost.on : boost.on) : null
  if (path === 'nvpmodel')
    return text(powerModes?.modes.find(({ name }) => name === powerModes.now)?.id ?? null)
  const [folder, name, file = ''] = [cpufreqFolder, devfreqFolder].flatMap((place) =>
    path.startsWith(`${place}/`) ? [place, ...path.slice(place.length + 1).split('/')] : [],
  )
  const policy = policies.find((one) => one.policy === name)
  if (folder === cpufreqFolder) return policy === undefined ? null : inPolicy(policy, file)
  const device = devices.find((one) => one.device === name)
  return device === undefined ? null : inDevice(device, file)
}

/** A change before it is made; null where it is not known what it finds there. */
export interface PreviewedChange extends Change {
  readonly from: string | null
}

/** Each change with what it finds: the same file may be written twice on the way. */
export function previewed(
  changes: readonly Change[],
  report: TuningReport,
): readonly PreviewedChange[] {
  const written = new Map<string, string>()
  return changes.map(({ path, value }) => {
    const from = written.get(path) ?? valueNow(report, path)
    written.set(path, value)
    return { path, value, from }
  })
}
