// The memory of a measuring process by phase, as what each phase added to the one before: the runtime itself, then the
// model's weights, then activations, then whatever grew while it was measured.

import type { Measurement, PhaseMemory } from '../../../shared/measurement.ts'

export const memoryPhases = ['runtime', 'session', 'firstRun', 'steady'] as const
export type MemoryPhase = (typeof memoryPhases)[number]

/** What a phase added, named by the phase. */
export interface PhaseStack {
  readonly phase: MemoryPhase
  readonly memory: PhaseMemory
  /** One for each phase up to this one; their sum is the phase's peak. */
  readonly parts: readonly number[]
}

/**
 * Null where the phases were not told apart. A phase that peaked below the one before it added nothing, and what came
 * before is cut to its peak.
 */
export function phaseStacks({ phases }: Measurement['memory']): readonly PhaseStack[] | null {
  if (phases === null) return null
  let parts: readonly number[] = []
  return memoryPhases.map((phase) => {
    const memory = phases[phase]
    let left = memory.peakBytes
    const kept = parts.map((part) => {
      const own = Math.min(part, left)
      left -= own
      return own
    })
    parts = [...kept, left]
    return { phase, memory, parts }
  })
}
