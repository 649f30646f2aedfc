// `cancel`: asks a live run to stop. The supervisor looks for the file that this leaves.

import { closeSync, openSync } from 'node:fs'
import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import { type Home, runFiles, storageFault } from '../home.ts'
import { settle } from '../run/state.ts'

export async function cancel(
  home: Home,
  { run }: { readonly run: RunId },
): Promise<VerbReply<'cancel'>> {
  const summary = await settle(home, run)
  if (summary === null) fail('run-unknown', { run })
  if (summary.state !== 'live') return { state: 'ended' }
  try {
    closeSync(openSync(runFiles(home, run).cancel, 'a'))
  } catch (error) {
    throw storageFault(error, home.dir)
  }
  return { state: 'asked' }
}
