// Waits on the board until a tuning stands where it is to be struck, and kills there and then: a shell script as root, so
// that no link lies between what it sees and what it does. What it watches is what anybody can see: the kernel's files,
// the tuner's journal, processes. Nothing of the product helps it.

import type { Moment, Victim } from './draw.ts'
import { type CrashGround, stateFolder, type Tree } from './ground.ts'

/** For pgrep. A letter in brackets, so that no pattern matches the script that it stands in. */
const processes: Readonly<Record<Exclude<Victim, 'app' | 'link'>, string>> = {
  agent: 'agent[.]cjs .* (attach|start|tune-[a-z]+)$',
  supervisor: 'agent[.]cjs .* supervise ',
  session: ' --sessio[n]$',
  guardian: ' --guardia[n] ',
  both: ' --(sessio[n]$|guardia[n] )',
  sshd: '^sshd[:] edge',
}

export interface Strike {
  readonly moment: Moment
  readonly victim: Victim
  readonly delayMs: number
  readonly baseline: Tree
}

/** Whether it fell: the moment came within `patienceMs`, and the victim was alive. */
export async function strike(
  ground: CrashGround,
  { moment, victim, delayMs, baseline }: Strike,
  patienceMs: number,
): Promise<boolean> {
  const governors = [...baseline].filter(([path]) => path.endsWith('/scaling_governor'))
  const each = (link: string) =>
    governors.map(([path, value]) => `changed ${path} ${value}`).join(` ${link} `)
  const find = victim === 'app' || victim === 'link' ? 'echo 0' : `pgrep -f '${processes[victim]}'`
  const said = await ground.exec(`
    read -r now _ </proc/uptime
    deadline=$((\${now%%.*} + ${Math.ceil(patienceMs / 1000)}))
    wait_for() {
      until "$@"; do
        read -r now _ </proc/uptime
        [ "\${now%%.*}" -lt "$deadline" ] || exit 0
      done
    }
    changed() { value=; read -r value <"$1" 2>/dev/null; [ "$value" != "$2" ]; }
    any_changed() { ${each('||')}; }
    all_changed() { ${each('&&')}; }
    not_all_changed() { ! all_changed; }
    runs() { pgrep -f "$1" >/dev/null; }
    measures() { grep -qs '"phase":"measure"' /home/edge/.benchtop/runs/*/journal.ndjson; }
    ${moments[moment]}
    ${delayMs > 0 ? `sleep ${(delayMs / 1000).toFixed(3)}` : ''}
    pids=$(${find}) || exit 0
    [ "$pids" = 0 ] || kill -KILL $pids
    echo "hit" $pids`)
  return /^hit /m.test(said)
}

/** In the shell's words, as the functions above have it. */
const moments: Readonly<Record<Moment, string>> = {
  probed: `wait_for runs '${processes.session}'`,
  baselined: `wait_for test -s ${stateFolder}/journal`,
  armed: `wait_for runs '${processes.guardian}'`,
  applying: 'wait_for any_changed',
  applied: 'wait_for all_changed',
  measuring: 'wait_for all_changed; wait_for measures',
  restoring: 'wait_for all_changed; wait_for not_all_changed',
}
