// Sweeps that answer a common question, as parts of a draft.

import type { SweepDraft } from './draft.ts'

export const presetNames = ['quickLook', 'latencyByBatch', 'threadScaling'] as const
export type PresetName = (typeof presetNames)[number]

/** 1, 2, 4, … up to all cores, which are always among them. */
export function threadSteps(cores: number): readonly number[] {
  const steps = Array.from({ length: 11 }, (_, index) => 2 ** index).filter((step) => step < cores)
  return [...steps, cores]
}

type Preset = Pick<SweepDraft, 'batches' | 'threads' | 'limits'>

const allCores: SweepDraft['threads'] = []

/** `cores`: those that the board can use; null while they are not known, where a preset that counts them is null. */
export function presetOf(name: PresetName, cores: number | null): Preset | null {
  switch (name) {
    case 'quickLook':
      return { batches: [1, 2, 4], threads: allCores, limits: 'quick' }
    case 'latencyByBatch':
      return { batches: [1, 2, 4, 8, 16, 32], threads: allCores, limits: 'normal' }
    case 'threadScaling':
      return cores === null ? null : { batches: [1], threads: threadSteps(cores), limits: 'normal' }
  }
}
