// What the options of `benchtop run` say of a plan besides its models; each replaces what a plan file says.

import { type Command, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { fail } from '../../shared/fault.ts'
import { defaultLadderMost, doublingsTo } from '../../shared/ladder.ts'
import {
  type Limits,
  longestRestMs,
  type Mode,
  modeLimits,
  modes,
  sampleSizes,
} from '../../shared/limits.ts'
import {
  type CoolDown,
  defaultBoundMs,
  defaultSeed,
  type EngineId,
  engineIds,
  type Plan,
  type planSchema,
  type Scenario,
  scenarios,
} from '../../shared/plan.ts'
import { type Precision, precisions } from '../../shared/precision.ts'
import {
  frequencies,
  governors,
  namesOf,
  positiveInteger,
  positiveIntegers,
  threadCounts,
  wholeNumber,
} from './options.ts'
import { type GivenSettings, libraries, providers, setting } from './setting-options.ts'

export interface PlanOptions {
  readonly batch?: number[]
  readonly threads?: 'all' | number[]
  readonly scenario?: Scenario[]
  readonly engine?: EngineId[]
  readonly governor?: (string | null)[]
  /** In kHz. */
  readonly frequency?: (number | null)[]
  readonly provider?: GivenSettings
  readonly library?: GivenSettings
  readonly set?: GivenSettings
  readonly repetitions?: number
  /** True: without a number of its own. */
  readonly ladder?: number | true
  readonly boundMs?: number
  readonly coolDown?: CoolDown
  readonly mode?: Mode
  readonly precision?: Precision[]
  /** A share: how well a point has to be known. */
  readonly knownTo?: number
  readonly sampleSize?: Limits['sampleSize']
  /** In milliseconds; see `limitsSchema`. */
  readonly energyWindow?: number
  readonly rest?: number
  readonly seed?: number
}

export function addPlanOptions(command: Command): Command {
  return command
    .option('-b, --batch <sizes>', 'batch sizes, such as 1,2,4', positiveIntegers)
    .option('-t, --threads <counts>', 'thread counts, such as 1,4, or all', threadCounts)
    .option('-s, --scenario <names>', `${scenarios.join(', ')}`, namesOf(scenarios))
    .option('-e, --engine <names>', `${engineIds.join(', ')}`, namesOf(engineIds))
    .option(
      '--governor <names>',
      'set while its points are measured and given back then, such as performance,schedutil; as-found leaves the board’s',
      governors,
    )
    .option(
      '--frequency <values>',
      'held while its points are measured, such as 1.2GHz,1.8GHz; as-found leaves the limits',
      frequencies,
    )
    .option('--provider <names>', 'execution providers, such as CUDA,CPU', providers)
    .option('--library <path>', 'a libonnxruntime on the board, or bundled, repeatable', libraries)
    .option(
      '--set <name=values>',
      'a setting of the session, such as arena=on,off or placement=big, repeatable',
      setting,
    )
    .option('-r, --repetitions <number>', 'processes that measure each point', positiveInteger)
    .option(
      '--ladder [largest]',
      `batches 1, 2, 4, … up to ${defaultLadderMost} or this, until one does not fit or is slower`,
      positiveInteger,
    )
    .option(
      '--bound-ms <ms>',
      'latency that the ladder and the scenario server have to hold',
      positiveNumber,
    )
    .option('--cool-down <time>', 'between measurements: 30s, below 60C, or none', coolDown)
    .option(
      '--mode <mode>',
      `${modes.join(', ')}: 3 s, 20 s, 10 min or 30 min a point`,
      (text) => namesOf(modes)(text)[0],
    )
    .option('-p, --precision <names>', `${precisions.join(', ')}`, namesOf(precisions))
    .option('--known-to <percent>', 'stop a point when it is known to this, such as 0.5%', percent)
    .addOption(
      new Option(
        '--sample-size <rule>',
        'least samples of a point: LoadGen’s early stopping, or its larger normal approximation',
      ).choices(sampleSizes),
    )
    .option(
      '--energy-window <time>',
      'measure for this long at the least on a board whose power is read, such as 60s; below 60s an energy is flagged as short',
      duration(3_600_000),
    )
    .option(
      '--rest <time>',
      'see the board at rest for this long before the first point of each clock, such as 30s, or none',
      duration(longestRestMs),
    )
    .option('--seed <number>', 'seed of input values, order and arrivals', wholeNumber)
}

function positiveNumber(text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('expected a number above 0')
  return value
}

function percent(text: string): number {
  const value = Number(text.replace(/%$/, '')) / 100
  if (!(value >= 0.0001 && value <= 1))
    throw new InvalidArgumentError('expected a share from 0.01 to 100 %, such as 0.5%')
  return value
}

/** Milliseconds, no more than `mostMs`. */
function duration(mostMs: number): (text: string) => number {
  return (text) => {
    if (text === 'none') return 0
    const [, number, unit] = /^(\d{1,4}(?:\.\d{1,3})?)(s|min)$/.exec(text) ?? []
    const ms = Math.round(Number(number) * (unit === 'min' ? 60_000 : 1_000))
    if (!(ms >= 0 && ms <= mostMs))
      throw new InvalidArgumentError(`expected 60s, 2min or none, ${mostMs / 1_000}s at the most`)
    return ms
  }
}

const longestCoolDownMs = 600_000

function coolDown(text: string): CoolDown {
  if (text === 'none') return { kind: 'none' }
  const [, number, unit] = /^(\d{1,4}(?:\.\d{1,3})?)(s|C)$/.exec(text) ?? []
  const thousandths = Math.round(Number(number) * 1000)
  if (unit === 's' && thousandths > 0 && thousandths <= 3_600_000)
    return { kind: 'time', ms: thousandths }
  if (unit === 'C' && thousandths >= 1_000 && thousandths <= 150_000)
    return { kind: 'temperature', belowMilliC: thousandths, maxMs: longestCoolDownMs }
  throw new InvalidArgumentError('expected 30s, 60C or none')
}

function limitsOf(
  base: Plan | null,
  { mode, knownTo, sampleSize, energyWindow, rest }: PlanOptions,
): Limits {
  const limits = mode === undefined && base !== null ? base.limits : modeLimits[mode ?? 'quick']
  return {
    ...limits,
    ...(knownTo === undefined ? {} : { precision: knownTo }),
    ...(sampleSize === undefined ? {} : { sampleSize }),
    ...(energyWindow === undefined ? {} : { minEnergyMs: energyWindow }),
    ...(rest === undefined ? {} : { idleMs: rest }),
  }
}

/** Batches that are given as steps of a ladder are its steps; else it doubles. */
function batchesOf(base: Plan | null, { batch, ladder }: PlanOptions) {
  if (ladder !== undefined)
    return {
      batches: batch ?? [...doublingsTo(ladder === true ? defaultLadderMost : ladder)],
      ladder: { latencyBoundMs: base?.ladder?.latencyBoundMs ?? null },
    }
  if (batch !== undefined || base === null) return { batches: batch ?? [1, 2, 4], ladder: null }
  return { batches: base.batches, ladder: base.ladder }
}

function bounded<T extends Pick<Plan, 'ladder' | 'server' | 'scenarios'>>(
  plan: T,
  boundMs: number | undefined,
): T {
  if (boundMs === undefined) return plan
  const hasServer = plan.scenarios.includes('server')
  if (plan.ladder === null && !hasServer)
    fail('bad-request', { reason: '--bound-ms is of a ladder or of the scenario server' })
  return {
    ...plan,
    ladder: plan.ladder === null ? null : { latencyBoundMs: boundMs },
    server: hasServer ? { boundMs } : plan.server,
  }
}

/** `isAll`: a plan file asks for every core, of which the board has this many. */
export function withPlanOptions(
  base: Plan | null,
  options: PlanOptions,
  { cores, isAll }: { readonly cores: number; readonly isAll: boolean },
): Omit<z.input<typeof planSchema>, 'models'> {
  const { threads = isAll ? 'all' : base?.threads } = options
  return bounded(
    {
      ...base,
      ...batchesOf(base, options),
      scenarios: options.scenario ?? base?.scenarios ?? ['single-stream' as const],
      engines: options.engine ?? base?.engines,
      governors: options.governor ?? base?.governors,
      frequenciesKhz: options.frequency ?? base?.frequenciesKhz,
      settings: { ...base?.settings, ...options.provider, ...options.library, ...options.set },
      repetitions: options.repetitions ?? base?.repetitions,
      server: base?.server ?? { boundMs: defaultBoundMs },
      coolDown: options.coolDown ?? base?.coolDown,
      threads: threads === undefined || threads === 'all' ? [cores] : threads,
      limits: limitsOf(base, options),
      seed: options.seed ?? base?.seed ?? defaultSeed,
    },
    options.boundMs,
  )
}
