// Reads a small text of the kernel's by its path. Only paths that are written down are read: sysfs is never searched,
// since reading a wrong node can reset a board.

import { readFileSync } from 'node:fs'

/** Gives the text without the white space around it, or null where there is none to read. */
export type ReadText = (path: string) => string | null

export const readText: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
