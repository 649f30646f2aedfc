// How the figures of a report come about, in formulas for the reader of its JSON. The page says the same in prose.

import { mostForeignLoad } from '../../shared/environment.ts'
import { quantiles } from '../../shared/measurement.ts'
import { multiStreamSamples } from '../../shared/plan.ts'
import { leastSamples } from '../../shared/stats.ts'

const least = quantiles.map((quantile) => `${quantile} ${leastSamples[quantile]}`).join(', ')

export const methods: Readonly<Record<string, string>> = {
  process:
    'every repetition of a point is a fresh process; each round goes through all points in an order drawn from the seed',
  singleStream: 'one inference at a time, the next when the last has ended; headline: p90 latency',
  multiStream: `queries of ${multiStreamSamples} samples, the next when the last has ended; headline: p99 latency of a query`,
  offline: 'everything is there at once; headline: samples per second',
  server:
    'Poisson arrivals, latency from the scheduled arrival to the end; headline: highest rate per second whose p99 bound holds plan.server.boundMs',
  latency:
    'nanoseconds from the call of the inference to its end, inputs already in memory, monotonic clock; nothing else in the loop',
  warmup:
    'ends when two consecutive windows of 20 agree (mean within -50 %…+10 %, quartiles within 5 %, MAD within 10 %), or at its cap',
  stop: 'when least samples and least time are reached and the headline is known to ± plan.limits.precision, or its noise has settled, or at a cap',
  percentile: `sorted[floor(n·p)]; null below the least number of samples: ${least}`,
  bound:
    'upper bound of a percentile by LoadGen’s early stopping at 99 % confidence; null below the same numbers',
  interval:
    '95 %; within one process by the moving-block bootstrap at several block lengths; of three or more processes from the spread between them; of two, around the intervals of both',
  pooled:
    'figures of a point are medians over the repetitions that count; spread.within is their median IQR ÷ median, spread.between the standard deviation of their medians ÷ their mean',
  outliers: 'beyond 1.5 (mild) and 3 (severe) interquartile ranges of the quartiles; never dropped',
  throughput: 'samples done ÷ wall time of the measured window',
  memory:
    'largest resident memory of the measuring process by phase, in bytes; the floor is the runtime with a tiny session',
  providers: 'nodes and share of their time, seen in a profiled pass of its own',
  environment:
    'over the measured window: kHz, millidegrees Celsius, loads as a share of all online CPUs',
  clocks:
    'points of one governor and frequency are measured in a block, blocks in an order drawn from the seed; set, read back and settled under load before, given back at the end; frequency_POLICY_*_khz is what was seen over the measured window, not what was asked for',
  energy:
    'joules per inference = energy over the measured window (trapezoid of power; of a counter its own difference) ÷ inferences done in it; method, rate, rails and coverage stand in powerSources; several processes: their median; flags name what makes a figure weak; idle power stands beside and is never taken off; no energy means not measured',
  invalid: `does not count: other programs or Benchtop itself took more than ${mostForeignLoad * 100} % of all online CPUs, the board throttled, or a governor was changed`,
  histogram: 'equal bins from the least latency to p99.9; samples beyond are counted',
  ratio:
    'above 1 is better than the baseline; within 1 % is the same; of energies per sample, and where energyMismatches is not empty between unlike measurements',
}
