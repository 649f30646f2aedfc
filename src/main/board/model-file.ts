// A model file on this computer, read under the eyes of its sha256: what is not the promised content is a fault.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { FaultError, fault } from '../../shared/fault.ts'
import type { ModelFile } from './session.ts'

/** What went wrong with a model file, as a fault. */
export function modelFileError(error: unknown, path: string): FaultError {
  if (error instanceof FaultError) return error
  const code = (error as NodeJS.ErrnoException).code
  const detail = error instanceof Error ? error.message : String(error)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new FaultError(fault('model-missing', { path }, detail))
  return new FaultError(fault('file-unreadable', { path }, detail))
}

export async function modelBytes(model: ModelFile): Promise<number> {
  try {
    return (await stat(model.path)).size
  } catch (error) {
    throw modelFileError(error, model.path)
  }
}

/** The bytes of `path` from `start`; its end throws `model-changed` where the whole is not the model's content. */
export async function* verifiedModelBytes(
  model: ModelFile,
  start: number,
  path = model.path,
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
    throw modelFileError(error, model.path)
  }
  if (hash.digest('hex') !== model.sha256)
    throw new FaultError(fault('model-changed', { path: model.path }))
}
