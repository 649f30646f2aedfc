// What a board does not do of a tuning, and why its settings are not its own now, as keys of `resultWords.tuning` with the
// values for their places.

import { englishOf, type Saying } from './result-sayings.ts'
import type { Taint } from './tuning.ts'
import type { Unmet } from './tuning-steps.ts'
import { formatKhz } from './units.ts'

const frequencies: readonly Unmet['wish'][] = ['minimum', 'maximum', 'frequency']

/** Policies count in kHz, devices in Hz. */
function askedWords({ target, wish, asked }: Unmet): string {
  const value = Number(asked)
  if (!frequencies.includes(wish) || asked === '' || !Number.isFinite(value)) return asked
  return formatKhz(/^policy\d+$/.test(target) ? value : value / 1000)
}

/** What was asked for, and why it is not done. */
export function unmetSaying(unmet: Unmet): { readonly what: Saying; readonly why: Saying } {
  const params = { target: unmet.target, asked: askedWords(unmet) }
  return {
    what: { key: `tuning.wish.${unmet.wish}`, params },
    why: { key: `tuning.unmet.${unmet.why}`, params: {} },
  }
}

/** Both in English, for a fault. */
export function unmetWords(unmet: Unmet): string {
  const { what, why } = unmetSaying(unmet)
  return `${englishOf(what)} (${englishOf(why)})`
}

export function taintSaying(taint: Taint): Saying {
  const key = `tuning.taint.${taint.kind}`
  switch (taint.kind) {
    case 'cooling':
      return { key, params: { device: taint.device, state: taint.state } }
    case 'throttled':
      return { key, params: { source: taint.source } }
    case 'limited':
      return { key, params: { policy: taint.policy, frequency: formatKhz(taint.maxKhz) } }
  }
}
