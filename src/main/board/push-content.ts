// Brings a model or an input to a board over SSH, once. A model is a folder that is filled out of sight, file by
// file, and appears when it is whole; a push that was cut goes on where it was.

import { FaultError, fail } from '../../shared/fault.ts'
import type { Artifact } from './artifact.ts'
import { fileBytes, verifiedBytes } from './content-file.ts'
import { runScript } from './script.ts'
import type { Content, ContentFile } from './session.ts'
import type { Transport } from './transport.ts'
import { discard, freeBytesOf, noSpace, type PushOptions, push, withReserve } from './upload.ts'
import { type FolderPlace, settleScript, surveyScript } from './upload-scripts.ts'

interface SizedFile extends ContentFile {
  readonly bytes: number
}

/** Another session may complete or remove the staging under our hands; more often than this, something is wrong. */
const mostAttempts = 5

export async function pushContent(
  transport: Transport,
  home: string,
  content: Content,
  options: PushOptions = {},
): Promise<void> {
  const files: SizedFile[] = []
  for (const file of content.files)
    files.push({ ...file, bytes: await fileBytes(content.kind, file.path) })
  if (content.kind === 'model') return pushFolder(transport, home, content, files, options)
  for (const file of files)
    await push(
      transport,
      home,
      artifactOf(content, file, { target: `inputs/${content.id}.npy` }),
      options,
    )
}

function artifactOf(
  { kind, name }: Content,
  file: SizedFile,
  place: Pick<Artifact, 'target' | 'folder'>,
): Artifact {
  return {
    ...place,
    item: name,
    sha256: file.sha256,
    bytes: file.bytes,
    form: 'file',
    unpackedBytes: 0,
    open: (start) => verifiedBytes(kind, file, start),
  }
}

async function pushFolder(
  transport: Transport,
  home: string,
  content: Content,
  files: readonly SizedFile[],
  options: PushOptions,
): Promise<void> {
  const { signal } = options
  const place = { staging: `incoming/${content.id}.model`, target: `models/${content.id}` }
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const answer = await runScript(transport, surveyScript(home, place, files), { signal })
    if (answer.one('complete') === 'yes') return
    const arrivedBytes = Number(answer.one('arrived_bytes')) || 0
    const freeBytes = freeBytesOf(answer.one('free_kib'))
    const needed = withReserve(Math.max(0, totalBytes(files) - arrivedBytes))
    try {
      if (freeBytes !== null && freeBytes < needed) throw noSpace(home, freeBytes, needed)
      await fill(transport, home, content, files, new Set(answer.all('staged')), place, options)
    } catch (error) {
      if (isOfNoUse(error)) await discard(transport, home, place.staging).catch(() => undefined)
      throw error
    }
    const settled = await runScript(transport, settleScript(home, place, files), { signal })
    if (settled.one('state') === 'complete') return
    if (settled.one('state') !== 'changed')
      return fail('push-failed', { item: content.name }, settled.stderr)
  }
  return fail('push-failed', { item: content.name }, `not complete after ${mostAttempts} attempts`)
}

/** Brings every file that is not `staged` (by its index) into the staging; progress counts all of them together. */
async function fill(
  transport: Transport,
  home: string,
  content: Content,
  files: readonly SizedFile[],
  staged: ReadonlySet<string>,
  { staging, target }: FolderPlace,
  { onProgress, signal }: PushOptions,
): Promise<void> {
  let before = 0
  for (const [index, file] of files.entries()) {
    const start = before
    before += file.bytes
    if (staged.has(String(index))) continue
    const place = { target: `${staging}/${file.location}`, folder: target }
    await push(transport, home, artifactOf(content, file, place), {
      signal,
      onProgress: (progress) =>
        onProgress?.({
          ...progress,
          doneBytes: start + progress.doneBytes,
          totalBytes: totalBytes(files),
        }),
    })
  }
}

const totalBytes = (files: readonly SizedFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0)

/** What arrived of a push that can not be completed as it is: there is no room for it, or it is of another model. */
function isOfNoUse(error: unknown): boolean {
  return (
    error instanceof FaultError &&
    (error.fault.code === 'no-space' || error.fault.code === 'model-changed')
  )
}
