// What a board may say in a stream of telemetry: what there is, once and first; readings that fit it, in the order of time;
// and no more of them than it was asked for. Its words are made fit for a person's eyes.

import { fail } from '../../shared/fault.ts'
import {
  seriesKey,
  type TelemetryDescription,
  type TelemetryMessage,
  type TelemetrySeries,
} from '../../shared/telemetry.ts'
import { plainName } from '../board/printed.ts'

/** A stretch that a slow link held back may come at once. */
const burst = 600
/** Twice what an agent tells: each track four or five times a second, and processes and pace once. */
const messagesPerSecond = 20
const messagesPerTrackAndSecond = 10

export class Admitted {
  readonly #openedMs: number
  #description: TelemetryDescription | null = null
  #messages = 0
  #lastNs: number[] = []

  constructor(nowMs: number) {
    this.#openedMs = nowMs
  }

  /** Throws `protocol-broken` for what does not belong there. */
  admit(message: TelemetryMessage, nowMs: number): TelemetryMessage {
    this.#messages += 1
    const tracks = this.#description?.tracks.length ?? 0
    const perSecond = messagesPerSecond + tracks * messagesPerTrackAndSecond
    const most = burst + ((nowMs - this.#openedMs) / 1000) * perSecond
    if (this.#messages > most) broken('more telemetry than was asked for')
    if (message.type === 'opened') {
      if (this.#description !== null) broken('telemetry was opened twice')
      this.#description = clean(message.description)
      const keys = this.#description.tracks.flatMap(({ series }) => series.map(seriesKey))
      if (new Set(keys).size < keys.length) broken('a series was told twice')
      return { ...message, description: this.#description }
    }
    if (this.#description === null) return broken('telemetry before it was opened')
    if (message.type === 'processes')
      return {
        ...message,
        processes: message.processes.map((one) => ({ ...one, name: plainName(one.name) })),
      }
    if (message.type === 'samples') this.#fit(message, this.#description)
    return message
  }

  #fit(
    { track, atNs, values }: Extract<TelemetryMessage, { type: 'samples' }>,
    { tracks }: TelemetryDescription,
  ): void {
    if (values.length !== tracks[track]?.series.length) broken('telemetry of another shape')
    if (values.some((row) => row.length !== atNs.length)) broken('telemetry without a moment')
    let last = this.#lastNs[track] ?? Number.NEGATIVE_INFINITY
    for (const at of atNs) {
      if (at <= last) broken('telemetry out of order')
      last = at
    }
    this.#lastNs[track] = last
  }
}

function clean(description: TelemetryDescription): TelemetryDescription {
  const named = <T extends { readonly name: string }>(one: T): T => ({
    ...one,
    name: plainName(one.name),
  })
  const series = (one: TelemetrySeries): TelemetrySeries =>
    named(one.kind === 'power' ? { ...one, source: plainName(one.source) } : one)
  return {
    bootId: plainName(description.bootId),
    tracks: description.tracks.map((track) => ({ ...track, series: track.series.map(series) })),
    missing: description.missing.map(named),
    powerSources: description.powerSources.map((source) => ({
      ...source,
      id: plainName(source.id),
      rails: source.rails.map(named),
    })),
  }
}

function broken(detail: string): never {
  return fail('protocol-broken', {}, detail)
}
