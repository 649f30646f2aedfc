// `telemetry`: what the board does while somebody looks, until the link ends. What it costs counts as the instrument's,
// never as another program's.

import type { VerbReply } from '../../shared/protocol.ts'
import { findPower } from '../power/find.ts'
import { noPower } from '../power/source.ts'
import { powerThread } from '../power/watch.ts'
import type { Program } from '../program.ts'
import { listen } from '../run/listeners.ts'
import { isMeasuring } from '../run/measuring.ts'
import { TelemetryBoard } from '../telemetry/board.ts'
import { TelemetryPower } from '../telemetry/power.ts'
import { TelemetryStream } from '../telemetry/stream.ts'
import { send } from '../wire.ts'

const livenessEveryMs = 500

/** Nanoseconds since boot: the same for every process of a machine. */
const machineNs = () => Number(process.hrtime.bigint())

export async function telemetry(
  program: Program,
  { hz }: { readonly hz: number },
): Promise<VerbReply<'telemetry'>> {
  const { home } = program
  const power = new TelemetryPower(await findPower().catch(() => noPower), powerThread(program))
  using board = new TelemetryBoard(machineNs, process.getuid?.() === 0, power)
  using _looking = listen(home.lookersDir)
  using link = new Link()
  using _stream = new TelemetryStream({
    board,
    nowNs: machineNs,
    hz,
    isMeasuring: () => isMeasuring(home),
    tell: (telemetry) => send({ kind: 'telemetry', telemetry }),
    failed: link.broke,
  })
  await link.ended
  return {}
}

/** Ends when the process that asked is gone, or asks for an end; rejects when nothing can be told any more. */
class Link implements Disposable {
  readonly ended: Promise<void>
  #timer: NodeJS.Timeout | undefined
  broke: (error: unknown) => void = () => undefined

  constructor() {
    const parent = process.ppid
    this.ended = new Promise((end, broke) => {
      this.broke = broke
      this.#timer = setInterval(() => {
        if (process.ppid !== parent) end()
      }, livenessEveryMs)
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
        process.once(signal, () => end())
    })
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
