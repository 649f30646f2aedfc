// `start`: makes sure that a run is going, once. It replies when the supervisor's identity and the first event
// are on disk, so that whoever hears the reply may lose the link at once.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { fail } from '../../shared/fault.ts'
import { tunesClocks } from '../../shared/plan.ts'
import type { StartRequest, VerbReply } from '../../shared/protocol.ts'
import { readBoardFacts } from '../facts/board.ts'
import { makeFolder, type RunFiles, runFiles, storageFault } from '../home.ts'
import { withLock } from '../lock.ts'
import { agentVersion, type Program } from '../program.ts'
import { launchSupervisor } from '../run/launch.ts'
import { writeRunRequest } from '../run/request.ts'
import { hasBegun, isSupervised, liveRun } from '../run/state.ts'
import { unattendedRoute } from '../tune/unattended.ts'
import { errorCode } from '../wire.ts'

const lockWaitMs = 30_000

function logOf(files: RunFiles): string {
  return existsSync(files.log) ? readFileSync(files.log, 'utf8') : ''
}

async function startLocked(
  program: Program,
  { run, plan, instrumentPids }: StartRequest,
): Promise<VerbReply<'start'>> {
  const files = runFiles(program.home, run)
  if (hasBegun(files)) return { run, started: false }
  const busy = liveRun(program.home, run)
  if (busy !== null) fail('board-busy', { run: busy })

  // A folder without a first event is what an earlier try left that did not come this far.
  if (!isSupervised(files)) rmSync(files.dir, { recursive: true, force: true })
  if (tunesClocks(plan)) await unattendedRoute()
  const facts = await readBoardFacts(program.modulesDir)
  makeFolder(program.home, files.dir)
  try {
    writeRunRequest(files.request, {
      run,
      plan,
      instrumentPids,
      facts,
      agent: agentVersion(program),
    })
  } catch (error) {
    rmSync(files.dir, { recursive: true, force: true })
    throw storageFault(error, program.home.dir)
  }
  const isUp = () => existsSync(files.supervisor) && hasBegun(files)
  if (!(await launchSupervisor(program, run, files, isUp))) {
    const log = logOf(files)
    rmSync(files.dir, { recursive: true, force: true })
    fail('supervisor-failed', {}, log)
  }
  return { run, started: true }
}

export async function start(program: Program, request: StartRequest): Promise<VerbReply<'start'>> {
  makeFolder(program.home, program.home.runsDir)
  try {
    const done = await withLock(program.home.startLock, lockWaitMs, () =>
      startLocked(program, request),
    )
    return done?.value ?? fail('board-busy', { run: request.run })
  } catch (error) {
    throw errorCode(error) === undefined ? error : storageFault(error, program.home.dir)
  }
}
