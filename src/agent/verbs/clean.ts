// `clean`: gives back the room that nothing needs any more: runs that the desk holds to their end, models and inputs
// (they are brought again when they are used), what other versions of Benchtop left, and pushes that were given up.
// Never while a run is measuring: it would disturb it. No run starts meanwhile.

import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { z } from 'zod'
import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import type { VerbReply, verbs } from '../../shared/protocol.ts'
import { type Home, makeFolder, runFiles, storageFault } from '../home.ts'
import { withLock } from '../lock.ts'
import type { Program } from '../program.ts'
import { liveRun, settle } from '../run/state.ts'
import { errorCode } from '../wire.ts'

type CleanRequest = z.output<(typeof verbs)['clean']['request']>

const lockWaitMs = 30_000

export async function clean(program: Program, request: CleanRequest): Promise<VerbReply<'clean'>> {
  const { home } = program
  makeFolder(home, home.dir)
  try {
    const done = await withLock(home.startLock, lockWaitMs, async () => {
      const busy = liveRun(home)
      return busy === null ? cleanLocked(program, request) : fail('board-busy', { run: busy })
    })
    return done?.value ?? fail('board-busy', { run: liveRun(home) ?? 'that is being started' })
  } catch (error) {
    throw errorCode(error) === undefined ? error : storageFault(error, home.dir)
  }
}

async function cleanLocked(
  program: Program,
  { runs, keep, leastAgeMs }: CleanRequest,
): Promise<VerbReply<'clean'>> {
  const { home } = program
  const runFolders: string[] = []
  for (const { run, lastSeq } of runs)
    if (await isHeldWhole(home, run, lastSeq)) runFolders.push(runFiles(home, run).dir)
  const kept = new Set(keep)
  const isOld = (path: string) => Date.now() - lstatSync(path).ctimeMs >= leastAgeMs
  const contents = [...entries(home.modelsDir), ...entries(home.inputsDir)].filter(
    ({ name, path }) => isContent(name) && !kept.has(name.slice(0, 64)) && isOld(path),
  )
  const leftovers = [
    ...entries(join(home.dir, 'incoming')).filter(({ path }) => isOld(path)),
    ...['agents', 'ort', 'runtimes']
      .flatMap((folder) => entries(join(home.dir, folder)))
      .filter(({ path }) => isOld(path) && !isInUse(path, program)),
  ]
  const paths = [...runFolders, ...[...contents, ...leftovers].map(({ path }) => path)]
  let freedBytes = 0
  for (const path of paths) freedBytes += remove(path)
  return { freedBytes, runs: runFolders.length, contents: contents.length }
}

/** A name as a push makes it; what else somebody put there is theirs. */
const isContent = (name: string) => /^[0-9a-f]{64}(\.|$)/.test(name)

async function isHeldWhole(home: Home, run: RunId, lastSeq: number): Promise<boolean> {
  const summary = await settle(home, run)
  return summary !== null && summary.state !== 'live' && summary.lastSeq === lastSeq
}

/** This agent, its packages, and the Node that it runs under. */
function isInUse(path: string, { agentPath, modulesDir }: Program): boolean {
  return [agentPath, `${modulesDir}${sep}`, process.execPath].some((used) =>
    used.startsWith(`${path}${sep}`),
  )
}

function entries(folder: string): readonly { readonly name: string; readonly path: string }[] {
  try {
    return readdirSync(folder).map((name) => ({ name, path: join(folder, name) }))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** Gives how many bytes it took; links are removed and not followed. */
function remove(path: string): number {
  const bytes = bytesOf(path)
  rmSync(path, { recursive: true, force: true })
  return bytes
}

function bytesOf(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  const own = found.blocks * 512
  return found.isDirectory()
    ? entries(path).reduce((sum, entry) => sum + bytesOf(entry.path), own)
    : own
}
