// Where a run stands: live, ended, lost, or never begun. A run whose supervisor is gone without an end gets
// `run-ended lost` written into its journal, once, so that every reader reads the same.

import { existsSync, readdirSync } from 'node:fs'
import { type RunId, runIdSchema } from '../../shared/event.ts'
import type { RunSummary } from '../../shared/protocol.ts'
import { type Home, type RunFiles, runFiles, storageFault } from '../home.ts'
import { withLock } from '../lock.ts'
import { isAlive, readIdentity } from '../process-identity.ts'
import { JournalWriter, journalState, scanJournal } from './journal.ts'

const closingWaitMs = 10_000

export function isSupervised(files: RunFiles): boolean {
  const supervisor = readIdentity(files.supervisor)
  return supervisor !== null && isAlive(supervisor)
}

/** Whether the first event is on disk: before it, a run has not begun and counts as unknown. */
export function hasBegun(files: RunFiles): boolean {
  return (journalState(files.journal)?.lastSeq ?? 0) > 0
}

/** Writes the end of a run whose supervisor is gone, unless it has one. */
export async function closeIfLost(files: RunFiles): Promise<void> {
  try {
    await withLock(files.closingLock, closingWaitMs, () => {
      const state = scanJournal(files.journal)
      if (state === null || state.end !== null || isSupervised(files)) return
      using writer = JournalWriter.resume(files.journal)
      writer.append({ type: 'run-ended', outcome: { kind: 'lost' } })
      writer.sync()
    })
  } catch (error) {
    throw storageFault(error, files.dir)
  }
}

/** Summary of a run that has begun, after closing it where it is lost; null for one that has not. */
export async function settle(home: Home, run: RunId): Promise<RunSummary | null> {
  const files = runFiles(home, run)
  if (!hasBegun(files)) return null
  // Liveness first: a supervisor that ends between the two looks has written its end by the second.
  if (!isSupervised(files) && journalState(files.journal)?.end === null) await closeIfLost(files)
  const journal = journalState(files.journal)
  if (journal === null) return null
  const state = journal.end === null ? 'live' : journal.end === 'lost' ? 'lost' : 'ended'
  return { run, lastSeq: journal.lastSeq, state }
}

/** The ids of all runs that have a folder, oldest first. */
export function runIds(home: Home): RunId[] {
  if (!existsSync(home.runsDir)) return []
  return readdirSync(home.runsDir)
    .filter((name) => runIdSchema.safeParse(name).success)
    .sort()
}

/** A run that is measuring on this board now. */
export function liveRun(home: Home, other: RunId | null = null): RunId | null {
  return (
    runIds(home).find((run) => {
      const files = runFiles(home, run)
      return run !== other && isSupervised(files) && !journalState(files.journal)?.end
    }) ?? null
  )
}
