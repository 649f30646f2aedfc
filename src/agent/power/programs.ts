// Programs of a board that tell its power: run by their names from the system's own folders, without a shell, bounded in time
// and words.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { errorCode } from '../wire.ts'
import type { PowerProgram } from './source.ts'

export const programEnvironment = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin:/opt/vc/bin',
  LC_ALL: 'C',
}
export const programLimits = {
  env: programEnvironment,
  timeout: 5_000,
  maxBuffer: 64 * 1024,
} as const

/** `missing`: there is no such program. `failed`: it says nothing that can be read. */
export type ProgramAnswer =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed' }
export type AskProgram = (program: PowerProgram, words: readonly string[]) => Promise<ProgramAnswer>

export const askProgram: AskProgram = async (program, words) => {
  try {
    const { stdout } = await promisify(execFile)(program, [...words], programLimits)
    return { kind: 'said', text: stdout }
  } catch (error) {
    return { kind: errorCode(error) === 'ENOENT' ? 'missing' : 'failed' }
  }
}
