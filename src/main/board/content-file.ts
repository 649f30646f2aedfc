// A file of a model or of an input on this computer, read under the eyes of its sha256: what is not the promised
// content is a fault.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { FaultError, fault } from '../../shared/fault.ts'
import type { Content, ContentFile } from './session.ts'

/** What went wrong with a file, as a fault. */
export function contentFileError(error: unknown, kind: Content['kind'], path: string): FaultError {
  if (error instanceof FaultError) return error
  const code = (error as NodeJS.ErrnoException).code
  const detail = error instanceof Error ? error.message : String(error)
  if (kind === 'model' && (code === 'ENOENT' || code === 'ENOTDIR'))
    return new FaultError(fault('model-missing', { path }, detail))
  return new FaultError(fault('file-unreadable', { path }, detail))
}

export async function fileBytes(kind: Content['kind'], path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw contentFileError(error, kind, path)
  }
}

/**
 * The bytes of a file from `start`, or of its copy at `path`. Its end throws where the whole is not the promised
 * content: `model-changed`, or `file-unreadable` for an input.
 */
export async function* verifiedBytes(
  kind: Content['kind'],
  file: ContentFile,
  start: number,
  path = file.path,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let at = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      const bytes = chunk as Buffer
      hash.update(bytes)
      const skipped = Math.min(bytes.length, Math.max(0, start - at))
      at += bytes.length
      if (skipped < bytes.length) yield bytes.subarray(skipped)
    }
  } catch (error) {
    throw contentFileError(error, kind, file.path)
  }
  if (hash.digest('hex') === file.sha256) return
  throw new FaultError(
    kind === 'model'
      ? fault('model-changed', { path: file.path })
      : fault('file-unreadable', { path: file.path }, 'Its content is not what it was.'),
  )
}
