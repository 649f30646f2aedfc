// A model of the list as what is brought to a board: its own file, and the files that stand beside it.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { modelFileName } from '../../shared/content.ts'
import { fail } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { ModelInfo } from '../../shared/model.ts'
import type { Content } from '../board/session.ts'

type Stored = Pick<ModelRecord, 'sha256' | 'name' | 'path' | 'info'>

/** Whether all of its files are where they were. */
export const areThere = (model: Stored): boolean =>
  modelContent(model).files.every(({ path }) => existsSync(path))

export function modelContent({ sha256, name, path, info }: Stored): Content {
  return {
    kind: 'model',
    id: sha256,
    name,
    files: [
      { location: modelFileName, path, sha256: info.fileSha256 },
      ...info.externalFiles.map((file) => ({
        location: file.location,
        path: join(dirname(path), ...file.location.split('/')),
        sha256: file.sha256,
      })),
    ],
  }
}

/** Throws `model-changed` with the first file of a model that is not what it was. */
export function checkUnchanged({ sha256, path, info: known }: ModelRecord, found: ModelInfo): void {
  if (found.sha256 === sha256) return
  const before = new Map(known.externalFiles.map((file) => [file.location, file.sha256]))
  const changed = found.externalFiles.find((file) => before.get(file.location) !== file.sha256)
  const isBeside = known.fileSha256 === found.fileSha256 && changed !== undefined
  fail('model-changed', {
    path: isBeside ? join(dirname(path), ...changed.location.split('/')) : path,
  })
}
