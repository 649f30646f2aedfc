// Programs on a board that set its clocks on their own account: by the units that systemd holds active, by the names of
// what runs, and by what is enabled for the next boot.

import { rivals } from '../../shared/tuning.ts'
import type { Kernel } from '../environment/kernel.ts'

type Rival = (typeof rivals)[number]

/** The kernel cuts the name of a process after so many characters. */
const longestComm = 15
const maxProcesses = 4096

/** A service that runs once at boot is no process any more. */
const wantedBy = ['multi-user.target', 'sysinit.target', 'graphical.target', 'basic.target']

export function readRivals(kernel: Kernel): Rival[] {
  const units = new Set(kernel.list('/run/systemd/units'))
  const running = new Set(
    kernel
      .list('/proc')
      .filter((name) => /^\d{1,10}$/.test(name))
      .slice(0, maxProcesses)
      .map((pid) => kernel.read(`/proc/${pid}/comm`)),
  )
  const enabled = new Set([
    ...wantedBy.flatMap((target) => kernel.list(`/etc/systemd/system/${target}.wants`)),
    // Without systemd: S19cpufrequtils.
    ...kernel.list('/etc/rc2.d').map((name) => `${name.replace(/^S\d{2}/, '')}.service`),
  ])
  return rivals.filter(
    (rival) =>
      units.has(`invocation:${rival}.service`) ||
      running.has(rival.slice(0, longestComm)) ||
      enabled.has(`${rival}.service`),
  )
}
