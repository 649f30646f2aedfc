// The models that can be measured: files that the user added, and the zoo's, built on this computer when asked for.
// Main never opens an ONNX file: the agent on this computer reads and builds them.

import { rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { fail } from '../../shared/fault.ts'
import { firstInputs } from '../../shared/input.ts'
import { checkPlannedInputs } from '../../shared/input-fit.ts'
import type { CallRequest, ModelRecord } from '../../shared/ipc.ts'
import { type ModelInfo, type ZooId, zooNames, zooSizes } from '../../shared/model.ts'
import type { ModelStore } from '../store/models.ts'
import { areThere, checkUnchanged } from './content.ts'
import type { LocalAgent } from './local-agent.ts'
import { SharedWork } from './shared-work.ts'

export interface ModelsOptions {
  readonly store: ModelStore
  readonly agent: LocalAgent
  /** Where the zoo's models are built. */
  readonly zooDir: string
  /** Where variants are made, each in a folder of its own. */
  readonly variantsDir: string
}

export class Models {
  readonly #options: ModelsOptions
  readonly #builds = new SharedWork<ModelRecord>()

  constructor(options: ModelsOptions) {
    this.#options = options
  }

  list(): readonly ModelRecord[] {
    return this.#options.store.list()
  }

  get(sha256: string): ModelRecord | null {
    return this.#options.store.get(sha256)
  }

  /** Reads the file and remembers it by its content. */
  async add(path: string, signal?: AbortSignal): Promise<ModelRecord> {
    const absolute = await existingFile(path)
    const name = basename(absolute).replace(/\.onnx$/i, '')
    return this.#remember(absolute, name.slice(0, 200), null, signal)
  }

  /** By its content, or by what that was before a newer Benchtop made it anew. */
  find(sha256: string): ModelRecord | null {
    return this.#options.store.find(sha256)
  }

  /** What is in a file, without remembering it. `dims`: sizes at which its work is counted. */
  async inspect(path: string, dims: ModelRecord['dims']): Promise<ModelInfo> {
    const absolute = await existingFile(path)
    return this.#inspect(absolute, basename(absolute), dims)
  }

  /** Builds the zoo's model on this computer, unless it is there already; who asks meanwhile waits for the same. */
  async addZoo(zoo: ZooId, signal?: AbortSignal): Promise<ModelRecord> {
    const known = this.list().find((model) => model.source === 'zoo' && model.architecture === zoo)
    if (known !== undefined && areThere(known)) return known
    return this.#builds.ask(
      zoo,
      zoo,
      async () => undefined,
      (_, ending) => this.#build(zoo, ending),
      signal,
    )
  }

  /** Ends a build that is under way, which then rejects as cancelled; nothing is left of it. */
  cancelZoo(zoo: ZooId): void {
    this.#builds.cancel(zoo)
  }

  async #build(zoo: ZooId, signal: AbortSignal): Promise<ModelRecord> {
    const path = join(this.#options.zooDir, `${zoo}.onnx`)
    const work = { stage: 'build', item: zooNames[zoo], signal } as const
    await this.#options.agent.call('model-build', { zoo, path }, work)
    return this.#remember(path, zooNames[zoo], zoo, signal)
  }

  /** Remembers how its inputs are made, and counts its work at these sizes. */
  async configure({ sha256, dims, inputs }: CallRequest<'models.configure'>): Promise<ModelRecord> {
    const { store } = this.#options
    const known = store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    checkPlannedInputs(known.name, known.info.inputs, inputs)
    const info = await this.#inspect(known.path, known.name, dims)
    checkUnchanged(known, info)
    // What was kept of it while it was read, as an accuracy, stays; one that was removed does not come back.
    const now = store.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    const record = { ...now, info, dims, inputs }
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

  /** What was made of it goes with it, files and all; a file of the user's own stays where it is. */
  async remove(sha256: string): Promise<void> {
    const { store, variantsDir } = this.#options
    const record = store.get(sha256)
    for (const { source, sha256: variant } of store.variantsOf(sha256))
      if (source === 'made') await this.remove(variant)
    store.remove(sha256)
    const folder = record?.source === 'made' ? dirname(record.path) : null
    if (folder !== null && dirname(folder) === variantsDir)
      await rm(folder, { recursive: true, force: true })
  }

  async #remember(
    path: string,
    name: string,
    zoo: ZooId | null,
    signal: AbortSignal | undefined,
  ): Promise<ModelRecord> {
    const before = this.list().find((model) => model.path === path)
    const likely = before?.dims ?? (zoo === null ? {} : usualDims(zoo))
    const found = await this.#inspect(path, name, likely, signal)
    const known = this.#options.store.get(found.sha256)
    if (known !== null && known.source !== 'file' && zoo === null) return known
    const dims = known?.dims ?? likely
    const info = isDeepStrictEqual(dims, likely)
      ? found
      : await this.#inspect(path, name, dims, signal)
    const record: ModelRecord = {
      sha256: found.sha256,
      name,
      path,
      source: zoo === null ? 'file' : 'zoo',
      architecture: zoo,
      info,
      dims,
      inputs: known?.inputs ?? firstInputs(info),
      variant: known?.variant ?? null,
      addedMs: known?.addedMs ?? Date.now(),
    }
    this.#options.store.put(record)
    return record
  }

  #inspect(
    path: string,
    name: string,
    dims: ModelRecord['dims'],
    signal?: AbortSignal,
  ): Promise<ModelInfo> {
    return this.#options.agent.inspect(path, name, dims, signal)
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
