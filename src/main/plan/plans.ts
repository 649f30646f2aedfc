// Plan files: opened into a plan with the models that it names, and saved from one. What is missing is said and left
// out, so that a plan from elsewhere opens as far as it can.

import { copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { BoardId } from '../../shared/board.ts'
import { type Fault, fail, toFault } from '../../shared/fault.ts'
import type { FileValues, PlannedInputs } from '../../shared/input.ts'
import type { BoardView, ModelRecord, OpenedPlan, PlanNotice } from '../../shared/ipc.ts'
import { mostModels, type Plan } from '../../shared/plan.ts'
import type { PlanFile, PlanFileModel } from '../../shared/plan-file.ts'
import type { PlanFileInput } from '../../shared/plan-file-input.ts'
import type { Boards } from '../board/boards.ts'
import { cancelledError } from '../board/transport.ts'
import type { InputFiles } from '../model/input-files.ts'
import type { Models } from '../model/models.ts'
import { writeWhole } from '../write-whole.ts'
import { planFileOf, plannedInputs, plannedModel, planWith } from './convert.ts'
import type { FileTools, FoundModel, FoundPrecisions, Precisions } from './precisions.ts'
import { maxPlanBytes, parsePlanFile, writePlanFile } from './yaml.ts'

export interface PlansOptions {
  readonly boards: Boards
  readonly models: Models
  readonly precisions: Precisions
  readonly inputFiles: InputFiles
}

export class Plans {
  readonly #options: PlansOptions

  constructor(options: PlansOptions) {
    this.#options = options
  }

  /** Rejects where the file itself is no plan, and where it is given up; a model that can not be had is one of the answer's faults. */
  async read(path: string, signal?: AbortSignal): Promise<OpenedPlan> {
    const absolute = resolve(path)
    const file = parsePlanFile(await textOf(absolute), absolute)
    checkModelCount(file)
    const board = file.board === undefined ? null : this.#boardNamed(file.board)
    const all: (FoundModel | Fault)[] = []
    const notices: PlanNotice[] = []
    for (const entry of file.models) {
      const { found, notices: told } = await this.#models(entry, dirname(absolute), signal)
      all.push(...found)
      notices.push(...told)
    }
    const found = all.flatMap((one) => ('planned' in one ? [one] : []))
    const faults = all.flatMap((one) => ('planned' in one ? [] : [one]))
    const facts = board?.lastFacts ?? null
    const models = found.map(({ planned }) => planned)
    return {
      plan: models.length === 0 ? null : planWith(file, models, facts?.cpu.availableCores ?? 1),
      models: found.map(({ record }) => record),
      board: file.board ?? null,
      boardHint: board?.board.id ?? null,
      allThreads: file.threads === 'all',
      notes: file.notes ?? null,
      faults,
      notices,
    }
  }

  /** `board`: named in the file as the one that is measured where nothing else is said. */
  async save(plan: Plan, path: string, board: BoardId | null): Promise<void> {
    const { models, boards } = this.#options
    const absolute = resolve(path)
    const known = new Map(models.list().map((record) => [record.sha256, record]))
    const inputs: FileValues[] = []
    const placeOf = (values: FileValues) => {
      inputs.push(values)
      return inputPlace(absolute, values)
    }
    const { benchtop, ...rest } = planFileOf(plan, {
      path: absolute,
      recordOf: (sha256) => known.get(sha256) ?? null,
      placeOf,
    })
    const named = board === null ? {} : { board: boards.board(board).name }
    const file: PlanFile = { benchtop, ...named, ...rest }
    try {
      for (const values of inputs)
        await this.#keepInput(values, join(dirname(absolute), inputPlace(absolute, values)))
    } catch (error) {
      fail('file-unwritable', { path: absolute }, String(error))
    }
    await writeWhole(absolute, writePlanFile(file))
  }

  /** The model of an entry, at each precision that it names. What can not be had is a fault in its place. */
  async #models(
    entry: PlanFileModel,
    folder: string,
    signal: AbortSignal | undefined,
  ): Promise<FoundPrecisions> {
    try {
      const record = await this.#record(entry, folder, signal)
      const inputs = await this.#inputs(entry.inputs, record, folder, false)
      const find = (sha256: string) => this.#options.models.get(sha256)
      const base = { record, planned: plannedModel({ ...entry, inputs }, record, find) }
      if (entry.precisions === undefined) return { found: [base], notices: [] }
      const tools: FileTools = {
        file: (place) => this.#record(place, folder, signal),
        inputs: (given) => this.#inputs(given, record, folder, true),
      }
      return await this.#options.precisions.of(base, entry.precisions, tools, signal)
    } catch (thrown) {
      if (signal?.aborted) throw thrown
      return { found: [toFault(thrown)], notices: [] }
    }
  }

  #inputs(
    inputs: Readonly<Record<string, PlanFileInput>> = {},
    { sha256 }: ModelRecord,
    folder: string,
    samples: boolean,
  ): Promise<PlannedInputs> {
    return plannedInputs(inputs, (input, { file, image }) =>
      this.#options.inputFiles.add({ sha256, input, path: resolve(folder, file), image, samples }),
    )
  }

  /** A plan that is taken elsewhere takes its inputs along. */
  async #keepInput({ sha256 }: FileValues, target: string): Promise<void> {
    await mkdir(dirname(target), { recursive: true })
    await copyFile(this.#options.inputFiles.path(sha256), target)
  }

  #boardNamed(name: string): BoardView | null {
    const wanted = name.toLowerCase()
    return (
      this.#options.boards
        .list()
        .find(({ board }) => board.id === name || board.name.toLowerCase() === wanted) ?? null
    )
  }

  /** A file that moved is still known by its content. */
  async #record(
    { path, zoo, sha256 }: Pick<PlanFileModel, 'path' | 'zoo' | 'sha256'>,
    folder: string,
    signal: AbortSignal | undefined,
  ): Promise<ModelRecord> {
    const { models } = this.#options
    if (signal?.aborted) throw cancelledError()
    if (zoo !== undefined) return checked(await models.addZoo(zoo, signal), sha256)
    const known = sha256 === undefined ? null : models.find(sha256)
    if (path === undefined) return known ?? fail('not-found', { what: 'model', id: sha256 ?? '' })
    const absolute = resolve(folder, path)
    if (known !== null && !(await isFile(absolute))) return known
    return checked(await models.add(absolute, signal), sha256)
  }
}

/** Before any of them is made: that may take hours. */
function checkModelCount({ models }: PlanFile): void {
  const count = models.reduce((sum, { precisions }) => sum + (precisions?.length ?? 1), 0)
  if (count > mostModels) fail('plan-too-many-models', { count, most: mostModels })
}

function checked(record: ModelRecord, sha256: string | undefined): ModelRecord {
  if (sha256 !== undefined && record.sha256 !== sha256) fail('model-changed', { path: record.path })
  return record
}

const isFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    // One byte more than a plan may have is enough to refuse it.
    if (size > maxPlanBytes) return ' '.repeat(maxPlanBytes + 1)
    return await readFile(path, 'utf8')
  } catch (error) {
    return fail('file-unreadable', { path }, String(error))
  }
}

/** In a folder beside the plan, by a name that tells what it was and is its own. */
function inputPlace(planPath: string, { name, sha256 }: FileValues): string {
  const stem = (path: string) => basename(path, extname(path)).replace(/[^\p{L}\p{N}_.-]+/gu, '-')
  return `${stem(planPath)}.inputs/${stem(name)}-${sha256.slice(0, 8)}.npy`
}
