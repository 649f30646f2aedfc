// A model of the list as what is brought to a board: its own file, and the files that stand beside it.

import { dirname, join } from 'node:path'
import { modelFileName } from '../../shared/content.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { Content } from '../board/session.ts'

export function modelContent({
  sha256,
  name,
  path,
  info,
}: Pick<ModelRecord, 'sha256' | 'name' | 'path' | 'info'>): Content {
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
