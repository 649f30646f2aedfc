// Brings one artifact to a board: from the byte that is there already, checked by sha256, moved into place whole.
// Every pusher writes the right bytes at their own offsets, so that two of them, or one whose link was lost and
// that still drips, can not spoil each other's part.

import { FaultError, fail, fault } from '../../shared/fault.ts'
import type { Artifact } from './artifact.ts'
import { printed } from './printed.ts'
import { runScript } from './script.ts'
import type { OnProgress } from './session.ts'
import { throttled } from './throttled.ts'
import type { Transport } from './transport.ts'
import {
  abandonScript,
  beginScript,
  discardScript,
  finishScript,
  partPath,
  transferScript,
} from './upload-scripts.ts'

export interface PushOptions {
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** One artifact on its way to Benchtop's own folder `home` on a board. */
interface Way {
  readonly transport: Transport
  readonly home: string
  readonly artifact: Artifact
  readonly report: OnProgress
  readonly signal: AbortSignal | undefined
}

interface Begun {
  readonly complete: boolean
  readonly partBytes: number
  readonly freeBytes: number | null
  readonly user: string
}

/** A part is resumed at a multiple of this. */
const blockBytes = 65_536
/** Kept free beyond what is needed. */
const headroomBytes = 16 * 1024 * 1024
/** Another session may finish or remove the part under our hands; more often than this, something is wrong. */
const mostAttempts = 5

/** What must be free for a need to be met without filling the disk to the brim. */
export const withReserve = (bytes: number) => bytes * 1.1 + headroomBytes

export function noSpace(home: string, freeBytes: number, neededBytes: number, detail?: string) {
  const availableMiB = Math.floor(freeBytes / 1024 / 1024)
  const neededMiB = Math.ceil(neededBytes / 1024 / 1024)
  return new FaultError(fault('no-space', { availableMiB, path: home, neededMiB }, detail))
}

export async function push(
  transport: Transport,
  home: string,
  artifact: Artifact,
  options: PushOptions = {},
): Promise<void> {
  const { item } = artifact
  const report = throttled(options.onProgress)
  const way: Way = { transport, home, artifact, report, signal: options.signal }
  let damaged = 0
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const begun = await begin(way)
    if (begun.complete) return
    await refuseWithoutSpace(way, begun)
    if (begun.partBytes < artifact.bytes) await transfer(way, begun)
    const state = await finish(way, begun)
    if (state === 'complete') return report(progressOf(artifact, artifact.bytes))
    if (state === 'damaged' && ++damaged === 2) return fail('push-corrupt', { item })
  }
  return fail('push-failed', { item }, `not complete after ${mostAttempts} attempts`)
}

/** Removes what has arrived of a push that can not be finished; gives what is free then. */
export async function abandon(
  transport: Transport,
  home: string,
  artifact: Pick<Artifact, 'sha256'>,
): Promise<number | null> {
  const answer = await runScript(transport, abandonScript(home, artifact.sha256))
  return freeBytesOf(answer.one('free_kib'))
}

/** Removes something complete that is not what it should be, so that it can be brought again. */
export async function discard(transport: Transport, home: string, target: string): Promise<void> {
  await runScript(transport, discardScript(home, target))
}

async function begin({ transport, home, artifact, signal }: Way): Promise<Begun> {
  const answer = await runScript(transport, beginScript(home, artifact), { signal })
  const freeBytes = freeBytesOf(answer.one('free_kib'))
  const user = answer.one('user')
  if (answer.one('refused') !== '') {
    if (isNoSpace(answer.stderr)) throw noSpace(home, freeBytes ?? 0, artifact.bytes)
    return fail('home-not-writable', { user, path: home }, answer.stderr)
  }
  return {
    complete: answer.one('complete') === 'yes',
    partBytes: wholeNumber(answer.one('part_bytes')) ?? 0,
    freeBytes,
    user,
  }
}

async function refuseWithoutSpace({ transport, home, artifact }: Way, begun: Begun): Promise<void> {
  const needed = withReserve(artifact.bytes - begun.partBytes + artifact.unpackedBytes)
  if (begun.freeBytes === null || begun.freeBytes >= needed) return
  await abandon(transport, home, artifact)
  throw noSpace(home, begun.freeBytes, needed)
}

async function transfer(way: Way, begun: Begun): Promise<void> {
  const { transport, home, artifact, report, signal } = way
  const startBlock = Math.floor(begun.partBytes / blockBytes)
  const start = startBlock * blockBytes
  report(progressOf(artifact, start))
  try {
    const exit = await transport.exec(
      ['sh', '-c', transferScript, 'sh', partPath(home, artifact.sha256), String(startBlock)],
      { stdin: counted(artifact, start, report), signal },
    )
    if (exit.code !== 0) await failedOnBoard(way, begun, printed(exit.stderr))
  } catch (error) {
    if (error instanceof FaultError && isOfSource(error))
      await abandon(transport, home, artifact).catch(() => undefined)
    throw error
  }
}

async function* counted(
  artifact: Artifact,
  start: number,
  report: OnProgress,
): AsyncGenerator<Uint8Array> {
  let doneBytes = start
  for await (const chunk of artifact.open(start)) {
    yield chunk
    doneBytes += chunk.length
    report(progressOf(artifact, doneBytes))
  }
}

/** `changed`: somebody else completed, removed or restarted the part meanwhile. */
async function finish(way: Way, begun: Begun): Promise<'complete' | 'damaged' | 'changed'> {
  const { transport, home, artifact, signal } = way
  const answer = await runScript(transport, finishScript(home, artifact), { signal })
  const state = answer.one('state')
  if (state === 'complete' || state === 'damaged' || state === 'changed') return state
  return failedOnBoard(way, begun, answer.stderr)
}

/** What a failed write on the board means, by its words. A part for which there is no room is taken away. */
async function failedOnBoard(way: Way, begun: Begun, words: string): Promise<never> {
  const { transport, home, artifact } = way
  if (isNoSpace(words)) {
    const freeBytes = await abandon(transport, home, artifact)
    const needed = withReserve(artifact.bytes + artifact.unpackedBytes)
    throw noSpace(home, freeBytes ?? 0, needed, words)
  }
  if (/permission denied|read-only file system/i.test(words))
    return fail('home-not-writable', { user: begun.user, path: home }, words)
  return fail('push-failed', { item: artifact.item }, words)
}

const progressOf = ({ item, bytes }: Artifact, doneBytes: number) =>
  ({ stage: 'push', item, doneBytes, totalBytes: bytes }) as const

/** What is read here is not what was promised, so what arrived of it is of no use. */
const isOfSource = ({ fault: { code } }: FaultError) =>
  code === 'model-changed' || code === 'file-unreadable'

const isNoSpace = (words: string) => /no space left|quota exceeded/i.test(words)

const wholeNumber = (said: string) => (/^\d{1,15}$/.test(said) ? Number(said) : null)

export function freeBytesOf(kib: string): number | null {
  const whole = wholeNumber(kib)
  return whole === null ? null : whole * 1024
}
