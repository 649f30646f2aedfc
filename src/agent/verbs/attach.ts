// `attach`: the events of a run after a number, then those that come, until the run has ended. The journal is
// the only source: a reader that comes late, or again, reads the same lines.

import type { RunId } from '../../shared/event.ts'
import { fail } from '../../shared/fault.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import { type Home, runFiles } from '../home.ts'
import { JournalReader } from '../run/journal.ts'
import { listen } from '../run/listeners.ts'
import { closeIfLost, hasBegun, isSupervised } from '../run/state.ts'
import { sendEventLine, sleepSync } from '../wire.ts'

const pollMs = 50
/** How often a reader that hears nothing looks whether the supervisor still lives. */
const livenessEveryMs = 500

export async function attach(
  home: Home,
  { run, since }: { readonly run: RunId; readonly since: number },
): Promise<VerbReply<'attach'>> {
  const files = runFiles(home, run)
  if (!hasBegun(files)) fail('run-unknown', { run })
  using reader = new JournalReader(files.journal)
  using _listening = listen(files.listenersDir)
  const parent = process.ppid
  for (let quietMs = livenessEveryMs; ; ) {
    const lines = reader.next()
    for (const line of lines) {
      if (line.seq > since) sendEventLine(line.bytes)
      if (line.end !== null) return { lastSeq: line.seq }
    }
    if (lines.length > 0) {
      quietMs = 0
      continue
    }
    if (quietMs >= livenessEveryMs) {
      // The process that asked is gone: so is the link.
      if (process.ppid !== parent) process.exit()
      if (!isSupervised(files)) await closeIfLost(files)
      quietMs = 0
    }
    sleepSync(pollMs)
    quietMs += pollMs
  }
}
