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
  transferScript,
} from './upload-scripts.ts'

export interface PushOptions {
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** A part is resumed at a multiple of this. */
const blockBytes = 65_536
/** Kept free beyond what is needed. */
const headroomBytes = 16 * 1024 * 1024
/** Another session may finish or remove the part under our hands; more often than this, something is wrong. */
const mostAttempts = 5

const mib = (bytes: number) => Math.ceil(bytes / 1024 / 1024)

/** What must be free for a need to be met without filling the disk to the brim. */
export const withReserve = (bytes: number) => bytes * 1.1 + headroomBytes

export function noSpace(home: string, freeBytes: number, neededBytes: number, detail?: string) {
  const params = { availableMiB: Math.floor(freeBytes / 1024 / 1024), path: home }
  return new FaultError(fault('no-space', { ...params, neededMiB: mib(neededBytes) }, detail))
}

/** `home` is Benchtop's own folder on the board. */
export async function push(
  transport: Transport,
  home: string,
  artifact: Artifact,
  options: PushOptions = {},
): Promise<void> {
  const { signal } = options
  const report = throttled(options.onProgress)
  let damaged = 0
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const begun = await begin(transport, home, artifact, signal)
    if (begun.complete) return
    const needed = artifact.bytes - begun.partBytes + artifact.unpackedBytes
    if (begun.freeBytes !== null && begun.freeBytes < withReserve(needed)) {
      await abandon(transport, home, artifact)
      throw noSpace(home, begun.freeBytes, withReserve(needed))
    }
    if (begun.partBytes < artifact.bytes)
      await transfer(transport, home, artifact, begun.partBytes, report, signal)
    const state = await finish(transport, home, artifact, signal)
    if (state === 'complete') {
      report({ ...progressOf(artifact, artifact.bytes) })
      return
    }
    if (state === 'damaged' && ++damaged === 2) return fail('push-corrupt', { item: artifact.item })
  }
  return fail('push-failed', { item: artifact.item }, `not complete after ${mostAttempts} attempts`)
}

/** Removes what has arrived of a push that can not be finished. */
export async function abandon(
  transport: Transport,
  home: string,
  artifact: Pick<Artifact, 'sha256'>,
): Promise<number | null> {
  const answer = await runScript(transport, abandonScript(home, artifact.sha256), undefined)
  return freeBytesOf(answer.one('free_kib'))
}

/** Removes something complete that is not what it should be, so that it can be brought again. */
export async function discard(transport: Transport, home: string, target: string): Promise<void> {
  await runScript(transport, discardScript(home, target), undefined)
}

async function begin(
  transport: Transport,
  home: string,
  artifact: Artifact,
  signal: AbortSignal | undefined,
) {
  const answer = await runScript(transport, beginScript(home, artifact), signal)
  const freeBytes = freeBytesOf(answer.one('free_kib'))
  const refusal = answer.one('refused')
  if (refusal !== '') {
    if (isNoSpace(answer.stderr)) throw noSpace(home, freeBytes ?? 0, artifact.bytes)
    return fail('home-not-writable', { user: refusal, path: home }, answer.stderr)
  }
  return {
    complete: answer.one('complete') === 'yes',
    partBytes: Number(answer.one('part_bytes')) || 0,
    freeBytes,
  }
}

async function transfer(
  transport: Transport,
  home: string,
  artifact: Artifact,
  partBytes: number,
  report: OnProgress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const startBlock = Math.floor(partBytes / blockBytes)
  const start = startBlock * blockBytes
  report(progressOf(artifact, start))
  try {
    const exit = await transport.exec(
      ['sh', '-c', transferScript, 'sh', partPath(home, artifact.sha256), String(startBlock)],
      { stdin: counted(artifact, start, report), signal },
    )
    if (exit.code === 0) return
    const words = printed(exit.stderr)
    if (!isNoSpace(words)) return fail('push-failed', { item: artifact.item }, words)
    const freeBytes = await abandon(transport, home, artifact)
    throw noSpace(home, freeBytes ?? 0, withReserve(artifact.bytes + artifact.unpackedBytes), words)
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'model-changed')
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
async function finish(
  transport: Transport,
  home: string,
  artifact: Artifact,
  signal: AbortSignal | undefined,
): Promise<'complete' | 'damaged' | 'changed'> {
  const answer = await runScript(transport, finishScript(home, artifact), signal)
  const state = answer.one('state')
  if (state === 'complete' || state === 'damaged' || state === 'changed') return state
  const freeBytes = await abandon(transport, home, artifact)
  if (isNoSpace(answer.stderr))
    throw noSpace(
      home,
      freeBytes ?? 0,
      withReserve(artifact.bytes + artifact.unpackedBytes),
      answer.stderr,
    )
  return fail('push-failed', { item: artifact.item }, answer.stderr)
}

const progressOf = ({ item, bytes }: Artifact, doneBytes: number) =>
  ({ stage: 'push', item, doneBytes, totalBytes: bytes }) as const

const partPath = (home: string, sha256: string) => `${home}/incoming/${sha256}.part`

const isNoSpace = (words: string) => /no space left|quota exceeded/i.test(words)

const freeBytesOf = (kib: string) => (/^\d{1,15}$/.test(kib) ? Number(kib) * 1024 : null)
