// Progress for people, on a terminal as one line that is rewritten, elsewhere as a line for each step.

import type { RunNews } from '../../shared/event.ts'
import type { Activity } from '../../shared/ipc.ts'
import { type Plan, type Point, pointsOf } from '../../shared/plan.ts'
import { formatBytes, formatDuration, formatNs, formatRate } from '../../shared/units.ts'
import { plainText } from '../board/printed.ts'

const barWidth = 20

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  #points: readonly Point[] = []
  #ended = 0
  #startedMs = 0
  #shown = ''

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** A step of its own. */
  say(text: string): void {
    this.#clear()
    this.#stream.write(`${plainText(text)}\n`)
  }

  plan(plan: Plan): void {
    this.#points = pointsOf(plan)
    this.#startedMs = Date.now()
    this.say(`Measuring ${this.#points.length} points`)
  }

  activity({ stage, item, doneBytes, totalBytes }: Activity): void {
    if (stage !== 'push' || totalBytes === 0) return
    this.#rewrite(`Copying ${item}: ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`)
  }

  event(event: RunNews): void {
    if (event.type === 'point-started') this.#rewrite(this.#line(`${words(event.point)}`))
    if (event.type === 'samples-recorded')
      this.#rewrite(this.#line(`${this.#wordsOf(event.point)}  ${formatNs(event.medianNs)}`))
    if (event.type === 'point-ended') {
      this.#ended += 1
      this.say(`${this.#wordsOf(event.point).padEnd(36)} ${outcomeWords(event.outcome)}`)
    }
  }

  /** Leaves the terminal clean. */
  end(): void {
    this.#clear()
  }

  #line(what: string): string {
    const total = this.#points.length
    const filled = Math.round((this.#ended / Math.max(1, total)) * barWidth)
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    const spentMs = Date.now() - this.#startedMs
    const leftMs = this.#ended === 0 ? null : (spentMs / this.#ended) * (total - this.#ended)
    const left = leftMs === null ? '' : ` · ${formatDuration(leftMs)} left`
    return `${bar} ${this.#ended}/${total}${left} · ${what}`
  }

  #wordsOf(index: number): string {
    const point = this.#points[index]
    return point === undefined ? `point ${index}` : words(point)
  }

  #rewrite(text: string): void {
    if (!this.#stream.isTTY) return
    this.#clear()
    this.#shown = plainText(text).slice(0, (this.#stream.columns ?? 80) - 1)
    this.#stream.write(this.#shown)
  }

  #clear(): void {
    if (this.#shown !== '') this.#stream.write('\r\u001b[2K')
    this.#shown = ''
  }
}

function words({ model, batch, threads }: Point): string {
  return `${model.name} · batch ${batch} · ${threads} ${threads === 1 ? 'thread' : 'threads'}`
}

function outcomeWords(outcome: Extract<RunNews, { type: 'point-ended' }>['outcome']): string {
  if (outcome.kind === 'cancelled') return 'cancelled'
  if (outcome.kind === 'skipped') return 'left out: the ladder had ended'
  if (outcome.kind !== 'measured') return outcome.fault.message
  const { latency, samplesPerSecond } = outcome.measurement
  return `${formatNs(latency.percentilesNs.p50)} · ${formatRate(samplesPerSecond)} samples/s`
}
