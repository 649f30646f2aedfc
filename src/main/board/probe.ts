// Looks at a board before anything is written there: system, processor, C library, home, space, Node, tools,
// and what of our content it has already.

import { type FaultParams, fail } from '../../shared/fault.ts'
import { leastNodeMajor } from './local-node.ts'
import type { BoardArch } from './runtime-pins.ts'
import { type Answer, runScript } from './script.ts'
import type { Transport } from './transport.ts'

export interface BoardProbe {
  readonly os: string
  readonly machine: string
  /** Width of the C library's long: 32 on a 32-bit system under a 64-bit kernel. Null is unknown. */
  readonly bits: number | null
  /** As people write it: "glibc 2.36", "musl". Null is unknown. */
  readonly libc: string | null
  readonly user: string
  readonly home: string
  readonly writable: boolean
  readonly freeBytes: number | null
  readonly nodes: readonly {
    readonly version: string
    readonly arch: string
    readonly path: string
  }[]
  readonly missingTools: readonly string[]
  /** Paths under Benchtop's home that are complete. */
  readonly have: ReadonlySet<string>
  /** Whether the agent is there, but not as it was brought. */
  readonly agentDamaged: boolean
  /** Bytes that arrived of each push that was cut, by sha256. */
  readonly parts: ReadonlyMap<string, number>
}

/** A shell that waits for something in its start-up files never gets to the probe. */
const timeoutMs = 30_000

const leastGlibc = [2, 28] as const

const script = (agentSha256: string) => `
say os "$(uname -s)"
say machine "$(uname -m)"
say bits "$(getconf LONG_BIT 2>/dev/null)"
libc=$(getconf GNU_LIBC_VERSION 2>/dev/null)
if [ -z "$libc" ]; then
  for f in /lib/ld-musl-*; do [ -e "$f" ] && libc=musl; done
fi
[ -n "$libc" ] || libc=$(ldd --version 2>&1 | head -n 2 | tr '\\n' ' ')
say libc "$libc"
say user "$(id -un 2>/dev/null || echo "$USER")"
say home "$HOME"
base=$HOME/.benchtop
at=$base
[ -d "$base" ] || at=$HOME
[ -d "$at" ] && [ -w "$at" ] && [ -x "$at" ] && say writable yes
set -- $(df -Pk "$at" 2>/dev/null | tail -n 1)
say free_kib "$4"
for t in tar gzip sha256sum dd df mv mkdir rm wc tail; do
  command -v "$t" >/dev/null 2>&1 || say lacks "$t"
done
for n in "$(command -v node 2>/dev/null)" /usr/local/bin/node /usr/bin/node /opt/node*/bin/node \\
  "$HOME"/.local/bin/node "$HOME"/.nvm/versions/node/*/bin/node; do
  [ -x "$n" ] || continue
  say node "$("$n" -p '[process.versions.node, process.arch, process.execPath].join(" ")' 2>/dev/null)"
done
sum=$(sha256sum "$base/agents/${agentSha256}/agent.cjs" 2>/dev/null)
if [ "\${sum%% *}" = ${agentSha256} ]; then
  say have agents/${agentSha256}
elif [ -e "$base/agents/${agentSha256}" ]; then
  say damaged agents/${agentSha256}
fi
for d in "$base"/ort/* "$base"/runtimes/*; do
  [ -d "$d" ] && say have "\${d#"$base"/}"
done
for f in "$base"/incoming/*.part; do
  [ -f "$f" ] && say part "\${f##*/} $(wc -c < "$f")"
done
`

export async function probeBoard(
  transport: Transport,
  agentSha256: string,
  signal: AbortSignal | undefined,
): Promise<BoardProbe> {
  return readProbe(await runScript(transport, script(agentSha256), { signal, timeoutMs }))
}

export function readProbe(answer: Pick<Answer, 'all' | 'one'>): BoardProbe {
  const whole = (text: string) => (/^\d{1,15}$/.test(text.trim()) ? Number(text) : null)
  const freeKib = whole(answer.one('free_kib'))
  return {
    os: answer.one('os'),
    machine: answer.one('machine'),
    bits: whole(answer.one('bits')),
    libc: libcName(answer.one('libc')),
    user: answer.one('user'),
    home: answer.one('home'),
    writable: answer.one('writable') === 'yes',
    freeBytes: freeKib === null ? null : freeKib * 1024,
    nodes: answer.all('node').flatMap((said) => {
      const match = /^(\d+\.\d+\.\d+)\S* (\S+) (\/.+)$/.exec(said)
      if (match === null) return []
      const [, version = '', arch = '', path = ''] = match
      return [{ version, arch, path }]
    }),
    missingTools: answer.all('lacks'),
    have: new Set(answer.all('have')),
    agentDamaged: answer.one('damaged') !== '',
    parts: new Map(
      answer.all('part').flatMap((said) => {
        const match = /^([0-9a-f]{64})\.part +(\d{1,15})$/.exec(said)
        return match === null ? [] : [[match[1] ?? '', Number(match[2])] as const]
      }),
    ),
  }
}

function libcName(said: string): string | null {
  if (/musl/i.test(said)) return 'musl'
  const version = /(?:glibc|GNU libc|GLIBC)\D*(\d+\.\d+)/i.exec(said)?.[1]
  return version === undefined ? null : `glibc ${version}`
}

/** The architecture of a board that can be measured; throws the fault that says why it can't. */
export function supportedArch(probe: BoardProbe): BoardArch {
  if (probe.os !== 'Linux') return fail('board-os-unsupported', { os: probe.os || 'something' })
  const arch = archOf(probe)
  if (typeof arch !== 'string') return fail('board-arch-unsupported', arch)
  const glibc = /^glibc (\d+)\.(\d+)$/.exec(probe.libc ?? '')
  const [major, minor] = [Number(glibc?.[1]), Number(glibc?.[2])]
  const tooOld = major < leastGlibc[0] || (major === leastGlibc[0] && minor < leastGlibc[1])
  if (probe.libc !== null && (glibc === null || tooOld))
    return fail('board-libc-unsupported', { libc: probe.libc })
  if (probe.missingTools.length > 0)
    return fail('board-tools-missing', { tools: probe.missingTools.join(', ') })
  if (!probe.writable || !probe.home.startsWith('/'))
    return fail('home-not-writable', { user: probe.user, path: probe.home || 'its home' })
  return arch
}

function archOf({ machine, bits }: BoardProbe): BoardArch | FaultParams<'board-arch-unsupported'> {
  const wide = { x86_64: 'x64', amd64: 'x64', aarch64: 'arm64', arm64: 'arm64' } as const
  const arch = Object.entries(wide).find(([name]) => name === machine)?.[1]
  if (arch === undefined) return { arch: machine || 'unknown' }
  return bits === 32 ? { arch: `${machine} with a 32-bit system` } : arch
}

/** The board's own Node, where one serves. */
export function ownNode(probe: BoardProbe, arch: BoardArch): string | null {
  const fit = probe.nodes.find(
    (node) => Number.parseInt(node.version, 10) >= leastNodeMajor && node.arch === arch,
  )
  return fit?.path ?? null
}
