// The processor's clocks while somebody looks: one of each frequency policy, which stands for all its CPUs.

import { findPolicies } from '../environment/frequency.ts'
import { type Kernel, wholeNumber } from '../environment/kernel.ts'
import { spread } from '../environment/spread.ts'
import { parseCpuList } from '../facts/cpu.ts'
import type { ReadText } from '../facts/read.ts'
import { type Observed, scaled } from './observed.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'
const mostPolicies = 32
const hertzPerKhz = 1000

/** `held`: reads what is sampled. */
export function observeClocks({ read }: Kernel, held: ReadText): Observed {
  const policies = spread(findPolicies(read), mostPolicies)
  return {
    series: policies.map((name) => ({
      kind: 'frequency',
      name,
      cpus: parseCpuList(read(`${cpufreq}/${name}/related_cpus`) ?? ''),
      mostHertz: scaled(wholeNumber(read(`${cpufreq}/${name}/cpuinfo_max_freq`)), hertzPerKhz),
    })),
    look: () =>
      policies.map((policy) =>
        scaled(wholeNumber(held(`${cpufreq}/${policy}/scaling_cur_freq`)), hertzPerKhz),
      ),
  }
}
