// The allow-list of tuning: the kernel's files that Benchtop may write, and what a value in each looks like. The program
// that runs as root on a board holds the same list again (`resources/board/benchtop-tune`); a test holds them together.

/** `exact`: reads as it was written. `clamped`: a frequency, which the kernel may move to what it has. */
export type TunableClass = 'word' | 'frequency' | 'flag' | 'tunable' | 'mode'

const cpu = '/sys/devices/system/cpu'
export const cpufreqFolder = `${cpu}/cpufreq`
export const devfreqFolder = '/sys/class/devfreq'
/** One switch for all policies, where the driver has it; the other way round with intel_pstate. */
export const boostPath = `${cpufreqFolder}/boost`
export const noTurboPath = `${cpu}/intel_pstate/no_turbo`
const word = /^[A-Za-z0-9_-]{1,40}$/
const number = /^\d{1,12}$/
const flag = /^[01]$/
const device = '[A-Za-z0-9._:@-]{1,80}'

interface Tunable {
  readonly path: RegExp
  readonly value: RegExp
  readonly class: TunableClass
}

const governor = '(ondemand|conservative|schedutil|interactive)'
const at = (pattern: string) => new RegExp(`^${pattern}$`)

/** In the order in which they are given back. */
export const tunables: readonly Tunable[] = [
  { path: at(`${cpu}/cpu\\d{1,4}/online`), value: flag, class: 'flag' },
  { path: at(`${cpu}/cpufreq/boost`), value: flag, class: 'flag' },
  { path: at(`${cpu}/cpufreq/policy\\d{1,4}/boost`), value: flag, class: 'flag' },
  { path: at(`${cpu}/intel_pstate/no_turbo`), value: flag, class: 'flag' },
  { path: at(`${cpu}/cpufreq/policy\\d{1,4}/scaling_governor`), value: word, class: 'word' },
  {
    path: at(`${cpu}/cpufreq/(policy\\d{1,4}/)?${governor}/[a-z_]{1,60}`),
    value: number,
    class: 'tunable',
  },
  { path: at(`${cpu}/cpufreq/policy\\d{1,4}/scaling_setspeed`), value: number, class: 'frequency' },
  {
    path: at(`${cpu}/cpufreq/policy\\d{1,4}/energy_performance_preference`),
    value: word,
    class: 'word',
  },
  {
    path: at(`${cpu}/cpufreq/policy\\d{1,4}/scaling_(min|max)_freq`),
    value: number,
    class: 'frequency',
  },
  { path: at(`/sys/class/devfreq/${device}/governor`), value: word, class: 'word' },
  { path: at(`/sys/class/devfreq/${device}/(min|max)_freq`), value: number, class: 'frequency' },
  { path: /^nvpmodel$/, value: /^\d{1,3}$/, class: 'mode' },
]

const isWithin = (path: string) => !path.split('/').some((part) => part === '.' || part === '..')

/** Null: it must not be written. */
export const tunableAt = (path: string): Tunable | null =>
  (isWithin(path) && tunables.find((one) => one.path.test(path))) || null

/** Whether this value may be written there. */
export const isTunable = ({ path, value }: { readonly path: string; readonly value: string }) =>
  tunableAt(path)?.value.test(value) === true

/** Some tunables are lists, which nobody sets here, and which a change of the governor resets all the same. */
const list = /^\d[\d: ]{0,298}$/

/** Whether this value may be given back there: the program that tunes has the same rule (`may_return`). */
export const isReturnable = (change: { readonly path: string; readonly value: string }) =>
  isTunable(change) || (tunableAt(change.path)?.class === 'tunable' && list.test(change.value))
