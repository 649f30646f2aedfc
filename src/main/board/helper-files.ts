// What installing the helper puts on a board, word for word, so that a person sees it before it is done.

import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { Board } from '../../shared/board.ts'
import type { HelperFile } from '../../shared/ipc.ts'
import { helperPath, sudoersLine, sudoersPath } from '../../shared/tuning-helper.ts'

/** `programPath`: of the program here, as the agent carries it. */
export async function helperFiles(
  board: Board,
  programPath: string,
): Promise<readonly HelperFile[]> {
  const user = board.kind === 'local' ? userInfo().username : board.address.user
  return [
    { path: sudoersPath(user), text: sudoersLine(user) },
    { path: helperPath, text: await readFile(programPath, 'utf8') },
  ]
}
