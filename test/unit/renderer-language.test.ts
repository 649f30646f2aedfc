// The languages of the window: the same keys and places in each, and faults said without obeying what a board wrote.

import { createInstance } from 'i18next'
import { describe, expect, it } from 'vitest'
import { en } from '../../src/renderer/i18n/en.ts'
import { faultWords, preferredLanguage } from '../../src/renderer/i18n/index.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import { throughputTitle } from '../../src/renderer/views/run/chartTitles.ts'
import { verdictClause } from '../../src/renderer/views/run/Verdict.tsx'
import { fault, faultCodes } from '../../src/shared/fault.ts'
import { pointsOf } from '../../src/shared/plan.ts'
import { planOf } from '../fixtures/runs.ts'

function leaves(tree: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[path + key, value] as const]
    return typeof value === 'object' && value !== null ? leaves(value, `${path + key}.`) : []
  })
}

const places = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()

async function translator(language: 'en' | 'zh-CN') {
  const instance = createInstance()
  await instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  })
  return instance.t
}

describe('Chinese', () => {
  const english = new Map(leaves(en))
  const chinese = new Map(leaves(zhCN))

  it('has every key of English and no other', () => {
    const missing = [...english.keys()].filter((key) => !chinese.has(key))
    expect(missing).toEqual([])
    expect([...chinese.keys()].filter((key) => !english.has(key))).toEqual([])
  })

  it('fills the same places in every sentence', () => {
    const differing = [...chinese].filter(([key, text]) => {
      const own = english.get(key) ?? ''
      const singular = key.endsWith('_one')
      return !singular && places(text).join() !== places(own).join()
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })
})

describe('faults in words', () => {
  it('are the catalogue in English, for every code', async () => {
    const t = await translator('en')
    const sample = fault('connection-refused', { host: 'pi', port: 22 })
    expect(faultWords(t, sample)).toEqual({ message: sample.message, hint: sample.hint })
    for (const code of faultCodes)
      expect(faultWords(t, { ...sample, code, params: {} }).message).not.toBe('')
  })

  it('are said in the language of the reader', async () => {
    const t = await translator('zh-CN')
    const { message } = faultWords(t, fault('connection-refused', { host: 'pi', port: 22 }))
    expect(message).toBe('pi 拒绝了端口 22 上的连接。')
  })

  it('never obey what a board wrote into them', async () => {
    const t = await translator('en')
    const hostile = fault('host-unknown', { host: '$t(shell.light) {{port}}' })
    const meddling = { ...hostile, params: { ...hostile.params, lng: 'zh-CN', count: 2 } }
    expect(faultWords(t, meddling).message).toBe(
      'There is no host called $t(shell.light) {{port}}.',
    )
  })
})

describe('sentences', () => {
  it('count', async () => {
    const t = await translator('en')
    expect(verdictClause(t, { kind: 'failedPoints', count: 1 })).toBe('1 point failed')
    expect(verdictClause(t, { kind: 'failedPoints', count: 3 })).toBe('3 points failed')
    expect(verdictClause(t, { kind: 'capped', count: 2, widestPercent: 3.44 })).toBe(
      '2 were stopped by their caps, the widest at ±3.4 %',
    )
  })

  it('state the finding of a chart', async () => {
    const t = await translator('en')
    const [point] = pointsOf(planOf())
    if (point === undefined) throw new Error('a plan has points')
    const title = throughputTitle(t, {
      kind: 'gain',
      point: { ...point, threads: 4 },
      namesSeries: true,
      fromBatch: 1,
      batch: 8,
      throughputRatio: 3.1,
      latencyRatio: 2.6,
    })
    expect(title).toBe(
      'With 4 threads, batch 8 gives 3.1× the throughput of batch 1 for 2.6× the latency',
    )
  })

  it('begin in the language of the system unless another was chosen', () => {
    expect(preferredLanguage(undefined, ['zh-Hans-CN', 'en'])).toBe('zh-CN')
    expect(preferredLanguage(undefined, ['de'])).toBe('en')
    expect(preferredLanguage('en', ['zh-CN'])).toBe('en')
  })
})
