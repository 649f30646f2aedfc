// Which core each thread of ONNX Runtime's pool is pinned to, in its own words (`session.intra_op_thread_affinities`).

import type { Placement } from '../../shared/session-settings.ts'
import { parseCpuList } from '../facts/cpu.ts'
import { readText } from '../facts/read.ts'

/** The cores that this process may use; empty where the kernel does not say. */
function allowedCpus(): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readText('/proc/self/status') ?? '')?.[1]
  return list === undefined ? [] : parseCpuList(list)
}

/**
 * The pool of `threads` threads has one less of its own, since the calling thread is the first: each of them gets a
 * core, from the second on, and the first core is left to the caller. ONNX Runtime counts cores from 1. Null where
 * nothing is to be pinned: one thread, all cores, or more threads than cores; the threads then stay on the cores
 * of the process.
 */
export function poolAffinities(
  placement: Placement,
  threads: number,
  cpus: readonly number[] = Array.isArray(placement) ? placement : allowedCpus(),
): string | null {
  if (placement === 'all' || threads < 2 || threads > cpus.length) return null
  return cpus
    .slice(1, threads)
    .map((cpu) => cpu + 1)
    .join(';')
}
