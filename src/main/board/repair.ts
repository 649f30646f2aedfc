// Mends a runtime that was brought whole and is no longer so: a card that fails, a disk that lost its power.
// Only what differs from what was brought, by its bytes, is taken away and brought again.

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { list } from 'tar'
import { type FaultCode, FaultError } from '../../shared/fault.ts'
import { asFault } from './agent-session.ts'
import type { Artifact } from './artifact.ts'
import { runScript } from './script.ts'
import type { BoardSession } from './session.ts'
import { orCancelled, type Transport } from './transport.ts'
import { type PushOptions, push } from './upload.ts'
import { discardDamagedScript, type FileSum } from './upload-scripts.ts'

/** Gives whether anything was damaged; it stands whole again then. */
export async function repair(
  transport: Transport,
  home: string,
  artifacts: readonly Artifact[],
  options: PushOptions,
): Promise<boolean> {
  const { signal } = options
  let repaired = false
  for (const artifact of artifacts) {
    const sums = await orCancelled(fileSums(artifact), signal)
    const script = discardDamagedScript(home, artifact, sums)
    const answer = await runScript(transport, script, { signal })
    if (answer.one('state') !== 'damaged') continue
    await push(transport, home, artifact, options)
    repaired = true
  }
  return repaired
}

/**
 * A session that, where the runtime turns out broken, asks its first `hello` once more after `mend` mended it. Where koffi
 * was brought and does not load, the answer stands unless something was mended.
 */
export function mendingSession(
  session: BoardSession,
  hasKoffi: boolean,
  mend: (signal: AbortSignal | undefined) => Promise<boolean>,
): BoardSession {
  let isTried = false
  const isMended = async (signal: AbortSignal | undefined) => {
    isTried = true
    return asFault(() => mend(signal)).catch(unlessUnavailable)
  }
  return {
    ...session,
    call: async (verb, request, signal, onBytes) => {
      const ask = () => session.call(verb, request, signal, onBytes)
      if (isTried || verb !== 'hello') return ask()
      try {
        const reply = await ask()
        if (!hasKoffi || !('runtime' in reply) || reply.runtime.koffi !== null) return reply
        return (await isMended(signal)) ? await ask() : reply
      } catch (error) {
        if (isTried || !isFault(error, 'runtime-broken') || !(await isMended(signal))) throw error
        return await ask()
      }
    },
  }
}

const isFault = (error: unknown, code: FaultCode) =>
  error instanceof FaultError && error.fault.code === code

/** Without the original nothing can be compared; the board's own words say more than that. */
function unlessUnavailable(error: unknown): false {
  if (isFault(error, 'runtime-unavailable')) return false
  throw error
}

/** Each file of an archive with the sha256 of its bytes. */
async function fileSums(artifact: Artifact): Promise<readonly FileSum[]> {
  const sums: (() => FileSum)[] = []
  const reader = list({
    onReadEntry: (entry) => {
      const hash = createHash('sha256')
      entry.on('data', (chunk) => hash.update(chunk))
      sums.push(() => ({ path: entry.path, sha256: hash.digest('hex') }))
    },
  })
  await pipeline(Readable.from(artifact.open(0)), reader)
  return sums.map((sum) => sum())
}
