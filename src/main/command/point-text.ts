// One point in full for a terminal: what its figures rest on, what to know before trusting them, and what went on
// around it. Every line says one thing.

import { coverageSaying, energyFlagSaying, methodSaying } from '../../shared/energy-sayings.ts'
import { type EnvironmentSpan, environmentSpans } from '../../shared/environment-span.ts'
import type { Measurement } from '../../shared/measurement.ts'
import { flagsOf, type PooledEnergy, readingHz } from '../../shared/pooled-energy.ts'
import {
  type AdviceSaying,
  englishOf,
  invalidSaying,
  skipSaying,
  stopSaying,
  warningSaying,
} from '../../shared/result-sayings.ts'
import type { PointView, RepetitionResult } from '../../shared/run.ts'
import {
  formatBytes,
  formatDuration,
  formatMilliwatts,
  formatNs,
  formatRate,
  threeDigits,
} from '../../shared/units.ts'
import { energyText, percentilesText, percentileText } from './figure-words.ts'

const percent = (share: number) => `${threeDigits(share * 100)} %`

const adviceText = ({ says, hint }: AdviceSaying) => `${englishOf(says)} ${englishOf(hint)}`

/** Why a point has no figures. */
export function whyNot(state: PointView['state']): string {
  if (state.kind !== 'ended') return 'not measured'
  const { outcome } = state
  if (outcome.kind === 'failed' || outcome.kind === 'does-not-fit') return outcome.fault.message
  return outcome.kind === 'skipped' ? englishOf(skipSaying(outcome.reason)) : 'cancelled'
}

function measurementOf({ state }: PointView): Measurement | null {
  return state.kind === 'ended' && state.outcome.kind === 'measured'
    ? state.outcome.measurement
    : null
}

/** What has to be said of a point even where nobody asks for more; what to do about it only where `inFull`. */
export function cautionLines(view: PointView, inFull: boolean): readonly string[] {
  const measurement = measurementOf(view)
  if (measurement === null || view.state.kind !== 'ended') return []
  const text = (advice: AdviceSaying) => (inFull ? adviceText(advice) : englishOf(advice.says))
  const [energy] = view.state.energy
  return [
    ...view.state.invalid.map((reason) => `does not count: ${text(invalidSaying(reason))}`),
    ...measurement.warnings.map((warning) => text(warningSaying(warning))),
    ...(energy === undefined ? [] : flagsOf(energy)).map(
      (flag) => `energy: ${text(energyFlagSaying(flag))}`,
    ),
  ]
}

/** What to do about points that do not count, each advice once. */
export function invalidHints(views: readonly PointView[]): readonly string[] {
  const reasons = views.flatMap(({ state }) => (state.kind === 'ended' ? state.invalid : []))
  return [...new Set(reasons.map((reason) => englishOf(invalidSaying(reason).hint)))]
}

function repetitionText({ repetition, outcome, invalid }: RepetitionResult): string {
  const said =
    outcome.kind === 'measured'
      ? `p50 ${percentileText(outcome.measurement.latency.percentilesNs.p50)}`
      : outcome.kind
  const why = invalid.map((reason) => englishOf(invalidSaying(reason).says)).join(' ')
  return `${repetition + 1}: ${said}${why === '' ? '' : `, does not count (${why})`}`
}

function spreadText({ spread }: Measurement): string {
  if (spread === null) return ''
  const within = spread.within === null ? '' : `, within one ${percent(spread.within)} (IQR)`
  return `; between them ${percent(spread.between)}${within}`
}

function memoryLines({ memory }: Measurement): readonly string[] {
  const { phases, arena } = memory
  const peaks =
    phases === null
      ? `floor ${formatBytes(memory.floorBytes)}, session ${formatBytes(memory.sessionBytes)}, peak ${formatBytes(memory.peakBytes)}`
      : `runtime ${formatBytes(phases.runtime.peakBytes)}, session ${formatBytes(phases.session.peakBytes)}, first run ${formatBytes(phases.firstRun.peakBytes)}, steady ${formatBytes(phases.steady.peakBytes)} (peak of each phase)`
  const own =
    arena === null
      ? []
      : [
          `arena: ${formatBytes(arena.mostInUseBytes)} in use at the most, ${formatBytes(arena.reservedBytes)} reserved`,
        ]
  return [`memory: ${peaks}`, ...own]
}

function providerLine({ providers }: Measurement): readonly string[] {
  if (providers === null || providers.length === 0) return []
  const said = providers.map(
    ({ provider, nodes, timeShare }) =>
      `${provider} ${nodes} nodes, ${percent(timeShare)} of the time`,
  )
  return [`providers: ${said.join('; ')}`]
}

const seriesText: Readonly<Record<EnvironmentSpan['kind'], (series: EnvironmentSpan) => string>> = {
  frequency: ({ name, least, most }) =>
    `${name} ${threeDigits(least / 1e6)}–${threeDigits(most / 1e6)} GHz`,
  temperature: ({ name, least, most }) =>
    `${name} ${threeDigits(least / 1000)}–${threeDigits(most / 1000)} °C`,
  'foreign-load': ({ mean, most }) =>
    `other programs ${percent(mean)}, at the most ${percent(most)}`,
  'instrument-load': ({ mean }) => `Benchtop itself ${percent(mean)}`,
  'power-load': ({ mean }) => `of it reading power ${percent(mean)}`,
  steal: ({ mean }) => `stolen ${percent(mean)}`,
  throttle: ({ name, least, most }) => `${name} ${least} to ${most}`,
}

function environmentLine({ repetitions }: PointView): readonly string[] {
  const series = environmentSpans(repetitions.map(({ environment }) => environment))
  return series.length === 0
    ? []
    : [`environment: ${series.map((one) => seriesText[one.kind](one)).join('; ')}`]
}

function serverLines({ server }: Measurement): readonly string[] {
  if (server === null) return []
  const tried = server.trials.map(
    ({ perSecond, p99Ns, holds }) =>
      `${formatRate(perSecond)}/s p99 ${formatNs(p99Ns)} ${holds ? 'holds' : 'fails'}`,
  )
  return [`rates tried for p99 ≤ ${formatNs(server.boundNs)}: ${tried.join('; ')}`]
}

/** `energy: 12.3 mJ an inference, …` with how it was measured, and the board at rest beside it. */
function energyLine(energy: PooledEnergy): string {
  const { method, coverage, source, uncertainty, idle } = energy
  const measured = [
    `${englishOf(methodSaying(method))}, ${englishOf(coverageSaying(coverage))}`,
    source,
    `${threeDigits(readingHz(energy))} Hz`,
    ...(uncertainty === null ? [] : [`±${percent(uncertainty)}`]),
  ]
  const perJoule = energy.samplesPerJoule
  return [
    `energy: ${energyText(energy)} an inference`,
    ...(perJoule === null ? [] : [`${formatRate(perJoule)} samples/J`]),
    `${formatMilliwatts(energy.meanMilliwatts)} (peak ${formatMilliwatts(energy.peakMilliwatts)}) by ${measured.join(', ')}`,
    idle === null
      ? 'at rest not measured'
      : `at rest ${formatMilliwatts(idle.milliwatts)} (not taken off)`,
  ].join('; ')
}

/** One for each source. */
const energyLines = ({ state }: PointView): readonly string[] =>
  state.kind === 'ended' ? state.energy.map(energyLine) : []

function minutesLine({ minutes }: Measurement): readonly string[] {
  const [first] = minutes
  const last = minutes.at(-1)
  if (first === undefined || last === undefined || minutes.length < 2) return []
  return [
    `minute 1: p50 ${formatNs(first.medianNs)}, ${formatRate(first.samplesPerSecond)} samples/s; minute ${minutes.length}: p50 ${formatNs(last.medianNs)}, ${formatRate(last.samplesPerSecond)} samples/s`,
  ]
}

/** All that is known of a measured point besides its row in the table; none where it was not measured. */
export function detailLines(view: PointView): readonly string[] {
  const measurement = measurementOf(view)
  if (measurement === null) return []
  const { latency, coldStart, warmup, wallNs } = measurement
  return [
    `${percentilesText(measurement)}`,
    `${latency.count} latencies in ${formatDuration(wallNs / 1e6)}, ${englishOf(stopSaying(measurement))}`,
    ...(view.repetitions.length < 2
      ? []
      : [
          `repetitions: ${view.repetitions.map(repetitionText).join('; ')}${spreadText(measurement)}`,
        ]),
    `cold start: session ${formatNs(coldStart.sessionNs)}, first inference ${formatNs(coldStart.firstInferenceNs)}; warm-up ${warmup.iterations} inferences, ended by ${warmup.end}`,
    ...memoryLines(measurement),
    ...providerLine(measurement),
    ...environmentLine(view),
    ...energyLines(view),
    ...serverLines(measurement),
    ...minutesLine(measurement),
  ]
}
