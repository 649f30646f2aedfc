// How the figures of a report come about, in formulas for the reader of its JSON. The page says the same in prose.

import { quantiles } from '../../shared/measurement.ts'
import { leastSamples } from '../../shared/stats.ts'

const least = quantiles.map((quantile) => `${quantile} ${leastSamples[quantile]}`).join(', ')

export const methods: Readonly<Record<string, string>> = {
  process: 'every point is measured in a fresh process, once',
  latency:
    'from the call of the inference to its end, inputs already in memory, monotonic clock; nothing else in the loop',
  warmup:
    'ends when two consecutive windows of 20 agree (mean within -50 %…+10 %, quartiles within 5 %, MAD within 10 %), or at its cap',
  stop: 'when least samples and least time are reached and the median is known to ±1 %, or at a cap',
  percentile: `sorted[floor(n·p)]; null below the least number of samples: ${least} (LoadGen, early stopping at 99 % confidence)`,
  medianInterval: '95 %, moving-block bootstrap within the process, blocks of n^(1/3), 200 rounds',
  throughput: 'samples done ÷ wall time of the measured window',
  memory: 'resident memory of the measuring process; the floor is the runtime with a tiny session',
  histogram: 'equal bins from the least latency to p99.9; samples beyond are counted',
  ratio:
    'above 1 is better than the baseline; interval from the opposite ends of both median intervals; within 1 % is the same; the spread between processes is not in it',
}
