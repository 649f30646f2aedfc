// The look at the board before `benchtop run`: what speaks against measuring is said, and refuses the start where that
// was asked for.

import type { BoardId } from '../../shared/board.ts'
import { fail } from '../../shared/fault.ts'
import type { Plan } from '../../shared/plan.ts'
import { findingsAgainst } from '../../shared/preflight-sense.ts'
import type { Bench } from '../bench.ts'
import { preflight } from '../board/look.ts'
import { findingsText } from './look.ts'
import type { ProgressLine } from './progress.ts'

export interface PreflightOptions {
  readonly preflight?: boolean
  /** Nothing is measured where something was found. */
  readonly strict?: boolean
}

/** Throws the fault `board-unfit` where it is strict and something was found. */
export async function lookFirst(
  bench: Bench,
  board: { readonly id: BoardId; readonly name: string },
  plan: Plan,
  { preflight: isAsked = false, strict = false }: PreflightOptions,
  progress: ProgressLine,
): Promise<void> {
  if (!isAsked && !strict) return
  const findings = findingsAgainst(await preflight(bench.boards, board.id), plan)
  for (const line of findingsText(board.name, findings).split('\n')) progress.say(line)
  if (strict && findings.length > 0) fail('board-unfit', { board: board.name })
}
