// What is typed into the window: a sweep's draft, a board's address, a search; and the languages' sentences.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BoardForm,
  boardFormOf,
  checkBoardForm,
  emptyBoardForm,
} from '../../src/renderer/views/boards/boardForm.ts'
import { quickLook } from '../../src/renderer/views/boards/quickLook.ts'
import { matchesSearch } from '../../src/renderer/views/results/search.ts'
import {
  axisValues,
  draftOf,
  lacksOf,
  modeOf,
  planOf,
  type SweepDraft,
} from '../../src/renderer/views/sweep/draft.ts'
import type { SshAddress } from '../../src/shared/login.ts'
import { modeLimits, planSchema } from '../../src/shared/plan.ts'
import { modelRecord } from '../fixtures/runs.ts'

const model = modelRecord
const { sha256 } = modelRecord()
const draft: SweepDraft = {
  boardId: 'pi',
  sha256,
  dims: {},
  batches: [1, 2],
  threads: [4],
  mode: 'normal',
}

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
        const plan = planOf({ ...draft, batches }, model(), 1)
        return batches.length === 0 ? plan === null : planSchema.safeParse(plan).success
      }),
    )
  })

  it('is a plan only when nothing is missing', () => {
    expect(planOf(draft, model(), 7)).toMatchObject({
      batches: [1, 2],
      threads: [4],
      seed: 7,
      limits: modeLimits.normal,
    })
    expect(lacksOf({ ...draft, boardId: null, batches: [] }, null)).toEqual([
      'board',
      'model',
      'batches',
    ])
    expect(planOf({ ...draft, threads: [] }, model(), 7)).toBeNull()
  })

  it('asks for every open dimension and leaves others out of the plan', () => {
    const open = model({ openDims: ['height', 'width'] })
    expect(lacksOf({ ...draft, dims: { height: 4 } }, open)).toEqual(['dims'])
    const plan = planOf({ ...draft, dims: { height: 4, width: 8, stale: 3 } }, open, 1)
    expect(plan?.models[0]?.dims).toEqual({ height: 4, width: 8 })
  })

  it('measures a model of fixed batch at that batch', () => {
    expect(planOf({ ...draft, batches: [] }, model({ batch: 3 }), 1)?.batches).toEqual([3])
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
      sha256,
      dims: { width: 8 },
      batches: [3],
      threads: [2],
      mode: 'normal',
    })
    const other = { ...model(), sha256: 'b'.repeat(64) }
    expect(draftOf(plan, 'pi', [other])).toMatchObject({ sha256: other.sha256, dims: {} })
    expect(draftOf(undefined, null, []).sha256).toBeNull()
    expect(modeOf(plan)).toBe('normal')
  })

  it('of this computer is a plan that the contract takes', () => {
    expect(planSchema.parse(quickLook({ sha256, name: 'net' }, 2, 1)).threads).toEqual([2])
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
