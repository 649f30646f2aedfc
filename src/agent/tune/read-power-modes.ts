// The power modes of a Jetson: which there are, by nvpmodel's own file, and which one is set, by asking it. Where either is
// missing, the board has none.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TuningReport } from '../../shared/tuning.ts'
import type { ReadText } from '../facts/read.ts'

const configPath = '/etc/nvpmodel.conf'
const programPath = '/usr/sbin/nvpmodel'
const patienceMs = 5_000
const maxModes = 100

export type AskPowerMode = () => Promise<string>

/** What `nvpmodel -q` prints; empty where it fails. */
export const askPowerMode: AskPowerMode = async () => {
  const asked = promisify(execFile)(programPath, ['-q'], {
    timeout: patienceMs,
    maxBuffer: 64 * 1024,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
  })
  return asked.then(
    ({ stdout }) => stdout,
    () => '',
  )
}

export async function readPowerModes(
  read: ReadText,
  ask: AskPowerMode = askPowerMode,
): Promise<TuningReport['powerModes']> {
  const modes = modesIn(read(configPath) ?? '')
  if (modes.length === 0) return null
  return { now: nowIn(await ask()), modes }
}

/** `< POWER_MODEL ID=0 NAME=MAXN >` */
export const modesIn = (config: string) =>
  [...config.matchAll(/^\s*<\s*POWER_MODEL\s+ID=(\d{1,3})\s+NAME=(\S{1,100})\s*>/gm)]
    .map(([, id, name]) => ({ id: Number(id), name: name ?? '' }))
    .slice(0, maxModes)

/** `NV Power Mode: 15W`, and below it the number of it. */
export const nowIn = (answer: string): string | null =>
  /^NV Power Mode:\s*(\S{1,100})\s*$/m.exec(answer)?.[1] ?? null
