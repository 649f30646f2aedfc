// What is known of a board's clocks from when they were looked at last. Time goes on meanwhile, and a link may be lost:
// that a board has given back what it had is only said when it was read again.

import { z } from 'zod'
import { type Lease, type MadeChange, type TuningStatus, tuningStatusSchema } from './tuning.ts'

export const seenTuningSchema = z.object({
  status: tuningStatusSchema,
  /** When it was read, on this computer's clock. */
  atMs: z.number(),
})
export type SeenTuning = z.infer<typeof seenTuningSchema>

export type ShownTuning =
  /** As the board said, with the time that is left of a lease. */
  | { readonly kind: 'read'; readonly status: TuningStatus }
  /**
   * It was tuned when it was seen last, and can not be read now. `lease`: what is left of that then; an `until` that is
   * at 0 is over, and the board should have given back what it had.
   */
  | { readonly kind: 'unread'; readonly lease: Lease }
  | { readonly kind: 'unknown' }

/** Whether nothing is alive that would give back what is changed. */
export const isOwed = ({ state }: TuningStatus): boolean =>
  state === 'dirty' || state === 'failed-restore'

/**
 * Whether a board that a run had tuned was seen since to owe nothing of it: it was given back, or what is set was taken for
 * its own. `sinceMs`: on this computer's clock, when nothing of that run was set yet.
 */
export function owesNothingSince(seen: SeenTuning | null, sinceMs: number): boolean {
  if (seen === null || seen.atMs <= sinceMs || isOwed(seen.status)) return false
  return seen.status.state !== 'tuned' || seen.status.lease.kind !== 'run'
}

/** What blocks of a run have changed together: of each file what stood there before the first, and what the last wanted. */
export function madeByBlocks(
  blocks: readonly { readonly changes: readonly MadeChange[] }[],
): readonly MadeChange[] {
  const made = new Map<string, MadeChange>()
  for (const change of blocks.flatMap(({ changes }) => changes))
    made.set(change.path, { ...change, before: made.get(change.path)?.before ?? change.before })
  return [...made.values()].filter(({ before, wanted }) => before !== wanted)
}

/** What is left of a lease that was read so long ago. */
function leaseAfter(lease: Lease, passedMs: number): Lease {
  return lease.kind === 'until'
    ? { ...lease, leftMs: Math.max(0, lease.leftMs - Math.max(0, passedMs)) }
    : lease
}

/**
 * What may be said now of a board that was seen so. `isReady`: there is a way to it. A lease that ran out since makes
 * its status unread, way or not.
 */
export function shownTuning(seen: SeenTuning | null, isReady: boolean, nowMs: number): ShownTuning {
  if (seen === null) return { kind: 'unknown' }
  const { status, atMs } = seen
  if (status.state !== 'tuned') return { kind: 'read', status }
  const lease = leaseAfter(status.lease, nowMs - atMs)
  const isOver = lease.kind === 'until' && lease.leftMs === 0
  if (!isReady || isOver) return { kind: 'unread', lease }
  return { kind: 'read', status: { ...status, lease } }
}
