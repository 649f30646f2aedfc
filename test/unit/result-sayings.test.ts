// What a result says of itself: every saying has words in both languages, and every place of them is filled.

import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import { en } from '../../src/renderer/i18n/en.ts'
import { said } from '../../src/renderer/i18n/sayings.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import type { InvalidReason } from '../../src/shared/environment.ts'
import { measurementSchema, stopReasons, type Warning } from '../../src/shared/measurement.ts'
import {
  englishOf,
  invalidSaying,
  type Saying,
  settingSaying,
  settingSayings,
  skipSaying,
  stopSaying,
  warningSaying,
} from '../../src/shared/result-sayings.ts'
import {
  defaultSettings,
  type SessionSettings,
  settingNames,
} from '../../src/shared/session-settings.ts'
import { endedRun } from '../fixtures/measured-runs.ts'

async function translator(language: 'en' | 'zh-CN') {
  const instance = createInstance()
  await instance.init({
    lng: language,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  })
  return instance.t
}

const warnings: readonly Warning[] = [
  { kind: 'slow-first-run', ratio: 12 },
  { kind: 'noisy', variation: 0.0312 },
  { kind: 'bimodal', peaksNs: [3e6, 2e6] },
  { kind: 'drift', ratio: 1.05 },
  { kind: 'drift', ratio: 0.95 },
  { kind: 'not-warm' },
  { kind: 'outliers', severe: 3 },
  { kind: 'partial-fallback', provider: 'CUDAExecutionProvider', nodes: 3, total: 9 },
  { kind: 'provider-unverified', provider: 'CUDAExecutionProvider' },
  { kind: 'repetitions-left-out', count: 1 },
]

const reasons: readonly InvalidReason[] = [
  { kind: 'foreign-load', share: 0.071 },
  { kind: 'instrument-load', share: 0.1 },
  { kind: 'throttled', source: 'thermal' },
  {
    kind: 'governor-changed',
    policy: 'policy0',
    from: 'performance',
    to: '{{source}} $t(nav.boards)',
  },
  {
    kind: 'limits-changed',
    policy: 'policy4',
    from: { minKhz: 408_000, maxKhz: 2_400_000 },
    to: { minKhz: 408_000, maxKhz: 1_200_000 },
  },
  { kind: 'battery-charging', source: 'battery BAT0' },
]

const [measured] = endedRun('a', () => ({ medianNs: 1e6 })).view.points
const measurement = () => {
  if (measured?.state.kind !== 'ended' || measured.state.outcome.kind !== 'measured')
    throw new Error('the fixture is measured')
  return measurementSchema.parse(measured.state.outcome.measurement)
}

const unusual: SessionSettings = {
  library: '/opt/libonnxruntime.so',
  provider: 'CUDAExecutionProvider',
  execution: 'parallel',
  optimization: 'basic',
  arena: false,
  spinning: false,
  placement: [4, 5],
  dimensions: 'fixed',
}

const sayings: readonly Saying[] = [
  ...[...warnings.map(warningSaying), ...reasons.map(invalidSaying)].flatMap((advice) => [
    advice.says,
    advice.hint,
  ]),
  ...(['does-not-fit', 'latency-bound', 'throughput-fell', 'failed'] as const).map((because) =>
    skipSaying({ kind: 'ladder-ended', batch: 8, because }),
  ),
  ...stopReasons.flatMap((stop) => [
    stopSaying({ ...measurement(), stop }),
    stopSaying({
      ...measurement(),
      stop,
      headline: { kind: 'latency', quantile: 'p90', value: 100, interval: { low: 99, high: 101 } },
    }),
  ]),
  ...settingNames.flatMap((name) => [
    settingSaying(defaultSettings, name),
    settingSaying(unusual, name),
  ]),
]

test('every saying has words in both languages, with every place of them filled', async () => {
  const [english, chinese] = [await translator('en'), await translator('zh-CN')]
  for (const saying of sayings) {
    expect(said(english, saying)).toBe(englishOf(saying))
    expect(englishOf(saying)).not.toBe(saying.key)
    expect(said(chinese, saying)).not.toBe('')
    const own = (text: string) => text.replace('{{source}} $t(nav.boards)', '')
    expect(own(said(chinese, saying)) + own(englishOf(saying))).not.toMatch(/\{\{/)
  }
})

test('words of a board fill a place and are never obeyed', () => {
  const governor = reasons[3]
  if (governor === undefined) throw new Error('no such reason')
  expect(englishOf(invalidSaying(governor).says)).toBe(
    'The governor of policy0 changed from performance to {{source}} $t(nav.boards).',
  )
})

test('shares are said in percent, times with their unit, and a drift by its direction', () => {
  const says = (warning: Warning) => englishOf(warningSaying(warning).says)
  expect(says({ kind: 'noisy', variation: 0.0312 })).toContain('3.12 %')
  expect(says({ kind: 'bimodal', peaksNs: [3e6, 2e6] })).toContain('2.00 ms and 3.00 ms')
  expect(says({ kind: 'drift', ratio: 1.05 })).toMatch(/^Latency rose by 5.00 %/)
  expect(says({ kind: 'drift', ratio: 0.95 })).toMatch(/^Latency fell by 5.00 %/)
})

test('a label names the settings that are not at their default, and only those', () => {
  expect(settingSayings({ settings: { ...defaultSettings } })).toEqual([])
  expect(settingSayings({ settings: unusual }).map(englishOf)).toEqual([
    'library /opt/libonnxruntime.so',
    'CUDA',
    'parallel',
    'optimisation basic',
    'arena off',
    'spinning off',
    'cores 4, 5',
    'sizes fixed',
  ])
})

test('the half-width of a stop is that of the headline, and it is not made up', () => {
  expect(englishOf(stopSaying({ ...measurement(), stop: 'time-cap' }))).toBe(
    'stopped by the cap of time, without an interval',
  )
  const known = {
    kind: 'latency' as const,
    quantile: 'p90' as const,
    value: 200,
    interval: { low: 199, high: 202 },
  }
  expect(englishOf(stopSaying({ ...measurement(), stop: 'precision', headline: known }))).toBe(
    'stopped at ±0.75 %',
  )
})
