// What every subcommand works with: the core, opened and closed again, and the two ways to say something: a result
// on stdout, as text or as one JSON document, and words on the way to it on stderr.

import type { Command } from 'commander'
import { type Bench, openBench } from '../bench.ts'
import { plainText } from '../board/printed.ts'
import type { Installation } from '../installation.ts'
import type { Publish } from '../publish.ts'
import { askOnTerminal } from './ask.ts'

export class Desk {
  readonly #program: Command
  readonly #installation: () => Installation
  readonly #dataDir: string

  constructor(program: Command, installation: () => Installation, dataDir: string) {
    this.#program = program
    this.#installation = installation
    this.#dataDir = dataDir
  }

  /** Rejects as `work` does; the core is closed before. */
  async open<T>(
    work: (bench: Bench) => Promise<T>,
    publish: Publish = () => undefined,
  ): Promise<T> {
    const bench = openBench(this.#installation(), this.#dataDir, publish, {
      ask: askOnTerminal(),
      // Secrets of the window are sealed by it: what is typed here ends with this command.
      cipher: null,
    })
    try {
      return await work(bench)
    } finally {
      await bench.close()
    }
  }

  get json(): boolean {
    return this.#program.opts<{ json?: boolean }>().json === true
  }

  /** The one result of a command. `text` is made only where it is wanted. */
  result(value: unknown, text: () => string): void {
    process.stdout.write(`${this.json ? JSON.stringify(value) : plainText(text())}\n`)
  }

  note(text: string): void {
    process.stderr.write(`${plainText(text)}\n`)
  }
}
