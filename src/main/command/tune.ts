// `benchtop tune`: what a board lets be set of its clocks, setting it for a while, and giving it back. Nothing is written
// that `--dry-run` would not have printed.

import type { Command } from 'commander'
import { fail, fault, faultLines } from '../../shared/fault.ts'
import type { BoardView } from '../../shared/ipc.ts'
import {
  type Change,
  changeSchema,
  longestLeaseMs,
  type TuningStatus,
} from '../../shared/tuning.ts'
import { previewed } from '../../shared/tuning-now.ts'
import { changesFor } from '../../shared/tuning-plan.ts'
import { unmetWords } from '../../shared/tuning-sayings.ts'
import { isOwed } from '../../shared/tuning-seen.ts'
import type { Bench } from '../bench.ts'
import { connected } from './connect.ts'
import type { Desk } from './desk.ts'
import { exitCodes } from './exit-codes.ts'
import { boardNamed } from './named.ts'
import { duration } from './options.ts'
import { addProfiles } from './tune-profiles.ts'
import { previewText, reportText, statusText, unmetLines } from './tune-text.ts'
import { addWishOptions, type WishOptions, wished, wishes } from './tune-wish.ts'

interface TuneOptions extends WishOptions {
  /** In milliseconds. */
  readonly for?: number
  readonly keep?: boolean
  readonly restore?: boolean
  readonly renew?: boolean
  readonly forget?: boolean
  readonly installHelper?: boolean
  readonly removeHelper?: boolean
  readonly acceptTaint?: boolean
  readonly dryRun?: boolean
}

/** Where nothing is said of how long. */
const usualLeaseMs = 600_000

const acts = ['restore', 'renew', 'forget', 'installHelper', 'removeHelper'] as const
type Act = (typeof acts)[number]

export function addTune(program: Command, desk: Desk): void {
  const tune = program
    .command('tune')
    .summary('show, set and give back the clocks of a board')
    .description(
      'show what a board lets be set of its clocks; set it for a while, after which the board gives itself back what it had; or save, list and export such settings',
    )
    .argument('[board]', 'a board that is known')
  addWishOptions(tune)
    .option('--for <time>', 'for so long, such as 90s, 10m, 8h (default: 10m)', duration)
    .option('--keep', 'until somebody gives it back, or the next boot')
    .option('--restore', 'give the board back what it had, now')
    .option('--renew', 'so long from now, by --for')
    .option('--forget', 'take what is set now for the board’s own')
    .option('--install-helper', 'install the program that sets clocks as root, by one password')
    .option('--remove-helper', 'remove it')
    .option('--accept-taint', 'set it though the board is throttled or cooling now')
    .option('--dry-run', 'only say what would be written')
    .action((name: string | undefined, options: TuneOptions) => {
      if (name === undefined)
        return tune.error('error: a board is missing, or profiles, save, export')
      const act = actOf(options)
      return desk.open(async (bench) => {
        const view = boardNamed(bench, name)
        await connected(bench, view)
        if (act === null && !wishes(options)) return show(desk, bench, view, options)
        return act === null
          ? set(desk, bench, view, options)
          : doAct(desk, bench, view, act, options)
      })
    })
  addProfiles(tune, desk)
}

/** One thing at a time. */
function actOf(options: TuneOptions): Act | null {
  const [act = null, ...others] = acts.filter((name) => options[name] === true)
  if (others.length > 0 || (act !== null && wishes(options)))
    fail('bad-request', {
      reason: 'to set, --restore, --renew, --forget and the helper’s options exclude each other',
    })
  if (options.dryRun === true && act !== null && act !== 'installHelper')
    fail('bad-request', {
      reason: '--dry-run is of what is to be set, or of --install-helper: nothing was done',
    })
  if (options.keep === true && options.for !== undefined)
    fail('bad-request', { reason: '--keep and --for exclude each other' })
  if (options.for !== undefined && (options.for > longestLeaseMs || options.for < 1_000))
    fail('bad-request', { reason: '--for takes from 1s to 7d' })
  return act
}

async function show(desk: Desk, bench: Bench, { board }: BoardView, options: TuneOptions) {
  if (options.for !== undefined || options.keep === true || options.acceptTaint === true)
    fail('bad-request', {
      reason: '--for, --keep and --accept-taint go with what is to be set, and nothing is',
    })
  const report = await bench.tunings.inspect(board.id)
  desk.result({ board: board.id, report }, () => reportText(board.name, report))
}

async function set(desk: Desk, bench: Bench, { board }: BoardView, options: TuneOptions) {
  const { tunings } = bench
  const isDry = options.dryRun === true
  const report = await (isDry ? tunings.inspect(board.id) : tunings.inspectToSet(board.id))
  const { changes, unmet } = changesFor(wished(bench, report, options), report)
  if (isDry) {
    if (isOwed(report.status)) desk.note(leftoverFirst)
    const preview = previewed(changes, report)
    return desk.result({ board: board.id, changes: preview, unmet }, () =>
      previewText(board.name, preview, unmet),
    )
  }
  if (changes.length === 0 && unmet.length > 0)
    fail('tuning-unmet', { what: unmet.map(unmetWords).join('; ') })
  const writes = changes.length > 0 ? changes : standing(report.status)
  if (writes.length === 0)
    return desk.result(
      { board: board.id, status: report.status, unmet },
      () => `${board.name}: it is set so already; nothing was written.`,
    )
  const status = await tunings.apply(board.id, {
    changes: [...writes],
    lease:
      options.keep === true
        ? { kind: 'kept' }
        : { kind: 'until', leftMs: options.for ?? usualLeaseMs },
    acceptTaint: options.acceptTaint === true,
  })
  desk.result({ board: board.id, status, unmet }, () =>
    [board.name, statusText(status), ...unmetLines(unmet)].join('\n'),
  )
}

const leftoverFirst =
  'An earlier tuning left this board changed. That is given back before anything is set, and then other files may be written than these.'

/** What is set already and is to be so for another while: it is written once more. */
function standing(status: TuningStatus): readonly Change[] {
  if (status.state !== 'tuned') return []
  return status.changes.flatMap(
    ({ path, wanted }) => changeSchema.safeParse({ path, value: wanted }).data ?? [],
  )
}

async function doAct(desk: Desk, bench: Bench, view: BoardView, act: Act, options: TuneOptions) {
  const { id, name } = view.board
  const { tunings } = bench
  if (act === 'installHelper' && options.dryRun === true) {
    const files = await bench.helperFiles(id)
    return desk.result({ board: id, files }, () =>
      files.map(({ path, text }) => `${path}\n\n${text.trimEnd()}`).join('\n\n'),
    )
  }
  if (act === 'installHelper' || act === 'removeHelper') {
    const report = await tunings.install(id, act === 'removeHelper')
    return desk.result({ board: id, report }, () => reportText(name, report))
  }
  const status =
    act === 'restore'
      ? await tunings.restore(id)
      : act === 'forget'
        ? await tunings.forget(id)
        : await tunings.renew(id, options.for ?? usualLeaseMs)
  desk.result({ board: id, status }, () => [name, statusText(status)].join('\n'))
  if (act === 'restore' && isOwed(status)) tellOwed(desk, name)
}

/** A board that is not as it was ends a command with a fault, whatever else came of it. */
export function tellOwed(desk: Desk, board: string): void {
  desk.note(faultLines(fault('tuning-not-given-back', { board })).join('\n'))
  process.exitCode = exitCodes.fault
}
