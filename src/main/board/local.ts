// This computer as a board: the same agent under plain Node, used in place; models are copied by content.

import { randomBytes } from 'node:crypto'
import { access, constants, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import { agentSession } from './agent-session.ts'
import { openLocalTransport } from './local-transport.ts'
import { modelFileError, verifiedModelBytes } from './model-file.ts'
import { explainingSession } from './runtime-diagnosis.ts'
import type { BoardSession, ModelFile } from './session.ts'
import { cancelledError } from './transport.ts'

export interface LocalBoardOptions {
  readonly node: string
  readonly agentPath: string
  readonly modulesDir: string
  readonly home: string
}

export async function openLocalBoard(options: LocalBoardOptions): Promise<BoardSession> {
  const { node, agentPath, modulesDir, home } = options
  await mkdir(join(home, 'models'), { recursive: true })
  const session = agentSession(
    openLocalTransport(),
    { node, agent: agentPath, home, modules: modulesDir },
    (model, onProgress, signal) =>
      copyModel(model, join(home, 'models'), signal, () =>
        onProgress?.({ stage: 'push', item: model.name, doneBytes: 0, totalBytes: 0 }),
      ),
  )
  return explainingSession(session)
}

async function copyModel(
  model: ModelFile,
  folder: string,
  signal: AbortSignal | undefined,
  onCopy: () => void,
): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(model.sha256)) fail('bad-request', { reason: 'not a sha256' })
  const target = join(folder, `${model.sha256}.onnx`)
  if (await isThere(target)) return
  onCopy()
  const part = `${target}.${randomBytes(6).toString('hex')}.part`
  try {
    await copyFile(model.path, part, constants.COPYFILE_FICLONE).catch((error: unknown) => {
      throw modelFileError(error, model.path)
    })
    for await (const _ of verifiedModelBytes(model, 0, part))
      if (signal?.aborted) throw cancelledError()
    await rename(part, target)
  } finally {
    await rm(part, { force: true })
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
