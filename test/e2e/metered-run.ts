// A stored run over clocks whose power was read by two sources: the least energy is at neither end. Its processes last for
// times that no two share, so that a meter's record has one place beside it.

import { encodeSamples, type RunEvent, type RunId } from '../../src/shared/event.ts'
import type { Plan, Point } from '../../src/shared/plan.ts'
import type { PowerSource } from '../../src/shared/power.ts'
import { seededUniform, summarize } from '../../src/shared/stats.ts'
import { energyOf } from '../fixtures/energies.ts'
import { journalOf } from '../fixtures/runs.ts'

const second = 1e9
const pauseNs = 2 * second
const sampleCount = 400

const sources: readonly PowerSource[] = [
  {
    id: 'ina3221 1-0040',
    method: 'input-rail',
    reading: 'volts-and-amperes',
    rails: [
      { name: 'VDD_IN', inTotal: true },
      { name: 'VDD_CPU_GPU_CV', inTotal: false },
    ],
    coverage: 'whole',
    hz: 10,
    uncertainty: 0.01,
  },
]

/** In milliwatts: what a clock takes grows faster than what it brings. */
export const powerAt = ({ clock, threads }: Point) =>
  2_000 + 350 * threads * ((clock.khz ?? 1e6) / 1e6) ** 3

const latencyAt = ({ clock, threads, batch }: Point) =>
  (20e6 * batch) / ((clock.khz ?? 1e6) / 1e6) / threads ** 0.8

/** The moments of a run whose processes last for so long, one after another. */
export function meteredEvents(plan: Plan, id: RunId): readonly RunEvent[] {
  const random = seededUniform(7)
  let process = -1
  let atNs = 0
  let endsNs = 0
  let point: Point | null = null
  const events = journalOf(plan, id).flatMap((event): readonly RunEvent[] => {
    if (event.type === 'run-started') return [{ ...event, atNs, powerSources: [...sources] }]
    if (event.type === 'point-started') {
      process += 1
      point = event.point
      atNs = endsNs + pauseNs
      endsNs = atNs + (5 + ((7 * process) % 13)) * second
    }
    if (event.type === 'point-ended' || event.type === 'run-ended') atNs = endsNs
    const here = { ...event, atNs, wallMs: 1.7e12 + atNs / 1e6 }
    if (point === null) return [here]
    const window = { startNs: atNs, endNs: endsNs }
    const latencyNs = Float64Array.from(
      { length: sampleCount },
      () => latencyAt(point as Point) * (1 + 0.02 * (random() - 0.5)),
    )
    if (here.type === 'samples-recorded')
      return here.first > 0
        ? []
        : [{ ...here, window, count: sampleCount, latencyNs: encodeSamples(latencyNs) }]
    const milliwatts = powerAt(point) * (1 + 0.01 * (random() - 0.5))
    if (here.type === 'environment-recorded') {
      const times = Array.from({ length: 60 }, (_, index) => {
        return window.startNs - second + ((endsNs - window.startNs + second) * index) / 59
      })
      const readings = times.map((ns) =>
        ns < window.startNs ? 2_000 : milliwatts * (0.97 + 0.06 * random()),
      )
      const record = {
        source: 'ina3221 1-0040',
        atNs: times,
        rails: [
          { name: 'VDD_IN', milliwatts: readings },
          { name: 'VDD_CPU_GPU_CV', milliwatts: readings.map((value) => value - 1_400) },
        ],
      }
      const { type: _, ...which } = here
      return [here, { ...which, type: 'power-recorded', record }]
    }
    if (here.type !== 'point-ended' || here.outcome.kind !== 'measured') return [here]
    const windowNs = (5 + ((7 * process) % 13)) * second
    const latency = summarize(latencyNs)
    const inferences = Math.round(windowNs / latency.meanNs)
    const measurement = {
      ...here.outcome.measurement,
      latency,
      samplesPerSecond: (1e9 * point.batch) / latency.meanNs,
      wallNs: windowNs,
    }
    const energy = energyOf({
      joules: (milliwatts * windowNs) / 1e12,
      windowNs,
      inferences,
      samples: inferences * point.batch,
      readings: Math.round(windowNs / 1e8),
      meanMilliwatts: milliwatts,
      peakMilliwatts: milliwatts * 1.1,
      uncertainty: 0.01,
      flags: ['short'],
    })
    return [{ ...here, outcome: { kind: 'measured', measurement }, energy: [energy] }]
  })
  return events.map((event, index) => ({ ...event, seq: index + 1 }))
}

/** What a meter wrote at 10 Hz that began `beforeNs` before the run. */
export function meterRecord(events: readonly RunEvent[], beforeNs: number): string {
  let since: number | null = null
  let milliwatts = 0
  const busy: { startNs: number; endNs: number; milliwatts: number }[] = []
  for (const event of events) {
    if (event.type === 'point-started') {
      since = event.atNs
      milliwatts = powerAt(event.point) * 1.2
    }
    if (event.type === 'point-ended' && since !== null)
      busy.push({ startNs: since, endNs: event.atNs, milliwatts })
  }
  const lastsNs = (busy.at(-1)?.endNs ?? 0) + beforeNs + 10 * second
  const lines = Array.from({ length: Math.floor(lastsNs / 1e8) }, (_, index) => {
    const onClock = index * 1e8 - beforeNs
    const found = busy.find(({ startNs, endNs }) => onClock >= startNs && onClock < endNs)
    return `${index / 10},${((found?.milliwatts ?? 2_600) / 1_000).toFixed(3)}`
  })
  return ['Time (s),Power (W)', ...lines].join('\n')
}
