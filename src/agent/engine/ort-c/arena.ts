// What the arena of a session says of itself. Libraries before 1.23 can not be asked, and a session without an arena has
// none.

import type { ArenaStatistics } from '../engine.ts'
import { OrtError } from '../ort-error.ts'
import type { OrtApi, Pointer } from './api.ts'

/** `OrtAllocatorType` and `OrtMemType` of the CPU provider's arena. */
const arenaAllocator = 1
const defaultMemory = 0

/** Null where there is nothing to ask. */
export function arenaStatisticsOf(api: OrtApi, session: Pointer): ArenaStatistics | null {
  if (!api.has('allocatorGetStats')) return null
  const memory = api.make('createCpuMemoryInfo', arenaAllocator, defaultMemory)
  try {
    const allocator = api.make('createAllocator', session, memory)
    try {
      const pairs = api.make('allocatorGetStats', allocator)
      const read = (key: string) => Number(api.plain('getKeyValue', pairs, key) ?? Number.NaN)
      const told = {
        inUseBytes: read('InUse'),
        mostInUseBytes: read('MaxInUse'),
        reservedBytes: read('TotalAllocated'),
      }
      api.release('releaseKeyValuePairs', pairs)
      return Object.values(told).every(Number.isFinite) ? told : null
    } finally {
      api.release('releaseAllocator', allocator)
    }
  } catch (error) {
    if (error instanceof OrtError) return null
    throw error
  } finally {
    api.release('releaseMemoryInfo', memory)
  }
}
