// The agent's two pipes: one JSON request on stdin, NDJSON messages on stdout. Writing is synchronous, so a
// process may exit right after it, and a reader that is gone is noticed at once (EPIPE).

import { readSync, writeSync } from 'node:fs'
import {
  maxLineBytes,
  protocolMagic,
  protocolVersion,
  type WireMessage,
} from '../shared/protocol.ts'

const newline = 10
const sleeper = new Int32Array(new SharedArrayBuffer(4))

/** Blocks this thread; for the short waits of a process that has nothing else to do. */
export function sleepSync(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms)
}

export function errorCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined
}

/** Writes all of `bytes`, also to a pipe that somebody else made non-blocking. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error
      sleepSync(2)
    }
  }
}

/** Reads what is there, waiting for something; 0 at the end. */
export function readSome(fd: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(fd, into)
    } catch (error) {
      if (errorCode(error) === 'EOF') return 0
      if (errorCode(error) !== 'EAGAIN') throw error
      sleepSync(2)
    }
  }
}

/** All of stdin up to its end, or null where it is longer than a line may be. */
export function readRequestText(): string | null {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024)
    const count = readSome(0, chunk)
    if (count === 0) return Buffer.concat(chunks).toString('utf8')
    total += count
    if (total > maxLineBytes) return null
    chunks.push(chunk.subarray(0, count))
  }
}

export function send(message: WireMessage): void {
  writeAll(1, Buffer.from(`${JSON.stringify(message)}\n`))
}

export function sendGreeting(): void {
  send({ kind: 'greeting', magic: protocolMagic, protocol: protocolVersion })
}

export function sendProgress(doneBytes: number, totalBytes: number): void {
  send({ kind: 'progress', doneBytes, totalBytes })
}

const eventPrefix = Buffer.from('{"kind":"event","event":')
const eventSuffix = Buffer.from('}\n')

/** Sends a journal line as it stands, without taking it apart and putting it together again. */
export function sendEventLine(line: Uint8Array): void {
  writeAll(1, Buffer.concat([eventPrefix, line, eventSuffix]))
}

/** Splits complete lines off a buffer: what each line holds, and how many bytes they took together. */
export function completeLines(bytes: Uint8Array): {
  readonly lines: readonly Uint8Array[]
  readonly usedBytes: number
} {
  const lines: Uint8Array[] = []
  let start = 0
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  return { lines, usedBytes: start }
}
