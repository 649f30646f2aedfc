// The texts that set a tuning on a board without Benchtop: a POSIX-sh script, and a unit of systemd. Paths and values are
// those of the allow-list alone; names that people gave stand in comments and a description, on one line.

import { commandLine } from '../../shared/quote.ts'
import { englishOf } from '../../shared/result-sayings.ts'
import { type Change, changeSchema, type TuningReport } from '../../shared/tuning.ts'
import { tunableAt } from '../../shared/tuning-paths.ts'
import { unmetSaying } from '../../shared/tuning-sayings.ts'
import type { Unmet } from '../../shared/tuning-steps.ts'

export interface ExportedTuning {
  /** What the tuning is called. */
  readonly name: string
  readonly board: string
  /** The version that writes it. */
  readonly benchtop: string
  /** 2026-11-22. */
  readonly day: string
  /** In the order in which they are written. */
  readonly changes: readonly Change[]
  readonly unmet: readonly Unmet[]
  readonly rivals: TuningReport['rivals']
}

/** Programs that set clocks at boot or later: what is written before them does not last. */
const rivalUnits = [
  'cpufrequtils',
  'ondemand',
  'power-profiles-daemon',
  'tlp',
  'tuned',
  'auto-cpufreq',
  'nvpmodel',
].map((name) => `${name}.service`)

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

const remark = (text: string) => `# ${oneLine(text)}`

const isMode = ({ path }: Change) => tunableAt(path)?.class === 'mode'

/** Whatever is about to be written for root has passed the allow-list here too. */
const checked = (changes: readonly Change[]): readonly Change[] =>
  changes.map((change) => changeSchema.parse(change))

function remarks({ name, board, benchtop, day, unmet, rivals }: ExportedTuning): string[] {
  const missing = unmet.map((one) => {
    const { what, why } = unmetSaying(one)
    return remark(`Not in it: ${englishOf(what)} (${englishOf(why)}).`)
  })
  return [
    remark(`The clocks of “${name}” for the board ${board}, by Benchtop ${benchtop}, ${day}.`),
    remark('For this board alone: the files of another one, and what they take, differ.'),
    ...missing,
    ...(rivals.length === 0
      ? []
      : [
          remark(`These set clocks on their own account on this board: ${rivals.join(', ')}.`),
          remark('Stop or configure them, or they may undo this.'),
        ]),
  ]
}

/** Of each path the value that is to stay, in the order of writing. */
function last(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [change.path, change])).values()]
}

export function tuningScript(tuning: ExportedTuning): string {
  const changes = checked(tuning.changes)
  const verb = (change: Change, file: string, mode: string) =>
    isMode(change)
      ? commandLine([mode, change.value])
      : commandLine([file, change.path, change.value])
  const exact = last(changes).filter(({ path }) => tunableAt(path)?.class !== 'frequency')
  return `${[
    '#!/bin/sh',
    ...remarks(tuning),
    '# Run it as root. It goes on past what fails, and ends with 1 then. A restart of the board brings its own settings back.',
    'set -u',
    'failed=0',
    'put() {',
    `  if ! { printf '%s' "$2" >"$1"; } 2>/dev/null; then`,
    `    printf '%s\\n' "$1: $2 was refused" >&2`,
    '    failed=1',
    '  fi',
    '}',
    'check() {',
    '  reads=$(cat "$1" 2>/dev/null)',
    '  if [ "$reads" != "$2" ]; then',
    `    printf '%s\\n' "$1: reads $reads, not $2" >&2`,
    '    failed=1',
    '  fi',
    '}',
    ...(changes.some(isMode)
      ? [
          '# It may want a restart, which is declined: then the mode stays as it was, and the check says so.',
          `mode() { printf 'NO\\n' | nvpmodel -m "$1" >/dev/null 2>&1 || :; }`,
          'check_mode() {',
          '  if ! nvpmodel -q 2>/dev/null | grep -qx "$1"; then',
          `    printf '%s\\n' "nvpmodel: mode $1 is not set" >&2`,
          '    failed=1',
          '  fi',
          '}',
        ]
      : []),
    '',
    ...changes.map((change) => verb(change, 'put', 'mode')),
    '',
    '# A kernel may take a moment, and may move a frequency to a step of its own: those are not compared.',
    'sleep 1',
    ...exact.map((change) => verb(change, 'check', 'check_mode')),
    'exit "$failed"',
  ].join('\n')}\n`
}

/** In a unit `%` begins a specifier. */
const inUnit = (text: string) => oneLine(text).replaceAll('%', '%%')

/** The name that the unit is offered under. */
export function unitName({ name }: Pick<ExportedTuning, 'name'>): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `benchtop-clocks-${word.slice(0, 40) || 'tuning'}.service`
}

export function tuningUnit(tuning: ExportedTuning): string {
  const unit = unitName(tuning)
  const { name, board } = tuning
  // No character of the allow-list's paths and values means anything to a shell or to systemd. One that is refused does not
  // keep the rest from being written.
  const lines = checked(tuning.changes).map((change) =>
    isMode(change)
      ? `ExecStart=-/bin/sh -c "echo NO | nvpmodel -m ${change.value}"`
      : `ExecStart=-/bin/sh -c "echo ${change.value} > ${change.path}"`,
  )
  return `${[
    ...remarks(tuning),
    `# To keep it: sudo cp ${unit} /etc/systemd/system/ && sudo systemctl enable --now ${unit}`,
    `# To end that: sudo systemctl disable ${unit}, and restart the board.`,
    '[Unit]',
    inUnit(`Description=Clocks of “${name}” for ${board}, by Benchtop`),
    `After=${rivalUnits.join(' ')}`,
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    ...lines,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ].join('\n')}\n`
}
