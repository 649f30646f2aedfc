// The axes and terms of a plan, between the plan and the file: a file says as little as it can, and what it does not
// say stands at its default.

import type { z } from 'zod'
import { frequencyText, khzIn } from '../../shared/frequency-text.ts'
import { defaultLadderMost, doublingsTo } from '../../shared/ladder.ts'
import {
  type Limits,
  limitsSchema,
  type Mode,
  modeLimits,
  modeOf,
  modes,
  ownEnergy,
} from '../../shared/limits.ts'
import { type CoolDown, defaultBoundMs, type Plan, planSchema } from '../../shared/plan.ts'
import type { PlanFile } from '../../shared/plan-file.ts'
import {
  asFound,
  bundledLibrary,
  type CoolDownInFile,
  type EnergyInFile,
  type LimitsInFile,
  type SettingsInFile,
} from '../../shared/plan-file-axes.ts'
import {
  defaultSettings,
  type SessionAxes,
  type SettingName,
  sessionAxesSchema,
  settingNames,
} from '../../shared/session-settings.ts'

const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value])

const oneOrList = <T>(values: readonly T[]): T | T[] =>
  values.length === 1 ? (values[0] as T) : [...values]

const isOn = (value: boolean | 'on' | 'off') => value === true || value === 'on'
const libraryIn = (text: string) => (text === bundledLibrary ? null : text)

/** `[4, 5]` is one placement on two cores; `[[4], [5]]` are two. */
function placementsIn(given: NonNullable<SettingsInFile['placement']>): unknown[] {
  const isOne = typeof given === 'string' || given.every((core) => typeof core === 'number')
  return isOne ? [given] : given
}

function axesIn(settings: SettingsInFile = {}): SessionAxes {
  const { library, arena, spinning, placement, ...named } = settings
  const lists = Object.entries(named).map(([name, value]) => [name, listOf(value)])
  return sessionAxesSchema.parse({
    ...Object.fromEntries(lists),
    ...(library === undefined ? {} : { library: listOf(library).map(libraryIn) }),
    ...(arena === undefined ? {} : { arena: listOf(arena).map(isOn) }),
    ...(spinning === undefined ? {} : { spinning: listOf(spinning).map(isOn) }),
    ...(placement === undefined ? {} : { placement: placementsIn(placement) }),
  })
}

function settingInFile(name: SettingName, axes: SessionAxes): unknown {
  const words = axes[name].map((value) => {
    if (name === 'library') return value ?? bundledLibrary
    return typeof value === 'boolean' ? (value ? 'on' : 'off') : value
  })
  return oneOrList(words)
}

/** Those that are not at their default alone. */
function settingsInFile(axes: SessionAxes): SettingsInFile | null {
  const named = settingNames.filter(
    (name) => JSON.stringify(axes[name]) !== JSON.stringify([defaultSettings[name]]),
  )
  if (named.length === 0) return null
  return Object.fromEntries(named.map((name) => [name, settingInFile(name, axes)]))
}

const clockIn = <T>(text: string, read: (text: string) => T): T | null =>
  text === asFound ? null : read(text)

function clocksIn({ governors, frequencies }: PlanFile) {
  return {
    governors:
      governors === undefined
        ? undefined
        : listOf(governors).map((name) => clockIn(name, (known) => known)),
    frequenciesKhz:
      frequencies === undefined
        ? undefined
        : listOf(frequencies).map((text) => clockIn(text, khzIn)),
  }
}

function clocksInFile({
  governors,
  frequenciesKhz,
}: Plan): Pick<PlanFile, 'governors' | 'frequencies'> {
  const isFound = (values: readonly unknown[]) => values.every((value) => value === null)
  return {
    ...(isFound(governors)
      ? {}
      : { governors: oneOrList(governors.map((name) => name ?? asFound)) }),
    ...(isFound(frequenciesKhz)
      ? {}
      : {
          frequencies: oneOrList(
            frequenciesKhz.map((khz) => (khz === null ? asFound : frequencyText(khz))),
          ),
        }),
  }
}

function batchesIn(given: PlanFile['batches']): Pick<Plan, 'batches' | 'ladder'> {
  if (given === 'ladder') return ladder(defaultLadderMost)
  if (typeof given === 'object' && 'ladder' in given)
    return ladder(given.ladder, given.latencyBoundMs)
  return { batches: [...listOf(given)], ladder: null }
}

function ladder(steps: number | number[], latencyBoundMs: number | null = null) {
  const batches = typeof steps === 'number' ? [...doublingsTo(steps)] : steps
  return { batches, ladder: { latencyBoundMs } }
}

function batchesInFile({ batches, ladder }: Plan): PlanFile['batches'] {
  if (ladder === null) return batches
  const most = batches.at(-1) ?? 1
  const steps = JSON.stringify(batches) === JSON.stringify(doublingsTo(most)) ? most : batches
  if (ladder.latencyBoundMs !== null)
    return { ladder: steps, latencyBoundMs: ladder.latencyBoundMs }
  return steps === defaultLadderMost ? 'ladder' : { ladder: steps }
}

const thousandths = (whole: number) => Math.round(whole * 1000)

function coolDownIn(given: CoolDownInFile | undefined): CoolDown {
  if (given === undefined) return { kind: 'none' }
  if ('seconds' in given) return { kind: 'time', ms: thousandths(given.seconds) }
  return {
    kind: 'temperature',
    belowMilliC: thousandths(given.belowC),
    maxMs: thousandths(given.atMostSeconds),
  }
}

function coolDownInFile(coolDown: CoolDown): CoolDownInFile | null {
  switch (coolDown.kind) {
    case 'none':
      return null
    case 'time':
      return { seconds: coolDown.ms / 1000 }
    case 'temperature':
      return { belowC: coolDown.belowMilliC / 1000, atMostSeconds: coolDown.maxMs / 1000 }
  }
}

function limitsIn(limits: LimitsInFile): Limits {
  if (!('like' in limits)) return limits
  const { like, ...changes } = limits
  return limitsSchema.parse({ ...modeLimits[like], ...changes })
}

function withEnergy(limits: Limits, { windowSeconds, restSeconds }: EnergyInFile = {}): Limits {
  return {
    ...limits,
    ...(windowSeconds === undefined ? {} : { minEnergyMs: thousandths(windowSeconds) }),
    ...(restSeconds === undefined ? {} : { idleMs: thousandths(restSeconds) }),
  }
}

const differences = ({ minEnergyMs: _, idleMs: __, ...limits }: Limits, mode: Mode) =>
  Object.entries(limits).filter(([name, value]) => modeLimits[mode][name as keyof Limits] !== value)

/** What of energy is not as in the mode that the file names. */
function energyInFile(limits: Limits, mode: Mode): { readonly energy?: EnergyInFile } {
  const { minEnergyMs, idleMs } = ownEnergy(limits, modeLimits[mode])
  if (minEnergyMs === null && idleMs === null) return {}
  return {
    energy: {
      ...(minEnergyMs === null ? {} : { windowSeconds: minEnergyMs / 1_000 }),
      ...(idleMs === null ? {} : { restSeconds: idleMs / 1_000 }),
    },
  }
}

function limitsInFile(limits: Limits): (
  | { readonly mode: Mode }
  | { readonly limits: LimitsInFile }
) & {
  readonly energy?: EnergyInFile
} {
  const mode = modeOf(limits)
  if (mode !== null) return { ...energyInFile(limits, mode), mode }
  const [like] = modes.toSorted(
    (a, b) => differences(limits, a).length - differences(limits, b).length,
  )
  if (like === undefined) throw new Error('there are no modes')
  return {
    ...energyInFile(limits, like),
    limits: { like, ...Object.fromEntries(differences(limits, like)) },
  }
}

/** What a file says of a plan besides its models; `cores` stands for `all`. */
export function axesOfFile(
  file: PlanFile,
  cores: number,
): Omit<z.input<typeof planSchema>, 'models'> {
  const { scenarios, engines, repetitions, server, seed } = file
  return {
    scenarios: scenarios === undefined ? undefined : listOf(scenarios),
    ...clocksIn(file),
    settings: axesIn(file.settings),
    ...batchesIn(file.batches),
    threads: file.threads === 'all' ? [cores] : listOf(file.threads),
    engines: engines === undefined ? undefined : listOf(engines),
    repetitions,
    server,
    coolDown: coolDownIn(file.coolDown),
    limits: withEnergy(
      file.limits === undefined ? modeLimits[file.mode ?? 'quick'] : limitsIn(file.limits),
      file.energy,
    ),
    seed,
  }
}

const isUsual = (scenarios: Plan['scenarios']) =>
  JSON.stringify(scenarios) === JSON.stringify(planSchema.shape.scenarios.parse(undefined))

/** In the order in which they read well. Batches, threads, engines and mode are always said: they name the plan. */
export function fileAxesOf(plan: Plan) {
  const { scenarios, threads, engines, repetitions, server, seed } = plan
  const settings = settingsInFile(plan.settings)
  const coolDown = coolDownInFile(plan.coolDown)
  const hasServer = scenarios.includes('server') || server.boundMs !== defaultBoundMs
  return {
    ...(isUsual(scenarios) ? {} : { scenarios }),
    batches: batchesInFile(plan),
    threads,
    engines,
    ...clocksInFile(plan),
    ...(settings === null ? {} : { settings }),
    ...(repetitions === 1 ? {} : { repetitions }),
    ...(hasServer ? { server } : {}),
    ...(coolDown === null ? {} : { coolDown }),
    ...limitsInFile(plan.limits),
    seed,
  }
}
