// Which kinds of cores a processor has, and which of them run under one clock. Arm's cores name themselves by their
// registers; x86 is of one kind, unless Linux tells Intel's performance and efficiency cores apart.

import type { CpuCluster } from '../../shared/board.ts'
import { type CoreId, coreIdOf, coreName } from './core-names.ts'
import { parseCpuList } from './cpu.ts'
import type { ReadText } from './read.ts'

const system = '/sys/devices/system/cpu'
const maxCpus = 1024

interface Policy {
  readonly cpus: readonly number[]
  readonly maxKhz: number | null
}

interface Core {
  readonly cpu: number
  readonly id: CoreId
}

const wholeNumber = (text: string | null) =>
  text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null

/** Frequency policies by each of their CPUs. */
function policiesOf(cpus: readonly number[], read: ReadText): Map<number, Policy> {
  const policies = new Map<number, Policy>()
  for (const first of cpus) {
    const dir = `${system}/cpufreq/policy${first}`
    const related = policies.has(first) ? null : read(`${dir}/related_cpus`)
    if (related === null) continue
    const policy = {
      cpus: parseCpuList(related),
      maxKhz: wholeNumber(read(`${dir}/cpuinfo_max_freq`)),
    }
    for (const cpu of policy.cpus) policies.set(cpu, policy)
  }
  return policies
}

/** What /proc/cpuinfo says of each online core: `processor`, then `CPU implementer` and `CPU part`. */
function coreIdsIn(cpuinfo: string): Map<number, CoreId> {
  const ids = new Map<number, CoreId>()
  for (const block of cpuinfo.split(/\n\s*\n/)) {
    const field = (name: string) =>
      new RegExp(`^${name}\\s*:\\s*(0x[0-9a-f]{1,4}|\\d{1,5})\\s*$`, 'im').exec(block)?.[1]
    const [cpu, implementer, part] = ['processor', 'CPU implementer', 'CPU part'].map(field)
    if (cpu !== undefined && implementer !== undefined && part !== undefined)
      ids.set(Number(cpu), { implementer: Number(implementer), part: Number(part) })
  }
  return ids
}

/** A core that is offline says nothing: it is of the kind of its neighbours under the same clock. */
function armCores(
  cpus: readonly number[],
  policies: ReadonlyMap<number, Policy>,
  read: ReadText,
): Core[] {
  const inCpuinfo = coreIdsIn(read('/proc/cpuinfo') ?? '')
  const said = (cpu: number): CoreId | undefined => {
    const midr = read(`${system}/cpu${cpu}/regs/identification/midr_el1`)
    return midr !== null && /^0x[0-9a-f]{1,16}$/i.test(midr)
      ? coreIdOf(BigInt(midr))
      : inCpuinfo.get(cpu)
  }
  const own = new Map(cpus.map((cpu) => [cpu, said(cpu)]))
  return cpus.flatMap((cpu) => {
    const neighbours = policies.get(cpu)?.cpus ?? []
    const id = own.get(cpu) ?? neighbours.map((other) => own.get(other)).find(Boolean)
    return id === undefined ? [] : [{ cpu, id }]
  })
}

/** Cores of one kind and one clock; where each core has a clock of its own, of one kind and one highest frequency. */
function armClusters(
  cores: readonly Core[],
  policies: ReadonlyMap<number, Policy>,
  read: ReadText,
): CpuCluster[] {
  const clusters = new Map<string, CpuCluster>()
  for (const { cpu, id } of cores) {
    const policy = policies.get(cpu)
    const name = coreName(id)
    const maxKhz = policy?.maxKhz ?? null
    const shared = policy !== undefined && policy.cpus.length > 1 ? policy.cpus.join() : ''
    const capacity = read(`${system}/cpu${cpu}/cpu_capacity`) ?? ''
    const key = [name, maxKhz, shared, capacity].join(' ')
    const cpus = clusters.get(key)?.cpus ?? []
    clusters.set(key, { name, cpus: [...cpus, cpu], maxKhz })
  }
  return [...clusters.values()]
}

function x86Clusters(
  cpus: readonly number[],
  policies: ReadonlyMap<number, Policy>,
  model: string,
  read: ReadText,
): CpuCluster[] {
  const maxKhz = (of: readonly number[]) => {
    const known = of.map((cpu) => policies.get(cpu)?.maxKhz ?? 0)
    return Math.max(0, ...known) || null
  }
  const kinds = [
    { name: 'P-cores', cpus: parseCpuList(read('/sys/devices/cpu_core/cpus') ?? '') },
    { name: 'E-cores', cpus: parseCpuList(read('/sys/devices/cpu_atom/cpus') ?? '') },
    { name: 'low-power E-cores', cpus: parseCpuList(read('/sys/devices/cpu_lowpower/cpus') ?? '') },
  ].filter((kind) => kind.cpus.length > 0)
  const clusters = kinds.length > 1 ? kinds : [{ name: model, cpus: [...cpus] }]
  return clusters.map((cluster) => ({ ...cluster, maxKhz: maxKhz(cluster.cpus) }))
}

/** By their first CPU; empty where the kernel says too little. `model`: what the processor as a whole is called. */
export function readClusters(model: string, read: ReadText): CpuCluster[] {
  const cpus = parseCpuList(read(`${system}/present`) ?? '').slice(0, maxCpus)
  const policies = policiesOf(cpus, read)
  const cores = armCores(cpus, policies, read)
  if (cores.length > 0) return armClusters(cores, policies, read)
  const isX86 = /^vendor_id\s*:/m.test(read('/proc/cpuinfo') ?? '')
  return isX86 && cpus.length > 0 ? x86Clusters(cpus, policies, model, read) : []
}
