// How a person names a thing of the store on a command line: by the name that they gave it, or by enough of its id.
// A name that could mean two things is refused, never guessed.

import { fail } from '../../shared/fault.ts'
import type { BoardView, ModelRecord, RunRecord } from '../../shared/ipc.ts'
import type { TuningProfile } from '../../shared/tuning-profile.ts'
import type { Bench } from '../bench.ts'

/** Shorter parts of an id are taken as a slip. */
const leastIdPart = 4

export function boardNamed({ boards }: Bench, name: string): BoardView {
  const all = boards.list()
  const byId = all.find(({ board }) => board.id === name)
  const wanted = name.toLowerCase()
  return (
    byId ??
    one(
      'board',
      name,
      all.filter(({ board }) => board.name.toLowerCase() === wanted),
    )
  )
}

export function profileNamed({ profiles }: Bench, name: string): TuningProfile {
  const wanted = name.trim().toLowerCase()
  const found = profiles.list().filter((profile) => profile.name.toLowerCase() === wanted)
  return one('profile', name, found)
}

/** What a model is called: a variant has its original's name, and its precision. */
export const modelWords = ({ name, variant }: Pick<ModelRecord, 'name' | 'variant'>) =>
  variant === null ? name : `${name} ${variant.precision}`

export function modelNamed({ models }: Bench, name: string): ModelRecord {
  const all = models.list()
  const wanted = name.toLowerCase()
  const byName = all.filter(
    (model) =>
      modelWords(model).toLowerCase() === wanted ||
      (model.variant === null && model.architecture === wanted),
  )
  if (byName.length > 0) return one('model', name, byName)
  const isPart = wanted.length >= leastIdPart
  return one('model', name, isPart ? all.filter(({ sha256 }) => sha256.startsWith(wanted)) : [])
}

/** `last` is the newest run; else the beginning or the end of an id. */
export function runNamed({ runs }: Bench, name: string): RunRecord {
  const all = runs.list()
  if (name === 'last') return all[0] ?? fail('not-found', { what: 'run', id: name })
  const isPart = name.length >= leastIdPart
  const found = isPart ? all.filter(({ id }) => id.startsWith(name) || id.endsWith(name)) : []
  return one('run', name, found)
}

function one<T>(what: string, name: string, found: readonly T[]): T {
  const [first, ...others] = found
  if (others.length > 0)
    fail('bad-request', {
      reason: `“${name}” could be ${found.length} of them (${what}); use the id`,
    })
  return first ?? fail('not-found', { what, id: name })
}
