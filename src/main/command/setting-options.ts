// Reads the session settings of a command line, NAME=VALUE[,VALUE…], into the lists that a plan sweeps; what can not
// be read is an error of usage that says what was expected.

import { InvalidArgumentError } from 'commander'
import { coresIn } from '../../shared/core-list.ts'
import { bundledLibrary } from '../../shared/plan-file-axes.ts'
import {
  type SessionAxes,
  type SettingName,
  sessionAxesSchema,
  settingNames,
} from '../../shared/session-settings.ts'

export type GivenSettings = Partial<SessionAxes>

const wanted: Readonly<Record<SettingName, string>> = {
  library: `the path of a libonnxruntime on the board, or ${bundledLibrary}`,
  provider: 'a name such as CUDA or CPU',
  execution: 'sequential or parallel',
  optimization: 'disabled, basic, extended, layout or all',
  arena: 'on or off',
  spinning: 'on or off',
  placement: 'all, big, little, or cores such as 4-7 or 0+2',
  dimensions: 'open or fixed',
}

/** `CUDA` is CUDAExecutionProvider; a name that is whole stays. */
const providerNamed = (text: string) =>
  text.endsWith('ExecutionProvider') ? text : `${text}ExecutionProvider`

/** Cores; a word stays. */
const placementOf = (text: string) => (/^\d/.test(text) ? (coresIn(text) ?? text) : text)

function valueIn(name: SettingName, text: string): unknown {
  switch (name) {
    case 'library':
      return text === bundledLibrary ? null : text
    case 'provider':
      return providerNamed(text)
    case 'arena':
    case 'spinning':
      return { on: true, true: true, off: false, false: false }[text]
    case 'placement':
      return placementOf(text)
    default:
      return text
  }
}

function withSetting(name: SettingName, texts: readonly string[], soFar: GivenSettings) {
  const values = texts.map((text) => valueIn(name, text.trim()))
  const parsed = sessionAxesSchema.shape[name].safeParse(values)
  if (!parsed.success) throw new InvalidArgumentError(`expected ${wanted[name]}`)
  return { ...soFar, [name]: parsed.data }
}

/** `arena=on,off`, for `--set`. */
export function setting(text: string, soFar: GivenSettings = {}): GivenSettings {
  const at = text.indexOf('=')
  const name = settingNames.find((known) => known === text.slice(0, at))
  if (name === undefined)
    throw new InvalidArgumentError(`expected NAME=VALUES; the names are ${settingNames.join(', ')}`)
  const values = text.slice(at + 1)
  return withSetting(name, name === 'library' ? [values] : values.split(','), soFar)
}

export function providers(text: string): GivenSettings {
  return withSetting('provider', text.split(','), {})
}

/** Repeatable: a path may hold a comma. */
export function libraries(text: string, soFar: GivenSettings = {}): GivenSettings {
  return withSetting(
    'library',
    [...(soFar.library ?? []).map((path) => path ?? bundledLibrary), text],
    {},
  )
}
