// Sources that programs tell: one is asked each time, another goes on telling line after line.

import { execFileSync, spawn } from 'node:child_process'
import type { Kernel } from '../environment/kernel.ts'
import { readProcessTimes } from '../environment/process-times.ts'
import { gpuLine, gpuWords } from './discrete-gpu.ts'
import { pmicMilliwatts, pmicWords } from './pmic.ts'
import { programEnvironment, programLimits } from './programs.ts'
import { type PowerReading, type Readable, totalOf } from './reading.ts'
import type { FoundSource, PowerProgram } from './source.ts'

const asked: PowerProgram = 'vcgencmd'
const followed: PowerProgram = 'nvidia-smi'
const mostLineChars = 300

export function programReading(
  { told }: FoundSource,
  atNs: number,
  milliwattsOf: (rail: string) => number | null,
): PowerReading {
  const milliwatts = told.rails.map(({ name }) => milliwattsOf(name))
  return {
    source: told.id,
    atNs,
    milliwatts,
    totalMilliwatts: totalOf(milliwatts, told.rails),
    joules: null,
    isCharging: false,
  }
}

/** Asks vcgencmd each time. */
export class PmicReadings implements Readable {
  readonly #source: FoundSource
  readonly #kernel: Kernel
  readonly #nowNs: () => number
  readonly #program: string
  #programTicks = 0

  /** `program`: by its name, or by its path. */
  constructor(source: FoundSource, kernel: Kernel, nowNs: () => number, program: string = asked) {
    this.#source = source
    this.#kernel = kernel
    this.#nowNs = nowNs
    this.#program = program
  }

  /** CPU time of the program so far. */
  get programTicks(): number {
    return this.#programTicks
  }

  read(): PowerReading {
    const startNs = this.#nowNs()
    const ticksBefore = this.#endedChildrenTicks()
    let text = ''
    try {
      text = execFileSync(this.#program, pmicWords, {
        ...programLimits,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    } catch {
      // It says nothing this time.
    }
    const endNs = this.#nowNs()
    // Another child of this process may end meanwhile; the program takes no more than the time that it has.
    const mostTicks = Math.ceil((endNs - startNs) / 1e7) + 1
    this.#programTicks += Math.min(mostTicks, this.#endedChildrenTicks() - ticksBefore)
    const rails = pmicMilliwatts(text)
    return programReading(this.#source, (startNs + endNs) / 2, (name) => rails.get(name) ?? null)
  }

  #endedChildrenTicks(): number {
    return readProcessTimes(this.#kernel, [process.pid])[0]?.endedChildrenTicks ?? 0
  }
}

/** Follows nvidia-smi, which tells one card a line; a round is told when its last card has come. */
export class GpuReadings implements Disposable {
  readonly #source: FoundSource
  readonly #kernel: Kernel
  readonly #tell: (reading: PowerReading) => void
  readonly #nowNs: () => number
  readonly #child
  #waiting = ''
  #round = new Map<string, number | null>()

  constructor(
    source: FoundSource,
    kernel: Kernel,
    nowNs: () => number,
    tell: (reading: PowerReading) => void,
    program: string = followed,
  ) {
    this.#source = source
    this.#kernel = kernel
    this.#nowNs = nowNs
    this.#tell = tell
    this.#child = spawn(program, gpuWords(source.told.hz), {
      env: programEnvironment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // One that can't be started tells nothing.
    this.#child.on('error', () => undefined)
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
  }

  onEnd(ended: () => void): void {
    this.#child.once('exit', ended)
  }

  /** Null where it could not be started. */
  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** CPU time of the program so far. */
  get programTicks(): number {
    const { pid } = this.#child
    return pid === undefined ? 0 : (readProcessTimes(this.#kernel, [pid])[0]?.ticks ?? 0)
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL')
  }

  #hear(text: string): void {
    const lines = (this.#waiting + text).split('\n')
    this.#waiting = (lines.pop() ?? '').slice(-mostLineChars)
    for (const line of lines) {
      const card = gpuLine(line)
      if (card !== null) this.#round.set(card.rail, card.milliwatts)
      if (this.#round.size < this.#source.told.rails.length) continue
      const round = this.#round
      this.#round = new Map()
      this.#tell(programReading(this.#source, this.#nowNs(), (name) => round.get(name) ?? null))
    }
  }
}
