// What a namespace board's user `edge` may do as root.

/**
 * `absent`: there is no sudo. `nothing`: it is there, and refuses. `all`: everything, without a password. `password`:
 * everything, with `edgePassword`. `helper`: the one line that Benchtop's helper needs, and nothing else.
 */
export type SudoGrant = 'absent' | 'nothing' | 'all' | 'password' | 'helper'

export const edgePassword = 'correct horse'

const lines: Readonly<Record<SudoGrant, string | null>> = {
  absent: null,
  nothing: null,
  all: 'edge ALL=(ALL) NOPASSWD: ALL',
  password: 'edge ALL=(ALL) ALL',
  helper: 'edge ALL=(root) NOPASSWD: /usr/local/libexec/benchtop-tune ""',
}

/** `exec` runs a command on the board as root. */
export async function grantSudo(
  exec: (command: string) => Promise<string>,
  grant: SudoGrant,
): Promise<void> {
  const line = lines[grant]
  if (grant === 'absent') await exec('rm -f /usr/bin/sudo')
  if (grant === 'password') await exec(`echo 'edge:${edgePassword}' | chpasswd`)
  if (line !== null)
    await exec(`echo '${line}' >/etc/sudoers.d/edge && chmod 0440 /etc/sudoers.d/edge`)
}
