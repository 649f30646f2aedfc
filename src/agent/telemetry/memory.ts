// What is taken of the memory: what programs could not get, so without caches that the kernel would give back.

import type { ReadText } from '../facts/read.ts'
import type { Observed } from './observed.ts'

interface MemoryInfo {
  readonly total: number
  readonly available: number
  readonly swapTotal: number
  readonly swapFree: number
}

const [totalLine, availableLine, swapTotalLine, swapFreeLine] = [
  /^MemTotal: +(\d{1,15}) kB$/m,
  /^MemAvailable: +(\d{1,15}) kB$/m,
  /^SwapTotal: +(\d{1,15}) kB$/m,
  /^SwapFree: +(\d{1,15}) kB$/m,
] as const

/** In bytes; null where the kernel does not say. */
function readMemory(read: ReadText): MemoryInfo | null {
  const text = read('/proc/meminfo') ?? ''
  const bytes = (line: RegExp) => {
    const kib = line.exec(text)?.[1]
    return kib === undefined ? null : Number(kib) * 1024
  }
  const total = bytes(totalLine)
  const available = bytes(availableLine)
  if (total === null || available === null) return null
  const swapTotal = bytes(swapTotalLine) ?? 0
  return { total, available, swapTotal, swapFree: bytes(swapFreeLine) ?? swapTotal }
}

export function observeMemory(held: ReadText): Observed {
  const first = readMemory(held)
  if (first === null) return { series: [], look: () => [] }
  const hasSwap = first.swapTotal > 0
  return {
    series: [
      { kind: 'memory', name: 'used', totalBytes: first.total },
      ...(hasSwap
        ? [{ kind: 'memory', name: 'swap used', totalBytes: first.swapTotal } as const]
        : []),
    ],
    look: () => {
      const now = readMemory(held)
      const swapUsed = now === null ? null : Math.max(0, now.swapTotal - now.swapFree)
      return [
        now === null ? null : Math.max(0, now.total - now.available),
        ...(hasSwap ? [swapUsed] : []),
      ]
    },
  }
}
