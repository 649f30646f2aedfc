// Runs a POSIX sh script on a board and reads the `key=value` lines that it says between two marks.
// Noise around the marks is passed over; an answer without its end mark is no answer.

import { fail } from '../../shared/fault.ts'
import { printed } from './printed.ts'
import type { Transport } from './transport.ts'

const longestAnswerBytes = 256 * 1024
const begin = 'benchtop-answer-begin'
const end = 'benchtop-answer-end'

export interface Answer {
  /** Every value that was said for a key, in order. */
  all(key: string): readonly string[]
  /** The first of them; empty where none was said. */
  one(key: string): string
  readonly stderr: string
}

export interface ScriptOptions {
  readonly signal?: AbortSignal | undefined
  /** Without an answer by then the board counts as silent. */
  readonly timeoutMs?: number
}

/** Inside the script, `say KEY VALUE` answers. The script stands on stdin, so that no login shell reads it. */
export async function runScript(
  transport: Transport,
  body: string,
  options: ScriptOptions = {},
): Promise<Answer> {
  const { signal, timeoutMs } = options
  const chunks: Uint8Array[] = []
  let held = 0
  const text = () => Buffer.concat(chunks).toString('utf8')
  const timeout = timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs)
  const signals = [timeout, signal].filter((each) => each instanceof AbortSignal)
  try {
    const exit = await transport.exec(['sh'], {
      stdin: Buffer.from(wrap(body)),
      onStdout: (chunk) => {
        held += chunk.length
        if (held > longestAnswerBytes) fail('agent-silent', {}, printed(text()))
        chunks.push(chunk)
      },
      signal: AbortSignal.any(signals),
    })
    return readAnswer(text(), exit.stderr)
  } catch (error) {
    if (timeout?.aborted && !signal?.aborted)
      return fail('agent-silent', {}, printed(text()) || 'It printed nothing.')
    throw error
  }
}

function readAnswer(text: string, stderr: string): Answer {
  const values = parseAnswer(text)
  if (values === null) return fail('agent-silent', {}, printed(`${text}\n${stderr}`))
  return {
    all: (key) => values.get(key) ?? [],
    one: (key) => values.get(key)?.[0] ?? '',
    stderr: printed(stderr),
  }
}

/** A function is read whole before it runs, so that nothing in it can eat the rest of the script. */
function wrap(body: string): string {
  return `LC_ALL=C
export LC_ALL
say() { printf '%s=%s\\n' "$1" "$2"; }
main() {
printf '\\n%s\\n' ${begin}
${body}
printf '%s\\n' ${end}
}
main </dev/null
exit 0
`
}

export function parseAnswer(text: string): ReadonlyMap<string, readonly string[]> | null {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const from = lines.indexOf(begin)
  const to = lines.indexOf(end, from)
  if (from === -1 || to === -1) return null
  const values = new Map<string, string[]>()
  for (const line of lines.slice(from + 1, to)) {
    const split = line.indexOf('=')
    if (split < 1) continue
    const key = line.slice(0, split)
    values.set(key, [...(values.get(key) ?? []), line.slice(split + 1)])
  }
  return values
}
