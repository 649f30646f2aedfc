// `benchtop models variant`, `accuracy` and `link`: other precisions of a model, how near they stay to it, and files of
// one's own that are such.

import { type Command, InvalidArgumentError } from 'commander'
import { accuracyVerdict } from '../../shared/accuracy.ts'
import { fail } from '../../shared/fault.ts'
import type { ModelRecord, Topics } from '../../shared/ipc.ts'
import { type Precision, precisions } from '../../shared/precision.ts'
import type { Variant } from '../../shared/variant.ts'
import type { Bench } from '../bench.ts'
import type { Desk } from './desk.ts'
import { exitCodes } from './exit-codes.ts'
import { modelNamed } from './named.ts'
import { namesOf } from './options.ts'
import { ProgressLine } from './progress.ts'
import {
  addRecipeOptions,
  addSampleOptions,
  type RecipeOptions,
  recipeOf,
  type SampleOptions,
  samplesFrom,
  saysSamples,
} from './recipe-options.ts'
import { accuracyText, variantText } from './variant-text.ts'

export function addVariants(models: Command, desk: Desk): void {
  addRecipeOptions(
    models
      .command('variant <model> <precision>')
      .description(`make a model at another precision: ${precisions.join(', ')}`),
  ).action((name: string, precision: string, options: RecipeOptions) =>
    open(desk, async (bench) => {
      const model = modelNamed(bench, name)
      const wanted = precisionNamed(precision)
      const recipe = await recipeOf(bench, model, wanted, options)
      const record = await bench.variants.convert(model, recipe)
      const { sha256, variant } = record
      const isCompared = variant === null || variant.accuracy !== null
      show(
        desk,
        bench,
        isCompared ? record : await bench.variantComparison.compare({ sha256, layers: false }),
      )
    }),
  )
  addSampleOptions(
    models
      .command('accuracy <variant>')
      .description('compare a variant with its original on the same inputs')
      .option('--layers', 'also every value between their nodes')
      .option('--threshold <cosine>', 'the least cosine at which it passes', cosine),
  ).action((name: string, options: AccuracyOptions) => compare(desk, name, options))
  models
    .command('link <file>')
    .description('name a file of your own a variant of a model')
    .requiredOption('--of <model>', 'the model that it is a variant of')
    .requiredOption(
      '-p, --precision <name>',
      precisions.join(', '),
      (text) => namesOf(precisions)(text)[0],
    )
    .action((file: string, { of, precision }: { of: string; precision: Precision }) =>
      open(desk, async (bench) => {
        const original = modelNamed(bench, of).sha256
        const { sha256 } = await bench.models.add(file)
        show(desk, bench, bench.variantLinks.link({ sha256, to: { original, precision } }))
      }),
    )
}

interface AccuracyOptions extends SampleOptions {
  readonly layers?: true
  readonly threshold?: number
}

function compare(desk: Desk, name: string, options: AccuracyOptions): Promise<void> {
  return open(desk, async (bench) => {
    const named = modelNamed(bench, name)
    const { sha256 } = named
    const { original } = variantOf(named)
    const model = bench.models.get(original) ?? fail('not-found', { what: 'model', id: original })
    const compared = await bench.variantComparison.compare({
      sha256,
      samples: saysSamples(options) ? await samplesFrom(bench, model, options) : undefined,
      layers: options.layers === true,
    })
    const { threshold } = options
    const record =
      threshold === undefined
        ? compared
        : bench.variantLinks.setThreshold({ sha256: compared.sha256, cosine: threshold })
    const { accuracy, thresholdCosine } = variantOf(record)
    if (accuracy === null) throw new Error('it was compared, and nothing came of it')
    desk.result(record, () => accuracyText(record, accuracy, variantOf(record)))
    const isFailed = accuracyVerdict(accuracy, thresholdCosine) === 'failed'
    if (isFailed) process.exitCode = exitCodes.failed
  })
}

/** What is done on the way is said on stderr. */
async function open(desk: Desk, work: (bench: Bench) => Promise<void>): Promise<void> {
  const progress = new ProgressLine(process.stderr)
  try {
    await desk.open(work, (topic, message) => {
      if (topic === 'activity') progress.activity(message as Topics['activity'])
    })
  } finally {
    progress.end()
  }
}

function show(desk: Desk, bench: Bench, record: ModelRecord): void {
  const variant = variantOf(record)
  const { accuracy } = variant
  desk.result(record, () =>
    [
      variantText(record, variant, bench.models.get(variant.original)),
      ...(accuracy === null ? [] : ['', accuracyText(record, accuracy, variant)]),
    ].join('\n'),
  )
}

const variantOf = ({ name, variant }: ModelRecord): Variant =>
  variant ?? fail('bad-request', { reason: `${name} is a variant of no model` })

const precisionNamed = (text: string): Precision =>
  precisions.find((known) => known === text) ??
  fail('bad-request', { reason: `${text} is none of ${precisions.join(', ')}` })

function cosine(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('expected a number from 0 to 1, such as 0.98')
  return value
}
