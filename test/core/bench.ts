// Opens the core as the window and the command do, with the built agent, on data of its own.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Bench, openBench, type Person } from '../../src/main/bench.ts'
import { findInstallation } from '../../src/main/installation.ts'
import type { Publish } from '../../src/main/publish.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { eventSchema, type RunEvent } from '../../src/shared/event.ts'
import type { TopicName, Topics } from '../../src/shared/ipc.ts'
import { type Limits, modeLimits } from '../../src/shared/limits.ts'

export const root = resolve(import.meta.dirname, '../..')

/** Short enough for a test; long enough that a point takes several windows. */
export const shortLimits: Limits = {
  ...modeLimits.quick,
  warmupMaxMs: 300,
  minSamples: 11,
  minMs: 300,
  maxMs: 600,
  maxSamples: 20_000,
  // A test board that measures its power is not waited for.
  idleMs: 0,
}

export interface News {
  readonly topic: TopicName
  readonly message: Topics[TopicName]
}

/** Whom nobody asks and for whom nothing is sealed. */
const nobody: Person = { ask: null, cipher: null }

export class TestBench {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'benchtop-core-'))
  readonly news: News[] = []
  bench: Bench

  constructor(person: Person = nobody) {
    this.bench = this.#open(person)
  }

  #open(person: Person): Bench {
    const publish: Publish = (topic, message) => void this.news.push({ topic, message })
    return openBench(findInstallation(root), this.dataDir, publish, person)
  }

  /** As if the program had ended and been started again. */
  async restart(person: Person = nobody): Promise<void> {
    await this.bench.close()
    this.bench = this.#open(person)
  }

  async dispose(): Promise<void> {
    await this.bench.close()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  /** The journal of a run on this computer, as the agent wrote it. */
  journal(run: string): RunEvent[] {
    const path = join(this.dataDir, 'this-computer', 'runs', run, 'journal.ndjson')
    return parseJournal(readFileSync(path, 'utf8'))
  }
}

/** The events of a run in the store of this data folder, through a connection of its own. */
export function storedEvents(dataDir: string, run: string): readonly RunEvent[] {
  const db = openDatabase(join(dataDir, 'benchtop.sqlite'))
  try {
    return new RunStore(db).events(run)
  } finally {
    db.close()
  }
}

export function parseJournal(text: string): RunEvent[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => eventSchema.parse(JSON.parse(line)))
}

/** Waits until `seen` gives something other than undefined or false; rejects after `timeoutMs`. */
export async function until<T>(
  seen: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const value = await seen()
    if (value !== undefined && value !== false) return value
    if (Date.now() > end) throw new Error(`not seen within ${timeoutMs} ms: ${seen}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
