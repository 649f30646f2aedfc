// The program that tunes, as this agent carries it: where it is put to run as this login, and whether what is installed as
// root's helper is the same.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import text from '../../../resources/board/benchtop-tune?raw'
import type { TuningReport } from '../../shared/tuning.ts'
import { helperPath } from '../../shared/tuning-helper.ts'
import { type Home, storageFault } from '../home.ts'

export const programText = text

/** The group's and everybody's right to write. */
const othersMayWrite = 0o022

/** A file of this login's own with the program in it. */
export function placeProgram({ dir }: Home): string {
  const path = join(dir, 'benchtop-tune')
  if (readOrNull(path) === text) return path
  try {
    mkdirSync(dir, { recursive: true })
    writeFileSync(`${path}.${process.pid}`, text, { mode: 0o755 })
    renameSync(`${path}.${process.pid}`, path)
  } catch (error) {
    throw storageFault(error, dir)
  }
  return path
}

/** What others than root could have written is no helper. */
export function readHelper(): TuningReport['helper'] {
  const installed = readOrNull(helperPath)
  if (installed === null || !isRootsAlone()) return { version: null, isCurrent: false }
  const version = createHash('sha256').update(installed).digest('hex').slice(0, 12)
  return { version, isCurrent: installed === text }
}

function isRootsAlone(): boolean {
  const { uid, mode } = statSync(helperPath)
  return uid === 0 && (mode & othersMayWrite) === 0
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
