// The references that results are drawn beside, read from the data files. A figure that two files carry appears
// once, from the file with the exact value and address; ids stay the same as long as the data say the same.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../../shared/fault.ts'
import { type Reference, referenceSchema } from '../../shared/reference.ts'
import { fieldFileSchema, referencesOfField } from './field.ts'
import { mlperfFileSchema, referencesOfMlperf } from './mlperf.ts'

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fail('file-unreadable', { path }, String(error))
  }
}

function readData<S extends z.ZodType>(path: string, schema: S): z.infer<S> {
  const text = readText(path)
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    return fail('references-broken', { path }, String(error))
  }
}

const roundingError = 0.005

/** A rounded figure may name its submission by the beginning of its name only. */
function sameFigure(exact: Reference, rounded: Reference): boolean {
  const beginning = rounded.id.slice(0, rounded.id.lastIndexOf('/'))
  return (
    exact.scenario === rounded.scenario &&
    exact.id.startsWith(beginning) &&
    Math.abs(exact.value / rounded.value - 1) < roundingError
  )
}

/** Reads `mlperf.json` and `field.json` in this folder. */
export function readReferences(folder: string): readonly Reference[] {
  const exact = referencesOfMlperf(readData(join(folder, 'mlperf.json'), mlperfFileSchema))
  const fieldPath = join(folder, 'field.json')
  const rounded = referencesOfField(readData(fieldPath, fieldFileSchema).onnxRuntimeMlperf)
  const further = rounded.filter((figure) => !exact.some((known) => sameFigure(known, figure)))
  const byId = new Map([...further, ...exact].map((reference) => [reference.id, reference]))
  const checked = z.array(referenceSchema).safeParse([...byId.values()])
  return checked.success
    ? checked.data
    : fail('references-broken', { path: folder }, checked.error.message)
}
