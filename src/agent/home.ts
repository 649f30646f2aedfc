// Where the agent keeps what it keeps: models by content, one folder per run. Only names that passed the
// contract's patterns (hex digits, run ids) ever become a part of a path.

import { mkdirSync, statfsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { modelFileName } from '../shared/content.ts'
import type { RunId } from '../shared/event.ts'
import { FaultError, fault } from '../shared/fault.ts'
import { errorCode } from './wire.ts'

export interface Home {
  readonly dir: string
  readonly modelsDir: string
  readonly inputsDir: string
  readonly runsDir: string
  /** Held while a run is being started: one at a time on a board. */
  readonly startLock: string
  /** Who measures a point now: the identity of the supervisor's process. */
  readonly measuring: string
  /** A file for each process of the agent that looks at what the board does. */
  readonly lookersDir: string
}

export interface RunFiles {
  readonly dir: string
  readonly request: string
  readonly journal: string
  /** Identity of the supervisor's process. */
  readonly supervisor: string
  /** Exists once somebody asked for the run to be cancelled. */
  readonly cancel: string
  readonly log: string
  /** A file for each process of the agent that reads the journal as it grows. */
  readonly listenersDir: string
  /** Held while the journal of a dead supervisor gets its end. */
  readonly closingLock: string
}

export function homeAt(dir: string): Home {
  return {
    dir,
    modelsDir: join(dir, 'models'),
    inputsDir: join(dir, 'inputs'),
    runsDir: join(dir, 'runs'),
    startLock: join(dir, 'start.lock'),
    measuring: join(dir, 'measuring.json'),
    lookersDir: join(dir, 'lookers'),
  }
}

export function runFiles(home: Home, run: RunId): RunFiles {
  const dir = join(home.runsDir, run)
  return {
    dir,
    request: join(dir, 'request.json'),
    journal: join(dir, 'journal.ndjson'),
    supervisor: join(dir, 'supervisor.json'),
    cancel: join(dir, 'cancel'),
    log: join(dir, 'supervisor.log'),
    listenersDir: join(dir, 'listeners'),
    closingLock: join(dir, 'closing.lock'),
  }
}

/** The model's own file, in a folder that holds what stands beside it too. */
export function modelPath(home: Home, sha256: string): string {
  return join(home.modelsDir, sha256, modelFileName)
}

/** The values that a user gave for an input. */
export function inputPath(home: Home, sha256: string): string {
  return join(home.inputsDir, `${sha256}.npy`)
}

export function makeFolder(home: Home, dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
  } catch (error) {
    throw storageFault(error, home.dir)
  }
}

function availableMiB(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir)
    return Math.floor((bavail * bsize) / 1024 ** 2)
  } catch {
    return 0
  }
}

/** What failed in writing below `dir`, as a fault; an error that is not the storage's stays itself. */
export function storageFault(error: unknown, dir: string, neededMiB = 1): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new FaultError(
        fault('no-space', { availableMiB: availableMiB(dir), path: dir, neededMiB }, String(error)),
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FaultError(
        fault('home-not-writable', { user: userInfo().username, path: dir }, String(error)),
      )
    default:
      return error
  }
}
