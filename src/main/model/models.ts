// The models that can be measured: files that the user added, and the zoo's, built on this computer when asked for.
// Main never opens an ONNX file: the agent on this computer reads and builds them.

import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { localBoardId } from '../../shared/board.ts'
import { fail } from '../../shared/fault.ts'
import { firstInputs } from '../../shared/input.ts'
import { checkPlannedInputs } from '../../shared/input-fit.ts'
import type { CallRequest, ModelRecord } from '../../shared/ipc.ts'
import { type ModelInfo, type ZooId, zooNames, zooSizes } from '../../shared/model.ts'
import type { Boards } from '../board/boards.ts'
import type { Publish } from '../publish.ts'
import type { ModelStore } from '../store/models.ts'
import { modelContent } from './content.ts'

export interface ModelsOptions {
  readonly store: ModelStore
  readonly boards: Boards
  readonly publish: Publish
  /** Where the zoo's models are built. */
  readonly zooDir: string
}

interface Build {
  readonly stop: AbortController
  readonly done: Promise<ModelRecord>
}

export class Models {
  readonly #options: ModelsOptions
  readonly #builds = new Map<ZooId, Build>()

  constructor(options: ModelsOptions) {
    this.#options = options
  }

  list(): readonly ModelRecord[] {
    return this.#options.store.list()
  }

  /** Reads the file and remembers it by its content. */
  async add(path: string): Promise<ModelRecord> {
    const absolute = await existingFile(path)
    const name = basename(absolute).replace(/\.onnx$/i, '')
    return this.#remember(absolute, name.slice(0, 200), null)
  }

  /** What is in a file, without remembering it. `dims`: sizes at which its work is counted. */
  async inspect(path: string, dims: CallRequest<'models.configure'>['dims']): Promise<ModelInfo> {
    const absolute = await existingFile(path)
    return this.#inspect(absolute, basename(absolute), dims)
  }

  /** Builds the zoo's model on this computer, unless it is there already; who asks meanwhile waits for the same. */
  async addZoo(zoo: ZooId): Promise<ModelRecord> {
    const known = this.list().find((model) => model.source === 'zoo' && model.architecture === zoo)
    if (known !== undefined && modelContent(known).files.every(({ path }) => existsSync(path)))
      return known
    const running = this.#builds.get(zoo)
    if (running !== undefined) return running.done
    const stop = new AbortController()
    const done = this.#build(zoo, stop.signal).finally(() => this.#builds.delete(zoo))
    this.#builds.set(zoo, { stop, done })
    return done
  }

  /** Ends a build that is under way, which then rejects as cancelled; nothing is left of it. */
  cancelZoo(zoo: ZooId): void {
    this.#builds.get(zoo)?.stop.abort()
  }

  async #build(zoo: ZooId, signal: AbortSignal): Promise<ModelRecord> {
    const path = join(this.#options.zooDir, `${zoo}.onnx`)
    await this.#saying('build', zooNames[zoo], async (onBytes) => {
      const session = await this.#options.boards.session(localBoardId, null, signal)
      await session.call('model-build', { zoo, path }, signal, onBytes)
    })
    return this.#remember(path, zooNames[zoo], zoo)
  }

  /** Remembers how its inputs are made, and counts its work at these sizes. */
  async configure({ sha256, dims, inputs }: CallRequest<'models.configure'>): Promise<ModelRecord> {
    const { store } = this.#options
    const known = store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    checkPlannedInputs(known.name, known.info.inputs, inputs)
    const info = await this.#inspect(known.path, known.name, dims)
    if (info.sha256 !== sha256) fail('model-changed', { path: changedFile(known, info) })
    const record = { ...known, info, dims, inputs }
    store.put(record)
    return record
  }

  rename(sha256: string, name: string): ModelRecord {
    const { store } = this.#options
    const known = store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    const record = { ...known, name }
    store.put(record)
    return record
  }

  remove(sha256: string): void {
    this.#options.store.remove(sha256)
  }

  async #remember(path: string, name: string, zoo: ZooId | null): Promise<ModelRecord> {
    const before = this.list().find((model) => model.path === path)
    const likely = before?.dims ?? (zoo === null ? {} : usualDims(zoo))
    const found = await this.#inspect(path, name, likely)
    const known = this.#options.store.get(found.sha256)
    if (known?.source === 'zoo' && zoo === null) return known
    const dims = known?.dims ?? likely
    const info = isDeepStrictEqual(dims, likely) ? found : await this.#inspect(path, name, dims)
    const record: ModelRecord = {
      sha256: found.sha256,
      name,
      path,
      source: zoo === null ? 'file' : 'zoo',
      architecture: zoo,
      info,
      dims,
      inputs: known?.inputs ?? firstInputs(info),
      addedMs: known?.addedMs ?? Date.now(),
    }
    this.#options.store.put(record)
    return record
  }

  /** Its multiply-adds are counted at `dims`, where these are enough. */
  async #inspect(path: string, name: string, dims: ModelRecord['dims']): Promise<ModelInfo> {
    return this.#saying('inspect', name, async () => {
      const session = await this.#options.boards.session(localBoardId)
      return session.call('model-inspect', { path, dims })
    })
  }

  async #saying<T>(
    stage: 'build' | 'inspect',
    item: string,
    work: (onBytes: (doneBytes: number, totalBytes: number) => void) => Promise<T>,
  ): Promise<T> {
    const { publish } = this.#options
    const boardId = localBoardId
    const say = (doneBytes: number, totalBytes: number) =>
      publish('activity', { boardId, run: null, stage, item, doneBytes, totalBytes })
    say(0, 0)
    try {
      return await work(say)
    } finally {
      publish('activity.ended', { boardId })
    }
  }
}

async function existingFile(path: string): Promise<string> {
  const absolute = resolve(path)
  const found = await stat(absolute).catch(() => fail('file-unreadable', { path: absolute }))
  if (!found.isFile()) fail('file-unreadable', { path: absolute }, 'It is not a file.')
  return absolute
}

/** The sizes at which a zoo model is usually measured. */
function usualDims(zoo: ZooId): Record<string, number> {
  return Object.fromEntries(
    Object.entries(zooSizes[zoo]).flatMap(([dim, [size]]) =>
      size === undefined ? [] : [[dim, size]],
    ),
  )
}

/** The first file of a model that is not what it was. */
function changedFile({ path, info: known }: ModelRecord, found: ModelInfo): string {
  const before = new Map(known.externalFiles.map(({ location, sha256 }) => [location, sha256]))
  const changed = found.externalFiles.find((file) => before.get(file.location) !== file.sha256)
  const isBeside = known.fileSha256 === found.fileSha256 && changed !== undefined
  return isBeside ? join(dirname(path), ...changed.location.split('/')) : path
}
