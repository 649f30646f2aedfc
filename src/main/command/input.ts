// The sizes and values that `benchtop run` is given for a model's inputs: read from their options, made complete with
// what is remembered of the model, and remembered for the next time.

import { isDeepStrictEqual } from 'node:util'
import { InvalidArgumentError } from 'commander'
import { knownSizes, missingDims, suggestedSize } from '../../shared/dims.ts'
import { fail } from '../../shared/fault.ts'
import type { InputValues } from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { PlannedModel } from '../../shared/plan.ts'
import { quote } from '../../shared/quote.ts'
import type { Bench } from '../bench.ts'

type GivenValues = Exclude<InputValues, { kind: 'file' }> | { kind: 'path'; path: string }

export interface InputOptions {
  readonly dim: Readonly<Record<string, number>>
  readonly input: Readonly<Record<string, GivenValues>>
}

/** `NAME=VALUES`: a number, `random`, `random:LOW..HIGH`, `counting`, or a file. */
export function inputValues(text: string, soFar: InputOptions['input']): InputOptions['input'] {
  const at = text.indexOf('=')
  const values = text.slice(at + 1)
  if (at < 1 || values === '')
    throw new InvalidArgumentError(
      'expected NAME=VALUES: a number, random:0..30521, counting, or the path of a file',
    )
  return { ...soFar, [text.slice(0, at)]: givenValues(values) }
}

function givenValues(text: string): GivenValues {
  if (text === 'counting') return { kind: 'counting' }
  const [whole, low, high] = /^random(?::(-?\d{1,15})\.\.(-?\d{1,15}))?$/.exec(text) ?? []
  if (whole !== undefined) {
    if (low === undefined || high === undefined) return { kind: 'random' }
    if (Number(low) > Number(high)) throw new InvalidArgumentError(`${low} is above ${high}`)
    return { kind: 'random', low: Number(low), high: Number(high) }
  }
  const value = Number(text)
  return Number.isFinite(value) && text.trim() !== ''
    ? { kind: 'number', value }
    : { kind: 'path', path: text }
}

/** Throws a `FaultError` for a size or an input that none of the models has. */
export function refuseUnknown(models: readonly ModelRecord[], options: InputOptions): void {
  const refuse = (what: string, given: object, known: readonly string[]) => {
    const unknown = Object.keys(given).find((name) => !known.includes(name))
    if (unknown === undefined) return
    const names = known.join(', ') || 'none to give'
    fail('bad-request', { reason: `no model has the ${what} ${unknown}; there is ${names}` })
  }
  const all = models.map(({ info }) => info)
  refuse(
    'size',
    options.dim,
    all.flatMap(({ openDims }) => openDims),
  )
  refuse(
    'input',
    options.input,
    all.flatMap(({ inputs }) => inputs.map(({ name }) => name)),
  )
}

/** The model with what was given for it, remembered. Throws a `FaultError` where a size is missing. */
export async function configured(
  bench: Bench,
  model: ModelRecord,
  options: InputOptions,
): Promise<ModelRecord> {
  const { dims, inputs } = await withGiven(bench, model, model, options)
  return isDeepStrictEqual([dims, inputs], [model.dims, model.inputs])
    ? model
    : bench.models.configure({ sha256: model.sha256, dims, inputs })
}

type Chosen = Pick<PlannedModel, 'dims' | 'inputs'>

/**
 * What was chosen before with what the options say instead; of several models each takes what is its own. `samples`:
 * a model is looked at with them, so that a file may hold many of a fixed batch.
 */
export async function withGiven(
  bench: Bench,
  { sha256, name: modelName, info }: ModelRecord,
  before: Chosen,
  options: InputOptions,
  samples = false,
): Promise<Chosen> {
  const inputs: Record<string, InputValues> = { ...before.inputs }
  for (const { name } of info.inputs) {
    const values = Object.hasOwn(options.input, name) ? options.input[name] : undefined
    if (values === undefined) continue
    inputs[name] =
      values.kind === 'path'
        ? await bench.inputFiles.add({ sha256, input: name, path: values.path, samples })
        : values
  }
  const own = (sizes: Iterable<readonly [string, number]>) =>
    Object.fromEntries([...sizes].filter(([name]) => info.openDims.includes(name)))
  const given = own(Object.entries(options.dim))
  // What follows from a file counts before what was remembered.
  const following = own(knownSizes(info.inputs, { batch: 1, dims: given, values: inputs }))
  const dims = { ...before.dims, ...following }
  const missing = missingDims(info.inputs, { dims, values: inputs })
  if (missing.length > 0)
    fail('input-dims-unknown', { name: modelName, dims: missing.join(', ') }, optionsFor(missing))
  return { dims, inputs }
}

function optionsFor(missing: readonly string[]): string {
  const options = missing.map(
    (name) => `--dim ${quote(`${name}=${suggestedSize(name) ?? 'SIZE'}`)}`,
  )
  return `Add ${options.join(' ')}`
}
