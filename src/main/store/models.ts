// The models that the user knows by name: where the file is and what the agent read from it.

import { plannedInputsSchema } from '../../shared/input.ts'
import type { ModelRecord, ModelSource } from '../../shared/ipc.ts'
import { isKnownAs } from '../../shared/lineage.ts'
import { modelInfoSchema } from '../../shared/model.ts'
import { openDimsSchema } from '../../shared/plan.ts'
import { variantSchema } from '../../shared/variant.ts'
import type { Database } from './db.ts'

export class ModelStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Newest first. */
  list(): readonly ModelRecord[] {
    return this.#db
      .prepare('SELECT * FROM models ORDER BY added_ms DESC, sha256')
      .all()
      .map(recordOf)
  }

  get(sha256: string): ModelRecord | null {
    const row = this.#db.prepare('SELECT * FROM models WHERE sha256 = ?').get(sha256)
    return row === undefined ? null : recordOf(row)
  }

  /** The same, and what was made anew under another content since. */
  find(sha256: string): ModelRecord | null {
    return this.get(sha256) ?? this.list().find((model) => isKnownAs(model, sha256)) ?? null
  }

  /** Oldest first. */
  variantsOf(original: string): readonly ModelRecord[] {
    return this.#db
      .prepare(
        `SELECT * FROM models WHERE json_extract(variant, '$.original') = ? ORDER BY added_ms, sha256`,
      )
      .all(original)
      .map(recordOf)
  }

  /** Adds a model, or takes over its newest name and path where the same content is known already. */
  put(model: ModelRecord): void {
    this.#db
      .prepare(
        `INSERT INTO models (sha256, name, path, source, architecture, info, dims, inputs, variant,
           added_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, path = excluded.path,
           source = excluded.source, architecture = excluded.architecture, info = excluded.info,
           dims = excluded.dims, inputs = excluded.inputs, variant = excluded.variant`,
      )
      .run(
        model.sha256,
        model.name,
        model.path,
        model.source,
        model.architecture,
        JSON.stringify(model.info),
        JSON.stringify(model.dims),
        JSON.stringify(model.inputs),
        model.variant === null ? null : JSON.stringify(model.variant),
        model.addedMs,
      )
  }

  /** Puts a model in the place of one whose content was another: what was made of that one is its own now. */
  replace(before: string, model: ModelRecord): void {
    this.put(model)
    for (const made of this.variantsOf(before))
      if (made.variant !== null && made.sha256 !== model.sha256)
        this.put({
          ...made,
          variant: { ...made.variant, original: model.sha256, accuracy: null },
        })
    this.remove(before)
  }

  remove(sha256: string): void {
    this.#db.prepare('DELETE FROM models WHERE sha256 = ?').run(sha256)
  }
}

function recordOf(row: Record<string, unknown>): ModelRecord {
  return {
    sha256: String(row.sha256),
    name: String(row.name),
    path: String(row.path),
    source: row.source as ModelSource,
    architecture: row.architecture === null ? null : String(row.architecture),
    info: modelInfoSchema.parse(JSON.parse(String(row.info))),
    dims: openDimsSchema.parse(JSON.parse(String(row.dims))),
    inputs: plannedInputsSchema.parse(JSON.parse(String(row.inputs))),
    variant: row.variant === null ? null : variantSchema.parse(JSON.parse(String(row.variant))),
    addedMs: Number(row.added_ms),
  }
}
