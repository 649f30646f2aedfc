// A lock is a file that only one process can create, and that says which process that was: a lock of a process
// that is gone is stale and is taken over.

import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { isAlive, ownIdentity, readIdentity } from './process-identity.ts'
import { errorCode, sleepSync } from './wire.ts'

/** A lock file without a readable owner is one that is just being written, unless it is older than this. */
const unreadableIsStaleMs = 5_000

/** Takes the lock if it is free or stale. */
function tryTake(path: string): boolean {
  try {
    const fd = openSync(path, 'wx')
    try {
      writeSync(fd, JSON.stringify(ownIdentity()))
    } finally {
      closeSync(fd)
    }
    return true
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return false
  }
}

/** Whether somebody who lives holds the lock; a stale one is moved away. */
function isHeld(path: string): boolean {
  if (isOwned(path)) return true
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
    // Between the look and the move somebody else may have taken it: then it is theirs.
    if (isOwned(aside)) renameSync(aside, path)
    else rmSync(aside, { force: true })
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  return false
}

function isOwned(path: string): boolean {
  const owner = readIdentity(path)
  return owner !== null ? isAlive(owner) : isYoung(path)
}

function isYoung(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs < unreadableIsStaleMs
  } catch {
    return false
  }
}

/** Runs `work` while holding the lock; null where another process held it for all of `waitMs`. */
export async function withLock<T>(
  path: string,
  waitMs: number,
  work: () => T | Promise<T>,
): Promise<{ readonly value: T } | null> {
  const until = Date.now() + waitMs
  while (!tryTake(path)) {
    if (!isHeld(path)) continue
    if (Date.now() >= until) return null
    sleepSync(20)
  }
  try {
    return { value: await work() }
  } finally {
    rmSync(path, { force: true })
  }
}
