// Reads the words of a command line; what can not be read is an error of usage that says what was expected.

import { userInfo } from 'node:os'
import { InvalidArgumentError } from 'commander'
import { khzIn } from '../../shared/frequency-text.ts'
import { type Hop, hopSchema, type Login } from '../../shared/login.ts'
import { asFound } from '../../shared/plan-file-axes.ts'

export function positiveIntegers(text: string): number[] {
  const values = text.split(',').map(Number)
  if (values.some((value) => !Number.isInteger(value) || value < 1))
    throw new InvalidArgumentError('expected whole numbers from 1, such as 1,2,4')
  return [...new Set(values)]
}

export function threadCounts(text: string): 'all' | number[] {
  return text === 'all' ? 'all' : positiveIntegers(text)
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('expected a whole number from 0')
  return value
}

export function dimension(text: string, soFar: Record<string, number>): Record<string, number> {
  const at = text.lastIndexOf('=')
  const value = Number(text.slice(at + 1))
  if (at < 1 || text.length === at + 1 || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('expected NAME=NUMBER, such as height=224')
  return { ...soFar, [text.slice(0, at)]: value }
}

export function positiveInteger(text: string): number {
  const [value = 0, ...others] = positiveIntegers(text)
  if (others.length > 0) throw new InvalidArgumentError('expected one whole number from 1')
  return value
}

/** A list of these words, each once. */
export function namesOf<T extends string>(known: readonly T[]): (text: string) => T[] {
  return (text) => [
    ...new Set(
      text.split(',').map((word) => {
        const found = known.find((name) => name === word.trim())
        if (found === undefined)
          throw new InvalidArgumentError(`expected one of ${known.join(', ')}`)
        return found
      }),
    ),
  ]
}

/** A frequency with its unit, in kHz. */
export function frequency(text: string): number {
  const khz = khzIn(text)
  if (khz === null)
    throw new InvalidArgumentError('expected a frequency with its unit, such as 1.8GHz or 408MHz')
  return khz
}

/** Frequencies with their units, in kHz; `as-found` is null: as the board has it. */
export function frequencies(text: string): (number | null)[] {
  const all = text.split(',').map((one) => (one.trim() === asFound ? null : frequency(one)))
  return [...new Set(all)]
}

export function governor(text: string): string {
  const name = text.trim()
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(name))
    throw new InvalidArgumentError('expected the name of a governor, such as performance')
  return name
}

/** Names; `as-found` is null: as the board has it. */
export function governors(text: string): (string | null)[] {
  const all = text.split(',').map((one) => (one.trim() === asFound ? null : governor(one)))
  return [...new Set(all)]
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** `90s`, `10m`, `8h` or `2d`, in milliseconds. */
export function duration(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])$/.exec(text.trim()) ?? []
  const ms = Math.round(Number(number) * (secondsOf[unit] ?? Number.NaN) * 1000)
  if (!(ms > 0)) throw new InvalidArgumentError('expected a time such as 90s, 10m, 8h or 2d')
  return ms
}

export function onOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('expected on or off')
  return text === 'on'
}

export function fingerprint(text: string): string {
  if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(text))
    throw new InvalidArgumentError('expected SHA256: and 43 characters, as ssh-keygen -l prints it')
  return text
}

/** `[user@]host[:port]`, an IPv6 address in brackets, as ssh takes it. */
export function destination(text: string): Omit<Hop, 'login'> {
  const [, user, bracketed, host, port] =
    /^(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:@]+))(?::(\d+))?$/.exec(text) ?? []
  const parsed = hopSchema.omit({ login: true }).safeParse({
    host: bracketed ?? host,
    port: port === undefined ? 22 : Number(port),
    user: user ?? userInfo().username,
  })
  if (!parsed.success)
    throw new InvalidArgumentError('expected user@host or user@host:port, an IPv6 address in [ ]')
  return parsed.data
}

/** `a,b`: first through a, then through b, as for ssh -J. */
export function jumps(text: string): Hop[] {
  const login: Login = { kind: 'auto' }
  return text.split(',').map((hop) => ({ ...destination(hop), login }))
}
