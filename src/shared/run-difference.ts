// What makes two runs differ besides the board and the points, so that a comparison warns its reader.
// What all of them share is left out; unknown is a value of its own.

import type { BoardFacts } from './board.ts'
import { type Limits, modeLimits, modeOf, noEnergyLimits, ownEnergy } from './limits.ts'
import { type Plan, pointsOf } from './plan.ts'
import { conditionWords } from './point-label.ts'
import type { RunView } from './run.ts'
import { runtimeVersions } from './runtime-version.ts'

export const differenceKinds = [
  'runtime',
  'node',
  'conditions',
  'bound',
  'repetitions',
  'limits',
  'seed',
  'kernel',
  'governor',
  'preflight',
] as const

export interface Difference {
  readonly what: (typeof differenceKinds)[number]
  /** One for each run, in their order; null is unknown. */
  readonly values: readonly (string | null)[]
}

interface DescribedRun {
  readonly record: { readonly plan: Plan }
  readonly view: Pick<RunView, 'facts' | 'preflight' | 'points'>
}

/** The name of the mode, or the limits themselves where they are nobody's. */
export function limitsWords(limits: Limits): string {
  const { minSamples, maxSamples, minMs, maxMs, warmupMaxMs, precision, sampleSize } = limits
  const mode = modeOf(limits)
  const own = ownEnergy(limits, mode === null ? noEnergyLimits : modeLimits[mode])
  return [
    mode ??
      `${minSamples}–${maxSamples} samples (${sampleSize}), ${minMs}–${maxMs} ms, ±${precision * 100} %, warm-up ≤ ${warmupMaxMs} ms`,
    ...(own.minEnergyMs === null ? [] : [`energy over ${own.minEnergyMs / 1_000} s`]),
    ...(own.idleMs === null ? [] : [`rest ${own.idleMs / 1_000} s`]),
  ].join(', ')
}

/** The governors of a board, each once; `none` where the kernel offers no frequency control. */
function governors({ cpuPolicies }: BoardFacts): string | null {
  if (cpuPolicies.length === 0) return 'none'
  const known = cpuPolicies.flatMap(({ governor }) => governor ?? [])
  return known.length === 0 ? null : [...new Set(known)].sort().join(', ')
}

/** Every set of conditions under which it measures, in English. */
function conditionsOf(plan: Plan): string {
  return [...new Set(pointsOf(plan).map(conditionWords))].sort().join('; ')
}

/** What spoke against measuring at its start and was accepted. */
function findingKinds(findings: NonNullable<RunView['preflight']>): string {
  return findings.length === 0
    ? 'none'
    : [...new Set(findings.map(({ kind }) => kind))].sort().join(', ')
}

/** The versions that ran its points, where one is known. */
function runtimes({ facts, points }: DescribedRun['view']): string | null {
  const versions = runtimeVersions({ facts, points })
  return versions.length === 0 ? null : `onnxruntime ${versions.join(', ')}`
}

const read: Readonly<Record<Difference['what'], (run: DescribedRun) => string | null>> = {
  runtime: ({ view }) => runtimes(view),
  node: ({ view }) => view.facts?.runtime.node ?? null,
  conditions: ({ record }) => conditionsOf(record.plan),
  bound: ({ record: { plan } }) =>
    plan.scenarios.includes('server') ? `p99 ≤ ${plan.server.boundMs} ms` : 'none',
  repetitions: ({ record }) => String(record.plan.repetitions),
  limits: ({ record }) => limitsWords(record.plan.limits),
  seed: ({ record }) => String(record.plan.seed),
  kernel: ({ view }) => view.facts?.os.kernel ?? null,
  preflight: ({ view }) => (view.preflight === null ? null : findingKinds(view.preflight)),
  governor: ({ view }) => (view.facts === null ? null : governors(view.facts)),
}

export function differencesOf(runs: readonly DescribedRun[]): readonly Difference[] {
  return differenceKinds
    .map((what) => ({ what, values: runs.map(read[what]) }))
    .filter(({ values }) => new Set(values).size > 1)
}
