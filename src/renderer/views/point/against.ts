// The point that another is held against, as the address holds it: `RUN/INDEX`, or `RUN` for the same point of that run.

import { type RunId, runIdSchema } from '../../../shared/event.ts'

export interface PointPlace {
  readonly run: RunId
  /** Null: the same point, or the first where there is none. */
  readonly index: number | null
}

export const printPlace = ({ run, index }: PointPlace): string =>
  index === null ? run : `${run}/${index}`

/** Null for what is no place of a point. */
export function parsePlace(text: string | null): PointPlace | null {
  const [, run, index] = /^([^/]+)(?:\/(\d{1,6}))?$/.exec(text ?? '') ?? []
  const id = runIdSchema.safeParse(run)
  return id.success ? { run: id.data, index: index === undefined ? null : Number(index) } : null
}
