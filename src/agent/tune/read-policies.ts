// The frequency policies of the processor and its boost clocks, by paths that are written down. A policy whose cores are
// all offline says nothing but which cores it would have.

import type { CpuCluster } from '../../shared/board.ts'
import type { TunablePolicy, TuningReport } from '../../shared/tuning.ts'
import { boostPath, cpufreqFolder, noTurboPath } from '../../shared/tuning-paths.ts'
import { type Kernel, numbered, wholeNumber } from '../environment/kernel.ts'
import { parseCpuList } from '../facts/cpu.ts'
import type { ReadText } from '../facts/read.ts'
import { spoken } from '../facts/text.ts'
import { governorTunables } from './governor-tunables.ts'

const cpuFolder = '/sys/devices/system/cpu'
/** What the allow-list takes for a name: any other can't be written, so it is not offered. */
const word = /^[A-Za-z0-9_-]{1,40}$/
const maxCpus = 1024
const maxPolicies = 512

/** A frequency or another size, 0 or more. */
export function size(text: string | null): number | null {
  const number = wholeNumber(text)
  return number === null || number < 0 ? null : number
}

/** Names in a list of the kernel's, each once. */
export const names = (text: string | null): string[] =>
  [...new Set((text ?? '').split(/\s+/).filter((name) => word.test(name)))].slice(0, 50)

/** Frequencies in a list of the kernel's, ascending. */
export const frequencies = (text: string | null): number[] =>
  [
    ...new Set(
      (text ?? '')
        .split(/\s+/)
        .map((one) => size(one) ?? 0)
        .filter((one) => one > 0),
    ),
  ]
    .sort((one, other) => one - other)
    .slice(0, 500)

const flag = (text: string | null): boolean | null =>
  text === '1' ? true : text === '0' ? false : null

/** `clusters`: of the board's facts. */
export function readTunablePolicies(
  kernel: Kernel,
  clusters: readonly CpuCluster[],
): TunablePolicy[] {
  const { read } = kernel
  const online = new Set(parseCpuList(read(`${cpuFolder}/online`) ?? ''))
  const policies = numbered(kernel, cpufreqFolder, 'policy').slice(0, maxPolicies)
  return policies.map((policy) => {
    const folder = `${cpufreqFolder}/${policy}`
    const said = (file: string) => spoken(read(`${folder}/${file}`))
    const number = (file: string) => size(read(`${folder}/${file}`))
    const cpus = cpusOf(policy, policies, read).filter((cpu) => cpu < maxCpus)
    const first = cpus[0] ?? 0
    const boost = flag(read(`${folder}/boost`))
    const governor = said('scaling_governor')
    return {
      policy,
      cluster: clusters.find((cluster) => cluster.cpus.includes(first))?.name ?? null,
      cpus,
      onlineCpus: cpus.filter((cpu) => online.has(cpu)),
      driver: said('scaling_driver')?.slice(0, 100) ?? null,
      governor,
      governors: names(read(`${folder}/scaling_available_governors`)),
      hardwareMinKhz: number('cpuinfo_min_freq'),
      hardwareMaxKhz: number('cpuinfo_max_freq'),
      baseKhz: number('base_frequency') ?? nominalKhz(read, first),
      minKhz: number('scaling_min_freq'),
      maxKhz: number('scaling_max_freq'),
      nowKhz: number('scaling_cur_freq'),
      stepsKhz: frequencies(
        [
          read(`${folder}/scaling_available_frequencies`),
          read(`${folder}/scaling_boost_frequencies`),
        ].join(' '),
      ),
      // Without the governor `userspace` it reads `<unsupported>`.
      setKhz: governor === 'userspace' ? number('scaling_setspeed') : null,
      tunables: governor === null ? [] : readTunables(read, policy, governor),
      energyPreference: said('energy_performance_preference'),
      energyPreferences: names(read(`${folder}/energy_performance_available_preferences`)),
      boost,
    }
  })
}

/**
 * Where all its cores are offline, newer kernels say not even which they are: then those from the one that it is called
 * after up to the next policy.
 */
function cpusOf(policy: string, policies: readonly string[], read: ReadText): number[] {
  const related = read(`${cpufreqFolder}/${policy}/related_cpus`)
  if (related !== null) return parseCpuList(related)
  const first = Number(policy.slice('policy'.length))
  const next = Number(policies[policies.indexOf(policy) + 1]?.slice('policy'.length) ?? maxCpus)
  const offline = parseCpuList(read(`${cpuFolder}/offline`) ?? '')
  return offline.filter((cpu) => cpu >= first && cpu < next)
}

/** As the firmware says (CPPC), in MHz. */
function nominalKhz(read: ReadText, cpu: number): number | null {
  const mhz = size(read(`${cpuFolder}/cpu${cpu}/acpi_cppc/nominal_freq`))
  return mhz === null || mhz === 0 ? null : mhz * 1000
}

/** Of the policy's own, or of all policies, as the driver has them. */
function readTunables(read: ReadText, policy: string, governor: string): TunablePolicy['tunables'] {
  return (governorTunables[governor] ?? []).flatMap((name) =>
    [`${cpufreqFolder}/${policy}/${governor}/${name}`, `${cpufreqFolder}/${governor}/${name}`]
      .map((path) => ({ path, name, value: read(path) }))
      .flatMap(({ value, ...place }) =>
        size(value) === null ? [] : [{ ...place, value: value ?? '' }],
      )
      .slice(0, 1),
  )
}

/** The switch for all policies, in either of its two forms. */
export function readBoost(read: ReadText): TuningReport['boost'] {
  const noTurbo = flag(read(noTurboPath))
  if (noTurbo !== null) return { path: noTurboPath, on: !noTurbo }
  const on = flag(read(boostPath))
  return on === null ? null : { path: boostPath, on }
}
