// The sweep that is being put together. It is kept while other views are looked at, and takes models and plans that
// are dropped or opened elsewhere in the window.

import { create } from 'zustand'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { type DraftModel, draftModel } from './chosen.ts'
import { largest, type SweepDraft } from './draft.ts'

interface DraftState {
  /** Null until the form was opened once. */
  readonly draft: SweepDraft | null
}

export const useDraft = create<DraftState>(() => ({ draft: null }))

export const setDraft = (draft: SweepDraft) => useDraft.setState({ draft })

export const changeDraft = (part: Partial<SweepDraft>) =>
  useDraft.setState(({ draft }) => ({ draft: draft === null ? null : { ...draft, ...part } }))

/** Puts models at the end; one that stands there already is not put there again. */
export function addToSweep(models: readonly ModelRecord[]): void {
  useDraft.setState(({ draft }) => {
    if (draft === null) return {}
    const fresh = models.filter(
      ({ sha256 }) => !draft.models.some((model) => model.sha256 === sha256),
    )
    const all = [...draft.models, ...fresh.map((model) => draftModel(model))].slice(
      0,
      largest.models,
    )
    return { draft: { ...draft, models: all } }
  })
}

/** Measures a variant of this model too; nothing where the model was taken out meanwhile. */
export function measureToo(key: DraftModel['key'], sha256: string): void {
  useDraft.setState(({ draft }) => {
    if (draft === null) return {}
    const models = draft.models.map((model) =>
      model.key === key && !model.measured.includes(sha256)
        ? { ...model, measured: [...model.measured, sha256] }
        : model,
    )
    return { draft: { ...draft, models } }
  })
}
