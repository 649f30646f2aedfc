// A tuning as a file that keeps it on one board without Benchtop: every value that it means there, whatever is set now.

import type { BoardId } from '../../shared/board.ts'
import { fail } from '../../shared/fault.ts'
import type {
  Change,
  PolicyWish,
  TunablePolicy,
  Tuning,
  TuningReport,
} from '../../shared/tuning.ts'
import type { TuningExportFormat } from '../../shared/tuning-export.ts'
import { changesFor, wishFor } from '../../shared/tuning-plan.ts'
import type { Unmet } from '../../shared/tuning-steps.ts'
import { writeWhole } from '../write-whole.ts'
import type { Boards } from './boards.ts'
import type { Tunings } from './tuning.ts'
import { tuningScript, tuningUnit } from './tuning-script.ts'

export interface TuningExportOptions {
  readonly boards: Boards
  readonly tunings: Tunings
  /** The version that writes it. */
  readonly benchtop: string
}

interface Wanted {
  readonly board: BoardId
  /** What the tuning is called. */
  readonly name: string
  readonly tuning: Tuning
  readonly format: TuningExportFormat
}

interface Exported {
  readonly text: string
  /** What the board can not do of it; it stands in the text too. */
  readonly unmet: readonly Unmet[]
}

export class TuningExport {
  readonly #options: TuningExportOptions

  constructor(options: TuningExportOptions) {
    this.#options = options
  }

  async text({ board, name, tuning, format }: Wanted): Promise<Exported> {
    const { boards, tunings, benchtop } = this.#options
    const report = await tunings.inspect(board)
    const { changes, unmet } = wholeTuning(tuning, report)
    if (changes.length === 0)
      fail('bad-request', { reason: `there is nothing in “${name}” that this board could set` })
    const about = {
      name,
      board: boards.board(board).name,
      benchtop,
      day: new Date().toISOString().slice(0, 10),
      changes,
      unmet,
      rivals: report.rivals,
    }
    return { text: format === 'script' ? tuningScript(about) : tuningUnit(about), unmet }
  }

  async save(wanted: Wanted, path: string): Promise<{ path: string; unmet: readonly Unmet[] }> {
    const { text, unmet } = await this.text(wanted)
    return { path: await writeWhole(path, text), unmet }
  }
}

/** Those that are asked for as if they could not be read, the other as it reads now. */
function limitsUnlike({ minKhz, maxKhz }: TunablePolicy, wish: PolicyWish | null) {
  const isFixed = wish !== null && wish.fixedKhz !== null
  return {
    minKhz: isFixed || wish?.minKhz != null ? null : minKhz,
    maxKhz: isFixed || wish?.maxKhz != null ? null : maxKhz,
  }
}

/**
 * All that a tuning means on a board, be it set already or not: as if nothing of what it wishes were as it should be.
 * Limits are walked from any that a board may have started with; one that nobody asks for is left alone.
 */
export function wholeTuning(
  tuning: Tuning,
  report: TuningReport,
): { readonly changes: readonly Change[]; readonly unmet: readonly Unmet[] } {
  return changesFor(tuning, {
    ...report,
    policies: report.policies.map((policy) => ({
      ...policy,
      ...limitsUnlike(policy, wishFor(tuning, policy.policy)),
      governor: null,
      tunables: policy.tunables.map((tunable) => ({ ...tunable, value: '' })),
      setKhz: null,
      energyPreference: null,
      boost: policy.boost === null ? null : tuning.boost !== true,
    })),
    boost: report.boost === null ? null : { ...report.boost, on: tuning.boost !== true },
    devices: report.devices.map((device) => {
      const wish = tuning.devices.find((one) => one.device === device.device)
      const { minHz, maxHz } = device
      return {
        ...device,
        governor: null,
        minHz: minHz === null || wish?.minHz == null ? minHz : Number.MAX_SAFE_INTEGER,
        maxHz: maxHz === null || wish?.maxHz == null ? maxHz : -1,
      }
    }),
    powerModes: report.powerModes === null ? null : { ...report.powerModes, now: null },
  })
}
