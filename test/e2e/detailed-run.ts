// A stored run in which everything is known that can be known of a point: repetitions, what went on around them,
// memory by phase, providers, a search for a rate, warnings, and a batch that does not count. From a seed.

import { encodeSamples, type RunEvent, type RunId } from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import type { Measurement } from '../../src/shared/measurement.ts'
import type { Plan, Point } from '../../src/shared/plan.ts'
import { seededUniform, summarize } from '../../src/shared/stats.ts'
import { journalOf } from '../fixtures/runs.ts'

const sampleCount = 700
export const invalidBatch = 2
export const tooLargeBatch = 8

const latencyOf = ({ batch, threads }: Point) => (40e6 * batch ** 0.9) / threads ** 0.8

function samplesOf(point: Point, random: () => number): Float64Array {
  return Float64Array.from({ length: sampleCount }, (_, index) => {
    const spread = 1 + 0.03 * (random() + random() - 1) + 0.00003 * index
    return latencyOf(point) * (index === 300 ? 9 : random() > 0.98 ? spread + 0.3 : spread)
  })
}

function around(startNs: number, endNs: number, isHot: boolean) {
  const count = 90
  const atNs = Array.from({ length: count }, (_, index) => {
    return startNs + ((endNs - startNs) * index) / (count - 1)
  })
  const values = (of: (share: number) => number) =>
    atNs.map((_, index) => Math.round(of(index / count) * 1e6) / 1e6)
  return {
    atNs,
    series: [
      { kind: 'frequency', name: 'policy0', values: values((x) => 1.8e6 - (x > 0.6 ? 2e5 : 0)) },
      { kind: 'frequency', name: 'policy4', values: values((x) => 2.4e6 - (x > 0.5 ? 4e5 : 0)) },
      { kind: 'temperature', name: 'soc-thermal', values: values((x) => 48e3 + 24e3 * x) },
      {
        kind: 'foreign-load',
        name: '',
        values: values((x) => (isHot ? 0.12 : 0.01) + 0.008 * Math.sin(40 * x)),
      },
      {
        kind: 'instrument-load',
        name: '',
        values: values((x) => 0.006 + 0.002 * Math.cos(30 * x)),
      },
    ],
  } satisfies Extract<RunEvent, { type: 'environment-recorded' }>['record']
}

const phase = (peakBytes: number) => ({ peakBytes, pssBytes: Math.round(peakBytes * 0.93) })

function measured(bare: Measurement, point: Point, samples: Float64Array): Measurement {
  const latency = summarize(samples)
  const perSecond = (point.batch * 1e9) / latency.meanNs
  const isServer = point.scenario === 'server'
  return {
    ...bare,
    latency,
    samplesPerSecond: perSecond,
    stop: isServer ? 'complete' : 'precision',
    headline: isServer
      ? { kind: 'rate', quantile: 'p99', value: perSecond * 0.7, interval: null }
      : {
          kind: 'latency',
          quantile: 'p90',
          value: latency.percentilesNs.p90 ?? latency.meanNs,
          interval: { low: latency.meanNs * 1.005, high: latency.meanNs * 1.02 },
        },
    memory: {
      floorBytes: 62e6,
      sessionBytes: 170e6,
      peakBytes: 215e6,
      phases: {
        runtime: phase(62e6),
        session: phase(170e6),
        firstRun: phase(208e6),
        steady: phase(215e6),
      },
      arena: { inUseBytes: 30e6, mostInUseBytes: 44e6, reservedBytes: 64e6 },
    },
    warnings: [
      { kind: 'noisy', variation: 0.046 },
      { kind: 'drift', ratio: 1.021 },
      { kind: 'outliers', severe: 14 },
    ],
    providers: [{ provider: 'CPUExecutionProvider', nodes: 126, timeShare: 1 }],
    server: isServer
      ? {
          boundNs: 100e6,
          trials: [0.3, 0.6, 0.9, 0.75, 0.68, 0.72].map((share) => ({
            perSecond: perSecond * share,
            p99Ns: share < 0.7 ? 55e6 + 55e6 * share : 400e6 * (share - 0.45),
            queries: 900,
            holds: share < 0.7,
          })),
        }
      : null,
    minutes: Array.from({ length: 12 }, (_, index) => ({
      count: 60,
      medianNs: latency.meanNs * (1 + 0.02 * Math.min(index, 6)),
      samplesPerSecond: perSecond,
    })),
  }
}

export function detailedEvents(plan: Plan, id: RunId): readonly RunEvent[] {
  const random = seededUniform(4)
  let clockNs = 1e9
  let samples: Float64Array = new Float64Array()
  let window = { startNs: 0, endNs: 0 }
  let point: Point | null = null
  const events = journalOf(plan, id).flatMap((event): readonly RunEvent[] => {
    if (event.type === 'point-started') {
      point = event.point
      samples = samplesOf(point, random)
      window = { startNs: clockNs, endNs: clockNs + samples.reduce((sum, ns) => sum + ns, 0) }
      clockNs = window.endNs + 2e9
      return [event]
    }
    if (event.type === 'samples-recorded') {
      const whole = { window, count: sampleCount, latencyNs: encodeSamples(samples) }
      return event.first > 0 ? [] : [{ ...event, ...whole }]
    }
    if (point === null) return [event]
    const isInvalid = point.batch === invalidBatch
    if (event.type === 'environment-recorded')
      return [{ ...event, record: around(window.startNs - 1e9, window.endNs + 5e8, isInvalid) }]
    if (event.type !== 'point-ended' || event.outcome.kind !== 'measured') return [event]
    const { name } = point.model
    if (point.batch === tooLargeBatch)
      return [
        {
          ...event,
          outcome: {
            kind: 'does-not-fit',
            fault: fault('out-of-memory', { name, batch: point.batch }),
          },
        },
      ]
    return [
      {
        ...event,
        invalid: isInvalid ? [{ kind: 'foreign-load', share: 0.124 }] : [],
        outcome: {
          kind: 'measured',
          measurement: measured(event.outcome.measurement, point, samples),
        },
      },
    ]
  })
  return events.map((event, index) => ({ ...event, seq: index + 1 }))
}
