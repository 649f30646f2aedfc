// The English of what speaks against measuring now: what is so, and what mends it. Each sentence stands here once, for
// the command and for the window.

import type { PreflightFinding } from './environment.ts'
import type { Advice } from './result-words.ts'

export type PreflightKey =
  | Exclude<PreflightFinding['kind'], 'load' | 'battery' | 'power-unread'>
  | 'load'
  | 'loadOf'
  | 'battery'
  | 'batteryAt'
  | 'raplUnread'
  | 'pmicUnread'
  | 'powerUnread'

/** Counters of energy let other logins see what the processor computes (CVE-2020-8694): so one group, not all. */
export const raplGrant =
  '(cd /sys/class/powercap && sudo chgrp "$(id -g)" intel-rapl:*/energy_uj && sudo chmod g+r intel-rapl:*/energy_uj)'

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
  raplUnread: {
    says: 'The processor counts its energy ({{source}}), and only root may read it: energy will not be measured.',
    hint: `Let your own group read it until the next boot. On the board: ${raplGrant}`,
  },
  pmicUnread: {
    says: '{{source}} measures power, and this login may not ask it: energy will not be measured.',
    hint: 'Add the login to the group video, and log in again. On the board: sudo usermod -aG video "$USER"',
  },
  powerUnread: {
    says: '{{source}} measures power, and gives no reading.',
    hint: 'Try to read it on the board: what it answers there says what is wrong. Energy is measured without it.',
  },
}
