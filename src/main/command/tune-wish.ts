// What the options of `benchtop tune` wish of a board's clocks. `--device` turns governor and limits to one device; else they
// are of the processor's policies, all of them or those that are named.

import { type Command, InvalidArgumentError, Option } from 'commander'
import { fail } from '../../shared/fault.ts'
import {
  policyNameSchema,
  type Tuning,
  type TuningPreset,
  type TuningReport,
  tuningPresets,
  tuningSchema,
} from '../../shared/tuning.ts'
import { presetTuning } from '../../shared/tuning-presets.ts'
import type { Bench } from '../bench.ts'
import { profileNamed } from './named.ts'
import { frequency, governor, onOff, wholeNumber } from './options.ts'

export interface WishOptions {
  readonly preset?: TuningPreset
  readonly profile?: string
  readonly policy?: readonly string[]
  readonly device?: string
  readonly governor?: string
  /** In kHz, as the two below. */
  readonly min?: number
  readonly max?: number
  readonly freq?: number
  readonly epp?: string
  readonly tunable?: Readonly<Record<string, string>>
  readonly boost?: boolean
  readonly powerMode?: number
}

export function addWishOptions(command: Command): Command {
  return command
    .addOption(new Option('--preset <name>', 'what is usual for this board').choices(tuningPresets))
    .option('--profile <name>', 'what was saved under this name')
    .option('--governor <name>', 'such as performance or schedutil', governor)
    .option('--policy <names>', 'only of these policies, such as policy0,policy4', policies)
    .option('--device <name>', 'not of the processor but of this device, such as fdab0000.npu')
    .option('--min <frequency>', 'lower limit, such as 408MHz', frequency)
    .option('--max <frequency>', 'upper limit, such as 1.8GHz', frequency)
    .option('--freq <frequency>', 'both limits: the highest step that is not above', frequency)
    .option('--epp <preference>', 'energy preference, such as balance_power', governor)
    .option('--tunable <name=value>', 'of the governor, repeatable', tunable)
    .option('--boost <on|off>', 'turbo or boost clocks', onOff)
    .option('--power-mode <number>', 'of a Jetson (nvpmodel); it outlives a boot', wholeNumber)
}

function policies(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().replace(/^(?=\d)/, 'policy'))
  if (names.some((name) => !policyNameSchema.safeParse(name).success))
    throw new InvalidArgumentError('expected policies, such as policy0,policy4')
  return [...new Set(names)]
}

function tunable(text: string, soFar: Readonly<Record<string, string>> = {}) {
  const [, name, value] = /^([a-z_]{1,60})=(\d{1,12})$/.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('expected NAME=NUMBER, such as up_threshold=80')
  return { ...soFar, [name]: value }
}

/** Whether they wish anything; a policy or a device alone is no wish. */
export function wishes({ policy, device, tunable: tunables = {}, ...rest }: WishOptions): boolean {
  const names = ['preset', 'profile', 'governor', 'min', 'max', 'freq', 'epp', 'boost', 'powerMode']
  return (
    Object.keys(tunables).length > 0 ||
    names.some((name) => rest[name as keyof typeof rest] !== undefined)
  )
}

const inHz = (khz: number | undefined) => (khz === undefined ? null : khz * 1000)

function deviceWish({
  device,
  governor: name,
  min,
  max,
  freq,
  epp,
  tunable: tunables = {},
}: WishOptions) {
  if (device === undefined) return []
  if (epp !== undefined || Object.keys(tunables).length > 0)
    fail('bad-request', { reason: '--epp and --tunable are of the processor, not of a device' })
  return [{ device, governor: name ?? null, minHz: inHz(freq ?? min), maxHz: inHz(freq ?? max) }]
}

function policyWish(options: WishOptions) {
  const { governor: name, min, max, freq, epp, tunable: tunables = {}, policy } = options
  const isAsked = [name, min, max, freq, epp].some((value) => value !== undefined)
  if (options.device !== undefined || (!isAsked && Object.keys(tunables).length === 0)) return []
  return [
    {
      policies: policy ?? null,
      governor: name ?? null,
      minKhz: min ?? null,
      maxKhz: max ?? null,
      fixedKhz: freq ?? null,
      energyPreference: epp ?? null,
      tunables,
    },
  ]
}

/** What the options say, over a preset or a profile (`base`): the later wish counts, part by part. */
function tuningOf(options: WishOptions, base: Tuning | null): Tuning {
  const { freq, min, max, policy, device } = options
  if (freq !== undefined && (min !== undefined || max !== undefined))
    fail('bad-request', { reason: '--freq is both limits: it goes without --min and --max' })
  if (policy !== undefined && device !== undefined)
    fail('bad-request', { reason: '--policy and --device exclude each other' })
  const parsed = tuningSchema.safeParse({
    policies: [...(base?.policies ?? []), ...policyWish(options)],
    boost: options.boost ?? base?.boost ?? null,
    devices: [...(base?.devices ?? []), ...deviceWish(options)],
    powerMode: options.powerMode ?? base?.powerMode ?? null,
  })
  if (!parsed.success)
    fail('bad-request', { reason: parsed.error.issues[0]?.message ?? 'no such tuning' })
  return parsed.data
}

/** What is wished: options over a profile, or over a preset, which is made for the board of the report. */
export function wished(bench: Bench, report: TuningReport | null, options: WishOptions): Tuning {
  const { preset, profile } = options
  if (preset !== undefined && profile !== undefined)
    fail('bad-request', { reason: '--preset and --profile exclude each other' })
  if (profile !== undefined) return tuningOf(options, profileNamed(bench, profile).tuning)
  if (preset === undefined) return tuningOf(options, null)
  if (report === null)
    fail('bad-request', { reason: 'a preset is made for one board: name it by --board' })
  return tuningOf(options, presetTuning(preset, report))
}
