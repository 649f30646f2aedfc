import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Engine, Session, SessionOptions } from '../../../src/agent/engine/engine.ts'
import { fallbackWarnings, providerTruth } from '../../../src/agent/profile/pass.ts'
import { fixedSizes } from '../../../src/agent/session-setup.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { modeLimits } from '../../../src/shared/limits.ts'
import type { TensorInfo } from '../../../src/shared/model.ts'
import { pointSchema } from '../../../src/shared/plan.ts'
import { cpuProvider, defaultSettings } from '../../../src/shared/session-settings.ts'

const pointOf = (settings: object, dims: Record<string, number> = {}) =>
  pointSchema.parse({
    index: 4,
    model: { sha256: 'a'.repeat(64), name: 'model', dims },
    engine: 'ort-c',
    scenario: 'single-stream',
    settings: { ...defaultSettings, ...settings },
    batch: 3,
    threads: 1,
  })

const optionsOf = (settings: object): SessionOptions => ({
  threads: 1,
  modelName: 'model',
  batch: 3,
  settings: { ...defaultSettings, ...settings },
  dims: {},
  profilePrefix: null,
})

interface Script {
  /** What the profile of a session tells; thrown where it is an error. */
  readonly profile?: string | Error
}

/** An engine that runs nothing. */
function scriptedEngine({ profile = '' }: Script) {
  let runs = 0
  const engine: Engine = {
    id: 'ort-c',
    version: '0',
    providers: [cpuProvider],
    createSession: async (_, options) => {
      const session: Partial<Session> = {
        bind: () => undefined,
        runWithin: async () => {
          runs += 1
          return true
        },
        endProfile: () => {
          const path = `${options.profilePrefix}_2026.json`
          writeFileSync(path, profile instanceof Error ? 'torn' : profile)
          if (profile instanceof Error) throw profile
          return path
        },
        dispose: async () => undefined,
      }
      return session as Session
    },
  }
  return { engine, runs: () => runs }
}

describe('fixed sizes', () => {
  const inputs: readonly TensorInfo[] = [
    { name: 'ids', type: 'int64', dims: ['N', 'sequence'] },
    { name: 'mask', type: 'int64', dims: ['N', 'past + sequence', 4] },
    { name: 'odd', type: 'float', dims: ['N', ''] },
  ]
  const dims = { sequence: 5, past: 2, 'odd[1]': 9 }

  test('stand under the names of the file, the batch and computed ones too', async () => {
    const settings = { dimensions: 'fixed', optimization: 'all' }
    const sizes = await fixedSizes(async () => inputs, pointOf(settings, dims))
    expect(sizes).toEqual({ N: 3, sequence: 5, 'past + sequence': 7 })
  })

  test('nobody reads the file where dimensions stay open', async () => {
    const read = vi.fn(async () => inputs)
    expect(await fixedSizes(read, pointOf({}, dims))).toEqual({})
    expect(read).not.toHaveBeenCalled()
  })
})

describe('the profiled pass', () => {
  const folder = mkdtempSync(join(tmpdir(), 'benchtop-profile-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  beforeEach(() => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name))
  })

  const event = (node: string, provider: string, dur: number) =>
    JSON.stringify({
      cat: 'Node',
      name: `${node}_kernel_time`,
      dur,
      args: { op_name: 'MatMul', provider, node_index: node },
    })
  const profile = [event('a', cpuProvider, 30), event('b', 'XnnpackExecutionProvider', 10)]
    .map((line) => `${line},\n`)
    .join('')

  const pass = async (
    script: Script,
    { provider = cpuProvider, repetition = 0, onceNs = 1e9 } = {},
  ) => {
    const scripted = scriptedEngine(script)
    let entered = 0
    const spec = {
      point: pointOf({ provider }),
      repetition,
      limits: modeLimits.quick,
      server: { boundMs: 100 },
      seed: 1,
      modelPath: 'm',
      scratchDir: folder,
      originNs: '0',
    }
    const providers = await providerTruth(spec, {
      engine: scripted.engine,
      options: optionsOf({ provider }),
      inputs: [],
      onceNs,
      enter: () => {
        entered += 1
      },
    })
    return { providers, entered, runs: scripted.runs() }
  }

  test('tells who ran the nodes, in a few inferences, and leaves nothing', async () => {
    writeFileSync(join(folder, 'journal.ndjson'), '')
    const { providers, runs, entered } = await pass({ profile: `[\n${profile}` })
    expect(providers).toMatchObject([
      { provider: cpuProvider, nodes: 1, timeShare: 0.75 },
      { provider: 'XnnpackExecutionProvider', nodes: 1, timeShare: 0.25 },
    ])
    expect(runs).toBeGreaterThan(0)
    expect(runs).toBeLessThanOrEqual(3)
    expect(entered).toBe(1)
    expect(readdirSync(folder)).toEqual(['journal.ndjson'])
  })

  test('one that fails takes nothing from what was measured', async () => {
    expect(await pass({ profile: new Error('no') })).toMatchObject({ providers: null })
    expect(readdirSync(folder)).toEqual([])
    expect(await pass({ profile: '[]' })).toMatchObject({ providers: null })
  })

  test('on the CPU one repetition speaks for all, and a slow load is not done twice', async () => {
    expect(await pass({ profile }, { repetition: 1 })).toMatchObject({
      providers: null,
      entered: 0,
    })
    expect(await pass({ profile }, { onceNs: 60e9 })).toMatchObject({ providers: null, entered: 0 })
  })

  test('another provider is looked at each time, however long it takes', async () => {
    const provider = 'XnnpackExecutionProvider'
    expect((await pass({ profile }, { provider, repetition: 1 })).providers).toHaveLength(2)
    expect((await pass({ profile }, { provider, onceNs: 60e9 })).providers).toHaveLength(2)
  })
})

describe('what is said of the provider that was asked for', () => {
  const share = (provider: string, nodes: number) => ({ provider, nodes, timeShare: 0.5 })
  const cuda = 'CUDAExecutionProvider'
  const warnings = (provider: string, ...shares: ReturnType<typeof share>[]) =>
    fallbackWarnings(shares, optionsOf({ provider }))

  test('nothing where it took all, or the CPU was asked for', () => {
    expect(warnings(cuda, share(cuda, 12))).toEqual([])
    expect(warnings(cpuProvider, share(cpuProvider, 12))).toEqual([])
  })

  test('a warning with counts where it took some', () => {
    expect(warnings(cuda, share(cpuProvider, 9), share(cuda, 3))).toEqual([
      { kind: 'partial-fallback', provider: cuda, nodes: 3, total: 12 },
    ])
  })

  test('a warning where it could not be told', () => {
    expect(fallbackWarnings(null, optionsOf({ provider: cuda }))).toEqual([
      { kind: 'provider-unverified', provider: cuda },
    ])
    expect(fallbackWarnings(null, optionsOf({}))).toEqual([])
  })

  test('a fault where it took none: the figures would be another’s', () => {
    expect(() => warnings(cuda, share(cpuProvider, 9))).toThrow(FaultError)
    expect(() => warnings(cuda, share(cpuProvider, 9), share(cuda, 0))).toThrow(FaultError)
  })
})
