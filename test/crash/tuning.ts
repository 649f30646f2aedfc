// What a round tunes: always the governor of every policy, so that anybody can see from them where the tuning stands, and
// what else is drawn.

import { type Change, changeSchema } from '../../src/shared/tuning.ts'
import type { CrashGround, Tree } from './ground.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'

/** What the kernel offers, beside what is set. */
export interface Offers {
  readonly governors: readonly string[]
  readonly policies: readonly { readonly policy: string; readonly stepsKhz: readonly number[] }[]
}

/** The governors that every policy has and none has now. */
export async function offersOf({ exec }: CrashGround, baseline: Tree): Promise<Offers> {
  const lines = await exec(`cd ${cpufreq} && grep -s '' policy*/scaling_available_*`)
  const found = lines.split('\n').flatMap((line) => {
    const [, policy, what, words] = /^(policy\d+)\/scaling_available_(\w+):(.*)$/.exec(line) ?? []
    return policy === undefined ? [] : [{ policy, what, words: words?.trim().split(/\s+/) ?? [] }]
  })
  const lists = found.filter(({ what }) => what === 'governors')
  const now = new Set(
    [...baseline].flatMap(([path, value]) => (/scaling_governor$/.test(path) ? [value] : [])),
  )
  const governors = (lists[0]?.words ?? []).filter(
    (word) => !now.has(word) && lists.every(({ words }) => words.includes(word)),
  )
  if (governors.length < 2) throw new Error('this board has no governors to change between')
  const policies = found
    .filter(({ what }) => what === 'frequencies')
    .map(({ policy, words }) => ({ policy, stepsKhz: words.map(Number).sort((a, b) => a - b) }))
  return { governors, policies }
}

/** From a number between 0 and 1. */
export function drawChanges(
  { governors, policies }: Offers,
  baseline: Tree,
  choice: number,
): readonly Change[] {
  const governor = governors[Math.floor(choice * governors.length)] ?? ''
  const boost = `${cpufreq}/boost`
  const boosts = baseline.has(boost)
    ? [{ path: boost, value: baseline.get(boost) === '1' ? '0' : '1' }]
    : []
  const set = [...baseline.keys()]
    .filter((path) => path.endsWith('/scaling_governor'))
    .map((path) => ({ path, value: governor }))
  const limits = policies.flatMap(({ policy, stepsKhz }) => {
    const step = stepsKhz[Math.floor(((choice * 97) % 1) * stepsKhz.length)]
    const least = stepsKhz[0]
    if (step === undefined || least === undefined) return []
    const at = (name: string, khz: number) => ({
      path: `${cpufreq}/${policy}/scaling_${name}`,
      value: String(khz),
    })
    const speed = governor === 'userspace' ? [at('setspeed', step)] : []
    return [...speed, at('min_freq', least), at('max_freq', step), at('min_freq', step)]
  })
  return [...boosts, ...set, ...limits].map((change) => changeSchema.parse(change))
}
