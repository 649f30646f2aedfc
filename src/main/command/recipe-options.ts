// What `benchtop models variant` is told of a recipe: read from its options, and refused where the precision has no use
// for one.

import { type Command, InvalidArgumentError } from 'commander'
import { fail } from '../../shared/fault.ts'
import { int8Scheme } from '../../shared/int8-scheme.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { Precision } from '../../shared/precision.ts'
import {
  type CalibrationMethod,
  calibrationMethodSchema,
  type Recipe,
  recipeSchema,
  type Samples,
} from '../../shared/variant.ts'
import { usualSampleCount, usualSamples } from '../../shared/variant-terms.ts'
import type { Bench } from '../bench.ts'
import { type InputOptions, inputValues, withGiven } from './input.ts'
import { boardNamed } from './named.ts'
import { dimension, namesOf, positiveInteger, wholeNumber } from './options.ts'

export interface SampleOptions extends InputOptions {
  readonly samples?: number
  readonly seed?: number
}

export interface RecipeOptions extends SampleOptions {
  readonly keepNode?: readonly string[]
  readonly keepOperator?: readonly string[]
  readonly perTensor?: true
  readonly for?: string
  readonly scheme?: 'u8s8' | 's8s8'
  readonly fullRange?: true
  readonly calibration?: CalibrationMethod
  readonly blockSize?: number
  readonly asymmetric?: true
}

export function addSampleOptions(command: Command): Command {
  return command
    .option(
      '--samples <number>',
      `how many inputs it is looked at with; ${usualSampleCount}`,
      positiveInteger,
    )
    .option('--seed <number>', 'seed of those that are random', wholeNumber)
    .option('-d, --dim <name=number>', 'size of an open dimension, repeatable', dimension, {})
    .option(
      '-i, --input <name=values>',
      'values of an input: a number, random:LOW..HIGH, counting, a .npy, .npz or picture file, or a folder of them',
      inputValues,
      {},
    )
}

export function addRecipeOptions(command: Command): Command {
  return addSampleOptions(
    command
      .option('--keep-node <name...>', 'nodes that stay as they are')
      .option('--keep-operator <name...>', 'operators that stay as they are')
      .option('--per-tensor', 'int8: one scale for all of a weight, not one for each column')
      .option('--for <board>', 'int8-static: as the processor of this board computes it best')
      .option(
        '--scheme <name>',
        'int8-static: u8s8 for x64, s8s8 for arm64 and most accelerators',
        (text) => namesOf(['u8s8', 's8s8'])(text)[0],
      )
      .option('--full-range', 'int8: weights of 8 bits, for boards with VNNI')
      .option(
        '--calibration <method>',
        'int8-static: min-max, percentile, percentile:99.99 or entropy',
        calibration,
      )
      .option('--block-size <number>', 'int4: 16, 32, 64 or 128', positiveInteger)
      .option('--asymmetric', 'int4: blocks with a zero point of their own'),
  )
}

function calibration(text: string): CalibrationMethod {
  const [, kind, percent] = /^(min-max|entropy|percentile)(?::([\d.]+))?$/.exec(text) ?? []
  const parsed = calibrationMethodSchema.safeParse({
    kind,
    ...(percent === undefined ? {} : { percent: Number(percent) }),
  })
  if (!parsed.success || (percent !== undefined && kind !== 'percentile'))
    throw new InvalidArgumentError('expected min-max, percentile, percentile:99.99 or entropy')
  return parsed.data
}

const kept = ['keepNode', 'keepOperator'] as const
const sampled = ['samples', 'seed', 'dim', 'input'] as const
const optionsOf: Readonly<Record<Precision, readonly (keyof RecipeOptions)[]>> = {
  fp32: [],
  fp16: kept,
  'int8-dynamic': [...kept, 'perTensor', 'fullRange'],
  'int8-static': [...kept, ...sampled, 'perTensor', 'for', 'scheme', 'fullRange', 'calibration'],
  int4: [...kept, 'blockSize', 'asymmetric'],
}

const isGiven = (value: unknown) =>
  value !== undefined && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0)

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Throws a `FaultError` for an option that the precision has no use for, and for samples that can not be had. */
export async function recipeOf(
  bench: Bench,
  model: ModelRecord,
  precision: Precision,
  options: RecipeOptions,
): Promise<Recipe> {
  const names = Object.keys(options) as (keyof RecipeOptions)[]
  const useless = names.find(
    (name) => isGiven(options[name]) && !optionsOf[precision].includes(name),
  )
  if (useless !== undefined)
    fail('bad-request', { reason: `${precision} has no use for --${dashed(useless)}` })
  const parsed = recipeSchema.safeParse({
    precision,
    ...(precision === 'int8-static' ? schemeFor(bench, options) : {}),
    keepNodes: options.keepNode,
    keepOperators: options.keepOperator,
    perChannel: options.perTensor === undefined ? undefined : false,
    ...(options.fullRange === undefined ? {} : { reduceRange: false }),
    calibration: options.calibration,
    samples: precision === 'int8-static' ? await samplesFrom(bench, model, options) : undefined,
    blockSize: options.blockSize,
    symmetric: options.asymmetric === undefined ? undefined : false,
  })
  return parsed.success
    ? parsed.data
    : fail('bad-request', {
        reason: parsed.error.issues[0]?.message ?? 'the recipe is not valid',
      })
}

function schemeFor(bench: Bench, options: RecipeOptions) {
  const view = options.for === undefined ? null : boardNamed(bench, options.for)
  if (view !== null && view.lastFacts === null)
    fail('bad-request', {
      reason: `nothing is known of ${view.board.name}: benchtop boards connect asks it`,
    })
  const usual = int8Scheme(view?.lastFacts ?? null)
  return { ...usual, scheme: options.scheme ?? usual.scheme }
}

/** Whether the options say anything of samples. */
export const saysSamples = (options: SampleOptions): boolean =>
  sampled.some((name) => isGiven(options[name]))

/** The model's own sizes and inputs, with what the options say instead. */
export async function samplesFrom(
  bench: Bench,
  model: ModelRecord,
  options: SampleOptions,
): Promise<Samples> {
  const usual = usualSamples(model, options.samples)
  const { dims, inputs } = await withGiven(bench, model, usual, options, true)
  return { ...usual, dims, inputs, seed: options.seed ?? usual.seed }
}
