// Counters and flags by which processors and firmware say that they slowed themselves. A counter that rises between
// two readings, or a flag that is set, means that the board was throttled meanwhile.

import { parseCpuList } from '../facts/cpu.ts'
import type { ReadText } from '../facts/read.ts'
import { wholeNumber } from './kernel.ts'

const cpu = '/sys/devices/system/cpu'
const maxCpus = 256

export interface ThrottleSource {
  readonly name: string
  readonly path: string
  /** `count`: events since boot, only a rise tells. `flags`: bits, any that is set tells. */
  readonly kind: 'count' | 'flags'
}

/** The firmware of a Raspberry Pi, up to 4 and 5. */
const piPaths = [
  '/sys/devices/platform/soc/soc:firmware/get_throttled',
  '/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled',
]
/** Now: under-voltage, frequency capped, throttled, soft temperature limit. Bits 16 to 19 only say: since boot. */
const piNow = 0xf

export function findThrottleSources(read: ReadText): readonly ThrottleSource[] {
  const cpus = parseCpuList(read(`${cpu}/present`) ?? '').slice(0, maxCpus)
  const counter = (number: number, part: 'core' | 'package') => ({
    name: `cpu${number} ${part}`,
    path: `${cpu}/cpu${number}/thermal_throttle/${part}_throttle_count`,
    kind: 'count' as const,
  })
  // Every CPU of a package has the package's counter.
  const packages = new Map(
    cpus.toReversed().map((number) => {
      const topology = `${cpu}/cpu${number}/topology/physical_package_id`
      return [read(topology) ?? String(number), number]
    }),
  )
  const counters = [
    ...[...packages.values()].toReversed().map((number) => counter(number, 'package')),
    ...cpus.map((number) => counter(number, 'core')),
  ]
  const flags = piPaths.map((path) => ({ name: 'Raspberry Pi', path, kind: 'flags' as const }))
  return [...counters, ...flags].filter(({ path }) => read(path) !== null)
}

/** The counter, or the flags that are set now; null where it can't be read. */
export function readThrottle(
  sources: readonly ThrottleSource[],
  read: ReadText,
): readonly (number | null)[] {
  return sources.map(({ path, kind }) => {
    const text = read(path)
    if (kind === 'count') return wholeNumber(text)
    return /^(0x)?[0-9a-f]{1,8}$/i.test(text ?? '') ? Number.parseInt(text ?? '', 16) & piNow : null
  })
}

/** Whether a source says that the board was slowed between two readings. */
export function isThrottled(
  { kind }: ThrottleSource,
  before: number | null,
  after: number | null,
): boolean {
  if (kind === 'flags') return (before ?? 0) > 0 || (after ?? 0) > 0
  return before !== null && after !== null && after > before
}
