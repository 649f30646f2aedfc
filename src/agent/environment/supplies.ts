// Memory that was moved out to swap, and batteries that a board runs from.

import type { ReadText } from '../facts/read.ts'
import { spoken } from '../facts/text.ts'
import { type Kernel, wholeNumber } from './kernel.ts'

const powerSupply = '/sys/class/power_supply'

export interface SwapUse {
  readonly usedBytes: number
  readonly memoryBytes: number
}

/** Null where the kernel does not say. */
export function readSwap(read: ReadText): SwapUse | null {
  const text = read('/proc/meminfo') ?? ''
  const bytes = (name: string) => {
    const kib = new RegExp(`^${name}: +(\\d{1,15}) kB$`, 'm').exec(text)?.[1]
    return kib === undefined ? null : Number(kib) * 1024
  }
  const [total, free, memoryBytes] = ['SwapTotal', 'SwapFree', 'MemTotal'].map(bytes)
  if (total == null || free == null || memoryBytes == null) return null
  return { usedBytes: Math.max(0, total - free), memoryBytes }
}

export interface Battery {
  readonly isDischarging: boolean
  readonly percent: number | null
}

/** Batteries of the board itself, not of a mouse beside it. */
export function readBatteries(kernel: Kernel): readonly Battery[] {
  return kernel.list(powerSupply).flatMap((name) => {
    const said = (file: string) => spoken(kernel.read(`${powerSupply}/${name}/${file}`))
    if (said('type') !== 'Battery' || said('scope') === 'Device') return []
    return [
      { isDischarging: said('status') === 'Discharging', percent: percentOf(said('capacity')) },
    ]
  })
}

function percentOf(said: string | null): number | null {
  const percent = wholeNumber(said)
  return percent === null || percent < 0 || percent > 100 ? null : percent
}
