// A board's clocks as text for a terminal: what can be set, what is set, what is owed back, and what would be written.

import { englishOf } from '../../shared/result-sayings.ts'
import type {
  Lease,
  MadeChange,
  TunableDevice,
  TunablePolicy,
  TuningReport,
  TuningRoute,
  TuningStatus,
} from '../../shared/tuning.ts'
import { commandsByHand } from '../../shared/tuning-by-hand.ts'
import type { PreviewedChange } from '../../shared/tuning-now.ts'
import { taintSaying, unmetSaying } from '../../shared/tuning-sayings.ts'
import type { Unmet } from '../../shared/tuning-steps.ts'
import { formatDuration, formatHz, formatKhz, threeDigits, unknown } from '../../shared/units.ts'
import { wrapped } from './table.ts'

const labelWidth = 10

/** A label, and beside it its text, however long. */
const line = (what: string, text: string) =>
  `  ${what.padEnd(labelWidth)} ${wrapped(text, ' '.repeat(labelWidth + 3)).trimStart()}`

const routeWords: Readonly<Record<TuningRoute, string>> = {
  direct: 'this login may write the clocks itself',
  helper: 'the clocks are written by the helper that is installed',
  sudo: 'the clocks are written through sudo, which asks this login for no password',
  password: 'the clocks are written through sudo, which asks for a password',
  none: 'this login can not write the clocks: neither itself nor by sudo',
}

function leaseWords(lease: Lease): string {
  switch (lease.kind) {
    case 'run':
      return 'until its run ends'
    case 'until':
      return `given back in ${formatDuration(lease.leftMs)}`
    case 'kept':
      return 'until somebody gives it back, or the next boot'
  }
}

const changeLine = ({ path, before, wanted, reads }: MadeChange) =>
  [
    `  ${path}`,
    `    ${before} → ${wanted}${reads === null ? ', can not be read back' : reads === wanted ? '' : `, reads ${reads}`}`,
  ].join('\n')

const failureWords = {
  refused: 'the kernel refuses it',
  'did-not-stick': 'it did not stick',
  foreign: 'somebody else has set it meanwhile, and it was left alone',
  gone: 'the file is gone',
}

/** What is changed and by when it is given back, or what is owed and how to give it back by hand. */
export function statusText(status: TuningStatus): string {
  switch (status.state) {
    case 'untouched':
      return '  its clocks are its own: Benchtop has changed nothing'
    case 'tuned':
      return [
        `  changed by Benchtop, ${leaseWords(status.lease)}:`,
        ...status.changes.map(changeLine),
        ...(status.tainted
          ? [
              wrapped(
                'What it had before was read while it was throttled or cooling: giving that back may keep it slow.',
                '  ',
              ),
            ]
          : []),
      ].join('\n')
    case 'dirty':
      return [
        wrapped(
          'CHANGED, and nothing is alive there that would give it back. `benchtop tune BOARD --restore` does; or by hand, on the board:',
          '  ',
        ),
        ...commandsByHand(status).map((command) => `    ${command}`),
      ].join('\n')
    case 'failed-restore':
      return [
        '  NOT GIVEN BACK:',
        ...status.failures.map(({ path, wanted, reads, why }) =>
          [
            `  ${path}`,
            `    wants ${wanted}, reads ${reads ?? unknown}: ${failureWords[why]}`,
          ].join('\n'),
        ),
        wrapped(
          'Try `benchtop tune BOARD --restore` again, take what is set for its own by `--forget`, or do it by hand, on the board:',
          '  ',
        ),
        ...commandsByHand(status).map((command) => `    ${command}`),
      ].join('\n')
  }
}

function policyText(policy: TunablePolicy): string {
  const { cpus, onlineCpus, cluster, governors, stepsKhz, tunables, energyPreferences } = policy
  const offline = cpus.filter((cpu) => !onlineCpus.includes(cpu))
  const about = [
    ...(cluster === null ? [] : [cluster]),
    `cores ${cpus.join(', ')}${offline.length === 0 ? '' : ` (offline: ${offline.join(', ')})`}`,
    ...(policy.driver === null ? [] : [policy.driver]),
  ]
  const title = wrapped(`${policy.policy}: ${about.join('; ')}`)
  if (onlineCpus.length === 0) return `${title}\n  offline: nothing of it can be read or set`
  const others = governors.filter((name) => name !== policy.governor)
  return [
    title,
    line(
      'governor',
      `${policy.governor ?? unknown}${others.length === 0 ? '' : `; or ${others.join(', ')}`}`,
    ),
    line(
      'limits',
      `${formatKhz(policy.minKhz)} to ${formatKhz(policy.maxKhz)}; the hardware ${formatKhz(policy.hardwareMinKhz)} to ${formatKhz(policy.hardwareMaxKhz)}; now ${formatKhz(policy.nowKhz)}`,
    ),
    ...(policy.setKhz === null ? [] : [line('set speed', formatKhz(policy.setKhz))]),
    ...(stepsKhz.length === 0 ? [] : [line('steps', stepsKhz.map(formatKhz).join(', '))]),
    ...(policy.energyPreference === null
      ? []
      : [
          line(
            'energy',
            `${policy.energyPreference}; of ${energyPreferences.join(', ') || unknown}`,
          ),
        ]),
    ...(policy.boost === null ? [] : [line('boost', policy.boost ? 'on' : 'off')]),
    ...(tunables.length === 0
      ? []
      : [line('tunables', tunables.map(({ name, value }) => `${name}=${value}`).join(', '))]),
  ].join('\n')
}

const kindWords: Readonly<Record<TunableDevice['kind'], string>> = {
  gpu: 'GPU',
  npu: 'NPU',
  memory: 'memory',
  other: 'other',
}

function deviceText(device: TunableDevice): string {
  const others = device.governors.filter((name) => name !== device.governor)
  return [
    `${device.device}: ${kindWords[device.kind]}`,
    line(
      'governor',
      `${device.governor ?? unknown}${others.length === 0 ? '' : `; or ${others.join(', ')}`}`,
    ),
    line(
      'limits',
      `${formatHz(device.minHz)} to ${device.maxHz === 0 ? 'no limit' : formatHz(device.maxHz)}; now ${formatHz(device.nowHz)}${device.load === null ? '' : `, load ${threeDigits(device.load * 100)} %`}`,
    ),
    ...(device.stepsHz.length === 0
      ? []
      : [line('steps', device.stepsHz.map(formatHz).join(', '))]),
  ].join('\n')
}

/** All of it. */
export function reportText(name: string, report: TuningReport): string {
  const { policies, devices, boost, powerModes, zones, coolers, taints, rivals, status } = report
  const hasClocks = policies.length + devices.length > 0 || boost !== null || powerModes !== null
  const cooling = coolers.filter(({ state }) => state > 0)
  const parts = [
    [name, statusText(status), ...(hasClocks ? [wrapped(routeWords[report.route], '  ')] : [])],
    hasClocks
      ? []
      : [
          wrapped(
            'Nothing of its clocks can be set from here: its kernel offers neither cpufreq nor devfreq, as on most virtual machines.',
          ),
        ],
    ...policies.map((policy) => [policyText(policy)]),
    boost === null ? [] : [`boost: ${boost.on ? 'on' : 'off'}`],
    ...devices.map((device) => [deviceText(device)]),
    powerModes === null
      ? []
      : [
          wrapped(
            `power mode: ${powerModes.now ?? unknown}; of ${powerModes.modes.map((mode) => `${mode.id} ${mode.name}`).join(', ')}`,
          ),
        ],
    zones.length === 0
      ? []
      : [
          wrapped(
            `temperatures: ${zones.map(({ zone, milliC }) => `${zone} ${threeDigits(milliC / 1000)} °C`).join(', ')}`,
          ),
        ],
    cooling.length === 0
      ? []
      : [
          wrapped(
            `cooling: ${cooling.map(({ cooler, state, mostState }) => `${cooler} ${state} of ${mostState}`).join(', ')}`,
          ),
        ],
    taints.map((taint) => wrapped(`! ${englishOf(taintSaying(taint))}`)),
    rivals.length === 0
      ? []
      : [
          wrapped(
            `! ${rivals.join(', ')}: set clocks there on their own account, and may undo what is set here.`,
          ),
        ],
  ]
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')
}

export function unmetLines(unmet: readonly Unmet[]): readonly string[] {
  return unmet.map((one) => {
    const { what, why } = unmetSaying(one)
    return wrapped(`Not done: ${englishOf(what)}: ${englishOf(why)}.`, '  ')
  })
}

/** What would be written, in its order. */
export function previewText(
  name: string,
  changes: readonly PreviewedChange[],
  unmet: readonly Unmet[],
): string {
  return [
    changes.length === 0 ? `${name}: nothing is to be written.` : `${name}: to be written`,
    ...changes.map(({ path, from, value }) => `  ${path}\n    ${from ?? unknown} → ${value}`),
    ...unmetLines(unmet),
  ].join('\n')
}
