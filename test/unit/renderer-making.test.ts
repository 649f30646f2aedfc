// Variants while they are made from the window: one after another, compared at once, and ended when nobody wants them.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cancelVariants, makeVariants, makingOf } from '../../src/renderer/state/variants.ts'
import { fault } from '../../src/shared/fault.ts'
import type { CallName, ModelRecord } from '../../src/shared/ipc.ts'
import { type Recipe, recipeSchema } from '../../src/shared/variant.ts'
import { modelRecord } from '../fixtures/runs.ts'

const original = 'a'.repeat(64)
const half = recipeSchema.parse({ precision: 'fp16' })
const dynamic = recipeSchema.parse({ precision: 'int8-dynamic' })
const int4 = recipeSchema.parse({ precision: 'int4' })

const made = (recipe: Recipe): ModelRecord => ({
  ...modelRecord(),
  sha256: recipe.precision,
  source: 'made',
  variant: {
    original,
    precision: recipe.precision,
    recipe,
    made: null,
    accuracy: null,
    thresholdCosine: 0.9,
  },
})

type Answer = (name: CallName, request: { recipe?: Recipe; sha256?: string }) => unknown

let calls: string[] = []

function answerWith(answer: Answer): void {
  calls = []
  const call = async (name: CallName, request: { recipe?: Recipe; sha256?: string }) => {
    calls.push([name, request.recipe?.precision ?? request.sha256].join(' '))
    return answer(name, request)
  }
  vi.stubGlobal('window', { benchtop: { call } })
}

const ok = (value: unknown) => ({ ok: true, value })

function usual(name: CallName, { recipe }: { recipe?: Recipe }) {
  return name === 'models.makeVariant' && recipe !== undefined
    ? ok(made(recipe))
    : ok(modelRecord())
}

describe('variants on their way', () => {
  beforeEach(() => answerWith(usual))
  afterEach(() => vi.unstubAllGlobals())

  it('are made one after another, each compared before the next', async () => {
    const seen: string[] = []
    const first = makeVariants(original, [half, dynamic], ({ sha256 }) => seen.push(sha256))
    const second = makeVariants(original, [int4])
    expect(makingOf(original).recipes).toEqual([half, dynamic, int4])
    await Promise.all([first, second])
    expect(calls).toEqual([
      'models.makeVariant fp16',
      'models.compareVariant fp16',
      'models.makeVariant int8-dynamic',
      'models.compareVariant int8-dynamic',
      'models.makeVariant int4',
      'models.compareVariant int4',
    ])
    expect(seen).toEqual(['fp16', 'int8-dynamic'])
    expect(makingOf(original)).toEqual({ recipes: [], failures: [] })
  })

  it('go on past one that fails, which is told until the next are asked for', async () => {
    answerWith((name, request) =>
      request.recipe?.precision === 'fp16'
        ? { ok: false, fault: fault('variant-nothing', { name: 'net', precision: 'fp16' }) }
        : usual(name, request),
    )
    await makeVariants(original, [half, dynamic])
    const { recipes, failures } = makingOf(original)
    expect(recipes).toEqual([])
    expect(failures.map(({ recipe }) => recipe)).toEqual([half])
    expect(calls).toContain('models.makeVariant int8-dynamic')
    await makeVariants(original, [int4])
    expect(makingOf(original).failures).toEqual([])
  })

  it('are not made once they are called off, which is no failure', async () => {
    let end = () => {}
    answerWith((name, request) => {
      if (name === 'models.cancelVariant') {
        end()
        return ok(null)
      }
      return request.recipe?.precision === 'fp16'
        ? new Promise((resolve) => {
            end = () => resolve({ ok: false, fault: fault('cancelled', {}) })
          })
        : usual(name, request)
    })
    const making = [makeVariants(original, [half, dynamic]), makeVariants(original, [int4])]
    await vi.waitFor(() => expect(calls).toEqual(['models.makeVariant fp16']))
    cancelVariants(original)
    await Promise.all(making)
    expect(calls).toEqual(['models.makeVariant fp16', 'models.cancelVariant '])
    expect(makingOf(original)).toEqual({ recipes: [], failures: [] })
  })

  it('are made where they were asked for after others were called off, though those have not ended', async () => {
    let end = () => {}
    answerWith((name, request) =>
      request.recipe?.precision === 'fp16' && calls.length === 1
        ? new Promise((resolve) => {
            end = () => resolve({ ok: false, fault: fault('cancelled', {}) })
          })
        : usual(name, request),
    )
    const off = makeVariants(original, [half, dynamic])
    await vi.waitFor(() => expect(calls).toHaveLength(1))
    cancelVariants(original)
    const wanted = makeVariants(original, [half, int4])
    end()
    await Promise.all([off, wanted])
    expect(calls).toEqual([
      'models.makeVariant fp16',
      'models.cancelVariant ',
      'models.makeVariant fp16',
      'models.compareVariant fp16',
      'models.makeVariant int4',
      'models.compareVariant int4',
    ])
    expect(makingOf(original)).toEqual({ recipes: [], failures: [] })
  })

  it('are not compared where they were called off as they were made', async () => {
    let end = () => {}
    answerWith((name, request) =>
      name === 'models.makeVariant' && request.recipe !== undefined
        ? new Promise((resolve) => {
            const answer = ok(made(request.recipe as Recipe))
            end = () => resolve(answer)
          })
        : usual(name, request),
    )
    const seen: string[] = []
    const making = makeVariants(original, [half], ({ sha256 }) => seen.push(sha256))
    await vi.waitFor(() => expect(calls).toHaveLength(1))
    cancelVariants(original)
    end()
    await making
    expect(calls).toEqual(['models.makeVariant fp16', 'models.cancelVariant '])
    expect(seen).toEqual([])
  })
})
