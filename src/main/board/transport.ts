// The way to run a command on the machine of a board, the same for this computer and for one over SSH.
// Both streams are always drained, stderr is kept only up to a bound, and an end that was not seen is no success.

import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FaultError, fault } from '../../shared/fault.ts'
import { maxLogBytes } from '../../shared/protocol.ts'

export interface ExecOptions {
  /** Written to the command's stdin, which is then closed. */
  readonly stdin?: Uint8Array | AsyncIterable<Uint8Array>
  /** Called with each piece of stdout. What it throws ends the command and is thrown by `exec`. */
  readonly onStdout?: (chunk: Uint8Array) => void
  readonly signal?: AbortSignal | undefined
}

/** How a command ended, as it was seen; a link that broke before is a `link-lost` instead. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** The last words on stderr, up to `maxLogBytes`. */
  readonly stderr: string
}

export interface Transport {
  /** What people call the machine. */
  readonly host: string
  exec(argv: readonly string[], options?: ExecOptions): Promise<Exit>
  close(): void
  readonly closed: Promise<void>
}

/** A started command, whatever carries it. */
export interface StartedCommand {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Resolves after the exit was seen and both streams ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
  kill(): void
}

export const cancelledError = () => new FaultError(fault('cancelled', {}))

/** Rejects with `cancelled` as soon as the signal fires, whatever the work does then. */
export function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(cancelledError())
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** Feeds and drains a started command until it has ended, was cancelled, or its output was refused. */
export async function supervise(command: StartedCommand, options: ExecOptions): Promise<Exit> {
  const log = keepLast(command.stderr, maxLogBytes)
  let listening = true
  const refused = new Promise<never>((_, reject) => {
    command.stdout.on('data', (chunk: Uint8Array) => {
      try {
        if (listening) options.onStdout?.(chunk)
      } catch (error) {
        reject(error)
      }
    })
  })
  const fed = feed(command.stdin, options.stdin)
  try {
    const ended = await orCancelled(Promise.race([command.ended, refused, fed]), options.signal)
    return { ...ended, stderr: log() }
  } catch (error) {
    command.kill()
    throw error
  } finally {
    listening = false
    command.ended.catch(() => undefined)
    refused.catch(() => undefined)
    fed.catch(() => undefined)
  }
}

/** Never resolves: a command may end without having read all of its stdin. Rejects when the source fails. */
async function feed(stdin: Writable, source: ExecOptions['stdin']): Promise<never> {
  let sourceError: unknown = null
  stdin.on('error', () => undefined)
  if (source === undefined || source instanceof Uint8Array) {
    stdin.end(source)
  } else {
    const watched = async function* () {
      try {
        yield* source
      } catch (error) {
        sourceError = error
        throw error
      }
    }
    await pipeline(Readable.from(watched(), { objectMode: false }), stdin).catch(() => undefined)
  }
  if (sourceError !== null) throw sourceError
  return new Promise<never>(() => undefined)
}

function keepLast(stream: Readable, maxBytes: number): () => string {
  let kept = Buffer.alloc(0)
  stream.on('data', (chunk: Uint8Array) => {
    kept = Buffer.concat([kept, chunk])
    if (kept.length > maxBytes) kept = kept.subarray(-maxBytes)
  })
  stream.on('error', () => undefined)
  return () => kept.toString('utf8')
}
