// Small programs of sh that run as root under sudo. They take a file from stdin line by line, since sh alone reads no further
// than it is told to, and put it in a place that is root's alone.

import { spawn } from 'node:child_process'
import { helperPath, sudoersLine, sudoersPath } from '../../shared/tuning-helper.ts'
import { programText } from './program-file.ts'
import { plainEnvironment } from './sudo.ts'

/** Where root's program keeps what it knows. */
export const rootsFolder = '/var/lib/benchtop-tune'

const end = '# benchtop: the file ends here'
const firstLine = programText.slice(0, programText.indexOf('\n'))
const longestLog = 4_000
const patienceMs = 60_000

/** What a login's mask or path is does not count: everybody may read what root makes here. */
const asAnyRoot = `PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 022
`

/** The program's text, as `receive` reads it. */
export const sentProgram = `${programText}${end}\n`

/**
 * Writes the text into `$new`. What comes before its first line (a password that sudo did not ask for) is passed over;
 * without its end nothing comes of it.
 */
const receive = `line=
while [ "$line" != '${firstLine}' ]; do IFS= read -r line || exit 1; done
{
  while [ "$line" != '${end}' ]; do
    printf '%s\\n' "$line"
    IFS= read -r line || { rm -f "$new"; exit 1; }
  done
} >"$new" && chmod 755 "$new" || { rm -f "$new"; exit 1; }
`

/** Runs the program from a file of root's, without installing it for anybody. */
export const runAsRoot = `${asAnyRoot}folder=${rootsFolder}
new=$folder/program.$$
mkdir -p "$folder" || exit 1
${receive}mv -f "$new" "$folder/program" && exec /bin/sh "$folder/program"
`

const helperFolder = helperPath.slice(0, helperPath.lastIndexOf('/'))

/** Everything is written beside its place and moved there once it is right, the grant last. */
export const installHelper = (user: string): string => `${asAnyRoot}folder=${helperFolder}
new=$folder/.benchtop-tune.$$
rules=${sudoersPath(user)}
mkdir -p "$folder" && [ -d /etc/sudoers.d ] || { echo 'there is no /etc/sudoers.d' >&2; exit 1; }
for one in "$folder" /usr/local /usr; do
  set -- $(ls -ldnL "$one")
  case $1:$3 in
    ?????-??-*:0) ;;
    *) echo "others than root may write to $one" >&2; exit 1 ;;
  esac
done
${receive}umask 227
printf '%s\\n' '${sudoersLine(user)}' >"$rules.new" || exit 1
if command -v visudo >/dev/null && ! visudo -c -q -f "$rules.new" >&2; then
  rm -f "$new" "$rules.new"
  exit 1
fi
mv -f "$new" ${helperPath} && mv -f "$rules.new" "$rules"
`

/** The program goes with the last login that was let run it. */
export const removeHelper = (user: string): string => `PATH=/usr/sbin:/usr/bin:/sbin:/bin
rm -f ${sudoersPath(user)} || exit 1
set -- /etc/sudoers.d/zz-benchtop-*
[ -e "$1" ] || rm -f ${helperPath}
`

/** What it says on stderr where it fails; null: it is done. */
export async function runAs(
  command: readonly string[],
  stdin: string,
): Promise<{ readonly failed: string } | null> {
  const [file = '', ...args] = command
  const child = spawn(file, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: plainEnvironment(),
    cwd: '/',
    timeout: patienceMs,
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-longestLog)
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin)
  const how = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(String(error)))
    child.once('close', (code, signal) => resolve(code === 0 ? null : `${signal ?? code}`))
  })
  return how === null ? null : { failed: log.trim() === '' ? how : log.trim() }
}
