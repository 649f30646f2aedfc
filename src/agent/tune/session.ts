// One run of the program that tunes, over its pipes: commands one after another, each with its answer. While nothing is
// asked it waits in a read and costs nothing. Its end without a word is a fault, whoever was waiting.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { FaultError, fault } from '../../shared/fault.ts'
import { LineSplitter } from '../../shared/ndjson.ts'
import type { Fields } from './answers.ts'

/** A line is 400 characters at the most by the program's own rule. */
const longestLine = 16 * 1024
const mostLines = 10_000
const longestLog = 4_000
/** A board of many policies gives back for a while, and each value may take half a second. */
const patienceMs = 180_000
/** After the end of its stdin it may have everything to give back. */
const endPatienceMs = 60_000

export interface TunerStart {
  readonly command: readonly string[]
  /** What its stdin begins with. */
  readonly preface: string
  readonly env: NodeJS.ProcessEnv
}

export interface Answer {
  readonly lines: readonly Fields[]
  /** The words after `refused`; null: it is done. */
  readonly refused: Fields | null
}

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

export class TunerSession implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #splitter = new LineSplitter(longestLine)
  readonly #closed: Promise<void>
  #log = ''
  #lines: Fields[] = []
  #waiting: Waiting | null = null
  #last: Promise<unknown>
  #broken: FaultError | null = null
  #hasGreeted = false

  private constructor({ command, preface, env }: TunerStart) {
    const [file = '', ...args] = command
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env, cwd: '/' })
    this.#child.stdin.on('error', () => undefined)
    this.#child.stdout.on('data', (chunk: Buffer) => this.#hear(chunk))
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-longestLog)
    })
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#break(String(error))
        resolve()
      })
      this.#child.once('close', (code, signal) => {
        this.#break(`it ended: ${signal ?? code}`)
        resolve()
      })
    })
    this.#last = this.#exchange(preface)
  }

  /** Resolves once it has greeted. */
  static async open(start: TunerStart): Promise<TunerSession> {
    const session = new TunerSession(start)
    try {
      await session.#last
    } catch (error) {
      await session.close()
      throw error
    }
    return session
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  get isOver(): boolean {
    return this.#broken !== null
  }

  /** A tab or a line end in a field would be another command. */
  ask(...fields: Fields): Promise<Answer> {
    const line = `${fields.map((field) => field.replace(/[\t\n\r\0]/g, ' ')).join('\t')}\n`
    const answer = this.#last.then(() => this.#exchange(line))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  /** Ends its stdin, and waits until it has done what it does then. */
  async close(): Promise<void> {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), endPatienceMs)
    await this.#closed
    clearTimeout(timer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #exchange(text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== null) {
        reject(this.#broken)
        return
      }
      const timer = setTimeout(() => this.#giveUp('it does not answer'), patienceMs)
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          settle(value)
        }
      this.#waiting = { resolve: settled(resolve), reject: settled(reject) }
      this.#child.stdin.write(text)
    })
  }

  #hear(chunk: Buffer): void {
    try {
      for (const line of this.#splitter.push(chunk)) this.#take(line.split('\t'))
    } catch (error) {
      this.#giveUp(String(error))
    }
  }

  #take(fields: Fields): void {
    if (!this.#hasGreeted) {
      // What a login's shell or sudo prints before is none of ours.
      if (fields[0] !== 'benchtop-tune' || fields[1] !== '1') return
      this.#hasGreeted = true
      this.#answer(null)
    } else if (fields[0] === 'ok') this.#answer(null)
    else if (fields[0] === 'refused') this.#answer(fields.slice(1))
    else if (this.#lines.length < mostLines) this.#lines.push(fields)
    else this.#giveUp('it does not stop')
  }

  #answer(refused: Fields | null): void {
    const lines = this.#lines
    this.#lines = []
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve({ lines, refused })
  }

  /** It can't be trusted any further. The end of its stdin makes it give back what it must. */
  #giveUp(why: string): void {
    this.#break(why)
    this.#child.stdin.end()
  }

  #break(why: string): void {
    this.#broken ??= new FaultError(
      fault('tuning-program-failed', {}, `${why}\n${this.#log}`.trim()),
    )
    this.#waiting?.reject(this.#broken)
    this.#waiting = null
  }
}
