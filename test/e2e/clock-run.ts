// A stored run over governors and frequencies of a model that is bound by memory from 1.2 GHz on: with the frequencies
// that were seen, the clocks that were set, and, where it is asked for, a value that could not be given back. From a seed.

import { encodeSamples, type RunEvent, type RunId } from '../../src/shared/event.ts'
import { type Clock, clocksOf, type Plan } from '../../src/shared/plan.ts'
import { seededUniform, summarize } from '../../src/shared/stats.ts'
import type { TuningStatus } from '../../src/shared/tuning.ts'
import { journalOf } from '../fixtures/runs.ts'

export const clockPlan: Partial<Plan> = {
  governors: ['performance', 'ondemand'],
  frequenciesKhz: [
    408_000, 600_000, 816_000, 1_008_000, 1_200_000, 1_416_000, 1_608_000, 1_800_000,
  ],
  batches: [1],
  threads: [4],
}

export const kneeKhz = 1_200_000
const sampleCount = 400
const folder = '/sys/devices/system/cpu/cpufreq/policy4'

/** `ondemand` takes its time to rise. */
function latencyNs({ governor, khz }: Clock): number {
  const speed = Math.min(khz ?? kneeKhz, kneeKhz) / kneeKhz
  return (governor === 'ondemand' ? 46e6 : 41e6) / speed
}

const notGivenBack: TuningStatus = {
  state: 'failed-restore',
  changes: [
    {
      path: `${folder}/scaling_governor`,
      before: 'ondemand',
      wanted: 'performance',
      reads: 'performance',
    },
  ],
  failures: [
    {
      path: `${folder}/scaling_governor`,
      wanted: 'ondemand',
      reads: 'performance',
      why: 'refused',
    },
  ],
}

const isSame = (one: Clock, other: Clock) =>
  one.governor === other.governor && one.khz === other.khz

function seen(khz: number) {
  const span = (name: string, mean: number) => ({
    kind: 'frequency' as const,
    name,
    least: mean - 12_000,
    mean,
    most: mean,
  })
  return { samples: 40, series: [span('policy0', Math.min(khz, 1_800_000)), span('policy4', khz)] }
}

export function clockEvents(isGivenBack: boolean) {
  return (plan: Plan, id: RunId): readonly RunEvent[] => {
    const random = seededUniform(11)
    let samples: Float64Array = new Float64Array()
    let clock: Clock = { governor: null, khz: null }
    let last: Clock | null = null
    const events = journalOf(plan, id).flatMap((event): readonly RunEvent[] => {
      const { seq, atNs, wallMs } = event
      switch (event.type) {
        case 'point-started': {
          clock = event.point.clock
          const medianNs = latencyNs(clock)
          samples = Float64Array.from(
            { length: sampleCount },
            () => medianNs * (1 + 0.02 * random()),
          )
          const isNew = last === null || !isSame(last, clock)
          last = clock
          const set: RunEvent = {
            seq,
            atNs,
            wallMs,
            type: 'clock-set',
            clock,
            settledMs: 320,
            changes: [],
          }
          return isNew ? [set, event] : [event]
        }
        case 'samples-recorded':
          return event.first > 0
            ? []
            : [{ ...event, count: sampleCount, latencyNs: encodeSamples(samples) }]
        case 'point-ended': {
          if (event.outcome.kind !== 'measured') return [event]
          const latency = summarize(samples)
          const measurement = {
            ...event.outcome.measurement,
            latency,
            samplesPerSecond: 1e9 / latency.meanNs,
            stop: 'precision' as const,
          }
          return [
            {
              ...event,
              environment: seen(clock.khz ?? 0),
              outcome: { kind: 'measured', measurement },
            },
          ]
        }
        case 'run-ended': {
          const status: TuningStatus = isGivenBack ? { state: 'untouched' } : notGivenBack
          return [{ seq, atNs, wallMs, type: 'clock-given-back', status }, event]
        }
        default:
          return [event]
      }
    })
    if (events.filter(({ type }) => type === 'clock-set').length !== clocksOf(plan).length)
      throw new Error('each clock is set once')
    return events.map((event, index) => ({ ...event, seq: index + 1 }))
  }
}
