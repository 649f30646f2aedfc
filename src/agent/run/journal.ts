// The journal of a run: events numbered 1, 2, 3, … one per line, appended by one writer. What stands after the
// last line end is torn: a reader ignores it, and the next writer cuts it off before it writes.

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import type { Happening, RunOutcome } from '../../shared/event.ts'
import { maxLineBytes } from '../../shared/protocol.ts'
import { nowNs } from '../clock.ts'
import { eventLine } from '../event-line.ts'
import { completeLines, errorCode, writeAll } from '../wire.ts'

const lineHeadSchema = z.looseObject({
  seq: z.int().min(1),
  atNs: z.number().min(0),
  type: z.string(),
})
const endSchema = z.looseObject({
  type: z.literal('run-ended'),
  outcome: z.looseObject({ kind: z.enum(['completed', 'cancelled', 'failed', 'lost']) }),
})

export interface JournalLine {
  readonly seq: number
  readonly atNs: number
  /** Set on the line that ends the run. */
  readonly end: RunOutcome['kind'] | null
  readonly bytes: Uint8Array
}

export function parseJournalLine(bytes: Uint8Array): JournalLine | null {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  } catch {
    return null
  }
  const head = lineHeadSchema.safeParse(value)
  if (!head.success) return null
  const end = endSchema.safeParse(value)
  return {
    seq: head.data.seq,
    atNs: head.data.atNs,
    end: end.success ? end.data.outcome.kind : null,
    bytes,
  }
}

/**
 * Reads whole lines as the file grows. Numbers must follow one another: the first line that does not is where it
 * stops. Only whole lines are ever kept: a torn one may be cut off by a writer, and is read anew.
 */
export class JournalReader implements Disposable {
  readonly #fd: number
  #chunk = Buffer.alloc(64 * 1024)
  #lastSeq = 0
  #goodBytes = 0

  /** Throws ENOENT where there is no journal. */
  constructor(path: string) {
    this.#fd = openSync(path, 'r')
  }

  /** Length of the journal up to the end of its last good line. */
  get goodBytes(): number {
    return this.#goodBytes
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The next whole lines; empty where nothing new stands there now. */
  next(): readonly JournalLine[] {
    const good: JournalLine[] = []
    for (const bytes of this.#wholeLines()) {
      const line = parseJournalLine(bytes)
      if (line === null || line.seq !== this.#lastSeq + 1) break
      this.#lastSeq = line.seq
      this.#goodBytes += bytes.length + 1
      good.push(line)
    }
    return good
  }

  #wholeLines(): readonly Uint8Array[] {
    for (;;) {
      const count = readSync(this.#fd, this.#chunk, 0, this.#chunk.length, this.#goodBytes)
      const { lines } = completeLines(this.#chunk.subarray(0, count))
      if (lines.length > 0 || count < this.#chunk.length || count > maxLineBytes) return lines
      this.#chunk = Buffer.alloc(this.#chunk.length * 2)
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd)
  }
}

export interface JournalState {
  readonly lastSeq: number
  readonly lastAtNs: number
  readonly end: RunOutcome['kind'] | null
}
export interface ScannedJournal extends JournalState {
  /** Length up to the end of the last good line. */
  readonly goodBytes: number
}

/** Reads a journal through; null where there is none. Without a good line its number is 0. */
export function scanJournal(path: string): ScannedJournal | null {
  let reader: JournalReader
  try {
    reader = new JournalReader(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  using open = reader
  let last: JournalLine | undefined
  for (let lines = open.next(); lines.length > 0; lines = open.next()) last = lines.at(-1)
  return {
    lastSeq: open.lastSeq,
    lastAtNs: last?.atNs ?? 0,
    end: last?.end ?? null,
    goodBytes: open.goodBytes,
  }
}

/** Where a journal stands, from its last whole line: a bounded cost however long it is. */
export function journalState(path: string): JournalState | null {
  const last = lastWholeLine(path)
  return last === null
    ? scanJournal(path)
    : { lastSeq: last.seq, lastAtNs: last.atNs, end: last.end }
}

function lastWholeLine(path: string): JournalLine | null {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  try {
    const { size } = fstatSync(fd)
    const tail = Buffer.alloc(Math.min(size, 2 * maxLineBytes))
    const count = readSync(fd, tail, 0, tail.length, size - tail.length)
    const line = completeLines(tail.subarray(0, count)).lines.at(-1)
    return line === undefined ? null : parseJournalLine(line)
  } finally {
    closeSync(fd)
  }
}

/** The only writer of a journal. A line that could not be written whole is cut off again. */
export class JournalWriter implements Disposable {
  readonly #fd: number
  readonly #startedNs: number
  #seq: number
  #bytes: number

  private constructor(fd: number, seq: number, bytes: number, startedNs: number) {
    this.#fd = fd
    this.#seq = seq
    this.#bytes = bytes
    this.#startedNs = startedNs
  }

  /** A new journal; throws EEXIST where there is one already. */
  static create(path: string, startedNs: number): JournalWriter {
    return new JournalWriter(openSync(path, 'ax'), 0, 0, startedNs)
  }

  /** Goes on after the last good line; a torn one is cut off. */
  static resume(path: string): JournalWriter {
    const state = scanJournal(path)
    const fd = openSync(path, 'a')
    const bytes = state?.goodBytes ?? 0
    if (fstatSync(fd).size > bytes) ftruncateSync(fd, bytes)
    return new JournalWriter(fd, state?.lastSeq ?? 0, bytes, nowNs() - (state?.lastAtNs ?? 0))
  }

  append(happening: Happening): void {
    const event = {
      seq: this.#seq + 1,
      atNs: nowNs() - this.#startedNs,
      wallMs: Date.now(),
      ...happening,
    }
    const line = eventLine(event)
    try {
      writeAll(this.#fd, line)
    } catch (error) {
      ftruncateSync(this.#fd, this.#bytes)
      throw error
    }
    this.#seq += 1
    this.#bytes += line.length
  }

  /** What was appended survives a loss of power from here on. */
  sync(): void {
    fsyncSync(this.#fd)
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd)
  }
}
