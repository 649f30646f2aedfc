// What a board's loader means when the runtime does not start there: its words, which are the same on every Linux,
// become a fault with an exact remedy. What is not recognised stays as it was; package names come from here alone.

import { type Fault, FaultError, fault } from '../../shared/fault.ts'
import type { BoardSession } from './session.ts'

/** Debian's packages of the libraries that Node and ONNX Runtime ask the system for. */
const packageOf: Readonly<Record<string, string>> = {
  'libatomic.so.1': 'libatomic1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgomp.so.1': 'libgomp1',
  'libnuma.so.1': 'libnuma1',
  'libstdc++.so.6': 'libstdc++6',
  'libz.so.1': 'zlib1g',
  'libc.so.6': 'libc6',
  'libdl.so.2': 'libc6',
  'libm.so.6': 'libc6',
  'libpthread.so.0': 'libc6',
  'librt.so.1': 'libc6',
}

const missingLibrary = /(\S{1,100}): cannot open shared object file: No such file/
const missingVersion = /version [`'‘]([A-Za-z]+_[\d.]{1,20})['’`] not found/
const noExecution = /failed to map segment from shared object|\/bin\/node: Permission denied/
const wrongKind = /Exec format error|wrong ELF class|cannot execute: required file not found/
const illegalInstruction = /Illegal instruction|ended by signal (?:SIG)?ILL\b|exit code 132\b/

/** The fault that the words tell of; null where they tell of none that is known. */
export function runtimeDiagnosis(words: string): Fault | null {
  const library = missingLibrary.exec(words)?.[1]
  const known = library === undefined ? undefined : packageOf[library]
  if (library !== undefined && known !== undefined)
    return fault('runtime-library-missing', { library, package: known }, words)
  const needed = missingVersion.exec(words)?.[1]
  if (needed !== undefined) return fault('runtime-system-old', { needed }, words)
  if (wrongKind.test(words)) return fault('runtime-wrong-kind', {}, words)
  if (illegalInstruction.test(words)) return fault('processor-too-old', {}, words)
  if (noExecution.test(words)) return fault('home-not-executable', {}, words)
  return null
}

/** A session that says why its runtime is broken, where the board's words tell. */
export function explainingSession(session: BoardSession): BoardSession {
  return {
    ...session,
    call: async (verb, request, signal, onBytes) => {
      try {
        return await session.call(verb, request, signal, onBytes)
      } catch (error) {
        if (!(error instanceof FaultError) || error.fault.code !== 'runtime-broken') throw error
        const told = runtimeDiagnosis(error.fault.detail ?? '')
        throw told === null ? error : new FaultError(told)
      }
    },
  }
}
