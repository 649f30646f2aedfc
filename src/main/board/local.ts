// This computer as a board: the same agent under plain Node, used in place; models and inputs are copied by content.

import { randomBytes } from 'node:crypto'
import { access, constants, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256Schema } from '../../shared/content.ts'
import { fail } from '../../shared/fault.ts'
import { agentSession } from './agent-session.ts'
import { contentFileError, fileBytes, verifiedBytes } from './content-file.ts'
import { openLocalTransport } from './local-transport.ts'
import { explainingSession } from './runtime-diagnosis.ts'
import type { BoardSession, Content, OnProgress } from './session.ts'
import { throttled } from './throttled.ts'
import { cancelledError } from './transport.ts'

export interface LocalBoardOptions {
  readonly node: string
  readonly agentPath: string
  readonly modulesDir: string
  readonly home: string
}

export async function openLocalBoard(options: LocalBoardOptions): Promise<BoardSession> {
  const { node, agentPath, modulesDir, home } = options
  const session = agentSession(
    openLocalTransport(),
    { node, agent: agentPath, home, modules: modulesDir },
    (content, onProgress, signal) => copyContent(content, home, throttled(onProgress), signal),
  )
  return explainingSession(session)
}

/** Copies what is not there yet, and checks the copy: it appears under its name when it is whole. */
async function copyContent(
  content: Content,
  home: string,
  report: OnProgress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { kind, id, name, files } = content
  if (!sha256Schema.safeParse(id).success) fail('bad-request', { reason: 'not a sha256' })
  const isModel = kind === 'model'
  const target = isModel ? join(home, 'models', id) : join(home, 'inputs', `${id}.npy`)
  if (await isThere(target)) return
  report({ stage: 'push', item: name, doneBytes: 0, totalBytes: 0 })
  const part = `${target}.${randomBytes(6).toString('hex')}.part`
  try {
    const sizes = await Promise.all(files.map(({ path }) => fileBytes(kind, path)))
    const totalBytes = sizes.reduce((sum, bytes) => sum + bytes, 0)
    let doneBytes = 0
    for (const file of files) {
      const copy = isModel ? join(part, ...file.location.split('/')) : part
      await mkdir(dirname(copy), { recursive: true })
      await copyFile(file.path, copy, constants.COPYFILE_FICLONE).catch((error: unknown) => {
        throw contentFileError(error, kind, file.path)
      })
      for await (const { length } of verifiedBytes(kind, file, 0, copy)) {
        if (signal?.aborted) throw cancelledError()
        doneBytes += length
        report({ stage: 'push', item: name, doneBytes, totalBytes })
      }
    }
    await rename(part, target).catch(async (error: unknown) => {
      // Another session may be first.
      if (!(await isThere(target))) throw error
    })
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
