// The English of what a board does not do of a tuning, and of why its own settings are not to be seen now. Each stands
// here once, for the command and for the window.

import type { Taint } from './tuning.ts'
import type { Unmet } from './tuning-steps.ts'

const wish: Readonly<Record<Unmet['wish'], string>> = {
  everything: '{{target}}',
  boost: 'boost {{asked}}',
  governor: '{{target}}: governor {{asked}}',
  tunable: '{{target}}: tunable {{asked}}',
  minimum: '{{target}}: lower limit {{asked}}',
  maximum: '{{target}}: upper limit {{asked}}',
  frequency: '{{target}}: frequency {{asked}}',
  'energy-preference': '{{target}}: energy preference {{asked}}',
  'power-mode': 'power mode {{asked}}',
}

const unmet: Readonly<Record<Unmet['why'], string>> = {
  unknown: 'this board has none of that name',
  offline: 'all of its cores are offline',
  'not-offered': 'the kernel does not offer it here',
  'out-of-range': 'the hardware does not reach it; it is set as near as it comes',
  'governor-forbids': 'the governor does not allow it',
  'not-yet': 'whether it is there shows only once the governor is set: set that first',
}

const taint: Readonly<Record<Taint['kind'], string>> = {
  cooling: '{{device}} is cooling the board (state {{state}}).',
  throttled: 'The board is throttled: {{source}}.',
  limited: '{{policy}} is limited to {{frequency}}, below what the hardware reaches.',
}

export const tuningWords = { wish, unmet, taint }
