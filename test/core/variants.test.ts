// Variants on this computer, through the core: made once, kept, made anew, compared, and gone with their model.

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
