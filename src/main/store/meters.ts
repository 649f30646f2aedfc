// Records of meters outside the board, one for each run that has one: what it is in a line, its readings as little-endian
// float64 beside it, times first.

import { type RunId, samplesFromBytes } from '../../shared/event.ts'
import {
  type Meter,
  type Metered,
  type MeterReadings,
  meteredSchema,
  meterSchema,
} from '../../shared/meter.ts'
import type { Database } from './db.ts'

type KeptReadings = Pick<MeterReadings, 'atNs' | 'milliwatts'>

export interface KeptMeter extends KeptReadings {
  readonly meter: Meter
}

function bytesOf({ atNs, milliwatts }: KeptReadings): Uint8Array {
  const bytes = new Uint8Array(16 * atNs.length)
  const view = new DataView(bytes.buffer)
  atNs.forEach((value, index) => {
    view.setFloat64(index * 8, value, true)
    view.setFloat64((atNs.length + index) * 8, milliwatts[index] ?? 0, true)
  })
  return bytes
}

export class MeterStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** In place of the one that the run has. */
  put(run: RunId, { meter, ...readings }: KeptMeter, metered: Metered): void {
    this.#db
      .prepare(
        'INSERT OR REPLACE INTO meters (run_id, meter, energies, readings) VALUES (?, ?, ?, ?)',
      )
      .run(run, JSON.stringify(meter), JSON.stringify(metered), bytesOf(readings))
  }

  remove(run: RunId): void {
    this.#db.prepare('DELETE FROM meters WHERE run_id = ?').run(run)
  }

  /** What it makes of the run; the readings are not read. Null: the run has none. */
  metered(run: RunId): Metered | null {
    const row = this.#db.prepare('SELECT energies FROM meters WHERE run_id = ?').get(run)
    return row === undefined ? null : meteredSchema.parse(JSON.parse(String(row.energies)))
  }

  /** Null: the run has none. */
  get(run: RunId): KeptMeter | null {
    const row = this.#db.prepare('SELECT meter, readings FROM meters WHERE run_id = ?').get(run)
    if (row === undefined) return null
    const all = samplesFromBytes(row.readings as Uint8Array)
    return {
      meter: meterSchema.parse(JSON.parse(String(row.meter))),
      atNs: all.subarray(0, all.length / 2),
      milliwatts: all.subarray(all.length / 2),
    }
  }
}
