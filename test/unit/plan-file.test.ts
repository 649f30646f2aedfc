// Plan files: what is written reads back the same, what is wrong is refused with its line, and the published JSON
// Schema is the one of the code. `vitest run --project unit plan-file -u` writes the schema anew.

import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { planFileOf, plannedInputs, plannedModel, planWith } from '../../src/main/plan/convert.ts'
import { parsePlanFile, writePlanFile } from '../../src/main/plan/yaml.ts'
import { toFault } from '../../src/shared/fault.ts'
import type { InputValues } from '../../src/shared/input.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import { doublingsTo } from '../../src/shared/ladder.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import {
  engineIds,
  type Plan,
  type PlannedModel,
  planSchema,
  scenarios,
} from '../../src/shared/plan.ts'
import { planFileSchema } from '../../src/shared/plan-file.ts'
import { modelRecord } from '../fixtures/runs.ts'

const root = resolve(import.meta.dirname, '../..')
const examples = resolve(root, 'test/fixtures/plans')
const schemaPath = resolve(root, 'resources/plan.schema.json')

const values: fc.Arbitrary<InputValues> = fc.oneof(
  fc.record({ kind: fc.constant('random' as const) }),
  fc
    .tuple(fc.integer(), fc.integer())
    .map(([a, b]) => ({ kind: 'random' as const, low: Math.min(a, b), high: Math.max(a, b) })),
  fc.record({ kind: fc.constant('random' as const), high: fc.integer() }),
  fc.record({ kind: fc.constant('counting' as const) }),
  fc.record({
    kind: fc.constant('number' as const),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
  }),
  fc.record({
    kind: fc.constant('file' as const),
    sha256: fc.constantFrom('c'.repeat(64), 'd'.repeat(64)),
    name: fc.constantFrom('clip.npy', 'cat.png'),
    type: fc.constant('float'),
    dims: fc.array(fc.nat(9), { maxLength: 4 }),
  }),
)

const axis = fc.uniqueArray(fc.integer({ min: 1, max: 1024 }), { minLength: 1, maxLength: 6 })
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
const inputNames = ['x', 'a: b', 'no', '- 1', '#', "it's", '𝄞']

const model = (index: number) =>
  fc.record({
    sha256: fc.constant(index.toString(16).padStart(64, '0')),
    name,
    dims: fc.record({ height: fc.nat(4096), 'past + 1': fc.nat(9) }),
    inputs: fc.dictionary(fc.constantFrom(...inputNames), values, { maxKeys: 4 }),
    precision: fc.constant('fp32' as const),
  })

const some = <T>(...values: readonly T[]) =>
  fc
    .subarray([...values], { minLength: 1 })
    .chain((chosen) => fc.shuffledSubarray(chosen, { minLength: 1 }))

const settings = fc.record(
  {
    library: some(null, '/opt/ort/libonnxruntime.so.1', '~/no: "such"'),
    provider: some('CPUExecutionProvider', 'CUDAExecutionProvider', 'off'),
    execution: some('sequential', 'parallel'),
    optimization: some('disabled', 'basic', 'extended', 'layout', 'all'),
    arena: some(true, false),
    spinning: some(true, false),
    placement: some<unknown>('all', 'big', 'little', [4], [5], [4, 5], [0, 7]),
    dimensions: some('open', 'fixed'),
  },
  { requiredKeys: [] },
)

const bound = fc.double({ min: 0.001, max: 600_000, noNaN: true })

const plan: fc.Arbitrary<Plan> = fc
  .record({
    models: fc
      .integer({ min: 1, max: 4 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => model(i)))),
    scenarios: some(...scenarios),
    settings,
    batches: fc.oneof(
      axis,
      fc.nat(16).map((doublings) => [...doublingsTo(2 ** doublings)]),
    ),
    threads: axis,
    governors: some(null, 'performance', 'schedutil', 'userspace'),
    frequenciesKhz: fc.uniqueArray(
      fc.option(
        fc.oneof(
          fc.constantFrom(408_000, 1_416_000, 1_800_000, 2_352_001),
          fc.integer({ min: 1, max: 100_000_000 }),
        ),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    engines: some(...engineIds),
    repetitions: fc.integer({ min: 1, max: 100 }),
    ladder: fc.option(fc.record({ latencyBoundMs: fc.option(bound) })),
    server: fc.record({ boundMs: fc.oneof(fc.constant(100), bound) }),
    coolDown: fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 3_600_000 }) }),
      fc.record({
        kind: fc.constant('temperature' as const),
        belowMilliC: fc.integer({ min: 1_000, max: 150_000 }),
        maxMs: fc.integer({ min: 1, max: 3_600_000 }),
      }),
    ),
    limits: fc.oneof(
      fc.constantFrom(...Object.values(modeLimits)),
      fc.record({
        ...Object.fromEntries(
          Object.entries(modeLimits.normal).map(([name, value]) => [name, fc.constant(value)]),
        ),
        minSamples: fc.integer({ min: 1, max: 500 }),
        precision: fc.constantFrom(0.01, 0.005),
        sampleSize: fc.constantFrom('least', 'normal-approximation'),
      }),
    ),
    seed: fc.nat(0xffff_ffff),
  })
  .map((given) => planSchema.safeParse(given))
  .filter(({ error }) => {
    if (error !== undefined && !/at most 10000 points/.test(error.message)) throw error
    return error === undefined
  })
  .map(({ data }) => data as Plan)

function recordsFor({ models }: Plan): ReadonlyMap<string, ModelRecord> {
  return new Map(
    models.map(({ sha256 }, index) => {
      const info = {
        openDims: ['height', 'past + 1'],
        inputs: inputNames.map((input) => ({ name: input, type: 'float', dims: [1] })),
      }
      const folder = index === 0 ? '/plans/models' : '/elsewhere'
      return [sha256, { ...modelRecord(info), sha256, path: `${folder}/${index}.onnx` }]
    }),
  )
}

function documentedPlan(): string {
  const page = readFileSync(resolve(root, 'docs/command.md'), 'utf8')
  const [, example = ''] = /```yaml\n(benchtop: 1\n.*?)```/s.exec(page) ?? []
  return example
}

function refusal(text: string): string {
  try {
    parsePlanFile(text, 'p.yaml')
  } catch (thrown) {
    const { code, params } = toFault(thrown)
    return `${code} ${params.line}: ${params.reason}`
  }
  throw new Error('it was taken')
}

describe('a plan file', () => {
  it('gives the plan back that it was written from', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (written) => {
        const records = recordsFor(written)
        const files: InputValues[] = []
        const text = writePlanFile(
          planFileOf(written, {
            path: '/plans/p.yaml',
            recordOf: (id) => records.get(id) ?? null,
            placeOf: (values) => `p.inputs/${files.push(values) - 1}.npy`,
          }),
        )
        const file = parsePlanFile(text, 'p.yaml')
        const models: PlannedModel[] = []
        for (const entry of file.models) {
          const record = records.get(entry.sha256 ?? '')
          if (record === undefined) throw new Error('no such model')
          const inputs = await plannedInputs(entry.inputs ?? {}, async (_, { file: place }) => {
            const values = files[Number(/\/(\d+)\.npy$/.exec(place)?.[1])]
            if (values === undefined) throw new Error('no such file')
            return values
          })
          models.push(plannedModel({ ...entry, inputs }, record, () => null))
        }
        expect(planWith(file, models, 99)).toEqual(planSchema.parse(written))
        expect(file.models[0]?.path).toBe('models/0.onnx')
        expect(writePlanFile(file)).toBe(text)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('is what its page in docs shows', () => {
    expect(parsePlanFile(documentedPlan(), 'command.md').models).toHaveLength(3)
  })

  const read = (rest: string) => {
    const sha256 = 'a'.repeat(64)
    const file = parsePlanFile(`benchtop: 1\nmodels: [{ sha256: ${sha256} }]\n${rest}`, 'p.yaml')
    return planWith(file, [{ sha256, name: 'a', dims: {}, inputs: {} }], 6)
  }

  it('takes what it leaves out as a plan does: every core, quick, the C interface, once', () => {
    const least = { models: [{ sha256: 'a'.repeat(64), name: 'a' }], batches: [1], threads: [6] }
    const expected = planSchema.parse({ ...least, limits: modeLimits.quick, seed: 1 })
    expect(read('')).toEqual(expected)
    expect(expected.engines).toEqual(['ort-c'])
  })

  it.each<[string, object]>([
    ['batches: ladder', { batches: [...doublingsTo(1024)], ladder: { latencyBoundMs: null } }],
    [
      'batches: { ladder: 6, latencyBoundMs: 2.5 }',
      { batches: [1, 2, 4, 6], ladder: { latencyBoundMs: 2.5 } },
    ],
    ['batches: { ladder: [3, 9] }', { batches: [3, 9], ladder: { latencyBoundMs: null } }],
    ['batches: 4', { batches: [4], ladder: null }],
    ['scenarios: offline', { scenarios: ['offline'] }],
    ['coolDown: { seconds: 1.5 }', { coolDown: { kind: 'time', ms: 1500 } }],
    [
      'coolDown: { belowC: 55 }',
      { coolDown: { kind: 'temperature', belowMilliC: 55_000, maxMs: 600_000 } },
    ],
    [
      'limits: { like: normal, precision: 0.005 }',
      { limits: { ...modeLimits.normal, precision: 0.005 } },
    ],
    [
      'settings: { arena: [on, off], spinning: false, library: bundled }',
      { settings: { arena: [true, false], spinning: [false], library: [null] } },
    ],
    ['governors: performance', { governors: ['performance'], frequenciesKhz: [null] }],
    [
      'governors: [as-found, schedutil]\nfrequencies: [408MHz, 1.8 GHz, as-found]',
      { governors: [null, 'schedutil'], frequenciesKhz: [408_000, 1_800_000, null] },
    ],
    ['settings: { placement: [4, 5] }', { settings: { placement: [[4, 5]] } }],
    ['settings: { placement: [big, [4, 5]] }', { settings: { placement: ['big', [4, 5]] } }],
  ])('reads %s', (text, expected) => {
    expect(read(`${text}\n`)).toMatchObject(expected)
  })

  it('is written without what stands at its default, and in one line where it is short', () => {
    const write = (part: object) => {
      const given = { ...read(''), ...part }
      const { models: _, ...file } = planFileOf(given, {
        path: '/p.yaml',
        recordOf: () => null,
        placeOf: () => '',
      })
      return writePlanFile(planFileSchema.parse({ models: [{ path: 'a' }], ...file }))
    }
    expect(write({})).not.toMatch(
      /governors|frequencies|settings|scenarios|repetitions|server|coolDown|ladder/,
    )
    expect(
      write({
        batches: [...doublingsTo(256)],
        ladder: { latencyBoundMs: 50 },
        settings: { ...read('').settings, placement: ['all', [4, 5]], arena: [false] },
        limits: { ...modeLimits.normal, precision: 0.005 },
      }),
    ).toMatch(
      /batches: \{ladder: 256, latencyBoundMs: 50\}\n(?:.*\n)*settings:\n +arena: off\n +placement: \[all, \[4, 5\]\]\n(?:.*\n)*limits: \{like: normal, precision: 0.005\}/,
    )
  })

  const head = 'benchtop: 1\nmodels:\n  - path: a.onnx\n'
  it.each([
    ['', 1, /^a plan begins|expected object/],
    ['models: []\n', 1, /benchtop: a plan begins with benchtop: 1/],
    ['benchtop: 2\nmodels: []\n', 1, /begins with benchtop: 1/],
    [`${head}bathces: [1]\n`, 4, /unrecognized key: "bathces"/],
    [`${head}    dimensions: { a: 1 }\n`, 4, /models\[0\]: unrecognized key/],
    [`${head}    zoo: resnet50-v1.5\n`, 4, /models\[0\]\.zoo: .* not both/],
    [`${head}    zoo: resnet50-v1.5\n    nmae: a\n`, 5, /unrecognized key: "nmae"/],
    ['benchtop: 1\nmodels:\n  - pth: a.onnx\n', 3, /unrecognized key: "pth"/],
    ['benchtop: 1\nmodels:\n  - zoo: resnet51\n', 3, /models\[0\]\.zoo: .*resnet50-v1\.5/],
    ['benchtop: 1\nmodels:\n  - sha256: abc\n', 3, /models\[0\]\.sha256: /],
    ['benchtop: 1\nmodels: [a.onnx]\n', 2, /models\[0\]: expected \{path: …\}/],
    ['benchtop: 1\nmodels:\n  - name: a\n', 3, /needs a path/],
    [`${head}threads: [1, two]\n`, 4, /threads\[1\]: expected number/],
    [`${head}threads: [1, 1]\n`, 4, /stands twice/],
    [`${head}threads: some\n`, 4, /expected all, or a list of numbers/],
    [`${head}    inputs:\n      x: sevens\n`, 5, /models\[0\]\.inputs\.x: expected random/],
    [`${head}mode: quick\nlimits: ${JSON.stringify(modeLimits.quick)}\n`, 5, /not both/],
    [
      `${head}limits: ${JSON.stringify({ ...modeLimits.quick, minMs: -1 })}\n`,
      4,
      /limits\.minMs: /,
    ],
    [`${head}limits: { minSamples: 5 }\n`, 4, /limits\.like: expected one of quick, normal/],
    [`${head}limits: quick\n`, 4, /limits: expected \{like: normal/],
    [`${head}scenarios: [offline, servr]\n`, 4, /scenarios\[1\]: .*"multi-stream"/],
    [`${head}scenarios: batch\n`, 4, /scenarios: .*(one of|"offline")/],
    [`${head}engines: [ort-c, ort-c]\n`, 4, /engines: a value stands twice/],
    [`${head}settings:\n  arenas: off\n`, 5, /unrecognized key: "arenas"/],
    [`${head}settings:\n  arena: maybe\n`, 5, /settings\.arena: expected on or off/],
    [
      `${head}settings:\n  placement: middle\n`,
      5,
      /settings\.placement: expected all, big, little/,
    ],
    [`${head}settings:\n  provider: no such\n`, 5, /settings\.provider: /],
    [`${head}batches: { ladder: 256, bound: 5 }\n`, 4, /batches: unrecognized key: "bound"/],
    [`${head}batches: steps\n`, 4, /batches: expected whole numbers, ladder or/],
    [`${head}coolDown: 30s\n`, 4, /coolDown: expected \{seconds: …\}/],
    [`${head}coolDown: { seconds: 30, belowC: 60 }\n`, 4, /coolDown: unrecognized key/],
    [`${head}repetitions: 0\n`, 4, /repetitions: too small/],
    [`${head}mode: slow\n`, 4, /mode: .*"quick"/],
    [`${head}governors: [perf ormance]\n`, 4, /governors/],
    [`${head}frequencies: [1.8GHz, 1800]\n`, 4, /frequencies\[1\]: expected a frequency/],
    [`${head}frequencies: 1.8\n`, 4, /frequencies: expected a frequency with its unit/],
    [`${head}frequencies: [1.8GHz, 1800MHz]\n`, 4, /frequencies: a value stands twice/],
    [`${head}frequencies: [0MHz]\n`, 4, /frequencies\[0\]: a frequency of 0/],
    [`${head}frequencies: [9999GHz]\n`, 4, /frequencies\[0\]: no processor/],
    [`${head}seed: 1\nseed: 2\n`, 5, /unique/],
    [`${head}batches: [1\n`, 5, /./],
    [`${head}---\nbenchtop: 1\n`, 4, /./],
  ])('%j is refused at line %i', (text, line, reason) => {
    const [, at, why] = /^plan-invalid (\d+): (.*)$/s.exec(refusal(text)) ?? []
    expect(why).toMatch(reason)
    expect(Number(at)).toBe(line)
  })

  it.each([
    [
      'aliases that grow without bound',
      `a: &a [1, 1, 1]\n${[...'bcdefghi'].map((to, i) => `${to}: &${to} [${`*${'abcdefgh'[i]}, `.repeat(9)}1]\n`).join('')}`,
    ],
    ['lists within lists', '['.repeat(100_000)],
    ['more than any plan', `benchtop: 1 #${'x'.repeat(2 ** 20)}`],
  ])('%s are refused', (_, text) => {
    expect(refusal(text)).toMatch(/^plan-invalid/)
  })

  it('refuses a size or an input that the model does not have, and asks for one that is missing', () => {
    const record = modelRecord({
      openDims: ['height'],
      inputs: [{ name: 'x', type: 'float', dims: ['batch', 'height'] }],
    })
    const faultOf = (entry: object) => {
      try {
        plannedModel(entry, record, () => null)
      } catch (thrown) {
        return toFault(thrown)
      }
    }
    expect(faultOf({ dims: { hight: 2 } })).toMatchObject({
      code: 'not-found',
      params: { id: 'hight' },
    })
    expect(
      faultOf({ dims: { height: 2 }, inputs: { y: { kind: 'random' } } })?.params,
    ).toMatchObject({
      id: 'y',
    })
    expect(faultOf({})).toMatchObject({ code: 'input-dims-unknown', params: { dims: 'height' } })
    expect(plannedModel({}, { ...record, dims: { height: 8 } }, () => null).dims).toEqual({
      height: 8,
    })
  })
})

describe('the published JSON Schema', () => {
  it('is the one of the code', async () => {
    const schema = z.toJSONSchema(planFileSchema, { io: 'input', target: 'draft-7' })
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(schemaPath)
  })

  const published = () => z.fromJSONSchema(JSON.parse(readFileSync(schemaPath, 'utf8')))

  it.each(readdirSync(examples))('holds for %s', (file) => {
    const text = readFileSync(resolve(examples, file), 'utf8')
    expect(() => parsePlanFile(text, file)).not.toThrow()
    expect(published().safeParse(parseDocument(text).toJS()).error).toBeUndefined()
  })

  it('holds for the example in docs, and for every plan that is written', () => {
    const schema = published()
    expect(schema.safeParse(parseDocument(documentedPlan()).toJS()).error).toBeUndefined()
    fc.assert(
      fc.property(plan, (written) => {
        const records = recordsFor(written)
        const file = planFileOf(written, {
          path: '/plans/p.yaml',
          recordOf: (id) => records.get(id) ?? null,
          placeOf: () => 'p.inputs/x.npy',
        })
        const read = parseDocument(writePlanFile(file)).toJS()
        expect(schema.safeParse(read).error).toBeUndefined()
      }),
    )
  }, 60_000)

  it('says of every choice of keys what the program says of it', () => {
    const schema = published()
    const named = fc.record(
      {
        path: fc.constant('a.onnx'),
        zoo: fc.constant('bert-base'),
        sha256: fc.constant('a'.repeat(64)),
        name: fc.constant('a'),
        nmae: fc.constant('a'),
      },
      { requiredKeys: [] },
    )
    const file = fc.record(
      {
        benchtop: fc.constant(1),
        models: fc.array(named, { minLength: 1, maxLength: 2 }),
        mode: fc.constant('quick'),
        limits: fc.constant(modeLimits.normal),
        seed: fc.constant(3),
      },
      { requiredKeys: ['benchtop', 'models'] },
    )
    fc.assert(
      fc.property(file, (value) => {
        expect(schema.safeParse(value).success).toBe(planFileSchema.safeParse(value).success)
        const [model] = value.models
        if (model?.path !== undefined && model.zoo !== undefined)
          expect(schema.safeParse(value).success).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    { benchtop: 1, models: [{ path: 'a', zoo: 'bert-base' }] },
    { benchtop: 1, models: [{ name: 'a' }] },
    { benchtop: 1, models: [{ path: 'a', dimensions: {} }] },
    { benchtop: 1, models: [{ path: 'a' }], mode: 'quick', limits: modeLimits.quick },
    { benchtop: 2, models: [{ path: 'a' }] },
    { benchtop: 1, models: [] },
    { benchtop: 1, models: [{ path: 'a' }], thread: [1] },
    { benchtop: 1, models: [{ path: 'a', inputs: { x: 'sevens' } }] },
  ])('refuses %j', (value) => {
    expect(published().safeParse(value).success).toBe(false)
  })
})
