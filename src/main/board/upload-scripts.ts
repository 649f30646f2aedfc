// The POSIX sh scripts of a push, for OpenSSH and Dropbear, GNU and BusyBox alike.

import { quote } from '../../shared/quote.ts'
import type { Artifact } from './artifact.ts'

export const partPath = (home: string, sha256: string) => `${home}/incoming/${sha256}.part`

const names = (home: string, sha256: string) => `
base=${quote(home)}
part=${quote(partPath(home, sha256))}`

/** The shell's `there`: whether an artifact is complete, by itself or within its folder. */
const places = ({ target, folder }: Artifact) => `
target=$base/${quote(target)}
there() {
  [ -e "$target" ]${folder === undefined ? '' : ` || [ -e "$base"/${quote(folder)} ]`}
}`

const sayFree = `
set -- $(df -Pk "$base" 2>/dev/null | tail -n 1)
say free_kib "$4"`

/** Says whether it is there already, how much of it arrived, and what is free. */
export function beginScript(home: string, artifact: Artifact): string {
  return `${names(home, artifact.sha256)}${places(artifact)}
if ! mkdir -p "$base/incoming" "\${target%/*}" || ! [ -w "$base/incoming" ]; then
  say refused yes
fi
say user "$(id -un 2>/dev/null || echo "$USER")"
there && say complete yes
size=0
[ -f "$part" ] && size=$(wc -c < "$part")
if [ "$size" -gt ${artifact.bytes} ]; then
  rm -f "$part"
  size=0
fi
say part_bytes "$((size))"
${sayFree}`
}

/** A folder on its way to a board: it is filled at `staging` and then becomes `target`, both under the home. */
export interface FolderPlace {
  readonly staging: string
  readonly target: string
}

/** Says whether the folder is there, which of its files stand in the staging, how much of it arrived, what is free. */
export function surveyScript(
  home: string,
  { staging, target }: FolderPlace,
  files: readonly { readonly location: string; readonly sha256: string }[],
): string {
  const looks = files.map(
    ({ location, sha256 }, index) => `
if [ -f "$staging"/${quote(location)} ]; then
  say staged ${index}
  arrive "$staging"/${quote(location)}
else
  arrive ${quote(partPath(home, sha256))}
fi`,
  )
  return `
base=${quote(home)}
staging=$base/${quote(staging)}
arrived=0
arrive() { [ -f "$1" ] && arrived=$((arrived + $(wc -c < "$1"))); }
[ -e "$base"/${quote(target)} ] && say complete yes
${looks.join('')}
say arrived_bytes "$arrived"
${sayFree}`
}

/** Moves a staging that holds every file into place. Says `complete`, `changed` or `failed`. */
export function settleScript(
  home: string,
  { staging, target }: FolderPlace,
  files: readonly { readonly location: string }[],
): string {
  const holds = files.map(({ location }) => `[ -f "$staging"/${quote(location)} ]`)
  return `
base=${quote(home)}
staging=$base/${quote(staging)}
target=$base/${quote(target)}
whole() {
  ${holds.join(' &&\n  ')}
}
if ! [ -e "$target" ] && whole; then
  mkdir -p "\${target%/*}"
  # Another session may be first; then mv puts ours inside of it.
  [ -e "$target" ] || mv "$staging" "$target"
  rm -rf "$target/\${staging##*/}"
  sync
  if [ -e "$target" ]; then say state complete; else say state failed; fi
elif [ -e "$target" ]; then
  rm -rf "$staging"
  say state complete
else
  say state changed
fi`
}

/**
 * Writes stdin into the part from a block on. One line without backslashes, for whatever login shell reads it;
 * the words of dd stay on stderr.
 */
export const transferScript =
  'LC_ALL=C; export LC_ALL; exec dd of="$1" bs=65536 seek="$2" conv=notrunc'

/** Checks what arrived and moves it into place. Says `complete`, `damaged`, `changed` or `failed`. */
export function finishScript(home: string, artifact: Artifact): string {
  const { sha256, bytes, form, executable } = artifact
  return `${names(home, sha256)}${places(artifact)}
if there; then
  rm -f "$part"
  say state complete
elif ! [ -f "$part" ] || [ "$(wc -c < "$part")" -ne ${bytes} ]; then
  say state changed
else
  sum=$(sha256sum < "$part")
  if [ -z "$sum" ]; then
    say state changed
  elif [ "\${sum%% *}" != ${quote(sha256)} ]; then
    rm -f "$part"
    say state damaged
  else
    ${form === 'file' ? placeFile : placeArchive(sha256, executable)}
  fi
fi`
}

const placeFile = `if mv "$part" "$target" && sync || there; then
      say state complete
    else
      say state failed
    fi`

/** Folders of sessions that died while they unpacked are known by a process that is gone. */
function placeArchive(sha256: string, executable: string | undefined): string {
  const makeExecutable = executable === undefined ? '' : `&& chmod 755 "$new/${executable}" `
  return `for old in "$base/incoming/"${quote(sha256)}.*.new; do
      pid=\${old%.new}
      pid=\${pid##*.}
      [ -d "$old" ] && ! kill -0 "$pid" 2>/dev/null && rm -rf "$old"
    done
    new=$base/incoming/${quote(sha256)}.$$.new
    if mkdir "$new" && gzip -dc < "$part" | tar -xof - -C "$new" ${makeExecutable}&& sync; then
      # Another session may be first; then mv puts ours inside of it.
      [ -e "$target" ] || mv "$new" "$target"
      rm -rf "$target/\${new##*/}" "$new" "$part"
      say state complete
    else
      rm -rf "$new"
      if [ -e "$target" ]; then say state complete; else say state failed; fi
    fi`
}

/** Removes the part and whatever was unpacked of it. */
export function abandonScript(home: string, sha256: string): string {
  return `${names(home, sha256)}
rm -rf "$part" "$base/incoming/"${quote(sha256)}.*.new
${sayFree}`
}

/** Takes away what stands complete but is not what it should be. */
export function discardScript(home: string, target: string): string {
  return `rm -rf ${quote(`${home}/${target}`)}`
}

export interface FileSum {
  /** Under the folder, with forward slashes. */
  readonly path: string
  readonly sha256: string
}

/** Takes away a folder that does not hold these files, byte for byte. Says `whole` or `damaged`. */
export function discardDamagedScript(
  home: string,
  { target, executable }: Pick<Artifact, 'target' | 'executable'>,
  sums: readonly FileSum[],
): string {
  const canRun = executable === undefined ? '' : `[ -x ${quote(executable)} ] && `
  return `
target=${quote(`${home}/${target}`)}
if (cd "$target" && ${canRun}sha256sum -c) >/dev/null 2>&1 <<'END_OF_SUMS'
${sums.map(({ path, sha256 }) => `${sha256}  ${path}`).join('\n')}
END_OF_SUMS
then
  say state whole
else
  rm -rf "$target"
  say state damaged
fi`
}
