// Looks at a board before a sweep: what speaks against measuring there now, and what a library of its own is.

import type { BoardId, LibraryFacts } from '../../shared/board.ts'
import type { PreflightFinding } from '../../shared/environment.ts'
import type { Boards } from './boards.ts'

/** Where the board is this computer, what Benchtop itself does there is no foreign load. */
export async function preflight(boards: Boards, id: BoardId): Promise<readonly PreflightFinding[]> {
  const isHere = boards.board(id).kind === 'local'
  const session = await boards.session(id)
  const request = { instrumentPids: isHere ? [process.pid] : [] }
  return (await session.call('preflight', request)).findings
}

/** Faults: those of the engine `ort-c` for a library, and `library-crashed`. */
export async function inspectLibrary(
  boards: Boards,
  id: BoardId,
  path: string,
): Promise<LibraryFacts> {
  const session = await boards.session(id)
  return session.call('library-inspect', { path })
}
