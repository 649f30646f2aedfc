// What stands in the way of a sweep that sets clocks, or will colour its result: found before the start, with the change
// to the draft that mends it where there is one.

import type { BoardId } from '../../../shared/board.ts'
import { tunesClocks } from '../../../shared/plan.ts'
import type { TuningReport } from '../../../shared/tuning.ts'
import { hardwareLimits, stepNotAbove } from '../../../shared/tuning-policy.ts'
import type { SweepDraft } from './draft.ts'
import type { OfferedClocks } from './useClocks.ts'

type Fix = { readonly fix: Partial<SweepDraft> }

export type ClockCheck =
  /** A sweep can not be asked for a password: it runs when nobody is there. */
  | { readonly kind: 'needsHelper' | 'noRoute'; readonly board: BoardId }
  | (Fix & { readonly kind: 'noClocks' })
  | (Fix & { readonly kind: 'governors'; readonly names: readonly string[] })
  /** No cluster reaches them: they are held at the lowest or the highest that there is. */
  | (Fix & { readonly kind: 'unreached'; readonly khz: readonly number[] })
  /** Each of them is held at the same steps as another one that is asked for. */
  | (Fix & { readonly kind: 'alike'; readonly khz: readonly number[] })
  | { readonly kind: 'rivals'; readonly names: TuningReport['rivals'] }

/** At which step each cluster holds a frequency; null where it is not known what one reaches. */
function heldAt(khz: number, policies: OfferedClocks['policies']): readonly number[] | null {
  const held = policies.flatMap((policy) => {
    const hardware = hardwareLimits(policy)
    return hardware === null ? [] : [stepNotAbove(policy, khz, hardware)]
  })
  return held.length === policies.length ? held : null
}

function isReached(khz: number, policies: OfferedClocks['policies']): boolean {
  return policies.some((policy) => {
    const hardware = hardwareLimits(policy)
    return hardware === null || (khz >= hardware.min && khz <= hardware.max)
  })
}

/** Frequencies that do not make points of their own: beyond what is reached, or held at the steps of another. */
function frequencyChecks(
  { frequenciesKhz }: Pick<SweepDraft, 'frequenciesKhz'>,
  { policies }: OfferedClocks,
): readonly ClockCheck[] {
  const asked = frequenciesKhz.filter((khz) => khz !== null).toSorted((a, b) => a - b)
  const unreached = asked.filter((khz) => !isReached(khz, policies))
  const reached = asked.filter((khz) => !unreached.includes(khz))
  const byStep = Map.groupBy(reached, (khz) => (heldAt(khz, policies) ?? [khz]).join(' '))
  const alike = [...byStep.values()].flatMap(([, ...others]) => others)
  const without = (gone: readonly number[]) => {
    const left = frequenciesKhz.filter((khz) => khz === null || !gone.includes(khz))
    return { frequenciesKhz: left.length > 0 ? left : [null] }
  }
  return [
    ...(unreached.length === 0
      ? []
      : [{ kind: 'unreached', khz: unreached, fix: without(unreached) } as const]),
    ...(alike.length === 0 ? [] : [{ kind: 'alike', khz: alike, fix: without(alike) } as const]),
  ]
}

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
    ...(route === 'none' ? [{ kind: 'noRoute', board } as const] : []),
    ...(route === 'password' ? [{ kind: 'needsHelper', board } as const] : []),
    ...(names.length === 0
      ? []
      : [
          {
            kind: 'governors',
            names: names.filter((name) => name !== null),
            fix: { governors: left.length > 0 ? left : [null] },
          } as const,
        ]),
    ...frequencyChecks(draft, clocks),
    ...(rivals.length === 0 ? [] : [{ kind: 'rivals', names: rivals } as const]),
  ]
}
