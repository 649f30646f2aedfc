// The journal as a file: whatever is cut off it or put behind it, what was whole stays readable and is gone on from.

import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  JournalReader,
  JournalWriter,
  journalState,
  scanJournal,
} from '../../src/agent/run/journal.ts'
import type { InvalidReason } from '../../src/shared/environment.ts'
import type { Happening } from '../../src/shared/event.ts'
import type { Energy } from '../../src/shared/power.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-journal-'))
afterAll(() => rmSync(dir, { recursive: true }))

let files = 0
const fresh = () => join(dir, `${files++}.ndjson`)

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    type: fc.constant('phase-entered' as const),
    point: fc.nat(100),
    repetition: fc.nat(9),
    phase: fc.constantFrom('setup' as const, 'measure' as const),
  }),
  fc.record({
    type: fc.constant('point-ended' as const),
    point: fc.nat(100),
    repetition: fc.nat(9),
    outcome: fc.constant({ kind: 'cancelled' as const }),
    environment: fc.constant(null),
    invalid: fc.constant<InvalidReason[]>([]),
    energy: fc.constant<Energy[]>([]),
  }),
)

function write(happenings: readonly Happening[]): string {
  const path = fresh()
  using journal = JournalWriter.create(path, 0)
  for (const each of happenings) journal.append(each)
  return path
}

function read(path: string): readonly number[] {
  using reader = new JournalReader(path)
  const seqs: number[] = []
  for (let lines = reader.next(); lines.length > 0; lines = reader.next())
    seqs.push(...lines.map(({ seq }) => seq))
  return seqs
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('a journal', () => {
  it('cut anywhere keeps exactly its whole lines, and goes on after them', () => {
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, share) => {
          const path = write(all)
          const text = readFileSync(path)
          const cut = Math.floor(text.length * share)
          truncateSync(path, cut)
          const whole = text.subarray(0, cut).filter((byte) => byte === 10).length
          expect(read(path)).toEqual(upTo(whole))
          expect(scanJournal(path)?.lastSeq).toBe(whole)
          expect(journalState(path)?.lastSeq).toBe(whole)
          {
            using journal = JournalWriter.resume(path)
            journal.append({ type: 'run-ended', outcome: { kind: 'lost' } })
          }
          expect(read(path)).toEqual(upTo(whole + 1))
          expect(journalState(path)).toMatchObject({ lastSeq: whole + 1, end: 'lost' })
          expect(readFileSync(path).subarray(0, scanJournal(path)?.goodBytes)).toEqual(
            readFileSync(path),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('with anything behind it keeps exactly its lines', () => {
    fc.assert(
      fc.property(
        fc.array(happening, { minLength: 1, maxLength: 8 }),
        fc.uint8Array({ maxLength: 200 }),
        (all, noise) => {
          const path = write(all)
          const good = readFileSync(path)
          writeFileSync(path, Buffer.concat([good, noise]))
          expect(read(path)).toEqual(upTo(all.length))
          {
            using journal = JournalWriter.resume(path)
            journal.append({ type: 'run-ended', outcome: { kind: 'lost' } })
          }
          expect(readFileSync(path).subarray(0, good.length)).toEqual(good)
          expect(read(path)).toEqual(upTo(all.length + 1))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is read while it grows, also over a cut that somebody else repairs', () => {
    const path = write([{ type: 'phase-entered', point: 0, repetition: 0, phase: 'setup' }])
    using reader = new JournalReader(path)
    expect(reader.next().map(({ seq }) => seq)).toEqual([1])
    const good = readFileSync(path)
    writeFileSync(path, Buffer.concat([good, Buffer.from('{"seq":2,"atNs":1,"ty')]))
    expect(reader.next()).toEqual([])
    using journal = JournalWriter.resume(path)
    journal.append({ type: 'run-ended', outcome: { kind: 'completed' } })
    expect(reader.next()).toMatchObject([{ seq: 2, end: 'completed' }])
    expect(reader.next()).toEqual([])
  })

  it('never goes back in time when it goes on', () => {
    const path = fresh()
    {
      using journal = JournalWriter.create(path, -5e9)
      journal.append({ type: 'phase-entered', point: 0, repetition: 0, phase: 'setup' })
    }
    const before = scanJournal(path)?.lastAtNs ?? 0
    using journal = JournalWriter.resume(path)
    journal.append({ type: 'run-ended', outcome: { kind: 'lost' } })
    expect(before).toBeGreaterThanOrEqual(5e9)
    expect(scanJournal(path)?.lastAtNs).toBeGreaterThanOrEqual(before)
  })

  it('has one writer: a second one is refused', () => {
    const path = write([])
    expect(() => JournalWriter.create(path, 0)).toThrow(/EEXIST/)
  })

  it('that is not there is null', () => {
    expect(scanJournal(fresh())).toBeNull()
    expect(journalState(fresh())).toBeNull()
  })
})
