// What is to be known before a sweep starts: what stops it, what will make points fail, and what will colour the
// result. Each is a fact that is looked up, with the change to the draft that mends it where there is one.

import type { Fault } from '../../../shared/fault.ts'
import type { BoardView, RunRecord } from '../../../shared/ipc.ts'
import { sizesFault } from '../inputs/sizes.ts'
import type { ChosenModel } from './chosen.ts'
import { type ClockCheck, clockChecks } from './clockChecks.ts'
import { batchesOf, type SweepDraft } from './draft.ts'
import { type SettingCheck, settingChecks } from './settingChecks.ts'
import type { OfferedClocks } from './useClocks.ts'

export type Check =
  | { readonly kind: 'notConnected'; readonly board: string }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'unreachable'; readonly board: string; readonly fault: Fault }
  | { readonly kind: 'busy'; readonly run: string }
  | { readonly kind: 'impossible'; readonly fault: Fault }
  | {
      readonly kind: 'batchFixed'
      readonly name: string
      readonly key: string
      readonly batch: number
      readonly failing: readonly number[]
      readonly fix: Partial<SweepDraft>
    }
  | { readonly kind: 'crowded'; readonly cores: number; readonly fix: Partial<SweepDraft> }
  | {
      readonly kind: 'memory'
      readonly name: string
      readonly key: string
      readonly bytes: number
      readonly memoryBytes: number
    }
  | SettingCheck
  | ClockCheck

export const stopping: ReadonlySet<Check['kind']> = new Set([
  'busy',
  'impossible',
  'needsHelper',
  'noRoute',
])
/** Worth knowing, and nothing is wrong. */
export const remarks: ReadonlySet<Check['kind']> = new Set(['notConnected', 'connecting'])

/** A model takes at least its own size; at this share of the board's memory it hardly leaves room. */
const tightShare = 0.6

export const factsOf = ({ connection, lastFacts }: BoardView) =>
  connection.kind === 'ready' ? connection.facts : lastFacts

function connectionCheck({ board, connection }: BoardView): readonly Check[] {
  switch (connection.kind) {
    case 'ready':
      return []
    case 'connecting':
      return [{ kind: 'connecting' }]
    case 'idle':
      return [{ kind: 'notConnected', board: board.id }]
    case 'fault':
      return [{ kind: 'unreachable', board: board.id, fault: connection.fault }]
  }
}

/** A model of the draft may be measured at several precisions, and stand there twice. */
const keyOf = ({ draft, model }: ChosenModel) => `${draft.key} ${model.sha256}`

function batchCheck(draft: SweepDraft, chosen: readonly ChosenModel[]): readonly Check[] {
  const batches = batchesOf(draft, chosen)
  return chosen.flatMap((one): readonly Check[] => {
    const { model } = one
    if (model.info.batch === 'dynamic') return []
    const batch = Math.max(1, model.info.batch)
    const failing = batches.filter((asked) => asked !== batch)
    return failing.length === 0
      ? []
      : [
          {
            kind: 'batchFixed',
            name: model.name,
            key: keyOf(one),
            batch,
            failing,
            fix: { batches: [batch] },
          },
        ]
  })
}

/** `board` is the draft's, where it is known. */
export function checksOf(
  draft: SweepDraft,
  chosen: readonly ChosenModel[],
  board: BoardView | null,
  underWay: readonly RunRecord[],
  clocks: OfferedClocks | null = null,
): readonly Check[] {
  const facts = board === null ? null : factsOf(board)
  const cores = facts?.cpu.availableCores ?? null
  const tooMany = cores === null ? [] : draft.threads.filter((count) => count > cores)
  const busy = underWay.find(({ boardId }) => boardId === board?.board.id)
  return [
    ...(busy === undefined ? [] : [{ kind: 'busy', run: busy.id } as const]),
    ...chosen.flatMap(({ draft: inputs, model }) => {
      const fault = sizesFault(model, inputs)
      return fault === null ? [] : [{ kind: 'impossible', fault } as const]
    }),
    ...(board === null || busy !== undefined ? [] : connectionCheck(board)),
    ...batchCheck(draft, chosen),
    ...settingChecks(draft, batchesOf(draft, chosen), facts),
    ...(board === null ? [] : clockChecks(draft, board.board.id, clocks)),
    ...(cores === null || tooMany.length === 0
      ? []
      : [
          {
            kind: 'crowded',
            cores,
            fix: { threads: withinCores(draft.threads, cores) },
          } as const,
        ]),
    ...(facts === null
      ? []
      : chosen.flatMap((one) => {
          const { name, info } = one.model
          return info.bytes > tightShare * facts.memoryBytes
            ? [
                {
                  kind: 'memory',
                  name,
                  key: keyOf(one),
                  bytes: info.bytes,
                  memoryBytes: facts.memoryBytes,
                } as const,
              ]
            : []
        })),
  ]
}

/** What goes beyond the cores becomes all of them. */
function withinCores(threads: readonly number[], cores: number): readonly number[] {
  return [...new Set(threads.map((count) => Math.min(count, cores)))]
}
