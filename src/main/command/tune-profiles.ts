// `benchtop tune profiles`, `save`, `rename`, `remove` and `export`: tunings that are kept under a name, and what one is on a
// board as a file that works there without Benchtop.

import { type Command, Option } from 'commander'
import { fail } from '../../shared/fault.ts'
import type { Tuning, TuningReport } from '../../shared/tuning.ts'
import { type TuningExportFormat, tuningExportFormats } from '../../shared/tuning-export.ts'
import { standingTuning } from '../../shared/tuning-presets.ts'
import type { TuningProfile } from '../../shared/tuning-profile.ts'
import { formatKhz } from '../../shared/units.ts'
import type { Bench } from '../bench.ts'
import { writeWhole } from '../write-whole.ts'
import { connected } from './connect.ts'
import type { Desk } from './desk.ts'
import { boardNamed, profileNamed } from './named.ts'
import { listTable } from './table.ts'
import { unmetLines } from './tune-text.ts'
import { type WishOptions, wished, wishes } from './tune-wish.ts'

interface ExportOptions {
  readonly board: string
  readonly format: TuningExportFormat
  readonly out?: string
}

/** `tune` is the command below which they stand; what is wished is said by its options. */
export function addProfiles(tune: Command, desk: Desk): void {
  tune
    .command('profiles')
    .description('list what is saved')
    .action(() =>
      desk.open(async (bench) => {
        const profiles = bench.profiles.list()
        desk.result(profiles, () =>
          profiles.length === 0 ? 'No profiles.' : profileList(profiles),
        )
      }),
    )
  tune
    .command('save <name>')
    .description(
      'save what the options say under a name; without one of them, what the board has now',
    )
    .option('--board <name>', 'the board whose settings are saved, or for which a preset is made')
    .action((name: string, { board }: { readonly board?: string }) =>
      desk.open(async (bench) => {
        const report = board === undefined ? null : await reportOf(bench, board)
        const profile = bench.profiles.save(name, toSave(bench, report, tune.opts()), Date.now())
        desk.result(profile, () => `Saved ${profile.name}: ${tuningWords(profile.tuning)}`)
      }),
    )
  tune
    .command('rename <name> <new-name>')
    .description('rename what is saved')
    .action((name: string, newName: string) =>
      desk.open(async (bench) => {
        const renamed = bench.profiles.rename(profileNamed(bench, name).id, newName)
        desk.result(renamed, () => `${name} is ${renamed.name} now.`)
      }),
    )
  tune
    .command('remove <name>')
    .description('forget what is saved')
    .action((name: string) =>
      desk.open(async (bench) => {
        const { id, name: known } = profileNamed(bench, name)
        bench.profiles.remove(id)
        desk.result({ removed: id }, () => `Removed ${known}.`)
      }),
    )
  tune
    .command('export <name>')
    .description('write what a profile is on a board as a file that works there without Benchtop')
    .requiredOption('--board <name>', 'the board that it is for')
    .addOption(
      new Option('--format <format>', 'a shell script, or a unit of systemd for every boot')
        .choices(tuningExportFormats)
        .default('script' satisfies TuningExportFormat),
    )
    .option('--out <file>', 'where it goes (default: stdout)')
    .action((name: string, options: ExportOptions) =>
      desk.open((bench) => exportProfile(desk, bench, name, options)),
    )
}

async function reportOf(bench: Bench, name: string): Promise<TuningReport> {
  const view = boardNamed(bench, name)
  await connected(bench, view)
  return bench.tunings.inspect(view.board.id)
}

function toSave(bench: Bench, report: TuningReport | null, options: WishOptions): Tuning {
  if (wishes(options)) return wished(bench, report, options)
  if (report === null)
    fail('bad-request', { reason: 'nothing is said that could be saved: name a board, or wishes' })
  return standingTuning(report)
}

async function exportProfile(
  desk: Desk,
  bench: Bench,
  name: string,
  { board, format, out }: ExportOptions,
): Promise<void> {
  const profile = profileNamed(bench, name)
  const view = boardNamed(bench, board)
  await connected(bench, view)
  const { text, unmet } = await bench.tuningExport.text({
    board: view.board.id,
    name: profile.name,
    tuning: profile.tuning,
    format,
  })
  for (const line of unmetLines(unmet)) desk.note(line)
  if (out === undefined) return desk.result({ text, unmet }, () => text.trimEnd())
  const path = await writeWhole(out, text)
  desk.result({ path, unmet }, () => path)
}

function profileList(profiles: readonly TuningProfile[]): string {
  return listTable(
    [{ head: 'profile' }, { head: 'what it sets' }],
    profiles.map(({ name, tuning }) => [name, tuningWords(tuning)]),
  )
}

/** In one line. */
function tuningWords({ policies, boost, devices, powerMode }: Tuning): string {
  const range = (min: string | null, max: string | null) =>
    min === null && max === null ? [] : [`${min ?? '…'} to ${max ?? '…'}`]
  const khz = (value: number | null) => (value === null ? null : formatKhz(value))
  const hz = (value: number | null) => (value === null ? null : formatKhz(value / 1000))
  const parts = [
    ...policies.map((wish) =>
      [
        ...(wish.policies === null ? [] : [`${wish.policies.join(', ')}:`]),
        ...(wish.governor === null ? [] : [wish.governor]),
        ...(wish.fixedKhz === null ? [] : [`at ${formatKhz(wish.fixedKhz)}`]),
        ...range(khz(wish.minKhz), khz(wish.maxKhz)),
        ...(wish.energyPreference === null ? [] : [wish.energyPreference]),
        ...Object.entries(wish.tunables).map(([name, value]) => `${name}=${value}`),
      ].join(' '),
    ),
    ...(boost === null ? [] : [`boost ${boost ? 'on' : 'off'}`]),
    ...devices.map((wish) =>
      [
        `${wish.device}:`,
        ...(wish.governor === null ? [] : [wish.governor]),
        ...range(hz(wish.minHz), hz(wish.maxHz)),
      ].join(' '),
    ),
    ...(powerMode === null ? [] : [`power mode ${powerMode}`]),
  ]
  return parts.join('; ')
}
