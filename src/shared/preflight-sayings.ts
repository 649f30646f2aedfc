// A finding from before a run as keys of `resultWords.preflight` with the values for their places.

import type { PreflightFinding } from './environment.ts'
import type { PreflightKey } from './preflight-words.ts'
import type { AdviceSaying } from './result-sayings.ts'
import { formatBytes, threeDigits } from './units.ts'

type Parts = readonly [PreflightKey, Readonly<Record<string, string | number>>]

const percentOf = (share: number) => threeDigits(share * 100)
const celsius = (milliC: number) => threeDigits(milliC / 1000)

function parts(finding: PreflightFinding): Parts {
  switch (finding.kind) {
    case 'governor':
      return ['governor', { policy: finding.policy, governor: finding.governor }]
    case 'load': {
      const percent = percentOf(finding.share)
      const programs = finding.programs.map(({ name, share }) => `${name} ${percentOf(share)} %`)
      return programs.length === 0
        ? ['load', { percent }]
        : ['loadOf', { percent, programs: programs.join(', ') }]
    }
    case 'steal':
      return ['steal', { percent: percentOf(finding.share) }]
    case 'hot': {
      const { zone, milliC, limitMilliC } = finding
      return ['hot', { zone, celsius: celsius(milliC), limit: celsius(limitMilliC) }]
    }
    case 'throttled':
      return ['throttled', { source: finding.source }]
    case 'swap':
      return ['swap', { size: formatBytes(finding.usedBytes) }]
    case 'battery':
      return finding.percent === null
        ? ['battery', {}]
        : ['batteryAt', { percent: finding.percent }]
    case 'power-unread':
      return [unreadKeys[finding.remedy ?? 'none'], { source: finding.source }]
  }
}

const unreadKeys = {
  rapl: 'raplUnread',
  'video-group': 'pmicUnread',
  none: 'powerUnread',
} as const

export function preflightSaying(finding: PreflightFinding): AdviceSaying {
  const [key, params] = parts(finding)
  const place = `preflight.${key}`
  return { says: { key: `${place}.says`, params }, hint: { key: `${place}.hint`, params } }
}
