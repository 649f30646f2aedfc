// What is typed into the window: a sweep's draft, a board's address, a search; and the languages' sentences.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BoardForm,
  boardFormOf,
  checkBoardForm,
  emptyBoardForm,
} from '../../src/renderer/views/boards/boardForm.ts'
import { quickLook, quickLookMs } from '../../src/renderer/views/boards/quickLook.ts'
import { guessedSettings, settingsOf } from '../../src/renderer/views/inputs/picture.ts'
import { matchesSearch } from '../../src/renderer/views/results/search.ts'
import { checksOf, factsOf } from '../../src/renderer/views/sweep/checks.ts'
import { chosenModels, draftModel } from '../../src/renderer/views/sweep/chosen.ts'
import {
  axisValues,
  draftOf,
  draftOfPlan,
  lacksOf,
  planOf,
  type SweepDraft,
} from '../../src/renderer/views/sweep/draft.ts'
import { latencyGuess } from '../../src/renderer/views/sweep/history.ts'
import {
  findingKey,
  mergedFindings,
  notAccepted,
} from '../../src/renderer/views/sweep/preflight.ts'
import { presetNames, presetOf, threadSteps } from '../../src/renderer/views/sweep/presets.ts'
import { previewRows } from '../../src/renderer/views/sweep/previewRows.ts'
import { settingChoices } from '../../src/renderer/views/sweep/settingChoices.ts'
import { coresIn, coresText } from '../../src/shared/core-list.ts'
import type { PreflightFinding } from '../../src/shared/environment.ts'
import { estimateMs } from '../../src/shared/estimate.ts'
import type { BoardView, RunRecord } from '../../src/shared/ipc.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import type { SshAddress } from '../../src/shared/login.ts'
import { planSchema, pointsOf } from '../../src/shared/plan.ts'
import { modelRecord } from '../fixtures/runs.ts'

const model = modelRecord
const { sha256 } = modelRecord()
const chosen = (dims: Readonly<Record<string, number>> = {}) =>
  draftModel({ sha256, dims, inputs: {} })
const draft: SweepDraft = {
  ...draftOf(undefined, 'pi', []),
  models: [chosen()],
  batches: [1, 2],
  threads: [4],
  limits: 'normal',
  seed: 7,
}
/** An input [N, channels, height, width] with the last two left open. */
const image = () =>
  model({
    inputs: [{ name: 'x', type: 'float', dims: ['N', 3, 'height', 'width'] }],
    openDims: ['height', 'width'],
  })

describe('a sweep', () => {
  it('takes whole numbers in range, each once, ascending', () => {
    expect(axisValues(['4', ' 1 ', '4', 'x', '-2', '0', '1.5', '1e3', '70000'], 65_536)).toEqual([
      1, 4,
    ])
  })

  it('always makes axes that the contract takes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat().map(String))), (typed) => {
        const batches = axisValues(typed, 65_536)
        const plan = planOf({ ...draft, batches }, [model()])
        return batches.length === 0 ? plan === null : planSchema.safeParse(plan).success
      }),
    )
  })

  it('is a plan only when nothing is missing', () => {
    expect(planOf(draft, [model()])).toMatchObject({
      batches: [1, 2],
      threads: [4],
      seed: 7,
      limits: modeLimits.normal,
    })
    expect(planOf({ ...draft, seed: 3 }, [model()])?.seed).toBe(3)
    expect(lacksOf({ ...draft, boardId: null, batches: [] }, [])).toEqual([
      'board',
      'models',
      'batches',
    ])
    expect(planOf({ ...draft, threads: [] }, [model()])).toBeNull()
  })

  it('asks for every open size and leaves others out of the plan', () => {
    const half = { ...draft, models: [chosen({ height: 4 })] }
    expect(lacksOf(half, [image()])).toEqual(['sizes'])
    const whole = { ...draft, models: [chosen({ height: 4, width: 8, stale: 3 })] }
    expect(planOf(whole, [image()])?.models[0]).toMatchObject({
      name: 'net',
      dims: { height: 4, width: 8 },
    })
  })

  it('tells one model at several sizes apart by the sizes that differ', () => {
    const sizes = [chosen({ height: 4, width: 8 }), chosen({ height: 4, width: 16 })]
    const plan = planOf({ ...draft, models: sizes }, [image()])
    expect(plan?.models.map(({ name }) => name)).toEqual(['net (width 8)', 'net (width 16)'])
  })

  it('plans the whole numbers that a model can take, unless others were chosen', () => {
    const text = model({
      inputs: [{ name: 'input_ids', type: 'int64', dims: ['N', 8] }],
      inputRanges: { input_ids: { low: 0, high: 99 } },
    })
    expect(planOf(draft, [text])?.models[0]?.inputs).toEqual({
      input_ids: { kind: 'random', low: 0, high: 99 },
    })
    const ones = { input_ids: { kind: 'number', value: 1 } } as const
    const own = { ...draft, models: [draftModel({ sha256, dims: {}, inputs: ones })] }
    expect(planOf(own, [text])?.models[0]?.inputs).toEqual(ones)
  })

  it('measures a model of fixed batch at that batch, unless another model can choose', () => {
    const fixed = model({ batch: 3 })
    expect(planOf({ ...draft, batches: [] }, [fixed])?.batches).toEqual([3])
    const other = { ...model(), sha256: 'b'.repeat(64) }
    const both = { ...draft, models: [chosen(), draftModel(other)] }
    expect(planOf(both, [fixed, other])?.batches).toEqual([1, 2])
  })

  it('begins as the last plan left it, with another model where its own is gone', () => {
    const plan = planSchema.parse({
      models: [{ sha256, name: 'net', dims: { width: 8 } }],
      batches: [3],
      threads: [2],
      limits: modeLimits.normal,
      seed: 1,
    })
    expect(draftOf(plan, 'pi', [model()])).toMatchObject({
      models: [{ sha256, dims: { width: 8 } }],
      batches: [3],
      threads: [2],
      limits: 'normal',
    })
    const other = { ...model(), sha256: 'b'.repeat(64) }
    expect(draftOf(plan, 'pi', [other]).models).toMatchObject([{ sha256: other.sha256, dims: {} }])
    expect(draftOf(undefined, null, []).models).toEqual([])
    const own = { ...modeLimits.quick, maxMs: 5_000 }
    expect(draftOfPlan({ ...plan, limits: own }, null, []).limits).toEqual(own)
  })

  it('of this computer is a plan that the contract takes', () => {
    expect(planSchema.parse(quickLook({ sha256, name: 'net' }, 2)).threads).toEqual([2])
    expect(quickLookMs()).toBeGreaterThan(0)
  })

  it('gives back every term of a plan that fills it', () => {
    const plan = planSchema.parse({
      models: [{ sha256, name: 'net' }],
      scenarios: ['offline', 'server'],
      settings: { arena: [true, false], placement: ['all', [1]], provider: ['XExecutionProvider'] },
      batches: [1, 2],
      threads: [2],
      engines: ['onnxruntime-node', 'ort-c'],
      repetitions: 9,
      ladder: { latencyBoundMs: 5 },
      server: { boundMs: 20 },
      coolDown: { kind: 'time', ms: 1000 },
      limits: { ...modeLimits.normal, precision: 0.005 },
      seed: 3,
    })
    expect(planOf(draftOfPlan(plan, 'pi', [model()]), [model()])).toEqual(plan)
  })

  it('says where it has too many points, and has no ladder where the batch is fixed', () => {
    const many = Array.from({ length: 64 }, (_, index) => index + 1)
    const wide = {
      ...draft,
      batches: many,
      threads: many,
      scenarios: ['offline', 'server'],
    } as const
    const over = { ...wide, scenarios: [...wide.scenarios, 'single-stream' as const] }
    expect(lacksOf({ ...over, scenarios: [...over.scenarios] }, [model()])).toEqual(['fewerPoints'])
    expect(lacksOf({ ...wide, scenarios: [...wide.scenarios] }, [model()])).toEqual([])
    const ladder = { ...draft, ladder: { latencyBoundMs: null } }
    expect(planOf(ladder, [model({ batch: 3 })])?.ladder).toBeNull()
    expect(planOf(ladder, [model()])?.ladder).toEqual({ latencyBoundMs: null })
  })

  it('is shown row by row, named by what varies alone', () => {
    const plan = planSchema.parse({
      models: [{ sha256, name: 'net' }],
      scenarios: ['offline', 'server'],
      settings: { arena: [true, false], spinning: [false] },
      batches: [1],
      threads: [1, 2],
      limits: modeLimits.quick,
      seed: 1,
    })
    const rows = previewRows(plan)
    expect(rows).toHaveLength(8)
    expect(rows.every(({ engine }) => engine === null)).toBe(true)
    expect(rows[0]).toMatchObject({ scenario: 'offline', named: ['arena'], threads: 1 })
    const one = previewRows({ ...plan, threads: [2] })
    expect(one.every(({ threads }) => threads === null)).toBe(true)
    const plain = { ...plan, scenarios: ['offline' as const], threads: [2] }
    const settings = { ...plan.settings, arena: [true] }
    expect(previewRows({ ...plain, settings })).toMatchObject([{ scenario: null, threads: 2 }])
  })

  it('begins from every preset as a plan that the contract takes, whatever stood before', () => {
    const clocks = { governors: ['performance', 'powersave'], khz: [1_000_000, 2_000_000] }
    for (const first of presetNames)
      for (const name of presetNames) {
        const plan = planOf(
          { ...draft, ...presetOf(first, 4, clocks), ...presetOf(name, 4, clocks), threads: [4] },
          [model()],
        )
        expect(plan?.ladder !== null).toBe(name === 'doesItFit')
        const ranks = ['trustworthy', 'engines', 'precisions'].includes(name)
        expect(plan?.repetitions).toBe(ranks ? 9 : 1)
      }
  })

  it('takes cores as people write them', () => {
    expect(coresIn('4-7, 0')).toEqual([4, 5, 6, 7, 0])
    expect(coresIn('3+1-2')).toEqual([3, 1, 2])
    for (const text of ['', 'big', '7-4', '1-', '-1', '1.5']) expect(coresIn(text)).toBeNull()
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 20 }), (cores) => {
        expect(coresIn(coresText(cores))).toEqual(cores.toSorted((a, b) => a - b))
      }),
    )
  })

  it('scales threads by doubling, up to all cores', () => {
    expect(threadSteps(1)).toEqual([1])
    expect(threadSteps(6)).toEqual([1, 2, 4, 6])
    expect(threadSteps(8)).toEqual([1, 2, 4, 8])
  })

  it('counts cores only where they are known', () => {
    expect(presetOf('threadScaling', null)).toBeNull()
    expect(presetOf('threadScaling', 4)?.threads).toEqual([1, 2, 4])
    expect(presetOf('quickLook', null)?.threads).toEqual(presetOf('quickLook', 4)?.threads)
  })
})

describe('the checks before a sweep', () => {
  const facts = {
    cpu: { availableCores: 2, logicalCores: 2 },
    memoryBytes: 1000,
    cpuPolicies: [],
    clusters: [],
    runtime: { providers: ['CPUExecutionProvider'] },
  }
  const ready = {
    board: { kind: 'ssh', id: 'pi', name: 'pi' },
    connection: { kind: 'ready', facts },
    lastFacts: facts,
  } as unknown as BoardView
  const check = (
    record = model(),
    board: BoardView = ready,
    part: Partial<SweepDraft> = {},
    underWay: readonly RunRecord[] = [],
  ) => {
    const whole = { ...draft, threads: [1], ...part }
    return checksOf(whole, chosenModels(whole, [record]), board, underWay)
  }

  it('say what the board is set to and how full it gets', () => {
    expect(check()).toEqual([])
    expect(check(model({ bytes: 700 })).map(({ kind }) => kind)).toEqual(['memory'])
  })

  it('mend what can be mended', () => {
    const crowded = check(model(), ready, { threads: [1, 4, 8] })[0]
    expect(crowded).toMatchObject({ kind: 'crowded', cores: 2, fix: { threads: [1, 2] } })
    const two = {
      ...draft,
      models: [chosen(), draftModel({ sha256: 'b'.repeat(64), dims: {}, inputs: {} })],
    }
    const records = [model({ batch: 1 }), { ...model(), sha256: 'b'.repeat(64) }]
    const checks = checksOf(two, chosenModels(two, records), null, [])
    expect(checks).toMatchObject([{ kind: 'batchFixed', failing: [2], fix: { batches: [1] } }])
  })

  it('find what can not work together, each with what leaves the rest', () => {
    const { settings } = draft
    const kindsOf = (part: Partial<SweepDraft>) =>
      check(model(), ready, part).map(({ kind }) => kind)
    const node = { engines: ['ort-c', 'onnxruntime-node'] } satisfies Partial<SweepDraft>
    expect(
      kindsOf({ settings: { ...settings, library: ['/x.so'], dimensions: ['fixed'] } }),
    ).toEqual([])
    expect(kindsOf({ ...node, settings: { ...settings, library: [null, '/x.so'] } })).toEqual([
      'libraryNode',
    ])
    expect(kindsOf({ ...node, settings: { ...settings, dimensions: ['fixed'] } })).toEqual([
      'dimensionsNode',
    ])
    const mended = (part: Partial<SweepDraft>) => {
      const found = check(model(), ready, part)[0]
      return found !== undefined && 'fix' in found
        ? check(model(), ready, { ...part, ...found.fix })
        : null
    }
    for (const part of [
      { ...node, settings: { ...settings, library: ['/x.so'] } },
      { scenarios: ['multi-stream'], batches: [1, 3, 8, 16] },
      { scenarios: ['multi-stream'], batches: [3] },
      { settings: { ...settings, placement: ['big'] } },
      { settings: { ...settings, placement: ['all', [0, 2]] } },
      { settings: { ...settings, provider: ['CUDAExecutionProvider'] } },
    ] satisfies Partial<SweepDraft>[]) {
      expect(check(model(), ready, part)).toHaveLength(1)
      expect(mended(part)).toEqual([])
    }
  })

  it('know cores of two kinds by their clocks', () => {
    const clusters = [
      { name: 'Cortex-A55', cpus: [0, 1], maxKhz: 1_800_000 },
      { name: 'Cortex-A76', cpus: [2, 3], maxKhz: 2_400_000 },
    ]
    const board = {
      ...ready,
      connection: { kind: 'ready', facts: { ...facts, clusters } },
    } as unknown as BoardView
    const placement: SweepDraft['settings']['placement'] = ['big', 'little', [1, 3]]
    expect(check(model(), board, { settings: { ...draft.settings, placement } })).toEqual([])
    expect(settingChoices(draft.settings, factsOf(board)).placement).toEqual([
      'all',
      'big',
      'little',
    ])
    expect(settingChoices(draft.settings, factsOf(ready)).placement).toEqual(['all'])
    const own = { ...draft.settings, placement }
    expect(settingChoices(own, null).placement).toEqual(['all', ...placement])
  })

  it('stop a sweep on a busy board, and name sizes that can not be', () => {
    const busy = check(model(), ready, {}, [{ id: 'r', boardId: 'pi' } as RunRecord])
    expect(busy[0]).toEqual({ kind: 'busy', run: 'r' })
    const past = model({
      inputs: [
        { name: 'x', type: 'float', dims: ['N', 'past'] },
        { name: 'y', type: 'float', dims: ['N', 'past - 2'] },
      ],
      openDims: ['past'],
    })
    const kinds = check(past, ready, { models: [chosen({ past: 1 })] }).map(({ kind }) => kind)
    expect(kinds).toContain('impossible')
  })
})

describe('what speaks against measuring now', () => {
  const governor = (policy: string, name = 'powersave'): PreflightFinding => ({
    kind: 'governor',
    policy,
    governor: name,
  })
  const load = (share: number): PreflightFinding => ({ kind: 'load', share, programs: [] })

  it('is one finding for all policies under a governor', () => {
    expect(
      mergedFindings([
        governor('policy0'),
        load(0.2),
        governor('policy4'),
        governor('policy6', 'x'),
      ]),
    ).toEqual([governor('policy0, policy4'), governor('policy6', 'x'), load(0.2)])
  })

  it('stays accepted while it is about the same thing, whatever its figure', () => {
    const accepted = new Set([load(0.2), governor('policy0')].map(findingKey))
    expect(notAccepted([load(0.9), governor('policy0')], accepted)).toEqual([])
    const hot: PreflightFinding = { kind: 'hot', zone: 'cpu', milliC: 80_000, limitMilliC: 85_000 }
    const fresh = [governor('policy0', 'ondemand'), governor('policy1'), hot]
    expect(notAccepted(fresh, accepted)).toEqual(fresh)
  })
})

describe('the estimate of a sweep', () => {
  const plan = planSchema.parse({
    models: [{ sha256, name: 'net', dims: { width: 8 } }],
    batches: [1, 8],
    threads: [2],
    limits: modeLimits.normal,
    seed: 1,
  })
  const [point] = pointsOf(plan)
  if (point === undefined) throw new Error('a plan has points')
  const run = (medianNs: number, createdMs: number, dims = point.model.dims) =>
    ({
      boardId: 'pi',
      createdMs,
      headline: { point: { ...point, model: { ...point.model, dims } }, medianNs },
    }) as unknown as RunRecord

  it('learns from the newest run of the same model, sizes and board', () => {
    const guess = latencyGuess([run(1e6, 1), run(2e6, 2), run(9e6, 3, { width: 4 })], 'pi')
    expect(guess(point)).toBe(2)
    expect(guess({ ...point, batch: 8, threads: 1 })).toBe(32)
    expect(latencyGuess([run(1e6, 1)], 'other')(point)).toBeNull()
  })

  it('gives a slow model the time that its least number of samples takes', () => {
    const slow = estimateMs(plan, () => 500)
    expect(slow).toBe(2 * (2_000 + 10_000 + 32_000))
    expect(estimateMs(plan, () => 60_000)).toBe(2 * (2_000 + 10_000 + 80_000))
    expect(estimateMs(plan, () => 0.1)).toBeLessThan(estimateMs(plan))
  })
})

describe('a picture as input', () => {
  it('is laid out as the model has it', () => {
    const input = (...dims: readonly (number | string)[]) => ({
      name: 'x',
      type: 'float',
      dims: [...dims],
    })
    expect(guessedSettings(input('N', 3, 224, 224))).toMatchObject({
      layout: 'nchw',
      channels: 'rgb',
    })
    expect(guessedSettings(input('N', 224, 224, 3))).toMatchObject({
      layout: 'nhwc',
      channels: 'rgb',
    })
    expect(guessedSettings(input(1, 1, 28, 28))).toMatchObject({ layout: 'nchw', channels: 'gray' })
  })

  it('has its scaling in the order of its channels', () => {
    expect(settingsOf('imagenet', 'rgb').mean).toEqual([0.485, 0.456, 0.406])
    expect(settingsOf('imagenet', 'bgr').mean).toEqual([0.406, 0.456, 0.485])
    expect(settingsOf('imagenet', 'gray').mean).toHaveLength(1)
    expect(settingsOf('unit', 'rgb')).toEqual({ mean: [0], std: [1] })
  })
})

describe('the form of a board', () => {
  const form: BoardForm = { ...emptyBoardForm, name: 'pi', host: 'pi.local', user: 'me' }
  const address: SshAddress = {
    host: 'pi.local',
    port: 22,
    user: 'me',
    login: { kind: 'auto' },
    via: [],
  }

  it('becomes a request where everything is right', () => {
    expect(checkBoardForm({ ...form, host: ' pi.local ' })).toEqual({
      ok: true,
      request: { name: 'pi', address },
    })
  })

  it('calls a board without a name by its host', () => {
    expect(checkBoardForm({ ...form, name: ' ' })).toMatchObject({
      ok: true,
      request: { name: 'pi.local' },
    })
  })

  it('says which fields are wrong, of the board and of each jump host', () => {
    expect(
      checkBoardForm({
        ...form,
        name: '',
        host: 'me@pi',
        port: 70_000,
        user: 'a b',
        login: 'key',
        via: [form, { ...form, host: '', login: 'key' }],
      }),
    ).toEqual({
      ok: false,
      wrong: new Set(['host', 'port', 'user', 'key', 'via.1.host', 'via.1.key']),
    })
    expect(checkBoardForm({ ...form, name: '', host: '' })).toEqual({
      ok: false,
      wrong: new Set(['host']),
    })
  })

  it('asks for a key only where one logs in by a key', () => {
    expect(checkBoardForm({ ...form, login: 'password', keyPath: '' }).ok).toBe(true)
    expect(checkBoardForm({ ...form, login: 'key', keyPath: '/key' })).toMatchObject({
      request: { address: { login: { kind: 'key', path: '/key' } } },
    })
  })

  it('gives an address back as it was, with what it does not show', () => {
    const whole: SshAddress = {
      ...address,
      login: { kind: 'agent', socket: '/run/agent' },
      hostKeyAlias: 'lab-pi',
      via: [{ host: 'gate', port: 2222, user: 'me', login: { kind: 'key', path: '~/.ssh/gate' } }],
    }
    expect(checkBoardForm(boardFormOf('pi', whole))).toEqual({
      ok: true,
      request: { name: 'pi', address: whole },
    })
  })
})

describe('a search', () => {
  it('finds every word somewhere, in any case and order', () => {
    expect(matchesSearch('PI resnet', ['ResNet-50', 'pi5'])).toBe(true)
    expect(matchesSearch('pi bert', ['ResNet-50', 'pi5'])).toBe(false)
    expect(matchesSearch('', ['anything'])).toBe(true)
  })
})
