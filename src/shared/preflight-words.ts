// The English of what speaks against measuring now: what is so, and what mends it. Each sentence stands here once, for
// the command and for the window.

import type { PreflightFinding } from './environment.ts'
import type { Advice } from './result-words.ts'

export type PreflightKey =
  | Exclude<PreflightFinding['kind'], 'load' | 'battery'>
  | 'load'
  | 'loadOf'
  | 'battery'
  | 'batteryAt'

export const preflightWords: Readonly<Record<PreflightKey, Advice>> = {
  governor: {
    says: 'The governor of {{policy}} is {{governor}}: the clock follows the load.',
    hint: 'Set it to performance on the board, or accept that the clock moves while it measures.',
  },
  load: {
    says: 'Other programs take {{percent}} % of the processor.',
    hint: 'Stop them: above 5 % a result does not count.',
  },
  loadOf: {
    says: 'Other programs take {{percent}} % of the processor: {{programs}}.',
    hint: 'Stop them: above 5 % a result does not count.',
  },
  steal: {
    says: 'The host of this virtual machine takes {{percent}} % of its processor away.',
    hint: 'Measure when the host is quiet, or on a machine of its own: above 5 % a result does not count.',
  },
  hot: {
    says: '{{zone}} is at {{celsius}} °C; at {{limit}} °C the board slows down.',
    hint: 'Let the board cool, or cool it better.',
  },
  throttled: {
    says: 'The board is throttled now: {{source}}.',
    hint: 'Cool it and check its power supply.',
  },
  swap: {
    says: '{{size}} of memory are in swap.',
    hint: 'Free memory: a model whose weights are read from a disk measures the disk.',
  },
  battery: {
    says: 'The board runs from its battery.',
    hint: 'Connect its power supply: many boards slow down on battery.',
  },
  batteryAt: {
    says: 'The board runs from its battery, at {{percent}} %.',
    hint: 'Connect its power supply: many boards slow down on battery.',
  },
}
