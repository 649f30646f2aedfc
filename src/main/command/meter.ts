// `benchtop runs meter`: the record of a meter outside the board, laid beside a run; shown, shifted by hand, taken away.

import { type Command, InvalidArgumentError } from 'commander'
import type { MeterView } from '../../shared/ipc.ts'
import {
  ampereUnits,
  type MeterColumns,
  powerUnits,
  timeUnits,
  voltUnits,
} from '../../shared/meter.ts'
import { formatDuration, formatMilliwatts, formatNs, threeDigits } from '../../shared/units.ts'
import type { Desk } from './desk.ts'
import { wrapped } from './table.ts'
import { findRun, whichRun } from './which-run.ts'

interface Told<U extends string> {
  readonly column: number
  readonly unit: U
}

interface MeterOptions {
  readonly time?: Told<MeterColumns['time']['unit']>
  readonly power?: Told<(typeof powerUnits)[number]>
  readonly volts?: Told<(typeof voltUnits)[number]>
  readonly amperes?: Told<(typeof ampereUnits)[number]>
  /** In nanoseconds. */
  readonly shift?: number
  readonly remove?: true
}

/** `2:mW`: a column, counted from 1, and the unit of what stands in it. */
function columnOf<U extends string>(units: readonly U[]) {
  return (text: string): Told<U> => {
    const [, number, word] = /^(\d{1,2}):(\w+)$/.exec(text) ?? []
    const unit = units.find((one) => one === word)
    if (unit === undefined || !(Number(number) >= 1))
      throw new InvalidArgumentError(
        `expected COLUMN:UNIT, such as 2:${units[0]}; ${units.join(', ')}`,
      )
    return { column: Number(number) - 1, unit }
  }
}

function shift(text: string): number {
  const [, number] = /^(-?\d{1,7}(?:\.\d{1,6})?)s$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError('expected seconds, such as 12.5s or -3s')
  return Number(number) * 1e9
}

export function addMeter(runs: Command, desk: Desk): void {
  runs
    .command('meter <run> [file.csv]')
    .summary('lay the record of a power meter beside a run')
    .description(
      `lay the record of a power meter beside a run that has ended: its clock is shifted to where power follows the load of the run best. Without a file what the run has is shown; ${whichRun}`,
    )
    .option(
      '--time <column:unit>',
      `column of the time; ${timeUnits.join(', ')}`,
      columnOf(timeUnits),
    )
    .option(
      '--power <column:unit>',
      `column of the power; ${powerUnits.join(', ')}`,
      columnOf(powerUnits),
    )
    .option('--volts <column:unit>', 'in place of a power, with --amperes', columnOf(voltUnits))
    .option('--amperes <column:unit>', 'in place of a power, with --volts', columnOf(ampereUnits))
    .option(
      '--shift <seconds>',
      'shift the record by hand: its first reading at this time of the run, such as 12.5s',
      shift,
    )
    .option('--remove', 'take the record away')
    .action((name: string, file: string | undefined, options: MeterOptions) =>
      desk.open(async (bench) => {
        const { id } = findRun(bench, name)
        if (options.remove === true) {
          bench.meters.remove(id)
          return desk.result(
            { run: id, meter: null },
            () => `${id} has no meter’s record any more.`,
          )
        }
        const { shift: offsetNs = null } = options
        const view =
          file !== undefined
            ? await bench.meters.attach(id, file, columnsIn(runs, options), offsetNs)
            : offsetNs === null
              ? bench.meters.view(id)
              : bench.meters.move(id, offsetNs)
        desk.result(view, () =>
          view === null ? `${id} has no record of a meter.` : meterText(view),
        )
      }),
    )
}

/** Null: they are guessed from the names in the file. */
function columnsIn(
  command: Command,
  { time, power, volts, amperes }: MeterOptions,
): MeterColumns | null {
  if ([time, power, volts, amperes].every((one) => one === undefined)) return null
  if (time !== undefined && power !== undefined) return { time, power: { kind: 'power', ...power } }
  if (time !== undefined && volts !== undefined && amperes !== undefined)
    return { time, power: { kind: 'volts-and-amperes', volts, amperes } }
  return command.error('error: --time is said with --power, or with --volts and --amperes')
}

function meterText({ meter, milliwatts, covered, processes }: MeterView): string {
  const { name, readings, offsetNs, fit } = meter
  const known = milliwatts.filter((value) => value !== null)
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  const side = offsetNs < 0 ? 'before' : 'after'
  const fits =
    fit === null
      ? 'shifted by hand'
      : `power follows the load of the run with a correlation of ${threeDigits(fit.score)}`
  return [
    `${name}: ${readings} readings, ${formatMilliwatts(mean)} in the mean`,
    `begins ${offsetText(offsetNs)} ${side} the run; ${fits}`,
    ...(fit?.isAmbiguous === true
      ? [
          '! Another shift fits nearly as well: look at it, and set it by --shift where you know better.',
        ]
      : []),
    `covers ${covered} of ${processes} measured processes`,
  ]
    .map((line) => wrapped(line))
    .join('\n')
}

const offsetText = (offsetNs: number) => {
  const ns = Math.abs(offsetNs)
  return ns < 60e9 ? formatNs(ns) : formatDuration(ns / 1e6)
}
