// Sweeps that answer a common question, as parts of a draft. Engines and settings of the session stay as they are,
// but where the question is about them; models too, but that a question about precisions takes every one there is.

import { defaultLadderMost, doublingsTo } from '../../../shared/ladder.ts'
import { curveKhz } from './clockAxes.ts'
import type { SweepDraft } from './draft.ts'
import type { OfferedClocks } from './useClocks.ts'

export const presetNames = [
  'quickLook',
  'latencyByBatch',
  'threadScaling',
  'doesItFit',
  'trustworthy',
  'engines',
  'precisions',
  'governors',
  'frequencies',
] as const
export type PresetName = (typeof presetNames)[number]

/** 1, 2, 4, … up to all cores, which are always among them. */
export function threadSteps(cores: number): readonly number[] {
  return doublingsTo(cores)
}

/** Processes on each side from which two points are compared by a rank test [METRICS 3]. */
export const rankTestRepetitions = 9

type Preset = Partial<SweepDraft>

/** What a preset leaves unsaid is as in the plainest sweep. */
const plain = {
  scenarios: ['single-stream'],
  threads: [],
  limits: 'quick',
  repetitions: 1,
  ladder: null,
  governors: [null],
  frequenciesKhz: [null],
} satisfies Preset

/**
 * `cores`, `clocks`: those of the board; null while they are not known, where a preset that needs them is null. So is one
 * of clocks where there is nothing to choose between.
 */
export function presetOf(
  name: PresetName,
  cores: number | null,
  clocks: Pick<OfferedClocks, 'governors' | 'khz'> | null = null,
): Preset | null {
  switch (name) {
    case 'quickLook':
      return { ...plain, batches: [1, 2, 4] }
    case 'latencyByBatch':
      return { ...plain, batches: [1, 2, 4, 8, 16, 32], limits: 'normal' }
    case 'threadScaling':
      return cores === null
        ? null
        : { ...plain, batches: [1], threads: threadSteps(cores), limits: 'normal' }
    case 'doesItFit':
      return {
        ...plain,
        scenarios: ['offline'],
        batches: doublingsTo(defaultLadderMost),
        ladder: { latencyBoundMs: null },
      }
    case 'trustworthy':
      return { ...plain, batches: [1], limits: 'normal', repetitions: rankTestRepetitions }
    case 'engines':
      return {
        ...plain,
        batches: [1],
        limits: 'normal',
        repetitions: rankTestRepetitions,
        engines: ['ort-c', 'onnxruntime-node'],
      }
    case 'precisions':
      return { ...plain, batches: [1], limits: 'normal', repetitions: rankTestRepetitions }
    case 'governors': {
      // Under userspace a clock is whatever was set last: an answer to another question.
      const governors = (clocks?.governors ?? []).filter((name) => name !== 'userspace')
      return governors.length < 2 ? null : { ...plain, batches: [1], limits: 'normal', governors }
    }
    case 'frequencies': {
      const khz = curveKhz(clocks?.khz ?? [])
      return khz.length < 2
        ? null
        : { ...plain, batches: [1], limits: 'normal', frequenciesKhz: [...khz] }
    }
  }
}
