// A variant as text for a terminal: what making it did, and how near it stays to its original, with what the figures rest
// on.

import {
  type AccuracyVerdict,
  accuracyVerdict,
  leastCosine,
  worstLayers,
} from '../../shared/accuracy.ts'
import { fileValues } from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { formatBytes, formatCosine, threeDigits, unknown } from '../../shared/units.ts'
import type {
  Accuracy,
  KeptReason,
  Made,
  OutputAccuracy,
  Samples,
  Variant,
} from '../../shared/variant.ts'
import { areCalibrated, areMadeUp } from '../../shared/variant-terms.ts'
import { modelWords } from './named.ts'
import { type Column, listTable, wrapped } from './table.ts'

/** Layers and kept nodes that are worth a line; `--json` has all of them. */
const mostLines = 10

const right = (head: string): Column => ({ head, align: 'right' })

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([operator, count]) => `${operator} ${count}`)
    .join(', ') || 'nothing'

const keptWords: Readonly<Record<KeptReason, string>> = {
  recipe: 'the recipe says so',
  operator: 'nothing computes it at this precision',
  'not-constant': 'its weights are not constant',
  shape: 'its weights or sizes do not fit',
  'not-seen': 'calibration saw no values of it',
  exact: 'this precision does not hold what it computes',
  range: 'its values are too far apart for 8 bits',
}

function keptLines({ kept, keptCount }: Made): readonly string[] {
  const reasons = Map.groupBy(kept, ({ reason }) => reason)
  const lines = [...reasons].map(([reason, nodes]) => {
    const first = nodes.slice(0, mostLines).map(({ node, operator }) => `${operator} ${node}`)
    const rest = nodes.length > mostLines ? `, and ${nodes.length - mostLines} more` : ''
    return wrapped(`${keptWords[reason]}: ${first.join(', ')}${rest}`, '  ')
  })
  return keptCount === 0 ? [] : [`kept as they were: ${keptCount} nodes`, ...lines]
}

function madeLines(made: Made): readonly string[] {
  const { converted, inserted, clampedValues, lostValues } = made
  return [
    wrapped(`converted: ${listed(converted)}`),
    wrapped(`put in: ${listed(inserted)}`),
    ...keptLines(made),
    ...(clampedValues === 0 ? [] : [`${clampedValues} weights were beyond its range: at its edge`]),
    ...(lostValues === 0 ? [] : [`${lostValues} weights were too small for it`]),
  ]
}

/** The integers that it multiplies, of which there are several kinds. */
function recipeLines({ recipe }: Variant): readonly string[] {
  if (recipe === null || !('reduceRange' in recipe)) return []
  const weights = `weights of ${recipe.reduceRange ? 7 : 8} bits`
  return recipe.precision === 'int8-static'
    ? [`activations ${recipe.scheme.slice(0, 2)}, ${weights}`]
    : [weights]
}

/** `original`: null where it is not known here any more. */
export function variantText(
  record: ModelRecord,
  variant: Variant,
  original: ModelRecord | null,
): string {
  const bytes = original?.info.bytes ?? null
  const share =
    bytes === null ? '' : `, ${threeDigits((record.info.bytes / bytes) * 100)} % of its original’s`
  return [
    `${modelWords(record)}, of ${original?.name ?? variant.original.slice(0, 12)}`,
    `size ${formatBytes(record.info.bytes)}${share}`,
    ...recipeLines(variant),
    ...(variant.made === null ? ['a file of your own'] : madeLines(variant.made)),
    `content ${record.sha256}`,
  ].join('\n')
}

const verdictWords: Readonly<Record<AccuracyVerdict, string>> = {
  passed: 'passes',
  failed: 'FAILS',
  'says-nothing': 'neither passes nor fails',
}

function samplesWords(samples: Samples): string {
  const { count, seed, inputs } = samples
  const many = `${count} ${count === 1 ? 'sample' : 'samples'}`
  return areMadeUp(samples)
    ? `${many} of made-up values, seed ${seed}: they say little of the accuracy of a task`
    : `${many} of ${fileValues(inputs)
        .map(({ name }) => name)
        .join(', ')}`
}

const figure = (value: number | null) => (value === null ? unknown : threeDigits(value))

const outputRow = (output: OutputAccuracy) => [
  output.output,
  formatCosine(output.cosine),
  formatCosine(output.floorCosine),
  figure(output.sqnrDb),
  figure(output.maxAbsError),
  output.top1Agreement === null ? unknown : `${threeDigits(output.top1Agreement * 100)} %`,
]

/** What a figure is not worth: numbers that were lost, and different inputs that give outputs as near to each other. */
function doubtLines({ outputs }: Accuracy): readonly string[] {
  return outputs.flatMap(({ output, cosine, floorCosine, notFinite, hasOtherSizes }) => [
    ...(hasOtherSizes === true
      ? [wrapped(`${output}: of other sizes than the original’s, so that it can not be compared`)]
      : []),
    ...(notFinite === 0
      ? []
      : [wrapped(`${output}: ${notFinite} elements are no numbers any more`)]),
    ...(cosine === null || floorCosine === null || floorCosine < cosine
      ? []
      : [
          wrapped(
            `${output}: different inputs give outputs as near to each other, so that this cosine says nothing`,
          ),
        ]),
  ])
}

function layerLines(accuracy: Accuracy): readonly string[] {
  const { layers } = accuracy
  if (layers.length === 0) return []
  const rows = worstLayers(accuracy, mostLines).map(
    ({ node, operator, cosine, sqnrDb, maxAbsError }) => [
      node,
      operator,
      formatCosine(cosine),
      figure(sqnrDb),
      figure(maxAbsError),
    ],
  )
  const columns = [
    { head: 'node' },
    { head: 'operator' },
    right('cosine'),
    right('SQNR dB'),
    right('max error'),
  ]
  return [
    '',
    `where most of the difference arises, of ${layers.length} layers`,
    listTable(columns, rows),
  ]
}

export function accuracyText(
  record: ModelRecord,
  accuracy: Accuracy,
  { recipe, thresholdCosine }: Pick<Variant, 'recipe' | 'thresholdCosine'>,
): string {
  const verdict = accuracyVerdict(accuracy, thresholdCosine)
  const columns = [
    { head: 'output' },
    right('cosine'),
    right('between inputs'),
    right('SQNR dB'),
    right('max error'),
    right('top-1'),
  ]
  return [
    `${modelWords(record)} ${verdictWords[verdict]}: cosine ${formatCosine(leastCosine(accuracy))}, at least ${thresholdCosine}`,
    wrapped(samplesWords(accuracy.samples)),
    ...(areCalibrated({ recipe, accuracy })
      ? [wrapped('its ranges were set on these very samples: on others it may be further away')]
      : []),
    ...(accuracy.overflowCosine === undefined
      ? []
      : [
          wrapped(
            `on this computer its cosine is ${formatCosine(accuracy.overflowCosine)}: x64 without VNNI overflows 16 bits with weights of 8. What stands here is of processors that do not`,
          ),
        ]),
    listTable(columns, accuracy.outputs.map(outputRow)),
    ...doubtLines(accuracy),
    ...layerLines(accuracy),
  ].join('\n')
}
