// What is done with files that are dropped into the window: models are added, a plan is opened, the rest is named in
// a notice. One file that is wrong takes nothing from the others.

import { FaultError, fault } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { addModel } from '../state/models.ts'

export interface Dropped {
  readonly models: readonly File[]
  readonly plans: readonly File[]
  readonly unknown: readonly File[]
}

/** Weights beside a dropped model need no word: the model itself says where they stand. */
export function sortDropped(files: readonly File[]): Dropped {
  const ending = (pattern: RegExp) => files.filter(({ name }) => pattern.test(name))
  const models = ending(/\.onnx$/i)
  const plans = ending(/\.ya?ml$/i)
  const weights = models.length === 0 ? [] : ending(/(\.(data|bin|weights)|_data)$/i)
  const known = new Set([...models, ...plans, ...weights])
  return { models, plans, unknown: files.filter((file) => !known.has(file)) }
}

/** Adds the models one after another; what can not be added is said. */
export async function addDropped(files: readonly File[]): Promise<readonly ModelRecord[]> {
  const added: ModelRecord[] = []
  for (const file of files)
    try {
      added.push(await addModel(pathOf(file)))
    } catch (thrown) {
      notifyFault(thrown)
    }
  return added
}

/** Where a dropped file lies; a fault where it lies nowhere, such as a picture dragged out of a page. */
export function pathOf(file: File): string {
  const path = window.benchtop.pathOf(file)
  if (path === '') throw new FaultError(fault('drop-unknown', { name: file.name }))
  return path
}
