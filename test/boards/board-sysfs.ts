// The /sys of a namespace board, from the test's side: what goes wrong on it and happens to it, and what its programs
// opened and wrote there. The model itself is netns/sysfs, in Python.

import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

/** See netns/sysfs/layouts.py. Those that end in `-old` have a kernel before 5.3. */
export type SysfsLayout =
  | 'bl2'
  | 'bl2-old'
  | 'rk3588'
  | 'rk3588-binned'
  | 'rk3568-old'
  | 'orin'
  | 'nano-old'
  | 'pi5'
  | 'intel-pstate'
  | 'acpi-boost'
  | 'amd'
  | 'one-governor'
  | 'empty-cpufreq'

interface Doer {
  /** The name of the program's file: `node`, `dash`, `cat`. */
  readonly program: string
  /** What the process calls itself: a script by its name. */
  readonly comm: string
  readonly command: string
}

/** A path is the one of the class, where the file hangs under one: /sys/class/devfreq/…, and never cpuN/cpufreq. */
export interface Opened extends Doer {
  readonly path: string
  readonly forWriting: boolean
  /** Nobody may open it: it would reset a board. */
  readonly isPoison: boolean
  readonly uid: number
}

export interface Written extends Doer {
  readonly path: string
  readonly text: string
  /** The kernel's words where it refused. */
  readonly error: string | null
}

export interface BoardSysfs {
  /**
   * One command, and its answer. Paths as on the board, /sys/…; frequencies in kHz.
   *
   * Of a file: `fail PATH EIO [open|read|write|both] [TIMES]`, `text PATH WORDS` (it reads so), `slow PATH MS`,
   * `ignore PATH` (writes succeed and change nothing), `mend PATH` (none of these any more), `mode PATH 0400`,
   * `add PATH WORDS`, `remove PATH`, `read PATH`, `write PATH VALUE [SECONDS]` (somebody else, now or later).
   *
   * Scenes: `late MS` (until a limit holds), `throttle POLICY KHZ|off`, `firmware POLICY KHZ|off` (it runs so whatever
   * the limits are), `top POLICY KHZ`, `temperature ZONE MILLIC|none`, `cool COOLER STATE`, `load SHARE|real|wave SECONDS`,
   * `device-load DEVICE SHARE`, `npu-load WORDS`, `unplug CPU`, `renumber NUMBER` (hwmon), `wrap MICROJOULES`, `boot [LAYOUT]`
   * (as the kernel makes it; another layout puts another board in its place, and takes what was pushed along). `joules FROM
   * TO …`: what the board took over spans of its wall clock in milliseconds, by its own exact account.
   */
  control(command: string): Promise<unknown>
  /** From here on. */
  mark(): Promise<void>
  /** Every opening since the mark. */
  opened(): Promise<readonly Opened[]>
  /** Every write since the mark, in its order. */
  written(): Promise<readonly Written[]>
  /** What each file that can be written reads; its error's name where it can't be read. */
  settings(): Promise<Readonly<Record<string, string>>>
}

export function sysfsAt(socketPath: string): BoardSysfs {
  const control = (command: string) => ask(socketPath, command)
  return {
    control,
    mark: async () => void (await control('mark')),
    opened: async () => (await control('opened')) as readonly Opened[],
    written: async () => (await control('written')) as readonly Written[],
    settings: async () => (await control('settings')) as Readonly<Record<string, string>>,
  }
}

async function ask(socketPath: string, command: string): Promise<unknown> {
  const socket = connect(socketPath)
  try {
    socket.write(`${command}\n`)
    const [line] = (await once(createInterface(socket), 'line')) as [string]
    const answer = JSON.parse(line) as { ok: boolean; value?: unknown; error?: string }
    if (!answer.ok) throw new Error(answer.error)
    return answer.value
  } finally {
    socket.destroy()
  }
}
