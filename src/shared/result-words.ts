// The English of what a result says of itself: its scenario, its settings, why it does not count, what to know before
// trusting it. Each sentence stands here once, for the command and for the window, which translates it by its key.

import { energyWords } from './energy-words.ts'
import type { InvalidReason } from './environment.ts'
import type { SkipReason } from './event.ts'
import type { Measurement, Warning } from './measurement.ts'
import type { EngineId, Scenario } from './plan.ts'
import { preflightWords } from './preflight-words.ts'
import type { SettingName } from './session-settings.ts'
import { tuningWords } from './tuning-words.ts'

/** What is so, and what a person can do about it; `{{name}}` places are filled (see `fillPlaces`). */
export interface Advice {
  readonly says: string
  readonly hint: string
}

type Words<K extends string> = Readonly<Record<K, string>>

const scenario: Readonly<
  Record<Scenario, { readonly name: string; readonly what: string; readonly headline: string }>
> = {
  'single-stream': {
    name: 'single-stream',
    what: 'One inference at a time, the next when the last has ended.',
    headline: 'p90 latency',
  },
  'multi-stream': {
    name: 'multi-stream',
    what: 'Queries of eight samples, the next when the last has ended.',
    headline: 'p99 latency of a query',
  },
  offline: {
    name: 'offline',
    what: 'Everything is there at once: only samples per second count.',
    headline: 'samples per second',
  },
  server: {
    name: 'server',
    what: 'Queries arrive at random: the highest rate whose p99 latency holds the bound.',
    headline: 'highest rate that holds the bound',
  },
}

const engine: Readonly<Record<EngineId, string>> = {
  'ort-c': 'What a native program pays: the C interface of ONNX Runtime, inputs and outputs bound.',
  'onnxruntime-node': 'What a Node application pays: session.run, outputs copied.',
}

interface SettingWords {
  readonly name: string
  readonly what: string
  /** What a label says of a value; a value without words of its own is said by `{{value}}`. */
  readonly label: Words<string>
}

const setting = {
  library: {
    name: 'Library',
    what: 'The libonnxruntime on the board that measures, by its path; else the one that Benchtop brings.',
    label: { default: 'Benchtop’s library', value: 'library {{value}}' },
  },
  provider: {
    name: 'Execution provider',
    what: 'What is asked for the operators first; the CPU takes what it leaves.',
    label: { value: '{{value}}' },
  },
  execution: {
    name: 'Execution',
    what: 'Whether operators that do not depend on each other run side by side.',
    label: { sequential: 'sequential', parallel: 'parallel' },
  },
  optimization: {
    name: 'Graph optimisation',
    what: 'How far ONNX Runtime rewrites the graph when it loads it.',
    label: {
      disabled: 'optimisation off',
      basic: 'optimisation basic',
      extended: 'optimisation extended',
      layout: 'optimisation layout',
      all: 'optimisation all',
    },
  },
  arena: {
    name: 'Arena',
    what: 'Whether activations come from a pool that keeps its memory: faster, larger.',
    label: { on: 'arena on', off: 'arena off' },
  },
  spinning: {
    name: 'Spinning',
    what: 'Whether threads that wait for work keep a core busy: faster, hotter.',
    label: { on: 'spinning on', off: 'spinning off' },
  },
  placement: {
    name: 'Cores',
    what: 'The cores that the measuring process may use.',
    label: {
      all: 'all cores',
      big: 'big cores',
      little: 'little cores',
      value: 'cores {{value}}',
    },
  },
  dimensions: {
    name: 'Dimensions',
    what: 'Whether the session is told the sizes beforehand, so that it can plan for them.',
    label: { open: 'sizes open', fixed: 'sizes fixed' },
  },
} satisfies Readonly<Record<SettingName, SettingWords>>

const warning: Readonly<Record<WarningKey, Advice>> = {
  'slow-first-run': {
    says: 'The first inference took {{ratio}} the median.',
    hint: 'Run the model once before it serves, or count that answer too.',
  },
  noisy: {
    says: 'The latencies vary by {{percent}} % (standard deviation ÷ mean).',
    hint: 'Fix the clock frequency, stop other programs, and measure again.',
  },
  bimodal: {
    says: 'The latencies gather around two values, {{low}} and {{high}}.',
    hint: 'Look at them over time: cores of two kinds, or a clock that changes, do this. No single figure describes both.',
  },
  slower: {
    says: 'Latency rose by {{percent}} % from the first third to the last.',
    hint: 'The board warms up or throttles. The sustained mode shows where it settles.',
  },
  faster: {
    says: 'Latency fell by {{percent}} % from the first third to the last.',
    hint: 'The clock was still rising or the caches still filling: measure for longer.',
  },
  'not-warm': {
    says: 'Warm-up reached its cap before two windows agreed.',
    hint: 'Allow a longer warm-up, or calm the board first.',
  },
  outliers: {
    says: 'Latencies beyond three interquartile ranges: {{count}}. They are kept.',
    hint: 'Look at when they happened, and at what the board did then.',
  },
  'partial-fallback': {
    says: '{{provider}} took {{nodes}} of {{total}} nodes; the others ran elsewhere.',
    hint: 'The table of providers shows where, and how much of the time they took.',
  },
  'provider-unverified': {
    says: 'It could not be seen whether {{provider}} took any node: these figures may be another provider’s.',
    hint: 'Measure again; if it stays so, look at the board’s log of the run.',
  },
  'repetitions-left-out': {
    says: 'Repetitions that failed, were cancelled or do not count, and are in none of the figures: {{count}}.',
    hint: 'The list of repetitions says why each was left out.',
  },
}

/** Drift is said by its direction. */
export type WarningKey = Exclude<Warning['kind'], 'drift'> | 'slower' | 'faster'

const invalid: Readonly<Record<InvalidReason['kind'], Advice>> = {
  'foreign-load': {
    says: 'Other programs took {{percent}} % of the processor.',
    hint: 'Stop them and measure again: above 5 % a result does not count.',
  },
  'instrument-load': {
    says: 'Benchtop itself took {{percent}} % of the processor.',
    hint: 'Measure with the window closed, by the benchtop command.',
  },
  throttled: {
    says: 'The board throttled: {{source}}.',
    hint: 'Cool it, check its power supply, or let it cool down between points.',
  },
  'governor-changed': {
    says: 'The governor of {{policy}} changed from {{from}} to {{to}}.',
    hint: 'Find out who changed it, and measure again.',
  },
  'limits-changed': {
    says: 'The limits of {{policy}} changed from {{from}} to {{to}}.',
    hint: 'Find out who changed them, or let the board cool down, and measure again.',
  },
  'battery-charging': {
    says: '{{source}} was being charged meanwhile: a part of the energy went into it.',
    hint: 'Wait until it is full, or disconnect the supply, and measure again.',
  },
}

const skipped: Words<SkipReason['because']> = {
  'does-not-fit': 'Left out: batch {{batch}} did not fit into the memory.',
  'latency-bound': 'Left out: batch {{batch}} passed the latency bound.',
  'throughput-fell': 'Left out: by batch {{batch}} the throughput had fallen twice.',
  failed: 'Left out: batch {{batch}} failed.',
}

const stopped: Words<Measurement['stop']> = {
  precision: 'stopped at ±{{percent}} %',
  'noise-settled': 'stopped when the noise had settled, at ±{{percent}} %',
  complete: 'measured to its end, ±{{percent}} %',
  'time-cap': 'stopped by the cap of time, at ±{{percent}} %',
  'sample-cap': 'stopped by the cap of samples, at ±{{percent}} %',
}

/** Where no half-width is known. */
const stoppedBlind: Words<Measurement['stop']> = {
  precision: 'stopped when it was known well enough',
  'noise-settled': 'stopped when the noise had settled',
  complete: 'measured to its end',
  'time-cap': 'stopped by the cap of time, without an interval',
  'sample-cap': 'stopped by the cap of samples, without an interval',
}

const clock = {
  governor: { asFound: 'governor as found', value: 'governor {{governor}}' },
  frequency: { asFound: 'frequency as found', value: '{{frequency}}' },
}

export const resultWords = {
  clock,
  scenario,
  engine,
  setting,
  warning,
  invalid,
  skipped,
  stopped,
  stoppedBlind,
  energy: energyWords,
  preflight: preflightWords,
  tuning: tuningWords,
}
