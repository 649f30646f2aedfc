// What stands in the way of a sweep that sets clocks, or will colour its result: found before the start, with the change
// to the draft that mends it where there is one.

import type { BoardId } from '../../../shared/board.ts'
import { tunesClocks } from '../../../shared/plan.ts'
import type { TuningReport } from '../../../shared/tuning.ts'
import type { SweepDraft } from './draft.ts'
import type { OfferedClocks } from './useClocks.ts'

type Fix = { readonly fix: Partial<SweepDraft> }

export type ClockCheck =
  /** A sweep can not be asked for a password: it runs when nobody is there. */
  | { readonly kind: 'needsHelper'; readonly board: BoardId }
  | (Fix & { readonly kind: 'noClocks' })
  | (Fix & { readonly kind: 'governors'; readonly names: readonly string[] })
  | { readonly kind: 'rivals'; readonly names: TuningReport['rivals'] }

const asFound = { governors: [null], frequenciesKhz: [null] }

/** `clocks`: null is not known, and nothing is said of it. */
export function clockChecks(
  draft: Pick<SweepDraft, 'governors' | 'frequenciesKhz'>,
  board: BoardId,
  clocks: OfferedClocks | null,
): readonly ClockCheck[] {
  if (clocks === null || !tunesClocks(draft)) return []
  const { governors, khz, route, rivals } = clocks
  const offersNone = governors.length === 0 && khz.length === 0
  if (offersNone) return [{ kind: 'noClocks', fix: asFound }]
  const names = draft.governors.filter((name) => name !== null && !governors.includes(name))
  const left = draft.governors.filter((name) => !names.includes(name))
  return [
    ...(route === 'none' || route === 'password' ? [{ kind: 'needsHelper', board } as const] : []),
    ...(names.length === 0
      ? []
      : [
          {
            kind: 'governors',
            names: names.filter((name) => name !== null),
            fix: { governors: left.length > 0 ? left : [null] },
          } as const,
        ]),
    ...(rivals.length === 0 ? [] : [{ kind: 'rivals', names: rivals } as const]),
  ]
}
