// A board to crash on: one of its own namespaces with a file system that behaves like a kernel's, or a machine of its own
// with a kernel's. The tuner stands there as root's helper, so that its state is in one place.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../core/bench.ts'

export const helper = '/usr/local/libexec/benchtop-tune'
export const stateFolder = '/var/lib/benchtop-tune'

/** What a round needs of a board. */
export interface CrashGround {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly keyPath: string
  readonly hostKeys: readonly string[]
  cut(): Promise<void>
  uncut(): Promise<void>
  /** As root, past the link. */
  exec(command: string): Promise<string>
  stop(): Promise<void>
}

/** Every writable file of the clocks by its path. */
export type Tree = ReadonlyMap<string, string>

/** Installs the tuner as the product does: root's own file, and one line that lets the user run it without words. */
export async function installTuner({ exec, user }: CrashGround): Promise<void> {
  const program = await readFile(join(root, 'resources', 'board', 'benchtop-tune'))
  await exec(
    `set -e
    mkdir -p /usr/local/libexec /etc/sudoers.d
    printf %s '${program.toString('base64')}' | base64 -d >${helper}
    chmod 755 ${helper}
    printf '%s ALL=(root) NOPASSWD: ${helper} ""\\n' ${user} >/etc/sudoers.d/benchtop-${user}
    chmod 440 /etc/sudoers.d/benchtop-${user}`,
  )
}

const cpu = '/sys/devices/system/cpu'

export async function readTree({ exec }: Pick<CrashGround, 'exec'>): Promise<Tree> {
  const lines = await exec(
    `for place in ${cpu}/cpufreq/ ${cpu}/intel_pstate/ ${cpu}/cpu[0-9]*/online /sys/class/devfreq/*/; do
      [ ! -e "$place" ] || find "$place" -maxdepth 3 -type f -perm -200
    done | sort -u | xargs -r grep -HsZ '' || true`,
  )
  const tree = new Map<string, string>()
  for (const line of lines.split('\n')) {
    const [path = '', value] = line.split('\0')
    if (value !== undefined) tree.set(path, value)
  }
  if (tree.size === 0) throw new Error('the board shows no clocks')
  return tree
}

export const differences = (before: Tree, now: Tree): readonly string[] =>
  [...new Set([...before.keys(), ...now.keys()])].flatMap((path) => {
    const [was, is] = [before.get(path), now.get(path)]
    return was === is ? [] : [`${path}: ${was ?? 'not there'} → ${is ?? 'not there'}`]
  })
