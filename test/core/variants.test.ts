// Variants on this computer, through the core: made once, kept, made anew, compared, and gone with their model.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/main/store/db.ts'
import { ModelStore } from '../../src/main/store/models.ts'
import { localBoardId } from '../../src/shared/board.ts'
import { toFault } from '../../src/shared/fault.ts'
import type { Activity, ModelRecord } from '../../src/shared/ipc.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import { type Recipe, recipeSchema } from '../../src/shared/variant.ts'
import { perceptron } from '../fixtures/onnx.ts'
import { shortLimits, TestBench, until } from './bench.ts'

let desk: TestBench
beforeEach(() => {
  desk = new TestBench()
})
afterEach(() => desk.dispose())

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => toFault(thrown),
  )

const variantsDir = () => join(desk.dataDir, 'variants')
const recipe = (precision: Recipe['precision'], over = {}) =>
  recipeSchema.parse({ precision, ...over })

async function added(name = 'net', width = 64): Promise<ModelRecord> {
  const folder = join(desk.dataDir, 'user')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.onnx`)
  writeFileSync(path, perceptron({ width }))
  return desk.bench.models.add(path)
}

const conversions = () =>
  desk.news.filter(
    ({ topic, message }) =>
      topic === 'activity' &&
      (message as Activity).stage === 'convert' &&
      (message as Activity).totalBytes === 0,
  )

test('a variant is made once for all who ask, kept under its original, and found again', async () => {
  const { variants, models } = desk.bench
  const original = await added()
  const [one, other] = await Promise.all([
    variants.make(original.sha256, recipe('int8-dynamic')),
    variants.make(original.sha256, recipe('int8-dynamic')),
  ])
  expect(other).toEqual(one)
  expect(one).toMatchObject({
    name: 'net',
    source: 'made',
    variant: { original: original.sha256, precision: 'int8-dynamic', thresholdCosine: 0.98 },
  })
  expect(one.variant?.made).toMatchObject({ sha256: one.sha256, bytes: one.info.bytes })
  expect(models.list().map(({ sha256 }) => sha256)).toContain(one.sha256)
  await desk.restart()
  expect(await desk.bench.variants.make(original.sha256, recipe('int8-dynamic'))).toEqual(one)
  expect(conversions()).toHaveLength(1)
  expect(readdirSync(variantsDir())).toHaveLength(1)
})

test('a variant whose file is gone is made anew, byte for byte, before it is measured', async () => {
  const { variants, precisions, runs } = desk.bench
  const original = await added()
  const made = await variants.make(original.sha256, recipe('int8-dynamic'))
  rmSync(variantsDir(), { recursive: true })
  const base = {
    record: original,
    planned: { sha256: original.sha256, name: 'net', dims: {}, inputs: {} },
  }
  const { planned } = await precisions.at(base, 'int8-dynamic')
  expect(planned).toMatchObject({
    sha256: made.sha256,
    name: 'net',
    precision: 'int8-dynamic',
    original: original.sha256,
    originalName: 'net',
  })
  rmSync(variantsDir(), { recursive: true })
  await variants.restore([planned])
  expect(existsSync(made.path)).toBe(true)
  const plan = await desk.bench.plans.read(savedPlan(original.path))
  if (plan.plan === null) throw new Error('no plan')
  const { id } = runs.start(localBoardId, { ...plan.plan, limits: shortLimits })
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'completed', measuredPoints: 2 })
  expect(runs.snapshot(id).view.points.map(({ point }) => point.model.precision)).toEqual([
    'fp32',
    'int8-dynamic',
  ])
})

function savedPlan(model: string): string {
  const path = join(desk.dataDir, 'plan.yaml')
  writeFileSync(
    path,
    `benchtop: 1\nmodels:\n  - path: ${model}\n    precisions: [fp32, int8-dynamic]\nthreads: [1]\n`,
  )
  return path
}

test('a plan is saved with its precisions, and opens as it was', async () => {
  const original = await added()
  const path = join(desk.dataDir, 'plan.yaml')
  writeFileSync(
    path,
    `benchtop: 1
models:
  - path: ${original.path}
    precisions:
      - int8-dynamic
      - fp32
      - { precision: int8-dynamic, perChannel: false, name: coarse }
      - { precision: int8-static, samples: 3, calibration: percentile }
threads: [1]
`,
  )
  const opened = await desk.bench.plans.read(path)
  expect(opened.faults).toEqual([])
  expect(opened.plan?.models.map(({ name, precision }) => `${name} ${precision}`)).toEqual([
    'net int8-dynamic',
    'net fp32',
    'coarse int8-dynamic',
    'net int8-static',
  ])
  if (opened.plan === null) throw new Error('no plan')
  await desk.bench.plans.save(opened.plan, path, null)
  const again = await desk.bench.plans.read(path)
  expect(again.plan).toEqual(opened.plan)
  expect(conversions()).toHaveLength(3)
})

test('samples of the user’s are brought to where the agent finds them', async () => {
  const { inputFiles, variants } = desk.bench
  const original = await added()
  const path = join(desk.dataDir, 'rows.npy')
  const data = Float32Array.from({ length: 5 * 64 }, (_, at) => Math.sin(at))
  writeFileSync(path, writeNpy({ type: 'float', dims: [5, 64], data }))
  const x = await inputFiles.add({ sha256: original.sha256, input: 'x', path })
  const samples = { count: 5, seed: 1, inputs: { x } }
  const made = await variants.make(original.sha256, recipe('int8-static', { samples }))
  expect(made.variant?.made?.keptCount).toBe(0)
  await desk.bench.prune()
  expect(existsSync(inputFiles.path(x.sha256))).toBe(true)
})

test('a variant is compared with its original, and what was found is kept', async () => {
  const { variants, variantComparison, variantLinks } = desk.bench
  const original = await added()
  const { sha256 } = await variants.make(original.sha256, recipe('int8-dynamic'))
  const compared = await variantComparison.compare({ sha256, layers: true })
  const accuracy = compared.variant?.accuracy
  expect(accuracy?.samples).toMatchObject({ count: 8, seed: 1 })
  expect(accuracy?.outputs).toMatchObject([{ output: 'y', notFinite: 0 }])
  expect(accuracy?.layers.length).toBeGreaterThan(0)
  variantLinks.setThreshold({ sha256, cosine: 0.5 })
  await desk.restart()
  expect(desk.bench.models.get(sha256)?.variant).toMatchObject({ thresholdCosine: 0.5, accuracy })
})

test('what is given up leaves nothing', async () => {
  const { variants, models } = desk.bench
  const original = await added('wide', 20_000)
  const making = faultOf(variants.make(original.sha256, recipe('int8-dynamic')))
  const waiting = faultOf(variants.make(original.sha256, recipe('fp16')))
  await until(() => conversions().length > 0)
  variants.cancel(original.sha256)
  expect([await making, await waiting]).toMatchObject([
    { code: 'cancelled' },
    { code: 'cancelled' },
  ])
  expect(readdirSync(variantsDir())).toEqual([])
  expect(models.list()).toEqual([original])
})

test('what is given up hears so while it waits, while it is inspected, and by who asked alone', async () => {
  const { variants } = desk.bench
  const [wide, other] = [await added('wide', 20_000), await added('other', 32)]
  const running = faultOf(variants.make(wide.sha256, recipe('int8-dynamic')))
  const waiting = faultOf(variants.make(other.sha256, recipe('fp16')))
  const stop = new AbortController()
  const alone = faultOf(variants.make(wide.sha256, recipe('int8-dynamic'), stop.signal))
  await until(() => conversions().length > 0)
  variants.cancel(other.sha256)
  expect(await waiting).toMatchObject({ code: 'cancelled' })
  stop.abort()
  expect(await alone).toMatchObject({ code: 'cancelled' })
  // It was asked for by another too, and is still under way.
  expect(readdirSync(variantsDir())).toHaveLength(1)
  variants.cancel(wide.sha256)
  // What is asked for now is made, though the other has not ended.
  const wanted = variants.make(other.sha256, recipe('fp16'))
  expect(await running).toMatchObject({ code: 'cancelled' })
  expect((await wanted).variant?.precision).toBe('fp16')
})

test('a recipe that gives the bytes of a file of one’s own makes no second model, and is not made again', async () => {
  const original = await added()
  const first = await desk.bench.variants.make(original.sha256, recipe('fp16'))
  const path = join(desk.dataDir, 'user', 'half.onnx')
  copyFileSync(first.path, path)
  await desk.bench.models.remove(first.sha256)
  const { variants, models, variantLinks, plans } = desk.bench
  const own = await models.add(path)
  expect(own).toMatchObject({ sha256: first.sha256, source: 'file' })
  variantLinks.link({
    sha256: own.sha256,
    to: { original: original.sha256, precision: 'fp16' },
  })
  for (const _ of [1, 2])
    expect(await variants.make(original.sha256, recipe('fp16'))).toMatchObject({
      sha256: own.sha256,
      source: 'file',
      path,
    })
  expect(conversions()).toHaveLength(2)
  const plan = join(desk.dataDir, 'twice.yaml')
  writeFileSync(
    plan,
    `benchtop: 1
models:
  - path: ${original.path}
    precisions: [{ precision: fp16, path: user/half.onnx }, fp16]
threads: [1]
`,
  )
  const opened = await plans.read(plan)
  expect(opened).toMatchObject({ faults: [], notices: [{ kind: 'same', model: 'net (2) fp16' }] })
  expect(opened.plan?.models.map(({ sha256 }) => sha256)).toEqual([own.sha256])
  // Where the file is gone it is made, as the same model.
  rmSync(path)
  const made = await variants.make(original.sha256, recipe('fp16'))
  expect(made).toMatchObject({ sha256: own.sha256, source: 'made', path: first.path })
  expect(models.list()).toHaveLength(2)
})

/** As an older Benchtop would have left it: the same recipe with other bytes, whose file is gone. */
function leaveAsAnOlderOne(variant: ModelRecord, sha256: string): void {
  rmSync(dirname(variant.path), { recursive: true })
  const db = openDatabase(join(desk.dataDir, 'benchtop.sqlite'))
  const store = new ModelStore(db)
  store.put({ ...variant, sha256 })
  for (const child of store.variantsOf(variant.sha256))
    if (child.variant !== null)
      store.put({ ...child, variant: { ...child.variant, original: sha256 } })
  store.remove(variant.sha256)
  db.close()
}

test('bytes that a newer Benchtop makes otherwise leave no plan and nothing that was made of them alone', async () => {
  const original = await added()
  const quantized = await desk.bench.variants.make(original.sha256, recipe('int8-dynamic'))
  const back = await desk.bench.variants.make(quantized.sha256, recipe('fp32'))
  await desk.bench.variantComparison.compare({ sha256: back.sha256, layers: false })
  const old = 'e'.repeat(64)
  desk.bench.models.rename(quantized.sha256, 'mine')
  const named = desk.bench.models.get(quantized.sha256)
  if (named === null) throw new Error('it is known')
  leaveAsAnOlderOne(named, old)
  const { variants, models, plans } = desk.bench
  const planned = { sha256: old, name: 'mine', dims: {}, inputs: {} }
  expect(await variants.restore([planned])).toEqual([{ ...planned, sha256: quantized.sha256 }])
  // The name stays, the old content is still found, and what was made of it hangs on it.
  expect(models.get(old)).toBeNull()
  expect(models.find(old)).toMatchObject({ sha256: quantized.sha256, name: 'mine' })
  expect(models.get(back.sha256)?.variant).toMatchObject({
    original: quantized.sha256,
    accuracy: null,
  })
  expect(existsSync(back.path)).toBe(false)
  const path = join(desk.dataDir, 'old.yaml')
  writeFileSync(path, `benchtop: 1\nmodels:\n  - sha256: ${old}\nthreads: [1]\n`)
  const opened = await plans.read(path)
  expect(opened.faults).toEqual([])
  expect(opened.plan?.models).toMatchObject([{ sha256: quantized.sha256 }])
  expect(await variants.restored(back.sha256)).toMatchObject({ sha256: back.sha256 })
  expect(models.list()).toHaveLength(3)
})

test('a plan of more models than a run measures is refused before any is made', async () => {
  const original = await added()
  const path = join(desk.dataDir, 'many.yaml')
  const entry = (index: number) =>
    `  - path: ${original.path}\n    name: net ${index}\n    precisions: [fp32, fp16, int8-dynamic]\n`
  const models = Array.from({ length: 22 }, (_, index) => entry(index)).join('')
  writeFileSync(path, `benchtop: 1\nmodels:\n${models}threads: [1]\n`)
  expect(await faultOf(desk.bench.plans.read(path))).toMatchObject({
    code: 'plan-too-many-models',
    params: { count: 66, most: 64 },
  })
  expect(conversions()).toEqual([])
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1).join(', ')
  writeFileSync(
    path,
    `benchtop: 1
models:
  - path: ${original.path}
scenarios: [single-stream, offline]
batches: [${numbers}]
threads: [${numbers}]
settings: { optimization: [all, extended, basic, disabled] }
`,
  )
  expect(await faultOf(desk.bench.plans.read(path))).toMatchObject({ code: 'plan-too-many-points' })
})

test('a plan that is given up as it opens makes nothing more', async () => {
  const original = await added('wide', 20_000)
  const stop = new AbortController()
  const path = join(desk.dataDir, 'plan.yaml')
  writeFileSync(
    path,
    `benchtop: 1\nmodels:\n  - path: ${original.path}\n    precisions: [int8-dynamic, fp16]\nthreads: [1]\n`,
  )
  const opening = faultOf(desk.bench.plans.read(path, stop.signal))
  await until(() => conversions().length > 0)
  stop.abort()
  expect(await opening).toMatchObject({ code: 'cancelled' })
  expect(conversions()).toHaveLength(1)
  expect(readdirSync(variantsDir())).toEqual([])
})

test('what a program left that was ended as it made a variant is gone a day later', async () => {
  const [old, fresh] = ['old', 'fresh'].map((name) => join(variantsDir(), `${name}.part`))
  for (const part of [old, fresh]) {
    mkdirSync(part ?? '', { recursive: true })
    writeFileSync(join(part ?? '', 'model.onnx'), '')
  }
  const longAgo = new Date(Date.now() - 25 * 60 * 60_000)
  for (const path of [join(old ?? '', 'model.onnx'), old ?? '']) utimesSync(path, longAgo, longAgo)
  utimesSync(fresh ?? '', longAgo, longAgo)
  await desk.bench.prune()
  expect(readdirSync(variantsDir())).toEqual(['fresh.part'])
})

test('an original that changed since is not made into anything', async () => {
  const original = await added()
  writeFileSync(original.path, perceptron({ width: 32 }))
  const { variants, models } = desk.bench
  expect(await faultOf(variants.make(original.sha256, recipe('int8-dynamic')))).toMatchObject({
    code: 'model-changed',
    params: { path: original.path },
  })
  expect(models.list()).toEqual([original])
})

test('samples that the model can not take are refused before anything is done', async () => {
  const original = await added()
  const samples = { count: 1, seed: 1, inputs: { audio: { kind: 'random' } } }
  const { variants } = desk.bench
  expect(
    await faultOf(variants.make(original.sha256, recipe('int8-static', { samples }))),
  ).toMatchObject({ code: 'not-found', params: { id: 'audio' } })
  expect(existsSync(variantsDir())).toBe(false)
})

test('with a model go what was made of it and of that, and no file of the user’s', async () => {
  const { variants, variantLinks, models } = desk.bench
  const original = await added()
  const own = await added('own', 64)
  const other = await added('other', 32)
  expect(own.sha256).toBe(original.sha256)
  const made = await variants.make(original.sha256, recipe('int8-dynamic'))
  const back = await variants.make(made.sha256, recipe('fp32'))
  expect(
    await faultOf(
      Promise.resolve().then(() =>
        variantLinks.link({
          sha256: other.sha256,
          to: { original: original.sha256, precision: 'fp16' },
        }),
      ),
    ),
  ).toMatchObject({
    code: 'variant-interface-differs',
  })
  await models.remove(original.sha256)
  expect(models.list()).toEqual([other])
  expect([made, back].map(({ path }) => existsSync(dirname(path)))).toEqual([false, false])
  expect(existsSync(own.path)).toBe(true)
})
