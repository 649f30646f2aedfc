// Progress for people, on a terminal as one line that is rewritten, elsewhere as a line for each step.

import { timeLeftMs } from '../../shared/estimate.ts'
import type { Phase, RunNews } from '../../shared/event.ts'
import type { Activity, ActivityStage } from '../../shared/ipc.ts'
import { type Plan, type Point, pointsOf } from '../../shared/plan.ts'
import { conditionsKey, conditionWords } from '../../shared/point-label.ts'
import { clockSayings, englishOf, invalidSaying, skipSaying } from '../../shared/result-sayings.ts'
import { applyEvent, emptyRun, type RunView } from '../../shared/run.ts'
import { isOwed } from '../../shared/tuning-seen.ts'
import { formatBytes, formatDuration, formatNs } from '../../shared/units.ts'
import { plainText } from '../board/printed.ts'
import { headlineNames, headlineText, percentileText } from './figure-words.ts'
import { threadWords } from './result.ts'

const barWidth = 20

const phaseWords: Readonly<Record<Phase, string>> = {
  'cool-down': 'cooling down',
  rest: 'measuring the board at rest',
  setup: 'setting up',
  'cold-start': 'cold start',
  'warm-up': 'warming up',
  measure: 'measuring',
  profile: 'looking at providers',
  teardown: 'closing',
}

/** Of what takes long enough for a line. */
const activityWords: Partial<Readonly<Record<ActivityStage, string>>> = {
  push: 'Copying',
  convert: 'Converting',
  compare: 'Comparing',
}

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  #points: readonly Point[] = []
  #repetitions = 1
  /** Whether a point is more than its model, batch and threads. */
  #namesConditions = false
  /** Processes that have ended. */
  #ended = 0
  #view: RunView | null = null
  #plan: Plan | null = null
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
    this.#repetitions = plan.repetitions
    this.#namesConditions = new Set(this.#points.map(conditionsKey)).size > 1
    this.#plan = plan
    this.#view = emptyRun(plan)
    const times = plan.repetitions === 1 ? '' : `, each ${plan.repetitions} times`
    this.say(`Measuring ${this.#points.length} points${times}`)
  }

  activity({ stage, item, doneBytes, totalBytes }: Activity): void {
    const words = activityWords[stage]
    if (words === undefined || totalBytes === 0) return
    const share =
      stage === 'push'
        ? `: ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`
        : `: ${Math.floor((doneBytes / totalBytes) * 100)} %`
    this.#rewrite(`${words} ${item}${share}`)
  }

  event(event: RunNews): void {
    if (this.#view !== null) this.#view = applyEvent(this.#view, event)
    if (event.type === 'phase-entered')
      this.#rewrite(this.#line(`${this.#wordsOf(event)}  ${phaseWords[event.phase]}`))
    if (event.type === 'samples-recorded')
      this.#rewrite(this.#line(`${this.#wordsOf(event)}  ${formatNs(event.medianNs)}`))
    if (event.type === 'clock-set')
      this.say(
        `Set ${clockSayings(event.clock).map(englishOf).join(' · ') || 'the clocks as found'}`,
      )
    if (event.type === 'clock-given-back')
      this.say(isOwed(event.status) ? 'The clocks could not be given back' : 'Gave the clocks back')
    if (event.type === 'point-ended') {
      this.#ended += 1
      this.say(`${this.#wordsOf(event).padEnd(36)} ${this.#outcomeWords(event)}`)
    }
  }

  /** Leaves the terminal clean. */
  end(): void {
    this.#clear()
  }

  #line(what: string): string {
    const total = this.#points.length * this.#repetitions
    const filled = Math.round((this.#ended / Math.max(1, total)) * barWidth)
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    return `${bar} ${this.#ended}/${total}${this.#left()} · ${what}`
  }

  #left(): string {
    if (this.#view === null || this.#plan === null) return ''
    const leftMs = timeLeftMs(this.#view, this.#plan, this.#view.lastAtNs)
    return ` · ${formatDuration(leftMs)} left`
  }

  #wordsOf({ point: index, repetition }: { readonly point: number; readonly repetition: number }) {
    const point = this.#points[index]
    const times = this.#repetitions === 1 ? '' : ` · ${repetition + 1} of ${this.#repetitions}`
    return `${point === undefined ? `point ${index}` : this.#words(point)}${times}`
  }

  #words(point: Point): string {
    return [
      point.model.name,
      ...(this.#namesConditions ? [conditionWords(point)] : []),
      `batch ${point.batch}`,
      threadWords(point.threads),
    ].join(' · ')
  }

  #outcomeWords({ point: index, outcome, invalid }: Extract<RunNews, { type: 'point-ended' }>) {
    const point = this.#points[index]
    if (outcome.kind === 'cancelled') return 'cancelled'
    if (outcome.kind === 'skipped') return englishOf(skipSaying(outcome.reason))
    if (outcome.kind !== 'measured') return outcome.fault.message
    const { measurement } = outcome
    const why = invalid.map((reason) => englishOf(invalidSaying(reason).says))
    return [
      `p50 ${percentileText(measurement.latency.percentilesNs.p50)}`,
      ...(point === undefined
        ? []
        : [`${headlineNames[point.scenario]} ${headlineText(point.scenario, measurement)}`]),
      ...(why.length === 0 ? [] : [`does not count: ${why.join(' ')}`]),
    ].join(' · ')
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
