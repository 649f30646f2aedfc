// A source of power on a board: what is told of it, and what is read for it. Plain data: most sources are read in a thread
// of their own.

import { environmentHz } from '../../shared/environment.ts'
import {
  maxPowerRails,
  type PowerMethod,
  type PowerReadingKind,
  type PowerSource,
} from '../../shared/power.ts'
import { toldApart } from '../environment/kernel.ts'
import type { LiveRail, RailInput } from './rail.ts'

export type PowerProgram = 'vcgencmd' | 'nvidia-smi'

export type SourceInput =
  /** `statusPaths`: of batteries, rail by rail, which give power only while they discharge; else null. */
  | {
      readonly kind: 'files'
      readonly rails: readonly RailInput[]
      readonly statusPaths: readonly string[] | null
    }
  /** Its rails are those that the program names, in the order of the source's. */
  | { readonly kind: 'program'; readonly program: PowerProgram }

export interface FoundSource {
  readonly told: PowerSource
  readonly input: SourceInput
}

/** One that is there and can't be read. */
export interface UnreadSource {
  readonly source: string
  /** What would let it be read; null: nothing that is known. */
  readonly remedy: 'rapl' | 'video-group' | null
}

export interface FoundPower {
  readonly sources: readonly FoundSource[]
  readonly unread: readonly UnreadSource[]
}

export const noPower: FoundPower = { sources: [], unread: [] }

/** Programs cost a process, or answer no faster. */
export const programHz = 5
/** The kernel asks a battery's controller at most once a second. */
export const batteryHz = 1
/** Of the time, what reading one source may take of its thread. */
const busyShare = 0.8

/** As often as the environment is looked at, where the sensor is quick enough. */
export function hzFor(rails: readonly { readonly tookMs: number }[]): number {
  const tookMs = rails.reduce((sum, rail) => sum + rail.tookMs, 0)
  return Math.max(1, Math.min(environmentHz, Math.floor((busyShare * 1000) / tookMs)))
}

interface FileSource {
  readonly id: string
  readonly method: PowerMethod
  readonly reading: PowerReadingKind
  readonly coverage: PowerSource['coverage']
  readonly rails: readonly LiveRail[]
  readonly inTotal: (rail: LiveRail) => boolean
  readonly hz?: number
  readonly statusPaths?: readonly string[]
}

/** `rails` is not empty. */
export function fileSource(of: FileSource): FoundSource {
  const rails = toldApart(of.rails.slice(0, maxPowerRails))
  return {
    told: {
      id: of.id.slice(0, 100),
      method: of.method,
      reading: of.reading,
      rails: rails.map((rail, index) => ({
        name: rail.name,
        inTotal: of.inTotal(of.rails[index] ?? rail),
      })),
      coverage: of.coverage,
      hz: of.hz ?? hzFor(rails),
      // What data sheets bound is the chip's own error: neither its offset at a small load nor the shunt beside it.
      uncertainty: null,
    },
    input: {
      kind: 'files',
      rails: rails.map(({ input }) => input),
      statusPaths: of.statusPaths ?? null,
    },
  }
}
