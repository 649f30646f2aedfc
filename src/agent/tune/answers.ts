// What the program that tunes says, taken apart. It may run as root, and still its lines are checked as any board's.

import {
  type MadeChange,
  madeChangeSchema,
  type TuningStatus,
  tuningStatusSchema,
} from '../../shared/tuning.ts'

export type Fields = readonly string[]

const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : text)

function changeIn([, path, before, wanted, reads]: Fields) {
  return { path, before, wanted, reads: orNull(reads) }
}

/** Of the answer to `set`; null where it is none. */
export function madeIn(lines: readonly Fields[]): MadeChange | null {
  const made = lines.find(([word]) => word === 'made')
  return made === undefined ? null : (madeChangeSchema.safeParse(changeIn(made)).data ?? null)
}

/** Of the answer to `status` and `restore`; null where it is none. */
export function statusIn(lines: readonly Fields[]): TuningStatus | null {
  const all = (word: string) => lines.filter(([first]) => first === word)
  const state = all('state')[0]?.[1]
  const [, kind, leftMs] = all('lease')[0] ?? []
  const told = {
    state,
    lease: { kind, leftMs: Number(leftMs) },
    tainted: all('tainted').length > 0,
    changes: all('change').map(changeIn),
    failures: all('failure').map(([, path, wanted, reads, why]) => ({
      path,
      wanted,
      reads: orNull(reads),
      why,
    })),
  }
  return tuningStatusSchema.safeParse(told).data ?? null
}

/** Of the answer to `read`; null where there is nothing to read. */
export function valueIn(lines: readonly Fields[]): string | null {
  return orNull(lines.find(([word]) => word === 'value')?.[2])
}
